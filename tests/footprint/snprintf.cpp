// The same lines by a C library's snprintf, without the frame around them; nothing is cleaned and nothing counted.
#include <stdio.h>

#include "image.hpp"

namespace {

[[gnu::section(".measured"), gnu::used]] char packet[128];

void send(const char* line, int size) {
  if (size >= 0) network_card(line, static_cast<unsigned>(size));
}

}  // namespace

extern "C" {
void reference() {
  char line[sizeof packet];
  send(line, snprintf(line, sizeof line, "<%u>%s[%u]: Connect: %s <--> %s unit %u rx %u tx %u", 132U, "pppd", 1234U,
                      name, link_name, unit, received, sent));
}
void site_0() {
  char line[sizeof packet];
  send(line, snprintf(line, sizeof line, "<%u>%s[%u]: disk %s at %u%%", 132U, "pppd", 1234U, name, unit));
}
void site_1() {
  char line[sizeof packet];
  send(line, snprintf(line, sizeof line, "<%u>%s[%u]: port %s at %u%%", 132U, "pppd", 1234U, name, received));
}
void site_2() {
  char line[sizeof packet];
  send(line, snprintf(line, sizeof line, "<%u>%s[%u]: unit %s at %u%%", 132U, "pppd", 1234U, link_name, sent));
}
void site_3() {
  char line[sizeof packet];
  send(line, snprintf(line, sizeof line, "<%u>%s[%u]: link %s at %u%%", 132U, "pppd", 1234U, link_name, received));
}
void site_4() {
  char line[sizeof packet];
  send(line, snprintf(line, sizeof line, "<%u>%s[%u]: pool %s at %u%%", 132U, "pppd", 1234U, name, sent));
}
}
