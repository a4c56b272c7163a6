#include "support/skip.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>

namespace support {

void skip(const std::string& reason) {
  const char* const required = std::getenv("LINEOUT_REQUIRE_ALL");
  if (required != nullptr && std::string{required} == "1") FAIL(reason);
  // ctest looks for these words.
  std::cout << "lineout test skipped: " << reason << std::endl;
}

}  // namespace support
