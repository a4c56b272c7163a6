/* ports: the processor's instructions for them. */
#pragma once

static inline void out8(unsigned port, unsigned value) {
  __asm__ volatile("outb %b0, %w1" : : "a"(value), "d"(port));
}
static inline void out16(unsigned port, unsigned value) {
  __asm__ volatile("outw %w0, %w1" : : "a"(value), "d"(port));
}
static inline void out32(unsigned port, unsigned value) {
  __asm__ volatile("outl %0, %w1" : : "a"(value), "d"(port));
}
static inline unsigned in8(unsigned port) {
  unsigned char value;
  __asm__ volatile("inb %w1, %0" : "=a"(value) : "d"(port));
  return value;
}
static inline unsigned in32(unsigned port) {
  unsigned value;
  __asm__ volatile("inl %w1, %0" : "=a"(value) : "d"(port));
  return value;
}
