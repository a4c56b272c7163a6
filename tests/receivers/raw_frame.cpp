#include <lineout/posix.hpp>

#include <doctest/doctest.h>

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
