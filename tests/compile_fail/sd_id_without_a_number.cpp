// expect: error__an_sd_id_is_a_name_at_an_enterprise_number_like_disk_at_32473_or_one_that_is_registered
#include <lineout/structured_data.hpp>

#ifdef REJECT
constexpr lineout::sd_id element{"disk"};
#else
constexpr lineout::sd_id element{"disk@32473"};
#endif

static_assert(lineout::text{element} == "disk@32473");
