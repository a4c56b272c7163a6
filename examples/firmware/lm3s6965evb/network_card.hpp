// The Ethernet controller within the Stellaris LM3S6965.
#pragma once

#include <lineout/concepts.hpp>

// Waits for the frame before by at most 1000 looks, and is not there until poll() has been called.
class network_card : public lineout::sink_base {
 public:
  bool poll(lineout::size_t budget) {
    if (ready_ || budget == 0) return !ready_;
    *reinterpret_cast<volatile lineout::uint32_t*>(0x400fe108) = 0x50000000;  // RCGC2: clocks for MAC and PHY
    reg(0x0c) = 7;  // MACTCTL: pad, add the check sequence, on
    ready_ = true;
    return false;
  }
  lineout::outcome send(lineout::packet& frame) {
    const auto size = static_cast<lineout::uint32_t>(frame.size());
    if (!ready_ || size < 14 || !begin(size)) return lineout::outcome::lost;
    write(frame.data(), size);
    return lineout::outcome::sent;
  }
  // What somebody else has begun to write is filled up and leaves as a frame that no receiver takes.
  void panic() {
    constexpr char nothing[64] = {};
    while (left_ > 0) write(nothing, left_ < sizeof nothing ? left_ : sizeof nothing);
  }

  bool begin(lineout::uint32_t size) {
    for (int looks = 0; (reg(0x38) & 1) != 0; ++looks)  // MACTR
      if (looks == 1000) return false;
    left_ = size;
    word_ = (size - 14) & 0xffff;  // the first word begins with the size of what the frame carries
    have_ = 2;
    return true;
  }
  void write(const char* bytes, lineout::uint32_t size) {
    for (; size > 0; --size) {
      word_ |= static_cast<lineout::uint32_t>(static_cast<unsigned char>(*bytes++)) << (have_ * 8);
      have_ = (have_ + 1) & 3;
      --left_;
      if (have_ != 0 && left_ != 0) continue;
      reg(0x10) = word_;  // MACDATA
      word_ = 0;
    }
    if (left_ == 0) reg(0x38) = 1;
  }

  lineout::uintptr_t base = 0x40048000;

 private:
  volatile lineout::uint32_t& reg(lineout::uint32_t offset) const {
    return *reinterpret_cast<volatile lineout::uint32_t*>(base + offset);
  }

  lineout::uint32_t left_ = 0;
  lineout::uint32_t word_ = 0;
  lineout::uint32_t have_ = 0;
  bool ready_ = false;
};

static_assert(lineout::sink<network_card>);
