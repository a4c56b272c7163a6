// All that a router says, into rsyslogd and back.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include "support/console.hpp"
#include "support/expect.hpp"
#include "support/receiver.hpp"
#include "support/router.hpp"
#include "support/skip.hpp"

namespace {

using support::receiver;
using support::record;

constexpr int daemon_facility = 3 * 8;

bool missing() {
  const std::string reason = receiver::missing(receiver::kind::rsyslogd);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

// Runs the router; what it also wrote to a file is what is to arrive.
std::vector<record> run_router(const support::command& options) {
  const support::temporary_directory directory;
  support::command all{"--hostname", "router1", "--output", directory.file("said")};
  all.insert(all.end(), options.begin(), options.end());
  const auto said = support::run_router(all);
  CHECK_MESSAGE(said.status == 0, said.output);
  std::vector<record> sent;
  for (const std::string& line : support::lines_of(support::read_file(directory.file("said"))))
    sent.push_back(support::traditional_line(line));
  return sent;
}

void expect_all(const std::vector<record>& arrived, const std::vector<record>& sent, const std::string& hostname) {
  const auto& documented = support::documented_messages();
  REQUIRE(sent.size() == 323);
  REQUIRE(documented.size() == 323);
  REQUIRE(arrived.size() == 323);
  for (size_t index = 0; index < 323; ++index) {
    CAPTURE(index);
    CAPTURE(sent[index].text);
    CHECK(arrived[index].pri == daemon_facility + documented[index].severity);
    CHECK(arrived[index].hostname == hostname);
    CHECK(arrived[index].app_name == documented[index].tag);
    CHECK(arrived[index].process_id == (documented[index].with_process_id ? sent[index].process_id : "-"));
    CHECK(sent[index].process_id.empty() == !documented[index].with_process_id);
    CHECK(arrived[index].text == sent[index].text);
    CHECK(std::regex_match(arrived[index].text, documented[index].text));
  }
}

std::string udp(const receiver& daemon) { return "127.0.0.1:" + std::to_string(daemon.port()); }

}  // namespace

TEST_CASE("rsyslogd has all 323 messages of a router, by UDP") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  const auto sent = run_router({"--udp", udp(daemon)});
  expect_all(daemon.stop_after(323), sent, "router1");
}

TEST_CASE("rsyslogd has all 323 messages of a router, by UDP in the form of RFC 5424") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  const auto sent = run_router({"--rfc5424", "--udp", udp(daemon)});
  expect_all(daemon.stop_after(323), sent, "router1");
}

TEST_CASE("rsyslogd has all 323 messages of a router, by its Unix socket") {
  if (missing()) return;
  receiver daemon{receiver::kind::rsyslogd};
  const auto sent = run_router({"--unix", daemon.socket()});
  expect_all(daemon.stop_after(323), sent, "collector");
}

TEST_CASE(
    "messages of more than 80 bytes are whole again after a console's 80 columns, where their lines are rejoined") {
  if (missing()) return;
  std::string input;
  std::vector<std::string> texts;
  size_t lines = 0;
  for (const record& one : run_router({})) {
    if (one.text.size() <= 80) continue;
    texts.push_back(one.text);
    input += one.text + "\n";
    lines += (one.text.size() + 79) / 80;
  }
  CHECK(texts.size() > 20);
  receiver daemon{receiver::kind::rsyslogd};
  const auto sent = support::run_console({"--udp", udp(daemon), "--width", "80"}, input);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  const std::string mark = "... ";
  std::vector<std::string> rejoined;
  const auto arrived = daemon.stop_after(lines);
  CHECK(arrived.size() == lines);
  for (const record& one : arrived) {
    CHECK(one.text.size() <= 80 + mark.size());
    if (!one.text.starts_with(mark)) rejoined.push_back(one.text);
    else if (!rejoined.empty()) rejoined.back() += one.text.substr(mark.size());
  }
  CHECK(rejoined == texts);
}
