#include <lineout/channels/filter.hpp>

#include "../support/messages.hpp"

#include <lineout/channels/fan_out.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

[[maybe_unused]] constinit lineout::filter constant{"mail.crit;*.err", "!sshd,sftp", "+router1", stubs::channel{}};
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(lineout::filter<remembering<7, 2>>::headroom == 7 && lineout::filter<remembering<7, 2>>::tailroom == 2);

constexpr priority mail_err{facility::mail, severity::err};

}  // namespace

TEST_CASE("what the selector takes passes, and what it does not is not lost") {
  channel_log log;
  lineout::filter channel{"*.err;mail.none", remembering<>{&log}};
  CHECK(channel.submit(made_message{"mail", mail_err}) == outcome::sent);
  CHECK(channel.submit(made_message{"user", {facility::user, severity::err}}) == outcome::sent);
  CHECK(channel.submit(made_message{"notice", {facility::user, severity::notice}}) == outcome::sent);
  CHECK(log.texts() == std::vector<std::string>{"user"});
  log.failures = 1;
  CHECK(channel.submit(made_message{"user", {facility::user, severity::err}}) == outcome::lost);
  channel.set_selector("mail.*");
  CHECK(channel.submit(made_message{"mail", mail_err}) == outcome::sent);
  CHECK(log.messages.size() == 2);
}

TEST_CASE("programs and hosts are further conditions") {
  channel_log log;
  lineout::filter channel{"*.*", "!sshd", "-router2", remembering<>{&log}};
  channel.submit(made_message{"1"}.from({"router1", "sshd"}));
  channel.submit(made_message{"2"}.from({"router2", "sshd"}));
  channel.submit(made_message{"3"}.from({"router1", "ssh"}));
  lineout::filter<remembering<>> others{"*.*", "!-sshd", {&log}};
  others.submit(made_message{"4"}.from({"router1", "sshd"}));
  others.submit(made_message{"5"}.from({"router1", "ssh"}));
  CHECK(log.texts() == std::vector<std::string>{"1", "5"});
}

TEST_CASE("marks pass where their facility is selected") {
  channel_log all, marks;
  fan_out channel{lineout::filter{"*.*", remembering<>{&all}}, lineout::filter{"*.none;mark.*", remembering<>{&marks}}};
  const made_message mark{"-- MARK --", {facility::syslog, severity::info}};
  CHECK(channel.submit_mark(made_message{mark}) == outcome::sent);
  CHECK(all.messages.empty());
  CHECK(marks.messages.size() == 1);
}

TEST_CASE("the time, flush and panic reach the channel behind it") {
  channel_log log;
  lineout::filter channel{"*.none", remembering<>{&log}};
  channel.tick({});
  channel.flush();
  channel.panic();
  CHECK(log.ticks + log.flushes + log.panics == 3);
  CHECK(channel.next().log == &log);
}
