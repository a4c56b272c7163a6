/* nic: an NE2000 on PCI, by ports alone. */
#include "ports.h"
#include "tty.h"

static unsigned short nic;

static unsigned pci_read(unsigned device, unsigned offset) {
  out32(0xcf8, 0x80000000 | device << 11 | offset);
  return in32(0xcfc);
}

static void set(unsigned reg, unsigned value) { out8(nic + reg, value); }

static void transfer(unsigned start, unsigned long size, unsigned command) {
  set(7, 0x40);
  set(10, size), set(11, size >> 8);
  set(8, start), set(9, start >> 8);
  set(0, command);
}

/* 0: there is none. */
int nic_start(void) {
  unsigned device = 0;
  while (device < 32 && pci_read(device, 0) != 0x802910ec) ++device;
  if (device == 32) return 0;
  nic = pci_read(device, 0x10) & ~3u;
  set(0, 0x21), set(14, 0x49), set(12, 0x20), set(13, 0), set(7, 0xff), set(15, 0);
  return 1;
}

_Bool nic_send(void *card, const char *frame, unsigned long size) {
  (void)card;
  const unsigned long sent = size < 60 ? 60 : size;
  if (!nic || size > 1514) return 0;
  transfer(0x4000, (sent + 1) & ~1ul, 0x12);
  for (unsigned long at = 0; at < sent; at += 2) {
    const unsigned low = at < size ? (unsigned char)frame[at] : 0;
    const unsigned high = at + 1 < size ? (unsigned char)frame[at + 1] : 0;
    out16(nic + 16, low | high << 8);
  }
  for (unsigned looks = 10000; !(in8(nic + 7) & 0x40); --looks)
    if (looks == 0) return 0;
  set(4, 0x40), set(5, sent), set(6, sent >> 8), set(0, 0x26);
  return 1;
}
