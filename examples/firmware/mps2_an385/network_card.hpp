// LAN9118: an Ethernet controller that takes a frame as words written to one address.
#pragma once

#include <lineout/concepts.hpp>

// Waits for room by at most 1000 looks, and is not there until poll() has found controller and link.
class network_card : public lineout::sink_base {
 public:
  bool poll(lineout::size_t budget) {
    for (; !ready_ && budget > 0; --budget) {
      if (reg(0x64) != 0x87654321) continue;  // BYTE_TEST
      mac(6, (1 << 11) | (1 << 6) | 1);       // the status register of the PHY
      if ((mac_read(7) & 4) == 0) continue;   // no link
      reg(0x74) = 0x00150000;                 // HW_CFG: as the data sheet has it
      reg(0x70) = 2;                          // TX_CFG: transmitter on
      mac(1, 8);                              // MAC_CR: on
      ready_ = true;
    }
    return !ready_;
  }
  lineout::outcome send(lineout::packet& frame) {
    const auto size = static_cast<lineout::uint32_t>(frame.size());
    if (!ready_ || !begin(size)) return lineout::outcome::lost;
    write(frame.data(), size);
    return lineout::outcome::sent;
  }
  // What somebody else has begun to write is dropped.
  void panic() {
    if (ready_) reg(0x70) = 0x4002;
  }

  bool begin(lineout::uint32_t size) {
    for (int looks = 0; (reg(0x80) & 0xffff) < size + 16; ++looks)  // TX_FIFO_INF
      if (looks == 1000) return false;
    reg(0x20) = 0x3000 | size;  // command A: first and last segment
    reg(0x20) = size;           // command B
    return true;
  }
  void write(const char* bytes, lineout::uint32_t size) {
    for (lineout::uint32_t at = 0, word = 0; at < size; at += 4) {
      __builtin_memcpy(&word, bytes + at, size - at < 4 ? size - at : 4);
      reg(0x20) = word;
    }
  }

  // 0x40100000 on this board reads as zero, as a controller does that has lost its power.
  lineout::uintptr_t base = 0x40200000;
  static constexpr lineout::uintptr_t powerless = 0x40100000;

 private:
  volatile lineout::uint32_t& reg(lineout::uint32_t offset) const {
    return *reinterpret_cast<volatile lineout::uint32_t*>(base + offset);
  }
  void mac(lineout::uint32_t index, lineout::uint32_t value) {
    reg(0xa8) = value;
    reg(0xa4) = 0x80000000 | index;
  }
  lineout::uint32_t mac_read(lineout::uint32_t index) {
    reg(0xa4) = 0xc0000000 | index;
    return reg(0xa8);
  }

  bool ready_ = false;
};

static_assert(lineout::sink<network_card>);
