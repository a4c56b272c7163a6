#include <lineout/detail/clear_in_child.hpp>

#include <doctest/doctest.h>

namespace {

struct queue {
  int* cleared;
  void clear_in_child() { ++*cleared; }
};
struct around {
  queue behind;
  queue& next() { return behind; }
  int* cleared;
  void clear_in_child() { ++*cleared; }
};
struct decorator {
  around behind;
  around& next() { return behind; }
};
struct log {
  decorator out;
  decorator& channel() { return out; }
};

}  // namespace

TEST_CASE("every queue between a logger and its end is cleared") {
  int inner = 0;
  int outer = 0;
  log part{{{{&inner}, &outer}}};
  lineout::detail::clear_in_child(part);
  CHECK(inner == 1);
  CHECK(outer == 1);
  int nothing = 0;
  lineout::detail::clear_in_child(nothing);
}
