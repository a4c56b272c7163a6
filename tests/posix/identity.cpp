#include <lineout/posix/identity.hpp>

#include <string.h>
#include <atomic>
#include <chrono>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/framings/traditional.hpp>
#include <lineout/logger.hpp>
#include <thread>

#include "posix/support.hpp"
#include "support/recorder.hpp"

using lineout::posix::domain;
using lineout::posix::identity;
using support::string;

namespace {

// In a child process that has another host name; false without the permission.
template <typename Body> bool on_host(const std::string& name, Body body) {
  return support::in_child(
      [&] { return unshare(CLONE_NEWUTS) == 0 && sethostname(name.data(), name.size()) == 0 && body(); });
}
bool may_rename() {
  return on_host("x", [] { return true; });
}

}  // namespace

TEST_CASE("identity is the host name up to its first dot, the program's name and the process id") {
  const identity me;
  const lineout::origin origin = me;
  char host[256] = {};
  REQUIRE(gethostname(host, sizeof host - 1) == 0);
  if (!me.hostname_repaired())
    CHECK(string(origin.hostname()) == std::string{host}.substr(0, std::string{host}.find('.')));
  if (!me.app_name_repaired()) CHECK(string(origin.app_name()) == program_invocation_short_name);
  CHECK(origin.process_id() == static_cast<uint32_t>(getpid()));
}

TEST_CASE("identity takes a name that is given, and says whether it had to be repaired") {
  const identity good{"diskd"};
  CHECK(string(good.origin().app_name()) == "diskd");
  CHECK_FALSE(good.app_name_repaired());
  const identity repaired{"disk d"};
  CHECK(string(repaired.origin().app_name()) == "disk_d");
  CHECK(repaired.app_name_repaired());
}

TEST_CASE("identity leaves the domain out, and repairs a host name that is not valid") {
  if (!may_rename()) return support::skip("a host name of its own needs root");
  CHECK(on_host("router1.example.org", [] {
    const identity me;
    return string(me.origin().hostname()) == "router1" && !me.hostname_repaired();
  }));
  CHECK(on_host("router_1.example.org", [] {
    const identity me;
    return string(me.origin().hostname()) == "router-1" && me.hostname_repaired();
  }));
  CHECK(on_host("", [] {
    const identity me;
    return string(me.origin().hostname()) == "localhost" && me.hostname_repaired();
  }));
  CHECK(on_host(std::string(64, 'h'), [] {
    const identity me;
    return string(me.origin().hostname()) == std::string(63, 'h') && me.hostname_repaired();
  }));
  CHECK(on_host("(none)", [] {
    const identity me;
    return string(me.origin().hostname()) == "localhost" && me.repaired();
  }));
}

TEST_CASE("identity keeps an address whole that stands for the host name") {
  if (!may_rename()) return support::skip("a host name of its own needs root");
  CHECK(on_host("192.0.2.7", [] {
    const identity me;
    return string(me.origin().hostname()) == "192.0.2.7" && !me.hostname_repaired();
  }));
  CHECK(on_host("fd00::17", [] {
    const identity me;
    return string(me.origin().hostname()) == "fd00--17" && me.hostname_repaired();
  }));
  CHECK(on_host("::ffff:192.0.2.7", [] {
    const identity me;
    return string(me.origin().hostname()) == "0--ffff-192.0.2.7" && me.hostname_repaired();
  }));
}

TEST_CASE("identity keeps the domain, dots and slashes on request") {
  if (!may_rename()) return support::skip("a host name of its own needs root");
  CHECK(on_host("router1.example.org", [] {
    const identity me{"in.tftpd", {domain::keep, lineout::app_name_characters::dots_and_slashes}};
    return string(me.origin().hostname()) == "router1.example.org" && string(me.origin().app_name()) == "in.tftpd" &&
           !me.repaired();
  }));
}

TEST_CASE("identity follows the host name when asked, and gives it to the logger by poll()") {
  if (!may_rename()) return support::skip("a host name of its own needs root");
  const auto renamed = [](const char* name) { return sethostname(name, strlen(name)) == 0; };
  CHECK(on_host("first", [&] {
    identity me{"in.tftpd", {.app_name_characters = lineout::app_name_characters::dots_and_slashes}};
    std::vector<std::string> records;
    lineout::logger log{recorder{&records}, me};
    log.info("1");
    const bool unchanged = !me.renew();
    const bool changed = renamed("second") && me.renew() && !me.renew();
    me.poll(log);
    log.info("2");
    return unchanged && changed && string(log.origin().hostname()) == "second" &&
           string(log.origin().app_name()) == "in.tftpd" && records.size() == 2;
  }));
  CHECK(on_host("first", [&] {
    identity me;
    const lineout::origin& kept = me.origin();
    // Three changes later it is still what it was.
    bool right = true;
    for (const char* const name : {"second", "third", "fourth"}) right = right && renamed(name) && me.renew();
    return right && string(kept.hostname()) == "first" && string(me.origin().hostname()) == "fourth";
  }));
}

TEST_CASE(
    "identity has the process id of a child at the next poll or renewal, though a thread of the parent was renewing") {
  identity me{"app"};
  lineout::logger log{lineout::stubs::sink{}, me};
  std::atomic<bool> stop{false};
  std::thread renewing{[&] {
    while (!stop) me.renew();
  }};
  int wrong = 0;
  for (int round = 0; round < 50; ++round)
    if (!support::in_child([&] {
          me.poll(log);
          return log.origin().process_id() == static_cast<uint32_t>(getpid());
        }))
      ++wrong;
  stop = true;
  renewing.join();
  CHECK(wrong == 0);
}

TEST_CASE("identity is renewed while threads log, and each line has one of the names") {
  if (!may_rename()) return support::skip("a host name of its own needs root");
  CHECK(on_host("aaaaaaaaaaaaaaaa", [] {
    bool right = true;
    for (int round = 0; round < 50; ++round) {
      identity me{"app"};
      std::vector<std::string> records[2];
      std::atomic<bool> stop{false};
      std::vector<std::thread> threads;
      lineout::logger first{lineout::framed<lineout::traditional, recorder>{recorder{&records[0]}}, me};
      lineout::logger second{lineout::framed<lineout::rfc5424, recorder>{recorder{&records[1]}}, me};
      threads.emplace_back([&] {
        while (!stop) first.info("x");
      });
      threads.emplace_back([&] {
        while (!stop) second.info("x");
      });
      for (const char letter : {'b', 'c', 'd'}) {
        const std::string name(16, letter);
        right = right && sethostname(name.data(), name.size()) == 0 && me.renew();
        me.poll(first);
        me.poll(second);
        std::this_thread::sleep_for(std::chrono::microseconds{300});
      }
      stop = true;
      for (std::thread& thread : threads) thread.join();
      right = right && sethostname("aaaaaaaaaaaaaaaa", 16) == 0;
      for (const std::vector<std::string>& lines : records)
        for (const std::string& line : lines) {
          const size_t at = line.find_first_of("abcd");
          right = right && line.substr(at, 16) == std::string(16, line[at]) && line[at + 16] == ' ';
        }
    }
    return right;
  }));
}

template <typename T>
concept gives_origin = requires(T&& it) {
  static_cast<T&&>(it).origin();
};
// The names are in the object: of one that is about to go there is no origin.
static_assert(gives_origin<const identity&>);
static_assert(!gives_origin<identity>);
