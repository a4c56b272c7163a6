// Big-endian and little-endian loads and stores on char*, in constant expressions as well as at run time.
#pragma once

#include <lineout/detail/target.hpp>
#include <lineout/packet.hpp>

namespace lineout::detail {

// Each returns where the next byte goes.
constexpr char* store_byte(char* to, unsigned value) {
  *to = static_cast<char>(static_cast<unsigned char>(value));
  return to + 1;
}
constexpr char* store_big16(char* to, uint32_t value) {
  return store_byte(store_byte(to, (value >> 8) & 0xff), value & 0xff);
}
constexpr char* store_big32(char* to, uint32_t value) {
  return store_big16(store_big16(to, value >> 16), value & 0xffff);
}
constexpr char* store_little16(char* to, uint32_t value) {
  return store_byte(store_byte(to, value & 0xff), (value >> 8) & 0xff);
}
constexpr char* store_little32(char* to, uint32_t value) {
  return store_little16(store_little16(to, value & 0xffff), value >> 16);
}
template <size_t Count> constexpr char* store_octets(char* to, const uint8_t (&octets)[Count]) {
  if (__builtin_is_constant_evaluated())
    for (size_t index = 0; index < Count; ++index) store_byte(to + index, octets[index]);
  else __builtin_memcpy(to, octets, Count);
  return to + Count;
}

constexpr uint32_t load_byte(const char* from) { return static_cast<unsigned char>(*from); }
constexpr uint32_t load_little16(const char* from) { return load_byte(from) | (load_byte(from + 1) << 8); }
constexpr uint32_t load_little32(const char* from) { return load_little16(from) | (load_little16(from + 2) << 16); }

// The size bytes in front of the data, as part of it, where a contract says that they are there.
[[gnu::always_inline]] constexpr char* take_headroom(packet& bytes, size_t size) {
  char* at = bytes.prepend(size);
  if (at == nullptr) __builtin_unreachable();
  // A register of its own for each header: small offsets from it are part of a store, large ones are not.
  if constexpr (is_optimized_for_size)
    if (!__builtin_is_constant_evaluated()) asm("" : "+r"(at));
  return at;
}

}  // namespace lineout::detail
