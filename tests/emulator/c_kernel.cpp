// needs: qemu-system-x86_64, tshark, rsyslogd
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include "support/capture.hpp"
#include "support/emulator.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

using support::receiver;

TEST_CASE("a kernel in C, without constructors being run, has its console and its last words in rsyslogd") {
  std::string reason = support::emulator_missing("qemu-system-x86_64");
  if (reason.empty() && std::string{LINEOUT_C_KERNEL}.empty()) reason = "no C compiler for x86-64";
  if (reason.empty()) reason = support::tshark_missing();
  if (reason.empty()) reason = receiver::missing(receiver::kind::rsyslogd);
  if (!reason.empty()) return support::skip(reason);

  std::vector<std::string> expected{"a kernel in C has started"};
  for (int line = 1; line <= 20; ++line) expected.push_back("line " + std::to_string(line) + " by tty_putchar");
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  const std::string alphabet = letters + letters + letters + letters;
  expected.push_back(alphabet.substr(0, 80));
  expected.push_back("... " + alphabet.substr(80, 20));
  expected.push_back("the scheduler starts ...");
  expected.push_back("panic: there is nothing to schedule");

  const support::temporary_directory directory;
  receiver daemon{receiver::kind::rsyslogd};
  const std::string frames = directory.file("frames");
  const support::machine_run run = support::run_machine({"qemu-system-x86_64",
                                                         "-accel",
                                                         "tcg",
                                                         "-nodefaults",
                                                         "-no-reboot",
                                                         "-display",
                                                         "none",
                                                         "-monitor",
                                                         "none",
                                                         "-m",
                                                         "16",
                                                         "-kernel",
                                                         LINEOUT_C_KERNEL,
                                                         "-append",
                                                         "port=" + std::to_string(daemon.port()),
                                                         "-netdev",
                                                         "user,id=n0",
                                                         "-device",
                                                         "ne2k_pci,netdev=n0,romfile=",
                                                         "-object",
                                                         "filter-dump,id=f0,netdev=n0,file=" + frames,
                                                         "-device",
                                                         "isa-debug-exit,iobase=0xf4,iosize=4"});
  CHECK(run.said == "");
  CHECK(run.status == 33);

  const auto seen = support::tshark(frames, daemon.port(), {"ip.checksum.status", "udp.checksum.status"});
  CHECK(seen == std::vector<std::string>(expected.size(), "1\t1"));
  const std::vector<support::record> records = daemon.stop_after(expected.size());
  REQUIRE(records.size() == expected.size());
  for (size_t index = 0; index < records.size(); ++index) {
    CHECK(records[index].text == expected[index]);
    CHECK(records[index].app_name == "kernel");
    CHECK(records[index].pri == (index + 1 == records.size() ? 8 : 14));
  }
}
