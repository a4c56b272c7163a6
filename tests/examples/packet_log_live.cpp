// needs: network namespaces
// examples/packet_log on an interface.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <signal.h>

#include "support/network.hpp"
#include "support/skip.hpp"

TEST_CASE("packet_log shows and keeps what arrives at an interface, and ends with its counts") {
  const std::string missing = support::network::missing();
  if (!missing.empty()) return support::skip(missing);

  const support::network network;
  const support::temporary_directory directory;
  const std::string output = directory.file("output"), kept = directory.file("kept.pcap");
  support::process running{
      network.in_far({LINEOUT_PACKET_LOG, "-i", "far", "-w", kept, "udp", "and", "dst", "port", "514"}), output};
  const auto shown = [&] { return support::read_file(output); };
  const std::string line = " -> 10.77.0.2,514 PR udp len 20 ";
  CHECK(support::eventually([&] {
    support::run(network.in_near({LINEOUT_CONSOLE, "--udp", "10.77.0.2:514"}), "one\n");
    return shown().find(line) != std::string::npos;
  }));
  CHECK(shown().find(" far @0:-1 n 10.77.0.1,") != std::string::npos);
  kill(running.id(), SIGALRM);
  CHECK(support::eventually([&] {
    return support::run({LINEOUT_PACKET_LOG, "-f", kept}).output.find(line) != std::string::npos;
  }));
  CHECK(running.stop() == 0);
  CHECK(shown().find(" received by the system, 0 dropped there\n") != std::string::npos);
}

TEST_CASE("packet_log says why an interface cannot be opened") {
  const support::result refused = support::run({LINEOUT_PACKET_LOG, "-i", "no-such-interface"});
  CHECK(refused.status == 1);
  CHECK(refused.output.find("packet_log: no-such-interface: ") == 0);
}
