#include <lineout/detail/prepend.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

template <typename Write> constexpr bool gives(text expected, Write write) {
  char storage[80]{};
  char* const end = storage + sizeof storage;
  char* const begin = write(end);
  return text{begin, static_cast<size_t>(end - begin)} == expected;
}

}  // namespace

TEST_CASE("time fields have two digits") {
  static_assert(gives("07", [](char* end) { return detail::prepend_two_digits(end, 7, '0'); }));
  static_assert(gives(" 7", [](char* end) { return detail::prepend_two_digits(end, 7, ' '); }));
  static_assert(gives("31", [](char* end) { return detail::prepend_two_digits(end, 31, ' '); }));
  CHECK(true);
}

TEST_CASE("the parts of a header") {
  static_assert(gives("Feb  3 04:05:06 ", [](char* end) { return detail::prepend_bsd_time(end, {2026, 2, 3, 4, 5, 6}); }));
  static_assert(gives("pppd[12]: ", [](char* end) { return detail::prepend_tag(end, "pppd", 12); }));
  static_assert(gives("pppd: ", [](char* end) { return detail::prepend_tag(end, "pppd", 0); }));
  static_assert(gives("<0>", [](char* end) { return detail::prepend_pri(end, 0); }));
  static_assert(gives("<191>", [](char* end) { return detail::prepend_pri(end, 191); }));
  CHECK(true);
}
