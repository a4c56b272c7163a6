// ne2k: an NE2000 (DP8390) on PCI, transmit only, as a sink of frames: everything by ports, nothing by memory.
#pragma once

#include <lineout/lineout.hpp>

#include "faults.hpp"
#include "pci.hpp"

namespace hypervisor {

// For one processor at a time. Waits for the card only a bounded number of looks; a frame that it would not take is
// lost.
class ne2k : public lineout::sink_base {
 public:
  static constexpr uint32_t identity = 0x802910ec;
  static constexpr text name = "ne2k";
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  static constexpr uint16_t ports = 32;

  mac_address start(pci::function which) {
    pci::enable(which);
    base_ = static_cast<uint16_t>(pci::base_address(which));
    reset();
    return address_;
  }

  outcome send(packet& bytes) {
    if (bytes.size() > longest || !looked_for(command, transmitting, 0)) return outcome::lost;
    const uint16_t size = static_cast<uint16_t>((bytes.size() + 1) & ~size_t{1});  // it takes words
    set_transfer(transmit_page << 8, size);
    out(interrupt_status, transfer_done);
    out(command, running_ | remote_write);
    for (uint16_t index = 0; index < size; index = static_cast<uint16_t>(index + 2)) {
      if (index == size / 4 * 2) in_the_middle_of_a_frame();
      const bool whole = index + 1U < bytes.size();
      const uint32_t word = static_cast<uint8_t>(bytes.data()[index]) |
                            (whole ? static_cast<uint32_t>(static_cast<uint8_t>(bytes.data()[index + 1])) << 8 : 0);
      out16(static_cast<uint16_t>(base_ + data), static_cast<uint16_t>(word));
    }
    if (!looked_for(interrupt_status, transfer_done, transfer_done)) return outcome::lost;
    out(transmit_start, transmit_page);
    out(transmit_size, static_cast<uint32_t>(bytes.size()));
    out(transmit_size + 1, static_cast<uint32_t>(bytes.size() >> 8));
    out(command, running_ | no_transfer | transmitting);
    return outcome::sent;
  }

  // Whatever was half done is forgotten.
  void panic() { reset(); }
  bool poll(size_t budget) { return !looked_for(command, transmitting, 0, budget); }

 private:
  enum : uint16_t { command = 0, ring_start = 1, ring_end = 2, boundary = 3, transmit_start = 4, transmit_size = 5 };
  enum : uint16_t { interrupt_status = 7, transfer_start = 8, transfer_size = 10, receive_control = 12 };
  enum : uint16_t { transmit_control = 13, data_control = 14, interrupt_mask = 15, data = 16, reset_port = 31 };
  enum : uint8_t { stopped = 1, running = 2, transmitting = 4, remote_read = 8, remote_write = 16, no_transfer = 32 };
  static constexpr uint8_t transfer_done = 0x40;
  static constexpr uint8_t transmit_page = 0x40;
  static constexpr size_t longest = 1514;

  void out(uint32_t port, uint32_t value) { out8(static_cast<uint16_t>(base_ + port), static_cast<uint8_t>(value)); }
  uint8_t in(uint32_t port) { return in8(static_cast<uint16_t>(base_ + port)); }
  bool looked_for(uint32_t port, uint8_t bits, uint8_t wanted, size_t budget = 10000) {
    for (; budget > 0; --budget)
      if ((in(port)&bits) == wanted) return true;
    return false;
  }
  void set_transfer(uint32_t start, uint32_t size) {
    out(transfer_size, size);
    out(transfer_size + 1, size >> 8);
    out(transfer_start, start);
    out(transfer_start + 1, start >> 8);
  }

  void reset() {
    out(reset_port, in(reset_port));
    looked_for(interrupt_status, 0x80, 0x80);
    out(command, stopped | no_transfer);
    out(data_control, 0x49);  // words, the lower byte first
    out(receive_control, 0x20);
    out(transmit_control, 0x02);
    out(ring_start, transmit_page + 6);
    out(boundary, transmit_page + 6);
    out(ring_end, 0x80);
    out(interrupt_status, 0xff);
    out(interrupt_mask, 0);
    set_transfer(0, 32);  // its address, each octet twice
    out(command, running | remote_read);
    for (uint8_t& octet : address_.octets) octet = static_cast<uint8_t>(in16(static_cast<uint16_t>(base_ + data)));
    out(command, running | no_transfer);
    out(transmit_control, 0);
    running_ = injected.stuck ? stopped : running;  // a card that is stopped never finishes
  }

  uint16_t base_ = 0;
  uint8_t running_ = running;
  mac_address address_{};
};

static_assert(sink<ne2k>);

}  // namespace hypervisor
