#include <lineout/layers/segmentation.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("the stubs of layers and of segmenting sinks model their contracts and no others") {
  static_assert(layer<stubs::layer> && !sink<stubs::layer>);
  static_assert(segmenting_sink<stubs::segmenting_sink> && sink<stubs::segmenting_sink>);
  static_assert(!segmenting_sink<stubs::sink>);
  CHECK(no_layer::pseudo_header_sum(17, 8) == 0);
}
