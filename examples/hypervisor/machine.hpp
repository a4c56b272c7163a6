// machine: the processor's instructions, and the two ways in which this machine ends.
#pragma once

#include <lineout/types.hpp>

namespace hypervisor {

using namespace lineout;  // size_t, uint8_t ...

inline void out8(uint16_t port, uint8_t value) { asm volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
inline void out16(uint16_t port, uint16_t value) { asm volatile("outw %0, %1" : : "a"(value), "Nd"(port)); }
inline void out32(uint16_t port, uint32_t value) { asm volatile("outl %0, %1" : : "a"(value), "Nd"(port)); }
inline uint8_t in8(uint16_t port) {
  uint8_t value;
  asm volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}
inline uint16_t in16(uint16_t port) {
  uint16_t value;
  asm volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}
inline uint32_t in32(uint16_t port) {
  uint32_t value;
  asm volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

inline uint64_t read_register(uint32_t model_specific) {
  uint32_t low, high;
  asm volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(model_specific));
  return (uint64_t{high} << 32) | low;
}
inline void write_register(uint32_t model_specific, uint64_t value) {
  asm volatile("wrmsr"
               :
               : "c"(model_specific), "a"(static_cast<uint32_t>(value)), "d"(static_cast<uint32_t>(value >> 32))
               : "memory");
}

struct cpuid_result {
  uint32_t a, b, c, d;
};
inline cpuid_result cpuid(uint32_t leaf, uint32_t subleaf = 0) {
  cpuid_result result;
  asm volatile("cpuid" : "=a"(result.a), "=b"(result.b), "=c"(result.c), "=d"(result.d) : "a"(leaf), "c"(subleaf));
  return result;
}

// Of the processor's counter. None counts faster than 4 times in a nanosecond, so what is waited for by this timer is
// waited for as long as was asked, or somewhat longer.
struct counter_timer {
  uint32_t microseconds() {
    uint32_t low, high;
    asm volatile("rdtsc" : "=a"(low), "=d"(high));
    return static_cast<uint32_t>(((uint64_t{high} << 32) | low) >> 12);
  }
};

inline void pause() { asm volatile("pause" : : : "memory"); }

// 0, or 1 for the second: known by the task register, which each processor has loaded with its own.
inline size_t this_processor() {
  uint16_t selector;
  asm volatile("str %0" : "=r"(selector));
  return selector > 0x20 ? 1 : 0;
}

inline uintptr_t address_of(const volatile void* object) { return reinterpret_cast<uintptr_t>(object); }
inline char* memory_at(uintptr_t address) { return reinterpret_cast<char*>(address); }

// How QEMU ends; its exit status is the value, doubled, and one more.
enum class ending : uint8_t { panic = 0x10, guest_failed = 0x11, no_virtualization = 0x12 };
[[noreturn]] void stop_machine(ending how);
// With the status 0.
[[noreturn]] void power_off();
// Stops this processor alone.
[[noreturn]] void halt();

}  // namespace hypervisor
