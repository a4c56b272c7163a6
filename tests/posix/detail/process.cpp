#include <lineout/posix/detail/process.hpp>

#include <sys/wait.h>

#include <doctest/doctest.h>

using lineout::detail::fork_hook;
using lineout::detail::process;

namespace {

// The exit status of a child that runs this.
template <typename Action> int status_of(Action action) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(action());
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("the number is the process id, in a child and in its child too") {
  const auto is_right = [] { return process::number() == static_cast<lineout::uint32_t>(::getpid()); };
  CHECK(is_right());
  CHECK(status_of([&] { return is_right() ? 7 : 1; }) == 7);
  process::watch();
  CHECK(is_right());
  CHECK(status_of([&] { return is_right() && status_of([&] { return is_right() ? 8 : 1; }) == 8 ? 7 : 1; }) == 7);
}

TEST_CASE("a hook is called in each child while it is linked, and not in the parent") {
  int calls = 0;
  fork_hook first{[](void* count) { ++*static_cast<int*>(count); }, &calls};
  fork_hook second{[](void* count) { *static_cast<int*>(count) += 10; }, &calls};
  process::link(first);
  process::link(second);
  CHECK(status_of([&] { return calls; }) == 11);
  process::unlink(first);
  CHECK(status_of([&] { return calls; }) == 10);
  process::unlink(second);
  CHECK(status_of([&] { return calls; }) == 0);
  CHECK(calls == 0);
}
