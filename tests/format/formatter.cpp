#include <lineout/format/formatter.hpp>

#include <lineout/format/format_string.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/formatted.hpp"

namespace {

// Convertible to what their formatters are derived from.
struct celsius {
  operator int() const { return degrees; }
  int degrees;
};
struct title : std::string {};
struct handle {};
struct point {
  int x;
  int y;
};
enum class colour : std::uint8_t { red = 3 };
enum plain { one = 1 };
enum class named { on };
struct track {
  char name[8];
};

}  // namespace

template <> struct lineout::formatter<point> {
  static constexpr void format(writer& out, const point& value) { format_to(out, "({}, {})", value.x, value.y); }
};
template <> struct lineout::formatter<celsius> : lineout::formatter<int> {
  static void format(writer& out, const celsius& value, const format_spec& spec) {
    formatter<int>::format(out, value.degrees, spec);
    out.literal(" C");
  }
};
template <> struct lineout::formatter<title> : lineout::formatter<std::string> {
  static void format(writer& out, const title& value, const format_spec&) { format_to(out, "\"{}\"", value.c_str()); }
};
template <> struct lineout::formatter<handle*> : lineout::formatter<void*> {
  static void format(writer& out, handle*, const format_spec&) { out.literal("a handle"); }
};
template <> struct lineout::formatter<named> {
  static constexpr text letters = "s";
  static constexpr void format(writer& out, named, const format_spec& spec) { write_padded(out, "on", spec); }
};

TEST_CASE("integers of every size, and the extremes of each") {
  CHECK(formatted("{} {} {}", std::int8_t{-128}, std::uint8_t{255}, std::int16_t{-32768}) == "-128 255 -32768");
  CHECK(formatted("{} {}", std::numeric_limits<int>::min(), std::numeric_limits<unsigned>::max()) == "-2147483648 4294967295");
  CHECK(formatted("{} {}", std::numeric_limits<long long>::min(), ~0ULL) == "-9223372036854775808 18446744073709551615");
  CHECK(formatted("{}", 0) == "0");
}

TEST_CASE("integers agree with printf over many values and forms") {
  std::uint64_t state = 88172645463325252ULL;
  for (int round = 0; round < 20000; ++round) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    const std::uint64_t value = state >> (round % 64);
    char expected[256];
    std::snprintf(expected, sizeof expected, "%llu %lld %llx %#llX %llo %20llu %-20llu| %020llu %+lld", // NOLINT
                  static_cast<unsigned long long>(value), static_cast<long long>(value), static_cast<unsigned long long>(value),
                  static_cast<unsigned long long>(value | 1), static_cast<unsigned long long>(value),
                  static_cast<unsigned long long>(value), static_cast<unsigned long long>(value),
                  static_cast<unsigned long long>(value), static_cast<long long>(value));
    CHECK(formatted("{} {} {:x} {:#X} {:o} {:20} {:<20}| {:020} {:+}", value, static_cast<std::int64_t>(value), value, value | 1,
                    value, value, value, value, static_cast<std::int64_t>(value)) == expected);
  }
}

TEST_CASE("bases, prefixes, signs and padding") {
  CHECK(formatted("{:x} {:X} {:#x} {:#X}", 255, 255, 255, 255) == "ff FF 0xff 0XFF");
  CHECK(formatted("{:b} {:#b} {:#B} {:o} {:#o} {:#o}", 5, 5, 5, 8, 8, 0) == "101 0b101 0B101 10 010 0");
  CHECK(formatted("{:d} {:+} {: } {:-}", 5, 5, 5, 5) == "5 +5  5 5");
  CHECK(formatted("[{:5}] [{:<5}] [{:>5}] [{:^5}] [{:*^6}]", 42, 42, 42, 42, 42) == "[   42] [42   ] [   42] [ 42  ] [**42**]");
  CHECK(formatted("[{:05}] [{:#06x}] [{:+05}] [{:05}]", 42, 42, 42, -42) == "[00042] [0x002a] [+0042] [-0042]");
  CHECK(formatted("{:x}", -255) == "-ff");
  CHECK(formatted("{:3}", 12345) == "12345");
}

TEST_CASE("characters and truth values") {
  CHECK(formatted("{} {:d} {:c} {:c}", 'a', 'a', 'a', 97) == "a 97 a a");
  CHECK(formatted("[{:3}] [{:>3}]", 'a', 'a') == "[a  ] [  a]");
  CHECK(formatted("{} {} {:d} [{:6}]", true, false, true, true) == "true false 1 [true  ]");
  CHECK(formatted("{}", '\n') == "\\n");
}

TEST_CASE("text from every kind of owner") {
  const std::string owner = "string";
  const std::string_view view = "view";
  const char* const pointer = "pointer";
  char array[16] = "array";
  char* const writable = array;
  const char* const null = nullptr;
  char* const writable_null = nullptr;
  CHECK(formatted("{} {} {} {} {} {} {}", owner, view, pointer, array, writable, null, writable_null) ==
        "string view pointer array array (null) (null)");
  CHECK(formatted("{}{}", "", std::string{}) == "");
}

TEST_CASE("a character array without a NUL is its characters and no more") {
  const track full{{'1', '2', '3', '4', '5', '6', '7', '8'}};
  CHECK(formatted("{}", full.name) == "12345678");
}

TEST_CASE("width and precision of text count characters and not bytes") {
  CHECK(formatted("[{:5}] [{:>5}] [{:^5}] [{:.2}] [{:5.2}]", "abc", "abc", "abc", "abc", "abc") ==
        "[abc  ] [  abc] [ abc ] [ab] [ab   ]");
  CHECK(formatted("[{:5}] [{:.2}]", "\xc3\xa4\xc3\xb6", "\xc3\xa4\xc3\xb6\xc3\xbc") == "[\xc3\xa4\xc3\xb6   ] [\xc3\xa4\xc3\xb6]");
  CHECK(formatted("[{:.0}]", "abc") == "[]");
  CHECK(formatted("[{:.99}]", "abc") == "[abc]");
}

TEST_CASE("enumerations are their numbers, unless they have a formatter") {
  CHECK(formatted("{} {} {:#x}", colour::red, one, colour::red) == "3 1 0x3");
  CHECK(formatted("[{:4}] [{:s}]", named::on, named::on) == "[on  ] [on]");
}

TEST_CASE("pointers are hexadecimal addresses") {
  int object = 0;
  char expected[64];
  std::snprintf(expected, sizeof expected, "%p 0x0", static_cast<void*>(&object));
  CHECK(formatted("{} {}", static_cast<void*>(&object), nullptr) == expected);
  CHECK(formatted("{:p}", &object) == std::string(expected, std::string(expected).find(' ')));
  CHECK(formatted("[{:>5}]", static_cast<const int*>(nullptr)) == "[  0x0]");
}

TEST_CASE("bytes are pairs of hexadecimal digits") {
  const std::uint8_t array[] = {0xde, 0xad, 0x00};
  const std::vector<std::uint8_t> owner = {0xbe, 0xef};
  CHECK(formatted("{} {:X} {}", array, owner, std::array<std::uint8_t, 1>{7}) == "dead00 BEEF 07");
}

TEST_CASE("a formatter that is derived from another is the one that writes") {
  using lineout::detail::is_same;
  using lineout::detail::passed_t;
  static_assert(is_same<passed_t<celsius>, const celsius&> && is_same<passed_t<title>, const title&>);
  static_assert(is_same<passed_t<handle*>, handle* const&>);
  static_assert(is_same<passed_t<decltype(nullptr)>, const void*> && is_same<passed_t<char*>, const char*>);
  handle object;
  CHECK(formatted("{} {} {}", celsius{21}, title{{"x"}}, &object) == "21 C \"x\" a handle");
}

TEST_CASE("a user's type is written as its formatter says, and registers are read once") {
  CHECK(formatted("at {}", point{1, -2}) == "at (1, -2)");
  volatile unsigned device_register = 0x80;
  CHECK(formatted("{:#x}", device_register) == "0x80");
}
