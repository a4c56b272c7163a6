#include <lineout/standard/shortest.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::shortest;

}  // namespace

TEST_CASE("a number has as many digits as it needs to be read back, and no more") {
  CHECK(formatted("{}", shortest(0.1)) == "0.1");
  CHECK(formatted("{}", shortest(0.1F)) == "0.1");
  CHECK(formatted("{}", shortest(1e100)) == "1e+100");
  CHECK(formatted("{}", shortest(-2.5)) == "-2.5");
  CHECK(formatted("{:+}{:+}", shortest(2.5), shortest(-2.5)) == "+2.5-2.5");
  CHECK(formatted("[{:6}]", shortest(2.5)) == "[   2.5]");
  CHECK(formatted("[{:<6}]", shortest(2.5)) == "[2.5   ]");
  CHECK(formatted("{}", shortest(std::numeric_limits<double>::infinity())) == "inf");
}

TEST_CASE("every number comes back equal") {
  std::mt19937_64 random{7};
  std::uniform_real_distribution<double> distribution{-1e6, 1e6};
  for (int round = 0; round < 1000; ++round) {
    const double value = std::ldexp(distribution(random), static_cast<int>(random() % 400) - 200);
    REQUIRE(std::strtod(formatted("{}", shortest(value)).c_str(), nullptr) == value);
  }
}
