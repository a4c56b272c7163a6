#include <lineout/detail/divide.hpp>

#include <cstdint>

#include <doctest/doctest.h>

using namespace lineout::detail;

TEST_CASE("a division by steps is a division") {
  std::uint64_t state = 88172645463325252ULL;
  for (int round = 0; round < 200000; ++round) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    const std::uint64_t value = state >> (round % 64);
    const auto divisor = static_cast<std::uint32_t>(state >> 33 >> (round % 30)) | 1;
    const auto small = static_cast<std::uint32_t>(value);
    CHECK(divide_by_steps(value, divisor).quotient == value / divisor);
    CHECK(divide_by_steps(value, divisor).remainder == value % divisor);
    CHECK(divide_by_steps(small, divisor).quotient == small / divisor);
    CHECK(divide_by_steps(small, divisor).remainder == small % divisor);
    CHECK(tenth_by_shifts(small) == small / 10);
  }
  CHECK(tenth_by_shifts(~0U) == ~0U / 10);
}

TEST_CASE("divide and tenth are the processor's or the steps', with the same result") {
  static_assert(divide(std::uint64_t{86401}, 86400).quotient == 1);
  static_assert(divide(std::uint64_t{86401}, 86400).remainder == 1);
  static_assert(divide(std::uint32_t{100}, 7U).remainder == 2);
  static_assert(tenth(99) == 9);
  CHECK(true);
}
