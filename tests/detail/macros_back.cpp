#include <lineout/detail/macros_back.hpp>

#include <doctest/doctest.h>

TEST_CASE("to bring back what was not put aside changes nothing") {
#if defined(send) || defined(panic)
  CHECK(false);
#else
  CHECK(true);
#endif
}
