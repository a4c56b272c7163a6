// needs: tshark
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include "support/capture.hpp"
#include "support/console.hpp"
#include "support/skip.hpp"

TEST_CASE("Wireshark reads the frames that --pcap keeps, and finds every checksum good") {
  const std::string missing = support::tshark_missing();
  if (!missing.empty()) return support::skip(missing);

  const support::temporary_directory directory;
  const std::string file = directory.file("frames.pcap");
  const support::console_input nasty = support::everything_nasty();
  const std::vector<std::string> fields{
      "ip.checksum.status", "udp.checksum.status", "eth.dst",      "eth.src",  "ip.src", "ip.dst",
      "udp.dstport",        "syslog.facility",     "syslog.level", "frame.len"};
  const auto expected = [&](const std::string& addresses) {
    std::vector<std::string> lines;
    for (const std::string& text : nasty.texts) {
      const size_t size = 14 + 20 + 8 + std::string{"<132>Nov 22 12:34:56 router1 vmm[4711]: "}.size() + text.size();
      lines.push_back("1\t1\t" + addresses + "\t16\t4\t" + std::to_string(size));
    }
    return lines;
  };

  CHECK(support::run_console({"--pcap", file}, nasty.bytes).status == 0);
  CHECK(support::tshark(file, 514, fields) ==
        expected("ff:ff:ff:ff:ff:ff\t00:00:5e:00:53:01\t192.0.2.1\t192.0.2.2\t514"));

  CHECK(support::run_console({"--pcap", file, "--to-mac", "00:11:22:33:44:55", "--from-mac", "02-00-00-00-00-01",
                              "--from", "10.0.0.1", "--to", "10.0.0.2:5514"},
                             nasty.bytes)
            .status == 0);
  CHECK(support::tshark(file, 5514, fields) ==
        expected("00:11:22:33:44:55\t02:00:00:00:00:01\t10.0.0.1\t10.0.0.2\t5514"));
}
