#include <lineout/values/floating.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <string>

#include "support/formatted.hpp"

namespace {

template <typename T> bool as_printf(T value, int decimals) {
  char expected[600];
  char made[600];
  const int size = std::snprintf(expected, sizeof expected, "%.*f", decimals, static_cast<double>(value));
  lineout::writer out{made, made + sizeof made, lineout::control_characters::escape};
  lineout::format_spec spec;
  spec.precision = static_cast<lineout::uint8_t>(decimals + 1);
  lineout::formatter<T>::format(out, value, spec);
  const bool equal = std::string(expected, static_cast<std::size_t>(size)) == std::string(made, out.size());
  if (!equal) MESSAGE(expected, " is not ", std::string(made, out.size()));
  return equal;
}

static_assert([] {
  char buffer[20]{};
  lineout::writer out{buffer, buffer + sizeof buffer, lineout::control_characters::escape};
  lineout::format_to(out, "{:.2f} {:.1}", 3.14159, -0.25f);
  return lineout::text{buffer, out.size()} == lineout::text{"3.14 -0.2"};
}());

}  // namespace

TEST_CASE("the placeholder says how a number is written") {
  CHECK(formatted("{}", 1.5) == "1.500000");
  CHECK(formatted("{:f}", 1.5f) == "1.500000");
  CHECK(formatted("{:.3f}", 2.0005) == "2.001");
  CHECK(formatted("{:.0f}", 2.5) == "2");
  CHECK(formatted("{:#.0f}", 3.5) == "4.");
  CHECK(formatted("{:+.1f}{: .1f}{:+.1f}", 1.0, 1.0, -1.0) == "+1.0 1.0-1.0");
  CHECK(formatted("[{:8.2f}]", 3.14159) == "[    3.14]");
  CHECK(formatted("[{:<8.2f}]", 3.14159) == "[3.14    ]");
  CHECK(formatted("[{:*^9.2f}]", -3.14159) == "[**-3.14**]");
  CHECK(formatted("[{:08.2f}]", -3.14159) == "[-0003.14]");
  CHECK(formatted("[{:+08.2f}]", 3.14159) == "[+0003.14]");
  CHECK(formatted("{:.2f}", -0.001) == "-0.00");
  CHECK(formatted("{:.1f}", 9.96) == "10.0");
  CHECK(formatted("{:.0f}", 999999.5) == "1000000");
}

TEST_CASE("what is not finite is said in letters, never padded with zeros") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(formatted("{} {:+}", infinity, infinity) == "inf +inf");
  CHECK(formatted("[{:06.1f}]", -infinity) == "[  -inf]");
  CHECK(formatted("{}", std::numeric_limits<float>::quiet_NaN()) == "nan");
  CHECK(formatted("{}", -std::numeric_limits<double>::quiet_NaN()) == "-nan");
}

TEST_CASE("ties go to the even digit and the limits are exact") {
  for (int decimals = 0; decimals <= 99; ++decimals) {
    for (const double value : {0.5, 1.5, 2.5, 0.125, 0.375, 1e22, 1e23, 0.1, 0.3, 9.5, 99.5, 0.05, 123456789.987654321,
                               std::numeric_limits<double>::max(), std::numeric_limits<double>::min(),
                               std::numeric_limits<double>::denorm_min(), 0.0, -0.0, 4503599627370497.5})
      CHECK(as_printf(value, decimals));
    for (const float value : {0.5F, 2.5F, 0.1F, 16777216.0F, 8388607.5F, std::numeric_limits<float>::max(),
                              std::numeric_limits<float>::min(), std::numeric_limits<float>::denorm_min(), -0.0F})
      CHECK(as_printf(value, decimals));
  }
  for (int whole = 0; whole < 1000; ++whole)
    for (int eighths = 0; eighths < 8; ++eighths)
      for (int decimals = 0; decimals < 4; ++decimals) REQUIRE(as_printf(whole + eighths * 0.125, decimals));
}

TEST_CASE("any bits are written as printf writes them") {
  constexpr int rounds = 100000;  // three numbers each
  std::mt19937_64 random{20231122};
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t bits = random();
    const int decimals = static_cast<int>(random() % 18);
    REQUIRE(as_printf(std::bit_cast<double>(bits), decimals));
    // The numbers that programs print, between 2^-60 and 2^68.
    const std::uint64_t common = (bits & 0x800fffffffffffff) | ((1023 - 60 + (random() & 127)) << 52);
    REQUIRE(as_printf(std::bit_cast<double>(common), decimals));
    REQUIRE(as_printf(std::bit_cast<float>(static_cast<std::uint32_t>(bits)), decimals));
  }
}
