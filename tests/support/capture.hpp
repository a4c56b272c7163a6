// capture: what Wireshark reads in frames.
#pragma once

#include <string>
#include <vector>

namespace support {

// Why tshark cannot be used here; empty if it can.
std::string tshark_missing();

// One line for each UDP frame of a capture file, the fields parted by tabs. Datagrams to port are read as syslog. The
// checksums are verified: ip.checksum.status and udp.checksum.status are 1 where they are good.
std::vector<std::string> tshark(const std::string& file, unsigned port, const std::vector<std::string>& fields);

}  // namespace support
