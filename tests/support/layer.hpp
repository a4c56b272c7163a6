// What a layer puts in front of two bytes.
#pragma once

#include <lineout/concepts.hpp>

namespace support {

struct buffer {
  char bytes[64] = {};
  lineout::size_t size = 0;
};

// What the layer makes of these two bytes, which it is told are of this type, and perhaps that others follow.
template <typename Layer, typename Below, typename... Rest>
constexpr buffer prepended(Layer layer, lineout::uint16_t carried, const Below& below, const Rest&... rest) {
  buffer result;
  char storage[64]{};
  lineout::packet bytes{storage, sizeof storage, 48};
  char* const data = bytes.append(2);
  data[0] = 'h';
  data[1] = 'i';
  layer.prepend(bytes, carried, below, rest...);
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

}  // namespace support
