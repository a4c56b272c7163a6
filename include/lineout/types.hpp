// Integer types from the compiler's own macros, so that the core needs no header but its own.
#pragma once

#if __cplusplus < 202002L
#error lineout needs C++20: compile with -std=c++20 or newer
#include "lineout needs C++20"  // no such file: it ends the compilation, where #error alone lets compilers go on
#endif

namespace lineout {

using size_t = __SIZE_TYPE__;
using uintptr_t = __UINTPTR_TYPE__;
using uint8_t = __UINT8_TYPE__;
using uint16_t = __UINT16_TYPE__;
using uint32_t = __UINT32_TYPE__;
using uint64_t = __UINT64_TYPE__;
using int16_t = __INT16_TYPE__;
using int32_t = __INT32_TYPE__;
using int64_t = __INT64_TYPE__;

}  // namespace lineout
