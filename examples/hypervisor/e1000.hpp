// e1000: an Intel 82540EM, transmit only, as a sink of frames: a ring of descriptors in memory that the card reads.
#pragma once

#include <lineout/lineout.hpp>

#include "faults.hpp"
#include "pci.hpp"

namespace hypervisor {

// For one processor at a time. A frame is copied into the ring, and lost if the card has not taken the one that was
// there within a bounded number of looks.
class e1000 : public lineout::sink_base {
 public:
  static constexpr uint32_t identity = 0x100e8086;
  static constexpr text name = "e1000";
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  static constexpr uint32_t registers_size = 0x20000;

  mac_address start(pci::function which) {
    pci::enable(which);
    registers_ = reinterpret_cast<volatile uint32_t*>(uintptr_t{pci::base_address(which)});
    reset();
    const uint32_t low = at(0x5400), high = at(0x5404);
    return {static_cast<uint8_t>(low),       static_cast<uint8_t>(low >> 8), static_cast<uint8_t>(low >> 16),
            static_cast<uint8_t>(low >> 24), static_cast<uint8_t>(high),     static_cast<uint8_t>(high >> 8)};
  }
  uintptr_t registers() const { return address_of(registers_); }

  outcome send(packet& bytes) {
    descriptor& here = ring_[tail_];
    if (bytes.size() > sizeof buffers_[0] || !done(here)) return outcome::lost;
    __builtin_memcpy(buffers_[tail_], bytes.data(), bytes.size());
    here.address = address_of(buffers_[tail_]);
    here.size = static_cast<uint16_t>(bytes.size());
    in_the_middle_of_a_frame();
    here.command = end_of_packet | insert_check_sequence | report_status;
    here.status = 0;
    tail_ = (tail_ + 1) % slots;
    asm volatile("" : : : "memory");
    at(transmit_tail) = tail_;
    return outcome::sent;
  }

  void panic() { reset(); }
  bool poll(size_t budget) {
    for (const descriptor& one : ring_)
      if (!done(one, budget)) return true;
    return false;
  }

 private:
  static constexpr uint32_t slots = 8;
  static constexpr uint32_t control = 0x0, transmit_control = 0x400, transmit_ring = 0x3800, transmit_tail = 0x3818;
  static constexpr uint8_t end_of_packet = 1, insert_check_sequence = 2, report_status = 8, descriptor_done = 1;

  struct alignas(16) descriptor {
    uint64_t address = 0;
    uint16_t size = 0;
    uint8_t checksum_offset = 0;
    uint8_t command = 0;
    uint8_t status = descriptor_done;
    uint8_t checksum_start = 0;
    uint16_t special = 0;
  };

  volatile uint32_t& at(uint32_t offset) { return registers_[offset / 4]; }

  static bool done(const descriptor& one, size_t budget = 10000) {
    for (; budget > 0; --budget) {
      if ((*static_cast<const volatile uint8_t*>(&one.status) & descriptor_done) != 0) return true;
      pause();
    }
    return false;
  }

  void reset() {
    at(0xd8) = 0xffffffff;  // no interrupts
    at(control) = at(control) | 0x04000000;
    for (size_t budget = 10000; budget > 0 && (at(control) & 0x04000000) != 0; --budget) pause();
    at(0xd8) = 0xffffffff;
    at(control) = at(control) | 0x40;  // link up
    for (descriptor& one : ring_) one = {};
    tail_ = 0;
    at(transmit_ring) = static_cast<uint32_t>(address_of(ring_));
    at(transmit_ring + 4) = 0;
    at(transmit_ring + 8) = sizeof ring_;
    at(transmit_ring + 16) = 0;
    at(transmit_tail) = 0;
    at(transmit_control) =
        injected.stuck ? 0 : 0x4010a;  // enabled, short frames padded; a card that is not sends nothing
  }

  volatile uint32_t* registers_ = nullptr;
  uint32_t tail_ = 0;
  alignas(128) descriptor ring_[slots] = {};
  char buffers_[slots][1514] = {};
};

static_assert(sink<e1000>);

}  // namespace hypervisor
