#include <lineout/detail/interrupt_mask.hpp>

#include <doctest/doctest.h>

// Masking needs a privilege that a program has not: the examples for boards and hypervisors do it.
TEST_CASE("this processor's way is known where the library is tested") {
#if defined(__x86_64__) || defined(__aarch64__)
  static_assert(lineout::detail::can_mask_interrupts);
#endif
  CHECK(sizeof(decltype(lineout::detail::mask_interrupts())) == sizeof(lineout::uintptr_t));
}
