// ethernet: the header of an Ethernet II frame (IEEE 802.3 clause 3); the frame check sequence is the controller's
// work.
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/layers/segmentation.hpp>
#include <lineout/values/mac_address.hpp>

namespace lineout {

struct ethernet {
  mac_address to = mac_address::broadcast();
  mac_address from{};

  static constexpr size_t size = 14;
  static constexpr uint16_t type = 0x6558;  // as the payload of a tunnel (RFC 1701)

  template <typename Below> constexpr void prepend(packet& bytes, uint16_t carried, const Below&) const {
    char* at = detail::take_headroom(bytes, size);
    if (__builtin_is_constant_evaluated()) {
      detail::store_octets(detail::store_octets(at, to.octets), from.octets);
    } else {
      static_assert(sizeof(ethernet) == size - 2, "both addresses lie as they are sent");
      __builtin_memcpy(at, this, sizeof *this);
    }
    detail::store_big16(at + size - 2, carried);
  }
  // The header of every segment is the same.
  template <typename Below>
  constexpr void prepend(packet& bytes, uint16_t carried, const Below& below, const followers&) const {
    prepend(bytes, carried, below);
  }
};

static_assert(layer<ethernet>);

}  // namespace lineout
