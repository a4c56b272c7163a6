// pci: finding a device and where its registers are.
#pragma once

#include "machine.hpp"

namespace hypervisor::pci {

inline constexpr uint16_t address_port = 0xcf8;
inline constexpr uint16_t data_port = 0xcfc;

// A function by its address: bit 31, bus, device and function, as they are written to address_port. 0: there is none.
using function = uint32_t;

inline uint32_t read(function which, uint32_t offset) {
  out32(address_port, which | offset);
  return in32(data_port);
}
inline void write(function which, uint32_t offset, uint32_t value) {
  out32(address_port, which | offset);
  out32(data_port, value);
}

// On the first bus; identity is the device's number and, below, its vendor's.
inline function find(uint32_t identity) {
  for (uint32_t device = 0; device < 32; ++device)
    if (const function which = 0x80000000 | (device << 11); read(which, 0) == identity) return which;
  return 0;
}

// Lets it be spoken to by ports and memory, and read and write memory itself.
inline void enable(function which) { write(which, 4, read(which, 4) | 7); }
inline uint32_t base_address(function which) { return read(which, 0x10) & ~uint32_t{15}; }

}  // namespace hypervisor::pci
