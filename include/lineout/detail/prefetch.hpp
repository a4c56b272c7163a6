// Asks for a cache line before it is written to.
#pragma once

namespace lineout::detail {

// Changes nothing but when the line arrives; any address is allowed. On x86-64 the builtin would be a prefetch for
// reading unless the compiler is told more of the processor: PREFETCHW is there on every one, and does nothing on those
// that have no use for it (AMD64 Architecture Programmer's Manual volume 3, PREFETCH).
inline void prefetch_to_write(const void* address) {
#if defined(__x86_64__)
  asm volatile("prefetchw %0" : : "m"(*static_cast<const char*>(address)));
#else
  __builtin_prefetch(address, 1);
#endif
}

}  // namespace lineout::detail
