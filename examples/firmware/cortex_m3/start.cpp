// A Cortex-M3 from power-on to firmware_main, its two interrupts and its faults, and the emulator's semihosting.
#include "../board.hpp"

#include <lineout/format/format_string.hpp>
#include <lineout/locks/interrupts.hpp>

using lineout::uint32_t;
using lineout::uint64_t;

extern "C" {
// Where the linker script has put things.
extern uint32_t interrupt_stack_end[], data_begin[], data_end[], data_image[], bss_begin[], bss_end[], ram_begin[],
    ram_end[];

// The compiler calls these by itself.
[[gnu::used]] void* memcpy(void* to, const void* from, lineout::size_t size) {
  char* at = static_cast<char*>(to);
  const char* bytes = static_cast<const char*>(from);
  while (size-- > 0) *at++ = *bytes++;
  return to;
}
[[gnu::used]] void* memset(void* to, int value, lineout::size_t size) {
  char* at = static_cast<char*>(to);
  while (size-- > 0) *at++ = static_cast<char>(value);
  return to;
}
}

namespace {

volatile uint32_t& reg(uint32_t address) { return *reinterpret_cast<volatile uint32_t*>(address); }

constexpr uint32_t timer_control = 0xe000e010, timer_reload = 0xe000e014, timer_value = 0xe000e018;
constexpr uint32_t set_pending = 0xe000e200, set_enable = 0xe000e100, priority_0 = 0xe000e400;
constexpr uint32_t interrupt_control = 0xe000ed04, timer_pending = 1 << 26;
constexpr uint32_t reset_control = 0xe000ed0c, priority_timer = 0xe000ed20;
constexpr uint32_t protection_control = 0xe000ed94, region_base = 0xe000ed9c, region_size = 0xe000eda0;
constexpr uint32_t guard = 512;
constexpr uint32_t fault_status = 0xe000ed28, forbidden_address = 0xe000ed34, missing_address = 0xe000ed38;
constexpr uint32_t urgent = 0x40, deferred = 0x80;

// Ticks up to when the timer began to count down this period.
constinit volatile uint32_t counted_low = 0, counted_high = 0;
constinit uint32_t period = 0;

uint32_t semihosting(uint32_t operation, const void* block) {
  register uint32_t r0 asm("r0") = operation;
  register const void* r1 asm("r1") = block;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

extern "C" [[noreturn, gnu::used]] void start() {
  const uint32_t* from = data_image;
  for (uint32_t* to = data_begin; to < data_end;) *to++ = *from++;
  for (uint32_t* to = bss_begin; to < bss_end;) *to++ = 0;
  // Nobody may touch the bottom of the main loop's stack.
  reg(region_base) = reinterpret_cast<uint32_t>(ram_begin) | 0x10;
  reg(region_size) = (8 << 1) | 1;  // 2^(8 + 1) bytes
  reg(protection_control) = 5;
  reg(priority_timer) = urgent << 24;
  reg(priority_0) = deferred;
  reg(set_enable) = 1;
  firmware_main();
  board::end(0);
}

void count(uint32_t ticks) {
  const uint32_t low = counted_low + ticks;
  counted_high = counted_high + (low < counted_low ? 1 : 0);
  counted_low = low;
}

void timer() {
  count(period);
  firmware_urgent_interrupt();
}

// sp[0] to sp[7] is what the processor has put on the stack, if it could.
extern "C" [[noreturn, gnu::used]] void faulted(const uint32_t* sp, uint32_t returns_to) {
  constexpr uint32_t not_stacked = 0x1010;
  board::interrupt_every(1 << 24);  // and none comes: the ticks go on being counted
  const uint32_t status = reg(fault_status);
  const bool has_frame = sp >= ram_begin + guard / 4 && sp + 8 <= ram_end && (status & not_stacked) == 0;
  board::fault what{};
  what.has_frame = has_frame;
  if (has_frame) what = {true, sp[0], sp[1], sp[2], sp[3], sp[4], sp[5], sp[6], sp[7], 0, 0, 0, 0};
  what.sp = reinterpret_cast<uint32_t>(sp);
  what.interrupt = (returns_to & 8) != 0 ? 0 : has_frame ? sp[7] & 0x1ff : 1;
  what.status = status;
  what.address = (status & 0x80) != 0 ? reg(forbidden_address) : (status & 0x8000) != 0 ? reg(missing_address) : 0;
  firmware_fault(what);
}

}  // namespace

extern "C" {

// The main loop has a stack of its own, so that what happens to it leaves the interrupts theirs.
[[gnu::naked, gnu::used]] void reset() {
  asm("ldr r0, =main_stack_end\n\tmsr psp, r0\n\tmovs r0, #2\n\tmsr control, r0\n\tisb\n\tb start\n\t.ltorg");
}

// On a stack that nobody has used up, whoever has been stopped.
[[gnu::naked, gnu::used]] void on_fault() {
  asm("tst lr, #4\n\tite eq\n\tmrseq r0, msp\n\tmrsne r0, psp\n\tmov r1, lr\n\t"
      "ldr r2, =fault_stack_end\n\tmsr msp, r2\n\tb faulted\n\t.ltorg");
}

[[gnu::section(".vectors"), gnu::used]] void (*const vectors[17])() = {
    reinterpret_cast<void (*)()>(interrupt_stack_end),
    reset,
    on_fault,
    on_fault,
    on_fault,
    on_fault,
    on_fault,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    on_fault,
    on_fault,
    nullptr,
    on_fault,
    timer,
    firmware_deferred_interrupt};

}  // extern "C"

namespace board {

uint64_t ticks() {
  uint32_t high, low;
  do {
    high = counted_high;
    low = counted_low;
  } while (high != counted_high);
  return (uint64_t{high} << 32) | low;
}

void interrupt_every(uint32_t ticks) {
  const lineout::uintptr_t saved = lineout::locks::processor_interrupts::mask();
  if ((reg(timer_control) & 1) != 0) {
    count(period - 1 - reg(timer_value));
    if ((reg(interrupt_control) & timer_pending) != 0) count(period);
    reg(interrupt_control) = timer_pending >> 1;
  }
  period = ticks;
  reg(timer_reload) = ticks - 1;
  reg(timer_value) = 0;
  reg(timer_control) = 7;  // the processor's clock, interrupt, run
  lineout::locks::processor_interrupts::restore(saved);
}

void touch_what_is_forbidden() { *static_cast<volatile uint32_t*>(ram_begin) = 0; }

void defer() { reg(set_pending) = 1; }
void wait() { asm volatile("wfi" : : : "memory"); }

lineout::uintptr_t deferred_interrupt::mask() {
  lineout::uintptr_t saved;
  asm volatile("mrs %0, basepri" : "=r"(saved) : : "memory");
  asm volatile("msr basepri_max, %0" : : "r"(deferred) : "memory");
  return saved;
}
void deferred_interrupt::restore(lineout::uintptr_t saved) {
  asm volatile("msr basepri, %0" : : "r"(saved) : "memory");
}

lineout::text command_line() {
  static constinit char words[200] = {};
  const struct {
    char* buffer;
    uint32_t size;
  } block{words, sizeof words};
  return semihosting(0x15, &block) == 0 ? lineout::text{words} : lineout::text{};
}

void end(uint32_t status) {
  char words[80];
  lineout::writer out{words, words + sizeof words - 2, lineout::control_characters::escape};
  const uint64_t now = ticks() + (period - 1 - reg(timer_value));
  lineout::format_to<uint32_t, uint64_t>(out, "the machine ends with status {} after {} ticks", status, now);
  words[out.size()] = '\n';
  words[out.size() + 1] = '\0';
  semihosting(4, words);
  const uint32_t block[] = {0x20026, status};
  semihosting(0x20, block);
  for (;;) wait();
}

void reset() {
  asm volatile("dsb" : : : "memory");
  reg(reset_control) = 0x05fa0004;
  for (;;) asm volatile("" : : : "memory");
}

}  // namespace board
