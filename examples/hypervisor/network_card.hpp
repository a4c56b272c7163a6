// network_card: the card that was found at boot, behind one sink.
#pragma once

#include <lineout/sinks/sink_ref.hpp>

#include "e1000.hpp"
#include "ne2k.hpp"

namespace hypervisor {

enum class card_kind : uint8_t { none, ne2k, e1000 };

// Until start() has found a card, everything is lost.
class network_card : public lineout::sink_base {
 public:
  // The one that is wanted, or else the other one; none: whichever there is.
  card_kind start(card_kind wanted) {
    if (wanted == card_kind::e1000) {
      if (!try_start(e1000_, card_kind::e1000)) try_start(ne2k_, card_kind::ne2k);
    } else {
      if (!try_start(ne2k_, card_kind::ne2k)) try_start(e1000_, card_kind::e1000);
    }
    return kind_;
  }

  outcome send(packet& bytes);
  void panic() { driver_.panic(); }
  // Looks whether what has been sent has left.
  bool poll(size_t budget) { return driver_.poll(budget); }

  card_kind kind() const { return kind_; }
  text name() const {
    return kind_ == card_kind::ne2k ? ne2k::name : kind_ == card_kind::e1000 ? e1000::name : text{"none"};
  }
  mac_address address() const { return address_; }
  // What a guest must not reach.
  pci::function function() const { return function_; }
  uint16_t first_port() const { return static_cast<uint16_t>(pci::base_address(function_)); }
  uintptr_t registers() const { return e1000_.registers(); }

 private:
  template <typename Driver> bool try_start(Driver& driver, card_kind kind) {
    const pci::function which = pci::find(Driver::identity);
    if (which == 0) return false;
    address_ = driver.start(which);
    function_ = which;
    kind_ = kind;
    driver_ = driver;
    return true;
  }

  card_kind kind_ = card_kind::none;
  pci::function function_ = 0;
  mac_address address_{};
  ne2k ne2k_{};
  e1000 e1000_{};
  basic_sink_ref<0, 0> driver_{};
};

static_assert(sink<network_card>);

}  // namespace hypervisor
