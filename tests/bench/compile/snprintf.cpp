#include <stdio.h>

void deliver(const char* line, int size);
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  char line[256];
  deliver(line, snprintf(line, sizeof line, "Connect @: %s <--> %s unit %d rx %u tx %u", from, to, unit, received, sent));
}
