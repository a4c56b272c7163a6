#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <poll.h>

#include <cstring>
#include <string>
#include <vector>

#include "support/console.hpp"
#include "support/expect.hpp"
#include "support/network.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::network;
using support::receiver;

bool missing() {
  std::string reason = receiver::missing(receiver::kind::rsyslogd);
  if (reason.empty()) reason = network::missing();
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

// Frames that the program makes itself, through a cable, into the IP stack and the rsyslogd of another machine.
void across_a_network(const support::console_input& input, const support::command& addressed) {
  const network cable;
  receiver daemon{receiver::kind::rsyslogd, "*.*", &cable};
  support::command options{"--raw",  "near",
                           "--from", network::near_address,
                           "--to",   network::far_address + (":" + std::to_string(daemon.port()))};
  options.insert(options.end(), addressed.begin(), addressed.end());
  const auto sent = support::run(cable.in_near(support::console_command(options)), input.bytes);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  support::expect(daemon.stop_after(input.texts.size()),
                  {.pri = 132, .hostname = "router1", .app_name = "vmm", .process_id = "4711"}, input.texts);

  CHECK(cable.counter("IpInHdrErrors") == 0);
  CHECK(cable.counter("IpExtInCsumErrors") == 0);
  CHECK(cable.counter("UdpInCsumErrors") == 0);
  CHECK(cable.counter("UdpInErrors") == 0);
  CHECK(cable.counter("UdpInDatagrams") == static_cast<long>(input.texts.size()));
}

using lines = std::vector<std::string>;

// Hands the records on together; how many were sent.
template <typename Sink> size_t send_all(Sink& to, const lines& all) {
  std::vector<lineout::packet> packets;
  lines storage;
  for (const std::string& one : all)
    storage.push_back(std::string(Sink::headroom, '#') + one + std::string(Sink::tailroom, '#'));
  for (size_t index = 0; index < all.size(); ++index) {
    packets.emplace_back(storage[index].data(), storage[index].size(), size_t{Sink::headroom});
    packets.back().append(all[index].size());
  }
  std::vector<lineout::outcome> outcomes(all.size(), lineout::outcome::queued);
  to.send_all(packets.data(), outcomes.data(), all.size());
  size_t sent = 0;
  for (const lineout::outcome one : outcomes) sent += one == lineout::outcome::sent ? 1 : 0;
  return sent;
}

}  // namespace

TEST_CASE("a raw frame takes every line of a hypervisor's boot to an rsyslogd across a network") {
  if (!missing()) across_a_network(support::hypervisor_boot(), {"--to-mac", network::far_mac});
}

TEST_CASE("a raw frame takes every nasty line to an rsyslogd across a network") {
  if (!missing()) across_a_network(support::everything_nasty(), {"--to-mac", network::far_mac});
}

TEST_CASE("a raw frame to everybody on the link arrives as well") {
  if (!missing()) across_a_network(support::hypervisor_boot(), {});
}

TEST_CASE("raw frames that the kernel segments arrive as datagrams, each once, whole and in order") {
  if (const std::string reason = network::missing(); !reason.empty()) return support::skip(reason);
  const network cable;
  constexpr uint16_t port = 5140;
  const lineout::detail::descriptor receiving{cable.do_in_far([] {
    const int opened = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, network::far_address, &address.sin_addr);
    return ::bind(opened, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? opened : -1;
  })};
  REQUIRE(receiving);
  lines all;
  for (size_t index = 0; index < 1000; ++index) {
    all.push_back("<132>message " + std::to_string(index) + " ");
    all.back().append(index < 500 ? 100 - all.back().size() : index * 7 % 90, static_cast<char>('a' + index % 26));
  }
  lines arrived;
  const size_t sent = cable.do_in_near([&] {
    lineout::udp_frame sink{lineout::posix::packet_socket{"near"},
                            lineout::frame_addresses{.to_mac = "02:00:00:00:00:0b",
                                                     .from_mac = "02:00:00:00:00:0a",
                                                     .from = "10.77.0.1",
                                                     .to = "10.77.0.2",
                                                     .to_port = port}};
    size_t count = 0;
    char bytes[2000];
    for (size_t begin = 0; begin < all.size(); begin += 50) {
      count +=
          send_all(sink, lines{all.begin() + static_cast<long>(begin), all.begin() + static_cast<long>(begin) + 50});
      for (pollfd waiting{receiving.number(), POLLIN, 0};
           arrived.size() < begin + 50 && ::poll(&waiting, 1, 2000) == 1;)
        arrived.emplace_back(bytes, static_cast<size_t>(::recv(receiving.number(), bytes, sizeof bytes, 0)));
    }
    CHECK(sink.next().last_error() == 0);
    return count;
  });
  CHECK(sent == all.size());
  CHECK(arrived == all);
  CHECK(cable.counter("UdpInDatagrams") == static_cast<long>(all.size()));
  CHECK(cable.counter("UdpInCsumErrors") == 0);
  CHECK(cable.counter("IpInHdrErrors") == 0);
}
