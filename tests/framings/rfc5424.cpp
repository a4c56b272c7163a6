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
  static_assert(is_structured_data(R"([a@1 b="\"\\\]" c="\x [ = \xc3"])"));
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
                                  "a23456789b123456789c123456789d1", 4294967295};
  const std::string id(message_id_limit, 'M');
  std::string data = "[a b=\"";
  data += std::string(rfc5424_options::structured_data_limit - data.size() - 2, 'v') + "\"]";
  const auto last = timestamp::from_civil({9999, 12, 31, 23, 59, 59}, 999999999, 1439);
  const std::string expected = "<132>1 9999-12-31T23:59:59.999999+23:59 " + std::string{longest.hostname().data(), 63} +
                               " " + std::string{longest.app_name().data(), 31} + " 4294967295 " + id + " " + data +
                               " ";
  CHECK(expected.size() == rfc5424::headroom);
  CHECK(framed_as(text{expected}, last, longest, "", text{id}, text{data}));
}
