#include <lineout/posix.hpp>
#include <stdio.h>

unsigned core_version();

namespace {

bool print(const char* data, lineout::size_t size) {
  fwrite(data, 1, size, stdout);
  return true;
}

}  // namespace

// Prints the library's version, and a message.
int main() {
  int unused;  // a warning that this user has not asked for
  printf("%u.%u.%u ", lineout::version_major, lineout::version_minor, lineout::version_patch);
  static constexpr lineout::origin me{"router1", "diskd", 311};
  lineout::logger log{lineout::callback{print}, me};
  log.warning("disk {} at {}%", "sda", 91);
  printf("\n");
  return core_version() == lineout::version_number ? 0 : 1;
}
