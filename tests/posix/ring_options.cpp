#include <lineout/posix/ring_options.hpp>

#include <unistd.h>

#include <doctest/doctest.h>

using lineout::posix::ring_options;

TEST_CASE("a ring of a program waits by the system's time and knows its process") {
  static_assert(lineout::timer<ring_options::timer>);
  CHECK(ring_options::process::number() == static_cast<lineout::uint32_t>(getpid()));
  ring_options::relax();
}
