#include <lineout/lineout.hpp>

unsigned core_version();
unsigned core_version() { return lineout::version_number; }
