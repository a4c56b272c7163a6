// expect: lineout: cached<F> keeps what F::stamp\(\) writes, and this framing has none
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>

#ifdef REJECT
using header = lineout::cached<lineout::rfc5424>;
#else
using header = lineout::cached<lineout::rfc3164>;
#endif

static_assert(header::tailroom == 0);
