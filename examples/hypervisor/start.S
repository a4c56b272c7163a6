// From multiboot's 32 bits, and the second processor's 16, to the C++ functions in 64.

.section .multiboot, "a"
.balign 4
multiboot_header:
  .long 0x1badb002, 0x00010003, -(0x1badb002 + 0x00010003)
  .long multiboot_header, load_begin, load_end, end, start

.text
.code32
.globl start
start:
  movl $stack_end, %esp
  movl %ebx, %edi                // the boot information: the first argument
  movl $hypervisor_main, %esi
enter_64_bits:
  cli
  cld
  movl $host_pages, %eax
  movl %eax, %cr3
  movl %cr4, %eax
  orl $0x20, %eax                // physical address extension
  movl %eax, %cr4
  movl $0xc0000080, %ecx
  rdmsr
  orl $0x100, %eax               // long mode
  wrmsr
  movl %cr0, %eax
  orl $0x80010001, %eax          // paging, write protection, protected mode
  movl %eax, %cr0
  lgdt gdt_pointer
  ljmp $8, $in_64_bits
.code64
in_64_bits:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  call *%rsi
1:
  hlt
  jmp 1b

// The second processor begins in 16 bits at second_start_page, where this has been copied to.
.code16
.globl second_start, second_start_end
second_start:
  cli
  movw %cs, %ax
  movw %ax, %ds
  lgdtl gdt_pointer_copy - second_start
  movl $1, %eax
  movl %eax, %cr0
  ljmpl $0x18, $second_in_32_bits
gdt_pointer_copy:
  .word gdt_end - gdt - 1
  .long gdt
second_start_end:
.code32
second_in_32_bits:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $second_stack_end, %esp
  movl $second_main, %esi
  jmp enter_64_bits

// An exception is the end: all registers are shown to exception().
.code64
.macro stub vector
stub_\vector:
.if !(\vector == 8 || (\vector >= 10 && \vector <= 14) || \vector == 17 || \vector == 21 || \vector == 29 || \vector == 30)
  pushq $0                       // where the processor pushes no error code
.endif
  pushq $\vector
  jmp exception_entry
.endm
.altmacro
.set vector, 0
.rept 32
  stub %vector
  .set vector, vector + 1
.endr
exception_entry:
  pushq %rax
  pushq %rcx
  pushq %rdx
  pushq %rbx
  pushq %rbp
  pushq %rsi
  pushq %rdi
  pushq %r8
  pushq %r9
  pushq %r10
  pushq %r11
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, %rdi
  call exception

.section .rodata
.macro stub_address vector
  .quad stub_\vector
.endm
.globl exception_stubs
exception_stubs:
.set vector, 0
.rept 32
  stub_address %vector
  .set vector, vector + 1
.endr

.data
.balign 8
.globl gdt
gdt:
  .quad 0
  .quad 0x00af9a000000ffff       // 0x08: code, 64 bits
  .quad 0x00cf92000000ffff       // 0x10: data
  .quad 0x00cf9a000000ffff       // 0x18: code, 32 bits
  .quad 0, 0, 0, 0               // 0x20, 0x30: the processors' task state segments
gdt_end:
gdt_pointer:
  .word gdt_end - gdt - 1
  .quad gdt

// The first 4 GiB as they are, in pages of 2 MiB; devices, at the top, are not cached.
.macro identity name, flags
.balign 4096
.globl \name, \name\()_entries
\name:
  .quad \name\()_quarters + 7
  .fill 511, 8, 0
\name\()_quarters:
  .quad \name\()_entries + 7, \name\()_entries + 0x1007, \name\()_entries + 0x2007, \name\()_entries + 0x3007
  .fill 508, 8, 0
\name\()_entries:
  .set at, 0
  .rept 2048
    .quad at | \flags | ((at >= 0xc0000000) & 0x18)
    .set at, at + 0x200000
  .endr
.endm
identity host_pages, 0x83
identity guest_pages, 0x87       // nested pages are a user's

// Below each stack lies a page that is not there.
.bss
.balign 4096
.globl stack_guard, second_stack_guard
stack_guard:
  .skip 4096 + 32768
stack_end:
second_stack_guard:
  .skip 4096 + 32768
second_stack_end:

.section .note.GNU-stack, "", @progbits
