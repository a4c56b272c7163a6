#include <lineout/layers/ethernet.hpp>

#include <doctest/doctest.h>

namespace {

using lineout::packet;

struct buffer {
  char bytes[64] = {};
  lineout::size_t size = 0;
};

// What the layer makes of these two bytes, which it is told are of this type.
template <typename Layer, typename Below>
constexpr buffer prepended(Layer layer, lineout::uint16_t carried, const Below& below) {
  buffer result;
  char storage[64]{};
  packet bytes{storage, sizeof storage, 32};
  char* const data = bytes.append(2);
  data[0] = 'h';
  data[1] = 'i';
  layer.prepend(bytes, carried, below);
  result.size = bytes.size();
  for (lineout::size_t index = 0; index < bytes.size(); ++index) result.bytes[index] = bytes.data()[index];
  return result;
}
template <lineout::size_t Size> constexpr bool is(const buffer& made, const lineout::uint8_t (&expected)[Size]) {
  if (made.size != Size) return false;
  for (lineout::size_t index = 0; index < Size; ++index)
    if (static_cast<lineout::uint8_t>(made.bytes[index]) != expected[index]) return false;
  return true;
}

constexpr lineout::no_layer wire;

static_assert(is(prepended(lineout::ethernet{"00:11:22:33:44:55", "02:00:00:00:00:01"}, 0x0800, wire),
                 {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0, 0, 0, 0, 1, 8, 0, 'h', 'i'}));
static_assert(is(prepended(lineout::ethernet{}, 0x0806, wire),
                 {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 8, 6, 'h', 'i'}),
              "without an address to everybody");

}  // namespace

TEST_CASE("an Ethernet header made at run time names what it carries") {
  lineout::ethernet layer;
  layer.to = lineout::mac_address::parse("00:11:22:33:44:55").value;
  volatile lineout::uint16_t carried = 0x86dd;
  CHECK(is(prepended(layer, carried, wire),
           {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0, 0, 0, 0, 0, 0x86, 0xdd, 'h', 'i'}));
}
