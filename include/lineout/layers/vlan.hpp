// vlan: the tag that says to which virtual network a frame belongs (IEEE 802.1Q section 9.6).
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/layers/segmentation.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__a_vlan_id_is_0_to_4094_and_a_vlan_priority_is_0_to_7();

}  // namespace detail

// Id 0 means no virtual network, only a priority. Never marked as eligible to be dropped.
class vlan {
 public:
  static constexpr size_t size = 4;
  static constexpr uint16_t type = 0x8100;

  constexpr vlan() = default;
  // From constants; a wrong one is a compile error.
  consteval vlan(unsigned id, unsigned priority = 0) : vlan{checked(id, priority).value} {
    if (!checked(id, priority)) detail::error__a_vlan_id_is_0_to_4094_and_a_vlan_priority_is_0_to_7();
  }
  // For what is only known at run time.
  static constexpr parsed<vlan> checked(unsigned id, unsigned priority = 0) {
    parsed<vlan> result;
    if (id > 4094) result.error = "a VLAN id is a number from 0 to 4094";
    else if (priority > 7) result.error = "a VLAN priority is a number from 0 to 7";
    else result.value.control_ = static_cast<uint16_t>((priority << 13) | id);
    return result;
  }

  constexpr unsigned id() const { return control_ & 0xfffU; }
  constexpr unsigned priority() const { return control_ >> 13; }

  template <typename Below> constexpr void prepend(packet& bytes, uint16_t carried, const Below&) const {
    detail::store_big16(detail::store_big16(detail::take_headroom(bytes, size), control_), carried);
  }
  // The header of every segment is the same.
  template <typename Below>
  constexpr void prepend(packet& bytes, uint16_t carried, const Below& below, const followers&) const {
    prepend(bytes, carried, below);
  }

 private:
  uint16_t control_ = 0;
};

static_assert(layer<vlan>);

}  // namespace lineout
