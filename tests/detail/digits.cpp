#include <lineout/detail/digits.hpp>

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

namespace {
template <typename Value> std::string decimal(Value value) {
  char buffer[lineout::detail::most_digits];
  char* const end = buffer + sizeof buffer;
  return {lineout::detail::write_decimal(end, value), end};
}
}  // namespace

TEST_CASE("digits are the standard library's, at every power of ten and its neighbours") {
  for (std::uint64_t power = 1; power < 10000000000000000000ULL; power *= 10)
    for (const std::uint64_t value : {power - 1, power, power + 1}) {
      CHECK(decimal(value) == std::to_string(value));
      const auto small = static_cast<std::uint32_t>(value);
      CHECK(decimal(small) == std::to_string(small));
      CHECK(lineout::detail::count_digits(small) == std::to_string(small).size());
    }
  CHECK(decimal(~std::uint64_t{0}) == std::to_string(~std::uint64_t{0}));
}
