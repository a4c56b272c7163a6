/* tty: a kernel's console, in C. Each line of it leaves as one syslog message. */
#pragma once

/* Lines are kept until the card can send; from then on they leave by nic_send, to this port. */
void tty_send_to_port(unsigned short port);
int tty_putchar(int character);
void tty_puts(const char *words);
/* The last words: what has no newline yet, and why. Waits for a millisecond at most. */
void tty_panic(const char *why);

/* The kernel's driver: puts one Ethernet frame on the wire. 0: it is busy, and gets the frame again. There is one card. */
_Bool nic_send(void *card, const char *frame, unsigned long size);
