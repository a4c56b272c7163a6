#include "machine.hpp"

// What a compiler may call without having been asked to.
extern "C" {
void* memcpy(void* to, const void* from, lineout::size_t size) {
  void* const result = to;
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
  return result;
}
void* memset(void* to, int value, lineout::size_t size) {
  void* const result = to;
  asm volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
  return result;
}
}

namespace hypervisor {

void halt() {
  for (;;) asm volatile("cli; hlt");
}

namespace {

// For a machine without the device that was to end it: a fault while there is nothing to take faults resets it.
[[noreturn]] void reset() {
  const struct [[gnu::packed]] {
    uint16_t limit;
    uint64_t base;
  } nothing{};
  asm volatile("lidt %0; int3" : : "m"(nothing));
  halt();
}

}  // namespace

void stop_machine(ending how) {
  out8(0xf4, static_cast<uint8_t>(how));
  reset();
}

void power_off() {
  out16(0x604, 0x2000);
  reset();
}

}  // namespace hypervisor
