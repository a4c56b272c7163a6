#include "exceptions.hpp"

#include "log.hpp"

extern "C" {
extern lineout::uint64_t gdt[];
extern const lineout::uintptr_t exception_stubs[32];
extern lineout::uint64_t host_pages_entries[];
extern char stack_guard[], second_stack_guard[];

struct exception_frame {
  lineout::uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
  lineout::uint64_t vector, error, rip, cs, rflags, rsp, ss;
};
[[noreturn]] void exception(const exception_frame* at);
}

namespace hypervisor {
namespace {

struct [[gnu::packed]] task_state {
  uint32_t reserved = 0;
  uint64_t unused[4] = {};
  uint64_t exception_stack = 0;
  uint64_t more[7] = {};
  uint32_t no_ports = sizeof(task_state) << 16;
};

constinit task_state task_states[2]{};
constinit uint64_t gates[64]{};
alignas(16) constinit char exception_stacks[2][16384]{};
alignas(4096) constinit uint64_t small_pages[4][512]{};
constinit size_t small_pages_used = 0;

}  // namespace

void take_away(uint64_t* entries, uintptr_t address, size_t size) {
  for (uintptr_t page = address & ~uintptr_t{4095}; page < address + size; page += 4096) {
    uint64_t& entry = entries[page >> 21];
    if ((entry & 0x80) != 0) {
      if (small_pages_used == 4) panic("no room for another table of pages");
      uint64_t* const table = small_pages[small_pages_used++];
      for (uint64_t index = 0; index < 512; ++index) table[index] = (entry & ~uint64_t{0x80}) | (index << 12);
      entry = address_of(table) | 7;
    }
    memory_at(entry & ~uintptr_t{4095})[((page >> 12) & 511) * 8] &= static_cast<char>(~1);
  }
}

void prepare_exceptions() {
  for (size_t vector = 0; vector < 32; ++vector) {
    const uint64_t handler = exception_stubs[vector];
    gates[vector * 2] = (handler & 0xffff) | (0x8e01ULL << 32) | (8 << 16) | ((handler & 0xffff0000) << 32);
    gates[vector * 2 + 1] = handler >> 32;
  }
  take_away(host_pages_entries, address_of(stack_guard), 4096);
  take_away(host_pages_entries, address_of(second_stack_guard), 4096);
}

void take_exceptions(size_t processor) {
  task_state& own = task_states[processor];
  own.exception_stack = address_of(exception_stacks[processor] + sizeof exception_stacks[0]);
  const uint64_t base = address_of(&own);
  gdt[4 + processor * 2] = (sizeof own - 1) | ((base & 0xffffff) << 16) | (0x89ULL << 40) | ((base & 0xff000000) << 32);
  gdt[5 + processor * 2] = base >> 32;
  asm volatile("ltr %0" : : "r"(static_cast<uint16_t>(0x20 + processor * 0x10)));
  const struct [[gnu::packed]] {
    uint16_t limit = sizeof gates - 1;
    uint64_t base = address_of(gates);
  } table{};
  asm volatile("lidt %0" : : "m"(table));
  uint64_t pages;  // loaded again, so that what was taken away is noticed
  asm volatile("mov %%cr3, %0; mov %0, %%cr3" : "=r"(pages) : : "memory");
}

}  // namespace hypervisor

void exception(const exception_frame* at) {
  using namespace hypervisor;
  uint64_t address;
  asm volatile("mov %%cr2, %0" : "=r"(address));
  begin_panic("an exception in the hypervisor");
  own_log.emerg("exception {} error {:#x} at {:#x}, address {:#x}, stack {:#x}, processor {}", at->vector, at->error,
                at->rip, address, at->rsp, this_processor());
  own_log.emerg("rax {:016x} rbx {:016x} rcx {:016x} rdx {:016x} rsi {:016x} rdi {:016x} rbp {:016x}", at->rax, at->rbx,
                at->rcx, at->rdx, at->rsi, at->rdi, at->rbp);
  own_log.emerg("r8 {:016x} r9 {:016x} r10 {:016x} r11 {:016x} r12 {:016x} r13 {:016x} r14 {:016x} r15 {:016x}", at->r8,
                at->r9, at->r10, at->r11, at->r12, at->r13, at->r14, at->r15);
  end_panic();
}
