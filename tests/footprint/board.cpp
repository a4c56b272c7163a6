// The part of an image that is the same whoever makes the lines. With REFERENCE it calls the reference; other call
// sites are there to be measured, and the linker is told to keep them.
#include "image.hpp"

namespace {

bool refuses = false;
volatile lineout::size_t last_size;

[[noreturn, gnu::noinline]] void leave(unsigned status) {
#if defined(__arm__)
  const unsigned block[]{0x20026, status};
  register unsigned operation asm("r0") = 0x20;
  register const unsigned* argument asm("r1") = block;
  asm volatile("bkpt 0xab" : : "r"(operation), "r"(argument) : "memory");
#elif defined(__riscv)
  *reinterpret_cast<volatile unsigned*>(0x100000) = status << 16 | 0x3333;
#elif defined(__x86_64__)
  asm volatile("syscall" : : "a"(231L), "D"(static_cast<long>(status)) : "memory");
#endif
  for (;;) asm volatile("");
}

}  // namespace

extern "C" {

const char* name = "ppp0";
const char* link_name = "ether1";
unsigned unit = 7;
unsigned received = 123456789;
unsigned sent = 427;

[[gnu::noinline, gnu::used]] bool network_card(const char*, lineout::size_t size) {
  last_size = size;
  return !refuses;
}

// In bytes, as a library for small machines has them.
[[gnu::used]] void* memcpy(void* to, const void* from, lineout::size_t size) {
  char* at = static_cast<char*>(to);
  for (const char* byte = static_cast<const char*>(from); size > 0; --size) *at++ = *byte++;
  return to;
}
[[gnu::used]] void* memset(void* to, int value, lineout::size_t size) {
  for (char* at = static_cast<char*>(to); size > 0; --size) *at++ = static_cast<char>(value);
  return to;
}

[[noreturn, gnu::used]] void run() {
  lineout::size_t size = 0;
#ifdef REFERENCE
  reference();
  size = last_size;
  // A loss, its notice, and a text that has to be cleaned: the deepest paths.
  refuses = true;
  reference();
  refuses = false;
  name = "ppp\033";
  reference();
#endif
  leave(static_cast<unsigned>(size));
}

#if defined(__arm__)
extern char stack_end[];
[[noreturn, gnu::used]] void start() { run(); }
[[gnu::section(".vectors"), gnu::used]] void* const vectors[]{stack_end, reinterpret_cast<void*>(&start)};
#elif defined(__riscv)
asm(".globl start\n .section .vectors,\"ax\"\nstart: la sp, stack_end\n j run\n .text");
#elif defined(__x86_64__)
asm(".globl start\n .section .vectors,\"ax\"\nstart: call run\n .text");
#endif
}
