#include <lineout/framings/rfc5424.hpp>

#include <lineout/detail/copy.hpp>

#include <string>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin router{"router1.example.com", "pppd", 1234};
constexpr origin without_process{"r", "a"};
constexpr auto morning = timestamp::from_civil({2026, 8, 5, 7, 3, 6}, 123456789, -570);

// Gives the framing exactly the room that it says it needs.
template <typename Framing = rfc5424>
constexpr bool framed_as(text expected, timestamp time, const origin& from, text words, text id = {}, text data = {},
                         Framing framing = {}) {
  char storage[1024]{};
  packet body{storage, Framing::headroom + words.size(), Framing::headroom};
  detail::copy(body.append(words.size()), words.data(), words.size());
  framing.frame(body, message{{facility::local0, severity::warning}, time, &from, body, id, data});
  return text{body.data(), body.size()} == expected;
}

template <unsigned Digits> struct digits : rfc5424_options { static constexpr unsigned fraction_digits = Digits; };

struct milliseconds : rfc5424_options {
  static constexpr unsigned fraction_digits = 3;
  static constexpr bool always_fraction = true;
};

struct names : rfc5424_options {
  static constexpr size_t hostname_limit = 5;
  static constexpr size_t app_name_limit = 48;
  text tag;
  static constexpr text hostname(const message&) { return "-"; }
  constexpr text app_name(const message&) const { return tag; }
};

struct little_data : rfc5424_options {
  static constexpr size_t structured_data_limit = 15;
};

}  // namespace

TEST_CASE("every field stands where RFC 5424 puts it") {
  static_assert(
      framed_as("<132>1 2026-08-05T07:03:06.123456-09:30 router1.example.com pppd 1234 LINK [a@1 b=\"c\"] hello",
                morning, router, "hello", "LINK", "[a@1 b=\"c\"]"));
  CHECK(true);
}

TEST_CASE("what is not known is a hyphen, and an empty text leaves its blank") {
  static_assert(framed_as("<132>1 - r a - - - ", {}, without_process, ""));
  CHECK(true);
}

TEST_CASE("the time has as many digits as asked for, none for a whole second, and always its offset") {
  static_assert(framed_as<basic_rfc5424<digits<3>>>("<132>1 2026-08-05T07:03:06.123-09:30 r a - - - x", morning,
                                                    without_process, "x"));
  static_assert(framed_as<basic_rfc5424<digits<0>>>("<132>1 2026-08-05T07:03:06-09:30 r a - - - x", morning,
                                                    without_process, "x"));
  static_assert(
      framed_as("<132>1 1970-01-01T05:45:00+05:45 r a - - - x", timestamp::at(0, 0, 345), without_process, "x"));
  static_assert(framed_as("<132>1 1970-01-01T00:00:00.000001+00:00 r a - - - x", timestamp::at(0, 1999, 0),
                          without_process, "x"));
  static_assert(
      framed_as("<132>1 1969-12-31T12:00:00-12:00 r a - - - x", timestamp::at(0, 0, -720), without_process, "x"));
  static_assert(framed_as("<132>1 9999-12-31T23:59:59.999999+00:00 r a - - - x", timestamp::at(253402300799, 999999999),
                          without_process, "x"));
  CHECK(true);
}

TEST_CASE("a time that would show the year 10000 is none") {
  static_assert(framed_as("<132>1 - r a - - - x", timestamp::at(253402300799, 0, 60), without_process, "x"));
  CHECK(true);
}

TEST_CASE("a message id that is none is left out") {
  static_assert(framed_as("<132>1 - r a - a23456789b123456789c123456789d12 - x", {}, without_process, "x",
                          "a23456789b123456789c123456789d12"));
  static_assert(framed_as("<132>1 - r a - - - x", {}, without_process, "x", "a23456789b123456789c123456789d123"));
  static_assert(framed_as("<132>1 - r a - - - x", {}, without_process, "x", "A B"));
  static_assert(framed_as("<132>1 - r a - - - x", {}, without_process, "x", "A\n"));
  static_assert(framed_as("<132>1 - r a - - - x", {}, without_process, "x", "\xc3\xa4"));
  CHECK(true);
}

TEST_CASE("structured data leave whole, or not at all") {
  using limited = basic_rfc5424<little_data>;
  static_assert(
      framed_as<limited>("<132>1 - r a - - [abcd@1 e=\"fg\"] x", {}, without_process, "x", {}, "[abcd@1 e=\"fg\"]"));
  static_assert(framed_as<limited>("<132>1 - r a - - - x", {}, without_process, "x", {}, "[abcd@1 e=\"fgh\"]"));
  static_assert(framed_as("<132>1 - r a - - [abcd@1 e=\"fgh\"] x", {}, without_process, "x", {}, "[abcd@1 e=\"fgh\"]"));
  static_assert(framed_as("<132>1 - r a - - - x", {}, without_process, "x", {}, "[a@1 b=\"]\"]"));
  CHECK(true);
}

TEST_CASE("structured data are told from what is none") {
  static_assert(is_structured_data("[a@1]"));
  static_assert(is_structured_data("[a@1][b@2 c=\"\"]"));
  static_assert(is_structured_data("[a@1 b=\"1\" c=\"2\"]"));
  static_assert(is_structured_data(R"([a@1 b="\"\\\]" c="\x [ ="])"));
  static_assert(!is_structured_data(""));
  static_assert(!is_structured_data("-"));
  static_assert(!is_structured_data("[]"));
  static_assert(!is_structured_data("[a@1"));
  static_assert(!is_structured_data("[a@1 ]"));
  static_assert(!is_structured_data("[a@1  b=\"c\"]"));
  static_assert(!is_structured_data("[a@1 b]"));
  static_assert(!is_structured_data("[a@1 b=c]"));
  static_assert(!is_structured_data("[a@1 b=\"c]"));
  static_assert(!is_structured_data("[a@1 b=\"c\\\"]"));
  static_assert(!is_structured_data("[a@1 b=\"c\"d=\"e\"]"));
  static_assert(!is_structured_data("[a@1 b=\"c\"] [d@2]"));
  static_assert(!is_structured_data("[a@1 =\"c\"]"));
  static_assert(!is_structured_data("[a=1]"));
  static_assert(!is_structured_data("[a@1 b=\"\n\"]"));
  static_assert(!is_structured_data("[a23456789b123456789c123456789d123]"));
  CHECK(true);
}

TEST_CASE("structured data is UTF-8 without anything that a reader obeys, or leaves as none") {
  static_assert(is_structured_data("[a@1 b=\"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\xc3\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\xff\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\xed\xa0\x80\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\xc2\x85\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\xe2\x80\xa8\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\xe2\x80\xae\"]"));
  static_assert(!is_structured_data("[a@1 b=\"\x1b[0m\"]"));
  static_assert(framed_as("<132>1 - r a - - - x", {}, without_process, "x", {}, "[a@1 b=\"\xff\"]"));
  // Whatever bytes are given, what leaves is clean; the check is by the header's bytes alone.
  unsigned state = 3;
  for (int round = 0; round < 100000; ++round) {
    const auto random = [&] { return (state = state * 1664525 + 1013904223) >> 24; };
    std::string data = "[a@1 b=\"";
    for (unsigned size = random() % 6; size > 0; --size) {
      const char pool[] = {'a',    '\\',   '\n',   '\x1b', '\x7f', '\xc2', '\x85',
                           '\xe2', '\x80', '\xa8', '\xc3', '\xa4', '\xff', '\0'};
      data += random() % 8 == 0 ? static_cast<char>(random()) : pool[random() % sizeof pool];
    }
    data += "\"]";
    char storage[1024];
    packet body{storage, rfc5424::headroom, rfc5424::headroom};
    rfc5424{}.frame(body, message{{}, {}, &without_process, body, {}, text{data}});
    const std::string line{body.data(), body.size()};
    for (const char c : line) REQUIRE((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    REQUIRE(line.find("\xff") == std::string::npos);
    REQUIRE(line.find("\xc2\x85") == std::string::npos);
    REQUIRE(line.find("\xe2\x80\xa8") == std::string::npos);
    for (std::size_t at = 0; at < line.size();) {  // each character of two or three bytes is whole
      const unsigned char c = static_cast<unsigned char>(line[at]);
      const std::size_t size = c < 0x80                ? 1
                               : c >= 0xc2 && c < 0xe0 ? 2
                               : c >= 0xe0 && c < 0xf0 ? 3
                               : c >= 0xf0 && c < 0xf5 ? 4
                                                       : 0;
      REQUIRE(size != 0);
      for (std::size_t next = 1; next < size; ++next)
        REQUIRE((static_cast<unsigned char>(line.at(at + next)) & 0xc0) == 0x80);
      at += size;
    }
  }
}

TEST_CASE("a hyphen is no message id: a receiver would read that there is none") {
  static_assert(!is_message_id("-"));
  static_assert(is_message_id("--"));
  CHECK(true);
}

TEST_CASE("a text that begins with a byte order mark keeps it, behind the one that a receiver takes away") {
  static_assert(framed_as("<132>1 - r a - - - \xef\xbb\xbf\xef\xbb\xbfx", {}, without_process, "\xef\xbb\xbfx"));
  static_assert(framed_as("<132>1 - r a - - - x\xef\xbb\xbf", {}, without_process, "x\xef\xbb\xbf"));
  static_assert(framed_as("<132>1 - r a - - - \xef\xbb", {}, without_process, "\xef\xbb"));
  CHECK(true);
}

TEST_CASE("on request every time has the same number of digits") {
  using fixed = basic_rfc5424<milliseconds>;
  static_assert(framed_as<fixed>("<132>1 2027-01-15T08:00:00.999+00:00 r a - - - x",
                                 timestamp::at(1800000000, 999000000), without_process, "x"));
  static_assert(framed_as<fixed>("<132>1 2027-01-15T08:00:01.000+00:00 r a - - - x", timestamp::at(1800000001),
                                 without_process, "x"));
  static_assert(framed_as<fixed>("<132>1 2027-01-15T08:00:01.001+00:00 r a - - - x", timestamp::at(1800000001, 1000000),
                                 without_process, "x"));
  static_assert(framed_as<fixed>("<132>1 - r a - - - x", {}, without_process, "x"));
  CHECK(true);
}

TEST_CASE("options may name the host and the program otherwise, within their limits") {
  static_assert(
      framed_as("<132>1 - - a.out/b - - - x", {}, without_process, "x", {}, {}, basic_rfc5424{names{{}, "a.out/b"}}));
  constexpr const char* longest = "a23456789b123456789c123456789d123456789e12345678";
  static_assert(framed_as("<132>1 - - a23456789b123456789c123456789d123456789e12345678 - - - x", {}, without_process,
                          "x", {}, {}, basic_rfc5424{names{{}, longest}}));
  static_assert(framed_as("<132>1 - - a23456789b123456789c123456789d123456789e12345678 - - - x", {}, without_process,
                          "x", {}, {}, basic_rfc5424{names{{}, "a23456789b123456789c123456789d123456789e123456789"}}));
  CHECK(true);
}

TEST_CASE("the longest header takes all of the headroom and no more") {
  static constexpr origin longest{"a23456789b123456789c123456789d123456789e123456789f123456789g123",
                                  "a23456789b123456789c123456789d123456789e12345678", 4294967295};
  const std::string id(message_id_limit, 'M');
  std::string data = "[a b=\"";
  data += std::string(rfc5424_options::structured_data_limit - data.size() - 2, 'v') + "\"]";
  const auto last = timestamp::from_civil({9999, 12, 31, 23, 59, 59}, 999999999, 1439);
  const std::string expected = "<132>1 9999-12-31T23:59:59.999999+23:59 " + std::string{longest.hostname().data(), 63} +
                               " " + std::string{longest.app_name().data(), 48} + " 4294967295 " + id + " " + data +
                               " ";
  CHECK(expected.size() + 3 == rfc5424::headroom);  // 3: a byte order mark
  CHECK(framed_as(text{expected}, last, longest, "", text{id}, text{data}));
}
