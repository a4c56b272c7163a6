#include <lineout/values/interface_name.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::interface_name;
using lineout::text;

constexpr interface_name wan{"wlp2s0.100"};
static_assert(wan.name() == text{"wlp2s0.100"});
static_assert(interface_name{} == interface_name{} && !(interface_name{} == wan));
static_assert(sizeof(interface_name) == 16);

constexpr bool fails_at(text input, lineout::size_t position) {
  const auto result = interface_name::parse(input);
  return !result && result.position == position && result.value == interface_name{};
}

static_assert(interface_name::parse("a").value == interface_name{"a"});
static_assert(interface_name::parse("fifteen-bytes-x").value == interface_name{"fifteen-bytes-x"});
static_assert(fails_at("", 0));
static_assert(fails_at("sixteen-bytes-xy", 15));
static_assert(fails_at("eth 0", 3));
static_assert(fails_at("eth0:1", 4));
static_assert(fails_at("a/b", 1));
static_assert(fails_at(".", 0));
static_assert(fails_at("..", 0));
static_assert(fails_at("caf\xc3\xa9", 3));
static_assert(fails_at("eth0\n", 4));
static_assert(fails_at(text{"eth0\0", 5}, 4));
static_assert(interface_name::parse("...").value == interface_name{"..."});

}  // namespace

TEST_CASE("an interface's name is written as it is read, in a width") {
  CHECK(formatted("[{}]", wan) == "[wlp2s0.100]");
  CHECK(formatted("[{:>12s}]", wan) == "[  wlp2s0.100]");
  CHECK(formatted("[{}]", interface_name{}) == "[]");
}

TEST_CASE("what is wrong with an interface's name is said in words") {
  CHECK(interface_name::parse("sixteen-bytes-xy").error == text{"an interface's name is at most 15 characters long"});
  CHECK(interface_name::parse("eth0:1").error ==
        text{"an interface's name has no blank, slash or colon, and is ASCII"});
}

TEST_CASE("every character alone is taken or refused, and what is taken leaves as it came") {
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(value);
    const bool good = value > 0x20 && value < 0x7f && c != '/' && c != ':' && c != '.';
    const auto result = interface_name::parse(text{&c, 1});
    CHECK(static_cast<bool>(result) == good);
    if (result) CHECK(formatted("{}", result.value) == std::string(1, c));
  }
}
