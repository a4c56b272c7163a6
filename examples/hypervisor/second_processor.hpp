// second_processor: started to log at the same time as the first.
#pragma once

#include <lineout/types.hpp>

namespace hypervisor {

// Starts it; it writes so many lines to its own slot of the console, character by character. False: there is none.
bool start_second_processor(lineout::size_t lines);
// Writes a processor's lines. The second one waits until the first one calls this too.
void write_lines(lineout::size_t lines);
// Waits for it, but not for ever. False: it has not finished.
bool second_processor_finished();

}  // namespace hypervisor
