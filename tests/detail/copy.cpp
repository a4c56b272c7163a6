#include <lineout/detail/copy.hpp>

#include <cstring>

#include <doctest/doctest.h>

TEST_CASE("bytes are copied, when compiled and when run") {
  static_assert([] {
    char to[4]{};
    lineout::detail::copy(to, "abc", 3);
    return to[0] == 'a' && to[2] == 'c' && to[3] == '\0';
  }());
  char to[4]{};
  lineout::detail::copy(to, "abc", 3);
  CHECK(std::strcmp(to, "abc") == 0);
}
