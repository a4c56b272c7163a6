#include <lineout/detail/target.hpp>

#include <doctest/doctest.h>

TEST_CASE("what is wide is at least as much as what is not") {
  static_assert(lineout::detail::has_division || !lineout::detail::has_wide_division);
#if defined(__x86_64__)
  static_assert(lineout::detail::has_wide_division && lineout::detail::has_unaligned_access);
#endif
  CHECK(true);
}
