// guests: what is to run: a few instructions in real mode, or a Linux kernel as it is shipped.
#pragma once

#include <lineout/text.hpp>

#include "vmcb.hpp"

namespace hypervisor {

// Where the hypervisor's own memory begins; a guest's ends there.
inline constexpr uintptr_t guest_memory_end = 0x6000000;

void prepare_small_guest(guest& to);

// A bzImage, and its command line. False: it is none that can be started. (Linux, Documentation/x86/boot.rst, 32-bit
// boot protocol.) memory_end: where the machine's memory ends; what lies between is reserved.
bool prepare_linux(guest& to, lineout::text image, lineout::text command_line, uintptr_t memory_end);

// Runs it to its end; what it did last.
enum class guest_end : uint8_t { gave_up, reset, powered_off, halted, failed };
guest_end run(guest& which);

// Keeps memory, or the network card, from the guest.
void hide_memory(uintptr_t begin, uintptr_t end);
void hide_card();

}  // namespace hypervisor
