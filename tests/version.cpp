#include <lineout/version.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("the version is one number that grows with each of its parts") {
  static_assert(version_minor < 100 && version_patch < 100);
  CHECK(version_number == version_major * 10000 + version_minor * 100 + version_patch);
  CHECK(version_number >= 100);
}
