#include <lineout/detail/prepend.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

template <typename Write> constexpr bool gives(text expected, Write write) {
  char storage[80]{};
  packet bytes{storage, sizeof storage, sizeof storage};
  write(bytes);
  return text{bytes.data(), bytes.size()} == expected;
}

}  // namespace

TEST_CASE("numbers have no leading zeros, and time fields have two digits") {
  static_assert(gives("0", [](packet& bytes) { detail::prepend_decimal(bytes, 0); }));
  static_assert(gives("4294967295", [](packet& bytes) { detail::prepend_decimal(bytes, 4294967295); }));
  static_assert(gives("07", [](packet& bytes) { detail::prepend_two_digits(bytes, 7, '0'); }));
  static_assert(gives(" 7", [](packet& bytes) { detail::prepend_two_digits(bytes, 7, ' '); }));
  static_assert(gives("31", [](packet& bytes) { detail::prepend_two_digits(bytes, 31, ' '); }));
  CHECK(true);
}

TEST_CASE("the parts of a header") {
  static_assert(gives("Feb  3 04:05:06 ", [](packet& bytes) { detail::prepend_bsd_time(bytes, {2026, 2, 3, 4, 5, 6}); }));
  static_assert(gives("pppd[12]: ", [](packet& bytes) { detail::prepend_tag(bytes, "pppd", 12); }));
  static_assert(gives("pppd: ", [](packet& bytes) { detail::prepend_tag(bytes, "pppd", 0); }));
  static_assert(gives("<0>", [](packet& bytes) { detail::prepend_pri(bytes, 0); }));
  static_assert(gives("<191>", [](packet& bytes) { detail::prepend_pri(bytes, 191); }));
  CHECK(true);
}
