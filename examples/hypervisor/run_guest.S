// void run_guest(registers*, uintptr_t guest_block, uintptr_t host_block): until the guest does what is intercepted.
// The blocks are virtual machine control blocks; the host's keeps what VMRUN does not (FS, GS, TR, system call entries).
.globl run_guest
run_guest:
  pushq %rbx
  pushq %rbp
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  pushq %rdx
  pushq %rdi
  movq %rsi, %rax
  vmload %rax
  movq 0x00(%rdi), %rcx
  movq 0x08(%rdi), %rdx
  movq 0x10(%rdi), %rbx
  movq 0x18(%rdi), %rbp
  movq 0x20(%rdi), %rsi
  movq 0x30(%rdi), %r8
  movq 0x38(%rdi), %r9
  movq 0x40(%rdi), %r10
  movq 0x48(%rdi), %r11
  movq 0x50(%rdi), %r12
  movq 0x58(%rdi), %r13
  movq 0x60(%rdi), %r14
  movq 0x68(%rdi), %r15
  movq 0x28(%rdi), %rdi
  vmrun %rax
  vmsave %rax
  pushq %rdi
  movq 8(%rsp), %rdi
  movq %rcx, 0x00(%rdi)
  movq %rdx, 0x08(%rdi)
  movq %rbx, 0x10(%rdi)
  movq %rbp, 0x18(%rdi)
  movq %rsi, 0x20(%rdi)
  popq 0x28(%rdi)
  movq %r8, 0x30(%rdi)
  movq %r9, 0x38(%rdi)
  movq %r10, 0x40(%rdi)
  movq %r11, 0x48(%rdi)
  movq %r12, 0x50(%rdi)
  movq %r13, 0x58(%rdi)
  movq %r14, 0x60(%rdi)
  movq %r15, 0x68(%rdi)
  popq %rdi
  popq %rax
  vmload %rax
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbp
  popq %rbx
  ret

// The guest that is there when no kernel is given: copied to 0x7c00 and run in real mode. It writes numbered lines to the
// serial port, by OUT and by REP OUTS, and gives up with VMMCALL.
.section .rodata
.code16
.globl small_guest, small_guest_end
small_guest:
  xorw %ax, %ax
  movw %ax, %ds
  movw $0x3f8, %dx
  movw $50, %bx
  cld
again:
  movw $words - small_guest + 0x7c00, %si
  movw $words_end - words, %cx
  rep outsb
  incb number + 1 - small_guest + 0x7c00
  cmpb $'9', number + 1 - small_guest + 0x7c00
  jbe 1f
  movb $'0', number + 1 - small_guest + 0x7c00
  incb number - small_guest + 0x7c00
1:
  decw %bx
  jnz again
  movw $last_words - small_guest + 0x7c00, %si
2:
  lodsb
  testb %al, %al
  jz 3f
  outb %al, %dx
  jmp 2b
3:
  vmmcall
  hlt
words:
  .ascii "line "
number:
  .ascii "00 of a guest in real mode\r\n"
words_end:
last_words:
  .asciz "it ends with\ta tab and without a newline"
small_guest_end:

.section .note.GNU-stack, "", @progbits
