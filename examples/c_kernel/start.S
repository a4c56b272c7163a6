// From multiboot's 32 bits to kernel_main in 64, with the first GiB as it is. Nothing else is run.

.section .multiboot, "a"
.balign 4
multiboot_header:
  .long 0x1badb002, 0x00010003, -(0x1badb002 + 0x00010003)
  .long multiboot_header, begin, data_end, end, start

.text
.code32
.globl start
start:
  movl $stack_end, %esp
  movl %ebx, %edi                // the boot information: the argument
  movl $pages, %eax
  movl %eax, %cr3
  movl %cr4, %eax
  orl $0x20, %eax                // physical address extension
  movl %eax, %cr4
  movl $0xc0000080, %ecx
  rdmsr
  orl $0x100, %eax               // long mode
  wrmsr
  movl %cr0, %eax
  orl $0x80000001, %eax
  movl %eax, %cr0
  lgdt descriptors
  ljmp $8, $in_64_bits
.code64
in_64_bits:
  movl $16, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  call kernel_main
1:
  cli
  hlt
  jmp 1b

.data
.balign 8
descriptors:
  .word 23
  .quad descriptors_begin
.balign 8
descriptors_begin:
  .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff
.balign 4096
pages:
  .quad pages_of_gib + 3
.balign 4096
pages_of_gib:
  .quad pages_of_2_mib + 3
.balign 4096
pages_of_2_mib:
  .set at, 0
  .rept 512
    .quad at + 0x83
    .set at, at + 0x200000
  .endr

.bss
.skip 16384
stack_end:

.section .note.GNU-stack, "", @progbits
