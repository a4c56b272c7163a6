#include <lineout/layers/stack.hpp>

#include <doctest/doctest.h>

#include <lineout/layers/ethernet.hpp>
#include <lineout/layers/ipv4.hpp>
#include <lineout/layers/udp.hpp>
#include <lineout/layers/vlan.hpp>

#include <type_traits>

namespace {

using lineout::packet;
using lineout::stack;
using lineout::uint16_t;

// Writes its own number and that of what it carries, and whether the layer below is the one that is expected.
template <char Number, typename Expected> struct probe {
  static constexpr lineout::size_t size = 3;
  static constexpr uint16_t type = Number;
  template <typename Below> constexpr void prepend(packet& bytes, uint16_t carried, const Below&) const {
    char* const at = bytes.prepend(size);
    at[0] = Number;
    at[1] = static_cast<char>(carried);
    at[2] = std::is_same_v<Below, Expected> ? '+' : '-';
  }
};
using outer = probe<'o', lineout::no_layer>;
using middle = probe<'m', outer>;
using inner = probe<'i', middle>;

constexpr bool prepends(auto layers, uint16_t carried, lineout::text expected) {
  char storage[20]{};
  packet bytes{storage, sizeof storage, layers.size};
  layers.prepend(bytes, carried);
  return lineout::text{bytes.data(), bytes.size()} == expected;
}

static_assert(prepends(stack{inner{}, middle{}, outer{}}, '!', "om+mi+i!+"));
static_assert(prepends(stack{outer{}}, '!', "o!+"));
static_assert(prepends(stack<>{}, 0, ""));
static_assert(stack<inner, middle, outer>::size == 9);
static_assert(stack<lineout::udp, lineout::ipv4, lineout::ethernet>::size == 42);
static_assert(
    stack<lineout::udp, lineout::ipv4, lineout::vlan, lineout::vlan, lineout::ethernet>::count<lineout::vlan> == 2);
static_assert(stack<lineout::udp>::count<lineout::vlan> == 0);
static_assert(stack<lineout::udp, lineout::ipv4, lineout::vlan, lineout::ethernet>::segments);
static_assert(!stack<lineout::udp, outer>::segments, "each layer has to know how");
static_assert(std::is_trivially_destructible_v<stack<lineout::udp, lineout::ipv4, lineout::ethernet>>);

constinit stack network{lineout::udp{}, lineout::ipv4{"10.0.0.1", "10.0.0.2"}, lineout::ethernet{}};

}  // namespace

TEST_CASE("a layer is found by its type and may be changed") {
  network.get<lineout::ipv4>().to = {10, 0, 0, 9};
  network.get<lineout::ethernet>().to = {2, 0, 0, 0, 0, 9};
  char storage[42];
  packet bytes{storage, sizeof storage, 42};
  network.prepend(bytes);
  CHECK(bytes.size() == 42);
  CHECK(bytes.data()[33] == 9);
  CHECK(bytes.data()[5] == 9);
}

TEST_CASE("the first of many has the headers that one by itself has, but for lengths and checksums") {
  stack layers{lineout::udp{}, lineout::ipv4{"10.0.0.1", "10.0.0.2"}, lineout::vlan{7},
               lineout::ethernet{{2, 0, 0, 0, 0, 9}, {2, 0, 0, 0, 0, 8}}};
  auto alone = layers;
  char storage[46];
  char expected[46];
  packet bytes{storage, sizeof storage, 46};
  packet one{expected, sizeof expected, 46};
  layers.prepend(bytes, {3, 300});
  alone.prepend(one);
  CHECK(lineout::text{bytes.data(), 20} == lineout::text{one.data(), 20});
  CHECK(lineout::text{bytes.data() + 30, 8} == lineout::text{one.data() + 30, 8});
  CHECK(lineout::detail::load_byte(bytes.data() + 21) == lineout::detail::load_byte(one.data() + 21) + 44);
}
