#include <lineout/layers/vlan.hpp>

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

static_assert(is(prepended(lineout::vlan{42}, 0x0800, wire), {0, 42, 8, 0, 'h', 'i'}));
static_assert(is(prepended(lineout::vlan{4094, 7}, 0x86dd, wire), {0xef, 0xfe, 0x86, 0xdd, 'h', 'i'}));
static_assert(lineout::vlan{4094, 7}.id() == 4094 && lineout::vlan{4094, 7}.priority() == 7);
static_assert(lineout::vlan{}.id() == 0 && lineout::vlan{}.priority() == 0);

}  // namespace

TEST_CASE("an id or a priority known at run time is checked") {
  CHECK(lineout::vlan::checked(4094, 7).value.id() == 4094);
  CHECK_FALSE(lineout::vlan::checked(4095));
  CHECK_FALSE(lineout::vlan::checked(65536 + 42));
  CHECK_FALSE(lineout::vlan::checked(1, 8));
  CHECK(lineout::vlan::checked(1, 8).error == lineout::text{"a VLAN priority is a number from 0 to 7"});
  CHECK(lineout::vlan::checked(1, 8).value.id() == 0);
}
