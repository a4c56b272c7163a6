// Linked into every test program: everything is included in a second translation unit, so that whatever would be
// defined twice fails to link.
#include <lineout/lineout.hpp>
#include <lineout/net.hpp>
#include <lineout/posix.hpp>
