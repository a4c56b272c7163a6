/* tty: a kernel's console, in C. Each line of it leaves as one syslog message. */
#pragma once

/* 514 unless it is said. */
void tty_send_to_port(unsigned short port);
int tty_putchar(int character);
void tty_puts(const char *words);
/* The last words: what has no newline yet, and why. Waits for nothing. */
void tty_panic(const char *why);

/* The kernel's driver: puts one Ethernet frame on the wire. 0: it could not. */
_Bool nic_send(const char *frame, unsigned long size);
