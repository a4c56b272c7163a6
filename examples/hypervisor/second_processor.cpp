#include "second_processor.hpp"

#include "exceptions.hpp"
#include "log.hpp"

extern "C" {
extern const char second_start[], second_start_end[];
[[noreturn]] void second_main();
}

namespace hypervisor {

namespace {

constexpr uintptr_t start_page = 0x8000;
constinit size_t lines_wanted = 0;
constinit size_t started = 0;
constinit size_t both_write = 0;
constinit size_t finished = 0;

bool becomes_set(const size_t& flag, size_t budget) {
  for (; budget > 0 && __atomic_load_n(&flag, __ATOMIC_ACQUIRE) == 0; --budget) pause();
  return __atomic_load_n(&flag, __ATOMIC_ACQUIRE) != 0;
}

void send_to_all_others(uint32_t command) {
  *reinterpret_cast<volatile uint32_t*>(uintptr_t{0xfee00300}) = 0xc0000 | command;
  for (size_t budget = 10000; budget > 0; --budget) pause();
}

}  // namespace

bool start_second_processor(size_t lines) {
  lines_wanted = lines;
  __builtin_memcpy(memory_at(start_page), second_start, static_cast<size_t>(second_start_end - second_start));
  send_to_all_others(0x4500);                       // INIT
  send_to_all_others(0x4600 | (start_page >> 12));  // start-up
  return becomes_set(started, 1000000);
}

void write_lines(size_t lines) {
  const size_t own = this_processor();
  if (own == 0) __atomic_store_n(&both_write, size_t{1}, __ATOMIC_RELEASE);
  else becomes_set(both_write, 5000000);
  for (size_t line = 1; line <= lines; ++line) {
    char digits[20];
    writer number{digits, digits + sizeof digits, control_characters::escape};
    number.decimal(line);
    own_console.write(own == 0 ? "the first processor's line " : "the second processor's line ", own);
    own_console.write({digits, number.size()}, own);
    own_console.put('\n', own);
  }
}

bool second_processor_finished() { return becomes_set(finished, 5000000); }

}  // namespace hypervisor

void second_main() {
  using namespace hypervisor;
  take_exceptions(1);
  __atomic_store_n(&started, size_t{1}, __ATOMIC_RELEASE);
  write_lines(lines_wanted);
  __atomic_store_n(&finished, size_t{1}, __ATOMIC_RELEASE);
  halt();
}
