// needs: syslog-ng
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

bool missing() {
  const std::string reason = receiver::missing(receiver::kind::syslog_ng);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

void by_udp(const support::console_input& input) {
  receiver daemon{receiver::kind::syslog_ng};
  const auto sent = support::run_console({"--udp", "127.0.0.1:" + std::to_string(daemon.port())}, input.bytes);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  support::expect(daemon.stop_after(input.texts.size()),
                  {.pri = 132, .hostname = "router1", .app_name = "vmm", .process_id = "4711"}, input.texts);
}

}  // namespace

TEST_CASE("syslog-ng has every line of a hypervisor's boot") {
  if (!missing()) by_udp(support::hypervisor_boot());
}

TEST_CASE("syslog-ng has every nasty line") {
  if (!missing()) by_udp(support::everything_nasty());
}

TEST_CASE("syslog-ng reads all 192 priorities as they were sent") {
  if (missing()) return;
  receiver daemon{receiver::kind::syslog_ng};
  support::sweep_priorities(daemon);
}

TEST_CASE("syslog-ng reads the first and the last day of each month as they were sent") {
  if (missing()) return;
  receiver daemon{receiver::kind::syslog_ng};
  support::sweep_dates(daemon);
}

TEST_CASE("syslog-ng reads every field of RFC 5424 as it was sent") {
  if (missing()) return;
  receiver daemon{receiver::kind::syslog_ng};
  support::sweep_rfc5424(daemon);
}
