// needs: inetutils-syslogd
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <regex>

#include "support/console.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::receiver;

bool missing() {
  const std::string reason = receiver::missing(receiver::kind::inetutils);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

// Its lines say from where they came, and then everything behind the time as it was sent; repeats are folded.
std::vector<std::string> lines(const std::vector<support::record>& arrived) {
  const std::regex repeats{"[^ ]+ last message repeated ([0-9]+) times"};
  std::vector<std::string> result;
  for (const support::record& one : arrived) {
    std::smatch found;
    if (std::regex_match(one.text, found, repeats) && !result.empty()) {
      const std::string repeated = result.back();
      result.insert(result.end(), static_cast<size_t>(std::stoi(found[1])), repeated);
    } else {
      const size_t blank = one.text.find(' ');
      result.push_back(blank == std::string::npos ? "" : one.text.substr(blank + 1));
    }
  }
  return result;
}

void by_udp(const support::console_input& input, size_t folded) {
  // Only what has exactly this priority is kept.
  receiver daemon{receiver::kind::inetutils, "local0.=warning"};
  const auto sent = support::run_console({"--udp", "127.0.0.1:" + std::to_string(daemon.port())}, input.bytes);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  std::vector<std::string> expected;
  for (const std::string& text : input.texts) expected.push_back("router1 vmm[4711]: " + text);
  const std::vector<std::string> arrived = lines(daemon.stop_after(input.texts.size() - folded));
  CHECK(arrived.size() == expected.size());
  for (size_t index = 0; index < std::min(arrived.size(), expected.size()); ++index)
    CHECK(arrived[index] == expected[index]);
}

}  // namespace

TEST_CASE("inetutils' syslogd has every line of a hypervisor's boot") {
  // Of three lines alike the second and third become one that says so.
  if (!missing()) by_udp(support::hypervisor_boot(), 1);
}

TEST_CASE("inetutils' syslogd has every nasty line") {
  if (!missing()) by_udp(support::everything_nasty(), 0);
}
