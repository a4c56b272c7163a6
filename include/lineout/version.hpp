// The library's version. The build and all packages read it here.
#pragma once

#include <lineout/types.hpp>

namespace lineout {

inline constexpr uint32_t version_major = 0;
inline constexpr uint32_t version_minor = 1;
inline constexpr uint32_t version_patch = 0;

// One number to compare: version 1.2.3 is 10203.
inline constexpr uint32_t version_number = version_major * 10000 + version_minor * 100 + version_patch;

}  // namespace lineout
