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

TEST_CASE("short copies are copies at every size and write nothing else") {
  const char from[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (std::size_t size = 0; size < sizeof from; ++size) {
    char to[64];
    std::memset(to, '#', sizeof to);
    lineout::detail::copy_short(to + 8, from, size);
    CHECK(std::memcmp(to + 8, from, size) == 0);
    CHECK(to[7] == '#');
    CHECK(to[8 + size] == '#');
  }
}

TEST_CASE("printable text is copied, and one byte that is not is found wherever it stands") {
  static_assert([] {
    char to[3]{};
    return lineout::detail::copy_printable(to, "abc", 3) && to[2] == 'c' && !lineout::detail::copy_printable(to, "a\nc", 3);
  }());
  for (std::size_t size = 0; size < 40; ++size) {
    char from[40];
    std::memset(from, 'x', sizeof from);
    char to[41] = "";
    CHECK(lineout::detail::copy_printable(to, from, size));
    CHECK(std::memcmp(to, from, size) == 0);
    CHECK(to[size] == '\0');
    for (std::size_t at = 0; at < size; ++at)
      for (int c = 0; c < 256; ++c) {
        from[at] = static_cast<char>(c);
        if (lineout::detail::copy_printable(to, from, size) != (c >= 0x20 && c <= 0x7e)) FAIL("size " << size << " at " << at << " byte " << c);
        from[at] = 'x';
      }
  }
}
