// Runs examples/freestanding here: a network card that prints each frame, and a board that uses the firmware.
#include "../freestanding/main.cpp"

#include <stdio.h>

extern "C" bool firmware_transmit(const char* frame, lineout::size_t size) {
  printf("frame of %zu bytes\n", size);
  for (size_t line = 0; line < size; line += 16) {
    printf("  %04zx ", line);
    for (size_t index = line; index < line + 16; ++index)
      if (index < size) printf(" %02x", static_cast<unsigned>(static_cast<unsigned char>(frame[index])));
      else printf("   ");
    printf("  ");
    for (size_t index = line; index < line + 16 && index < size; ++index)
      putchar(frame[index] >= ' ' && frame[index] <= '~' ? frame[index] : '.');
    putchar('\n');
  }
  return true;
}

int main() {
  firmware_start(48, 32);
  for (const char* next = "boot: 2 sensors\nboot: no disk"; *next != '\0'; ++next) firmware_putchar(*next);
  firmware_temperature(1, 40);
  firmware_temperature(2, 91);
  firmware_panic("watchdog", nullptr);
}
