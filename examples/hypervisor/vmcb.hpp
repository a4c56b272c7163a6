// vmcb: AMD's virtual machine control block (AMD64 Architecture Programmer's Manual volume 2, appendix B).
#pragma once

#include "machine.hpp"

namespace hypervisor {

struct segment {
  uint16_t selector = 0;
  uint16_t attributes = 0;
  uint32_t limit = 0;
  uint64_t base = 0;
};

struct alignas(4096) vmcb {
  uint32_t intercept_registers[3] = {};
  uint32_t intercepts = 0;
  uint32_t intercept_instructions = 0;
  uint32_t reserved0[11] = {};
  uint64_t port_map = 0;
  uint64_t register_map = 0;
  uint64_t time_offset = 0;
  uint32_t address_space = 0;
  uint32_t flush = 0;
  uint64_t virtual_interrupts = 0;
  uint64_t interrupt_shadow = 0;
  uint64_t exit_code = 0;
  uint64_t exit_information[2] = {};
  uint64_t exit_interrupt = 0;
  uint64_t nested_paging = 0;
  uint64_t reserved1[2] = {};
  uint64_t event = 0;
  uint64_t nested_pages = 0;
  uint64_t reserved2[105] = {};

  segment es{}, cs{}, ss{}, ds{}, fs{}, gs{}, gdt{}, ldt{}, idt{}, task{};
  uint8_t reserved3[43] = {};
  uint8_t privilege = 0;
  uint32_t reserved4 = 0;
  uint64_t efer = 0;
  uint64_t reserved5[14] = {};
  uint64_t cr4 = 0, cr3 = 0, cr0 = 0, dr7 = 0, dr6 = 0, rflags = 0, rip = 0;
  uint64_t reserved6[11] = {};
  uint64_t rsp = 0;
  uint64_t reserved7[3] = {};
  uint64_t rax = 0;
  uint64_t system_registers[13] = {};
  uint64_t page_attributes = 0;
  uint64_t reserved8[306] = {};
};
static_assert(__builtin_offsetof(vmcb, port_map) == 0x40 && __builtin_offsetof(vmcb, exit_code) == 0x70);
static_assert(__builtin_offsetof(vmcb, nested_pages) == 0xb0 && __builtin_offsetof(vmcb, es) == 0x400);
static_assert(__builtin_offsetof(vmcb, privilege) == 0x4cb && __builtin_offsetof(vmcb, efer) == 0x4d0);
static_assert(__builtin_offsetof(vmcb, cr4) == 0x548 && __builtin_offsetof(vmcb, rsp) == 0x5d8);
static_assert(__builtin_offsetof(vmcb, rax) == 0x5f8 && __builtin_offsetof(vmcb, page_attributes) == 0x668);
static_assert(sizeof(vmcb) == 4096);

// The guest's registers that are not in its block; run_guest.S knows their order.
struct registers {
  uint64_t rcx = 0, rdx = 0, rbx = 0, rbp = 0, rsi = 0, rdi = 0;
  uint64_t r8 = 0, r9 = 0, r10 = 0, r11 = 0, r12 = 0, r13 = 0, r14 = 0, r15 = 0;
};

struct guest {
  vmcb block{};
  registers more{};
};

}  // namespace hypervisor
