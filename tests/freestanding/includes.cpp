// Everything included, next to nothing used: what an unused library costs is nothing.
#include <lineout/lineout.hpp>

void firmware_start() {}
