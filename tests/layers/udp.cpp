#include <lineout/layers/udp.hpp>

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

struct fixed_pseudo_header {
  lineout::uint32_t sum;
  constexpr lineout::uint32_t pseudo_header_sum(lineout::uint8_t protocol, lineout::size_t size) const {
    return protocol == 17 && size == 10 ? sum : 0xdead;
  }
};

// 0x1234 + 0x0202 + 10 + 0x6869 ('h', 'i') = 0x7ca9
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, fixed_pseudo_header{0}),
                 {0x12, 0x34, 0x02, 0x02, 0, 10, 0x83, 0x56, 'h', 'i'}));
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, fixed_pseudo_header{0x8356}),
                 {0x12, 0x34, 0x02, 0x02, 0, 10, 0xff, 0xff, 'h', 'i'}));
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, fixed_pseudo_header{0x18354}),
                 {0x12, 0x34, 0x02, 0x02, 0, 10, 0x00, 0x01, 'h', 'i'}));
static_assert(lineout::udp{}.from_port == 514 && lineout::udp{}.to_port == 514);

}  // namespace

TEST_CASE("a checksum that comes to 0 is sent as 0xffff at run time too") {
  volatile lineout::uint16_t port = 0x1234;
  CHECK(is(prepended(lineout::udp{port, 514}, 0, fixed_pseudo_header{0x8356}),
           {0x12, 0x34, 0x02, 0x02, 0, 10, 0xff, 0xff, 'h', 'i'}));
}
