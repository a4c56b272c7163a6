#include <lineout/sinks/batch_order.hpp>

#include <doctest/doctest.h>

TEST_CASE("records keep their order where nothing else is asked for") {
  CHECK(lineout::batch_order{} == lineout::batch_order::in_order);
}
