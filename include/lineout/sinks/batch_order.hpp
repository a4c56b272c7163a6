// batch_order: in which order the records of one send_all() leave.
#pragma once

#include <lineout/types.hpp>

namespace lineout {

// in_order: as given. by_length: longest first, because records of one length are cheaper together; records of equal
// length keep their order.
enum class batch_order : uint8_t { in_order, by_length };

}  // namespace lineout
