// network: two network namespaces joined by a cable, which only this test sees.
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "support/process.hpp"

namespace support {

// The interfaces are called near and far; each namespace has one of them, and a loopback.
class network {
 public:
  static constexpr const char* near_address = "10.77.0.1";
  static constexpr const char* far_address = "10.77.0.2";
  static constexpr const char* near_mac = "02:00:00:00:00:0a";
  static constexpr const char* far_mac = "02:00:00:00:00:0b";

  // Why there can be none here; empty if there can.
  static std::string missing();

  network();
  ~network();
  network(const network&) = delete;
  network& operator=(const network&) = delete;

  // The same command, in one of the namespaces.
  command in_near(const command& what) const { return in(near_, what); }
  command in_far(const command& what) const { return in(far_, what); }

  // What action gives, on a thread that is in one of the namespaces; a socket that it opens stays there.
  template <typename Action> auto do_in_near(Action action) const { return in_namespace(file(near_), action); }
  template <typename Action> auto do_in_far(Action action) const { return in_namespace(file(far_), action); }

  // One of the far kernel's counters, as nstat calls it.
  long counter(const std::string& name) const;

 private:
  template <typename Action> static auto in_namespace(const std::string& file, Action action) {
    decltype(action()) result{};
    std::thread inside{[&] {
      const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
      if (::setns(opened, CLONE_NEWNET) == 0) result = action();
      ::close(opened);
    }};
    inside.join();
    return result;
  }
  static std::string file(const std::string& name) { return "/run/netns/" + name; }
  static command in(const std::string& where, const command& what);

  std::string near_;
  std::string far_;
};

}  // namespace support
