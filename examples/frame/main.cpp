// frame: a log line as an Ethernet frame that is built here, headers and checksums included, for a card that can send.
#include <lineout/lineout.hpp>

#include <stdio.h>

// Your driver. This one prints what it is to send.
bool transmit(const char* frame, lineout::size_t size) {
  for (lineout::size_t index = 0; index < size; ++index)
    printf("%02x%c", static_cast<unsigned char>(frame[index]), index % 32 == 31 || index + 1 == size ? '\n' : ' ');
  return true;
}

int main() {
  lineout::logger log{lineout::udp_frame{transmit, lineout::frame_addresses{.to_mac = "00:11:22:33:44:55",
                                                                            .from_mac = "02:00:00:00:00:01",
                                                                            .from = "192.168.0.7",
                                                                            .to = "192.168.0.23"}},
                      lineout::origin{"router1", "diskd"}};
  log.warning("disk {} at {}%", "sda", 91);
}
