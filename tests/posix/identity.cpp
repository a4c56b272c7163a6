#include <lineout/posix/identity.hpp>

#include "posix/support.hpp"

using lineout::posix::identity;
using support::string;

namespace {

// In a child process that has another host name; false without the permission.
template <typename Body> bool on_host(const std::string& name, Body body) {
  return support::in_child(
      [&] { return unshare(CLONE_NEWUTS) == 0 && sethostname(name.data(), name.size()) == 0 && body(); });
}
bool may_rename() {
  return on_host("x", [] { return true; });
}

}  // namespace

TEST_CASE("identity is the host name up to its first dot, the program's name and the process id") {
  const identity me;
  const lineout::origin origin = me;
  char host[256] = {};
  REQUIRE(gethostname(host, sizeof host - 1) == 0);
  if (!me.hostname_repaired())
    CHECK(string(origin.hostname()) == std::string{host}.substr(0, std::string{host}.find('.')));
  if (!me.app_name_repaired()) CHECK(string(origin.app_name()) == program_invocation_short_name);
  CHECK(origin.process_id() == static_cast<uint32_t>(getpid()));
}

TEST_CASE("identity takes a name that is given, and says whether it had to be repaired") {
  const identity good{"diskd"};
  CHECK(string(good.origin().app_name()) == "diskd");
  CHECK_FALSE(good.app_name_repaired());
  const identity repaired{"disk d"};
  CHECK(string(repaired.origin().app_name()) == "disk_d");
  CHECK(repaired.app_name_repaired());
}

TEST_CASE("identity leaves the domain out, and repairs a host name that is not valid") {
  if (!may_rename()) return support::skip("a host name of its own needs root");
  CHECK(on_host("router1.example.org", [] {
    const identity me;
    return string(me.origin().hostname()) == "router1" && !me.hostname_repaired();
  }));
  CHECK(on_host("router_1.example.org", [] {
    const identity me;
    return string(me.origin().hostname()) == "router-1" && me.hostname_repaired();
  }));
  CHECK(on_host("", [] {
    const identity me;
    return string(me.origin().hostname()) == "localhost" && me.hostname_repaired();
  }));
  CHECK(on_host(std::string(64, 'h'), [] {
    const identity me;
    return string(me.origin().hostname()) == std::string(63, 'h') && me.hostname_repaired();
  }));
}

TEST_CASE("identity of a child process has the child's process id") {
  CHECK(support::in_child([] {
    const identity me;
    return me.origin().process_id() == static_cast<uint32_t>(getpid());
  }));
}

template <typename T>
concept gives_origin = requires(T&& it) {
  static_cast<T&&>(it).origin();
};
// The names are in the object: of one that is about to go there is no origin.
static_assert(gives_origin<const identity&>);
static_assert(!gives_origin<identity>);
