// expect: error__a_duration_is_written_as_1d_02_03_04_or_02_03_04_with_colons_or_as_1d12h_90s_or_500ms
#include <lineout/values/duration.hpp>

#ifdef REJECT
constexpr lineout::duration value{"90"};
#else
constexpr lineout::duration value{"90s"};
#endif

static_assert(value == lineout::duration{"90s"});
