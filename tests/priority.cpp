#include <lineout/priority.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("every facility and severity has a keyword that reads back as itself, whatever its case") {
  for (unsigned value = 0; value < 24; ++value) {
    const auto parsed = parse_facility(keyword(static_cast<facility>(value)));
    REQUIRE(parsed);
    CHECK(static_cast<unsigned>(parsed.value) == value);
  }
  for (unsigned value = 0; value < 8; ++value) {
    const auto parsed = parse_severity(keyword(static_cast<severity>(value)));
    REQUIRE(parsed);
    CHECK(static_cast<unsigned>(parsed.value) == value);
  }
  static_assert(parse_severity("WARNING").value == severity::warning);
}

TEST_CASE("the aliases of receivers are understood") {
  static_assert(parse_severity("panic").value == severity::emerg);
  static_assert(parse_severity("error").value == severity::err);
  static_assert(parse_severity("warn").value == severity::warning);
  static_assert(parse_facility("security").value == facility::audit);
  static_assert(static_cast<int>(parse_facility("audit").value) == 13);
  static_assert(static_cast<int>(parse_facility("console").value) == 14);
  CHECK(keyword(facility::authpriv) == "authpriv");
}

TEST_CASE("all 192 PRIs are a facility times eight and a severity, and back") {
  for (unsigned pri = 0; pri < 192; ++pri) {
    const auto value = priority::from_pri(pri);
    REQUIRE(value);
    CHECK(value.value.pri() == pri);
    CHECK(static_cast<unsigned>(value.value.facility) == pri / 8);
    CHECK(static_cast<unsigned>(value.value.severity) == pri % 8);
  }
  CHECK_FALSE(priority::from_pri(192));
}

TEST_CASE("a priority is read from facility.severity, and an error says where it is wrong") {
  static_assert(parse_priority("local0.warning").value == priority{facility::local0, severity::warning});
  static_assert(parse_priority("local0").error == "a priority is written facility.severity, as in local0.warning");
  constexpr auto bad_severity = parse_priority("mail.loud");
  static_assert(!bad_severity && bad_severity.position == 5);
  constexpr auto bad_facility = parse_priority("mall.err");
  static_assert(!bad_facility && bad_facility.position == 0);
  CHECK_FALSE(parse_priority(""));
}
