// exceptions: each is a panic, on a stack of its own, so that one for want of stack has its last words too.
#pragma once

#include "machine.hpp"

namespace hypervisor {

// Once for all processors: the gates, and the pages below the stacks taken away.
void prepare_exceptions();
// On each processor, 0 or 1.
void take_exceptions(size_t processor);

// Takes the pages of 4 KiB that hold these bytes out of a table of pages of 2 MiB; of four of those, at most.
void take_away(uint64_t* entries, uintptr_t address, size_t size);

}  // namespace hypervisor
