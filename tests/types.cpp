#include <lineout/types.hpp>

#include <cstdint>
#include <cstddef>
#include <type_traits>

#include <doctest/doctest.h>

TEST_CASE("the integer types are those of the standard headers") {
  static_assert(std::is_same_v<lineout::size_t, std::size_t>);
  static_assert(std::is_same_v<lineout::uint8_t, std::uint8_t>);
  static_assert(std::is_same_v<lineout::uint32_t, std::uint32_t>);
  static_assert(std::is_same_v<lineout::int64_t, std::int64_t>);
  static_assert(sizeof(lineout::uintptr_t) == sizeof(void*));
  CHECK(true);
}
