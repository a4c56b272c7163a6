#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include "support/console.hpp"
#include "support/expect.hpp"
#include "support/receiver.hpp"
#include "support/rfc5424.hpp"
#include "support/skip.hpp"
#include "support/sweeps.hpp"

namespace {

using support::receiver;

const support::record over_the_network{.pri = 132, .hostname = "router1", .app_name = "vmm", .process_id = "4711"};
// A local socket carries no hostname: the receiver puts its own.
const support::record on_this_machine{.pri = 132, .hostname = "collector", .app_name = "vmm", .process_id = "4711"};

bool missing() {
  const std::string reason = receiver::missing(receiver::kind::rsyslogd);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

void by_udp(const support::console_input& input) {
  receiver daemon{receiver::kind::rsyslogd};
  const auto sent = support::run_console({"--udp", "127.0.0.1:" + std::to_string(daemon.port())}, input.bytes);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  support::expect(daemon.stop_after(input.texts.size()), over_the_network, input.texts);
}

void by_unix_socket(const support::console_input& input) {
  receiver daemon{receiver::kind::rsyslogd};
  const auto sent = support::run_console({"--unix", daemon.socket()}, input.bytes);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  support::expect(daemon.stop_after(input.texts.size()), on_this_machine, input.texts);
}

}  // namespace

TEST_CASE("rsyslogd has every line of a hypervisor's boot, by UDP") {
  if (!missing()) by_udp(support::hypervisor_boot());
}

TEST_CASE("rsyslogd has every line of a hypervisor's boot, by its Unix socket") {
  if (!missing()) by_unix_socket(support::hypervisor_boot());
}

TEST_CASE("rsyslogd has every nasty line, by UDP") {
  if (!missing()) by_udp(support::everything_nasty());
}

TEST_CASE("rsyslogd has every nasty line, by its Unix socket") {
  if (!missing()) by_unix_socket(support::everything_nasty());
}

TEST_CASE("rsyslogd reads all 192 priorities as they were sent") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  support::sweep_priorities(daemon);
}

TEST_CASE("rsyslogd reads the first and the last day of each month as they were sent") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  support::sweep_dates(daemon);
}

TEST_CASE("rsyslogd reads every field of RFC 5424 as it was sent") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  support::sweep_rfc5424(daemon);
}

TEST_CASE("rsyslogd takes a stream's records apart, by their newlines and by their sizes") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  const std::string destination = "127.0.0.1:" + std::to_string(daemon.tcp_port());
  std::vector<std::string> texts;
  const auto send = [&](auto framing) {
    using channel = lineout::framed<decltype(framing), lineout::posix::tcp_socket>;
    lineout::logger<channel, support::fixed_time> log{channel{lineout::posix::tcp_socket{lineout::text{destination}}},
                                                      {"router1", "diskd", 311}};
    CHECK(support::eventually([&] { return !log.poll(1) && log.channel().next().connected(); }));
    for (int number = 0; number < 20; ++number) {
      texts.push_back(std::to_string(number) + " disks on " + destination);
      log.notice("{} disks on {}", number, destination);
    }
    CHECK(log.counts().lost == 0);
    // The streams are two connections, which rsyslogd may read in either order.
    CHECK(support::eventually([&] { return daemon.count() >= texts.size(); }));
  };
  send(lineout::newline<lineout::rfc5424>{});
  send(lineout::octet_counting<lineout::rfc5424>{});
  support::expect(daemon.stop_after(texts.size()),
                  {.pri = 13, .hostname = "router1", .app_name = "diskd", .process_id = "311"}, texts);
}
