#include <lineout/posix.hpp>

int main() {
  int unused;  // a warning that this user has not asked for, and that would be an error of ours
  return lineout::priority{}.pri() == 13 ? 0 : 1;
}
