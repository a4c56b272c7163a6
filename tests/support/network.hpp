// network: two network namespaces joined by a cable, which only this test sees.
#pragma once

#include <string>

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

  // One of the far kernel's counters, as nstat calls it.
  long counter(const std::string& name) const;

 private:
  static command in(const std::string& where, const command& what);

  std::string near_;
  std::string far_;
};

}  // namespace support
