// skip: how a test says that this machine lacks something it needs.
#pragma once

#include <string>

namespace support {

// Prints the reason, by which the test shows as skipped; with LINEOUT_REQUIRE_ALL=1 in the environment it fails. The
// caller returns from its test case.
void skip(const std::string& reason);

}  // namespace support
