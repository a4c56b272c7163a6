// faults: what the boot command line can make go wrong within a driver, at a frame that it chooses.
#pragma once

#include <lineout/types.hpp>

namespace hypervisor {

enum class fault : lineout::uint8_t { none, driver, exception, stack };

struct faults {
  fault kind = fault::none;       // what happens in the middle of a frame
  lineout::size_t countdown = 0;  // that many frames from now
  bool stuck = false;             // the card never becomes ready
  bool chatty = false;            // the driver logs each frame that it sends
};
extern constinit faults injected;

// Called by each driver when a frame is half on its way.
void in_the_middle_of_a_frame();

}  // namespace hypervisor
