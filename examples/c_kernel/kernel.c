/* A kernel in C that has a console before it has anything else. */
#include "ports.h"
#include "tty.h"

int nic_start(void);

/* What the compiler may call. */
void *memcpy(void *to, const void *from, unsigned long size) {
  char *at = to;
  for (const char *next = from; size > 0; --size) *at++ = *next++;
  return to;
}
void *memset(void *to, int value, unsigned long size) {
  for (char *at = to; size > 0; --size) *at++ = value;
  return to;
}

static void put_number(unsigned long number) {
  if (number >= 10) put_number(number / 10);
  tty_putchar('0' + number % 10);
}

/* What a multiboot loader leaves. */
struct boot_information {
  unsigned flags, memory_lower, memory_upper, boot_device, command_line;
};

/* The number behind the name in the boot command line, or otherwise. */
static unsigned long boot_number(const struct boot_information *boot, const char *name, unsigned long otherwise) {
  for (const char *at = (const char *)(unsigned long)boot->command_line; *at; ++at) {
    unsigned long same = 0;
    while (name[same] && at[same] == name[same]) ++same;
    if (name[same]) continue;
    otherwise = 0;
    for (at += same; *at >= '0' && *at <= '9'; ++at) otherwise = otherwise * 10 + *at - '0';
    break;
  }
  return otherwise;
}

void kernel_main(const struct boot_information *boot) {
  tty_puts("a kernel in C has started\n");
  if (nic_start()) tty_send_to_port(boot_number(boot, " port=", 514));
  for (unsigned long line = 1; line <= 20; ++line) {
    tty_puts("line ");
    put_number(line);
    tty_puts(" by tty_putchar\r\n");
  }
  for (int column = 0; column < 100; ++column) tty_putchar('a' + column % 26);
  tty_puts("\nthe scheduler starts ...");
  tty_panic("there is nothing to schedule");
  out8(0xf4, 0x10);
}
