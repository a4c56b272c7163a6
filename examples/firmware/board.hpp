// What the firmware asks of a board. A folder for each board answers it: the driver of its network card in
// network_card.hpp, its memory in memory.ld, and what cortex_m3/ does for every board with that processor.
#pragma once

#include <lineout/text.hpp>
#include <lineout/types.hpp>

// Given by the firmware.
void firmware_main();
void firmware_urgent_interrupt();    // by the timer; may interrupt everything below
void firmware_deferred_interrupt();  // after board::defer(); may interrupt the main loop

namespace board {

// What the processor had in its registers when it stopped; without a frame (its stack could not be written) only the
// last two lines hold anything.
struct fault {
  bool has_frame;
  lineout::uint32_t r0, r1, r2, r3, r12, lr, pc, psr;
  lineout::uint32_t sp, interrupt;  // interrupt: the exception's number, 0 in the main loop
  lineout::uint32_t status, address;
};

// The timer's ticks since power-on, as far as its interrupt has counted them: from any context.
inline constexpr lineout::uint32_t ticks_per_second = 25000000;
lineout::uint64_t ticks();
// The timer interrupts again and again after so many ticks, up to 2^24.
void interrupt_every(lineout::uint32_t ticks);
// Has the deferred interrupt come as soon as nothing more urgent is under way.
void defer();
// Sleeps until the next interrupt.
void wait();
// Is a fault.
void touch_what_is_forbidden();

// Keeps the deferred interrupt away, but not the urgent one: for locks::interrupts.
struct deferred_interrupt {
  static lineout::uintptr_t mask();
  static void restore(lineout::uintptr_t saved);
};

// What the machine was started with: words between blanks.
lineout::text command_line();
// Ends the machine with a status of its own, or starts it again with its memory as it is.
[[noreturn]] void end(lineout::uint32_t status);
[[noreturn]] void reset();

}  // namespace board

// Given by the firmware: the last words. The stack is another one, all interrupts are kept away.
[[noreturn]] void firmware_fault(const board::fault& what);
