// Masking this processor's interrupts by its own instructions: what locks::interrupts does by default, and how a core
// without atomic instructions makes a counter's update whole. Needs the privilege to do so.
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

#if defined(__arm__) && defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
inline constexpr bool can_mask_interrupts = true;
inline uintptr_t mask_interrupts() {
  uintptr_t saved;
  asm volatile("mrs %0, primask\n\tcpsid i" : "=r"(saved) : : "memory");
  return saved;
}
inline void restore_interrupts(uintptr_t saved) { asm volatile("msr primask, %0" : : "r"(saved) : "memory"); }
#elif defined(__riscv)
inline constexpr bool can_mask_interrupts = true;
inline uintptr_t mask_interrupts() {
  uintptr_t saved;
  // csrrci %0, mstatus, 8: as a number, because assemblers know the name only with -march=..._zicsr.
  asm volatile(".insn i 0x73, 7, %0, x8, 0x300" : "=r"(saved) : : "memory");
  return saved;
}
inline void restore_interrupts(uintptr_t saved) {
  asm volatile(".insn i 0x73, 2, x0, %0, 0x300" : : "r"(saved & 8) : "memory");  // csrs mstatus, %0
}
#elif defined(__x86_64__) || defined(__i386__)
inline constexpr bool can_mask_interrupts = true;
inline uintptr_t mask_interrupts() {
  uintptr_t saved;
  asm volatile("pushf\n\tpop %0\n\tcli" : "=r"(saved) : : "memory");
  return saved;
}
inline void restore_interrupts(uintptr_t saved) {
  if ((saved & 0x200) != 0) asm volatile("sti" : : : "memory");
}
#elif defined(__aarch64__)
inline constexpr bool can_mask_interrupts = true;
inline uintptr_t mask_interrupts() {
  uintptr_t saved;
  asm volatile("mrs %0, daif\n\tmsr daifset, #3" : "=r"(saved) : : "memory");
  return saved;
}
inline void restore_interrupts(uintptr_t saved) { asm volatile("msr daif, %0" : : "r"(saved) : "memory"); }
#elif defined(__xtensa__)
inline constexpr bool can_mask_interrupts = true;
inline uintptr_t mask_interrupts() {
  uintptr_t saved;
  asm volatile("rsil %0, 15" : "=r"(saved) : : "memory");
  return saved;
}
inline void restore_interrupts(uintptr_t saved) { asm volatile("wsr %0, ps\n\trsync" : : "r"(saved) : "memory"); }
#else
inline constexpr bool can_mask_interrupts = false;
inline uintptr_t mask_interrupts() { return 0; }
inline void restore_interrupts(uintptr_t) {}
#endif

}  // namespace lineout::detail
