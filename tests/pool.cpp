#include <lineout/pool.hpp>

#include <doctest/doctest.h>

using storage = lineout::pool<2>::of<16>;

TEST_CASE("a pool gives out as many slots as it has, and takes them back") {
  storage pool;
  char* first_bytes = nullptr;
  {
    storage::slot first{pool, false};
    storage::slot second{pool, false};
    storage::slot third{pool, false};
    first_bytes = first.bytes();
    CHECK(first.bytes() != nullptr);
    CHECK(second.bytes() != nullptr);
    CHECK(first.bytes() != second.bytes());
    CHECK(third.bytes() == nullptr);
  }
  storage::slot again{pool, false};
  CHECK(again.bytes() == first_bytes);
}

TEST_CASE("in a panic there is always a slot") {
  storage pool;
  storage::slot first{pool, false};
  storage::slot second{pool, false};
  storage::slot last_words{pool, true};
  CHECK(last_words.bytes() == first.bytes());
}

TEST_CASE("the stack always has room") {
  lineout::on_stack::of<16> stack;
  lineout::on_stack::of<16>::slot slot{stack, false};
  CHECK(slot.bytes() != nullptr);
}
