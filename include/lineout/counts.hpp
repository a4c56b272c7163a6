// counts: what a logger has counted.
#pragma once

#include <lineout/types.hpp>

namespace lineout {

// Since the logger was made: accepted = sent + lost + queued whenever no call is under way.
struct counts {
  size_t accepted = 0;   // calls at or above both thresholds, and notices of losses
  size_t sent = 0;       // taken by the channel
  size_t queued = 0;     // handed to a queue, which counts what becomes of them
  size_t truncated = 0;  // of these, how many were cut, or left without structured data that was too large
  size_t lost = 0;       // for want of a slot, or because the channel could not
  size_t lost_later = 0; // of those sent or queued, what a part found lost afterwards; told like all losses
};

}  // namespace lineout
