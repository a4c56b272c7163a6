#include <lineout/posix/options.hpp>

#include <doctest/doctest.h>
#include <lineout/posix/file.hpp>
#include <lineout/posix/udp_socket.hpp>
#include <lineout/posix/unix_socket.hpp>

using lineout::detail::is_same;

// Real time is all that differs; every sink for messages asks for it.
static_assert(is_same<lineout::posix::options::clock, lineout::posix::system_clock>);
static_assert(is_same<lineout::posix::coarse_options::clock, lineout::posix::coarse_clock>);
static_assert(requires(const lineout::posix::options& it, void (*take)(const lineout::options&)) { take(it); });
static_assert(is_same<lineout::posix::udp_socket::default_options, lineout::posix::options>);
static_assert(is_same<lineout::posix::unix_socket::default_options, lineout::posix::options>);
static_assert(is_same<lineout::posix::file::default_options, lineout::posix::options>);

TEST_CASE("posix options give a clock that knows the time") {
  CHECK(lineout::posix::options::clock{}.now().known());
  CHECK(lineout::posix::coarse_options::clock{}.now().known());
}
