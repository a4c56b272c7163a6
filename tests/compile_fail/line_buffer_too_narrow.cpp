// expect: lineout: a line_buffer is 8 to 65535 bytes wide
#include <lineout/line_buffer.hpp>

#ifdef REJECT
lineout::line_buffer<7> line;
#else
lineout::line_buffer<8> line;
#endif
