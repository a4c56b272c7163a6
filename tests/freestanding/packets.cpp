// A packet filter's log line and an IPv6 address, as a kernel uses them.
#include <lineout/net/packet_summary.hpp>

lineout::size_t firmware_line(const char* packet, lineout::size_t size, char* first, char* last) {
  lineout::packet_record record;
  record.interface = "re0";
  record.time = lineout::timestamp::at(1795343825, 4050000);
  const lineout::packet_summary summary{lineout::text{packet, size}, record, {.date = true, .verbose = true}};
  lineout::writer out{first, last, lineout::control_characters::escape};
  summary.write(out);
  return summary.is_short() ? 0 : out.size();
}

bool firmware_address(lineout::text words, lineout::ipv6_address& address) {
  const auto read = lineout::ipv6_address::parse(words);
  address = read.value;
  return static_cast<bool>(read);
}
