// Where messages go: any number of destinations at once, which are known when the program starts.
#pragma once

#include <lineout/posix.hpp>

#include <memory>
#include <string>
#include <vector>

#include "arguments.hpp"

namespace router {

// The channel is moved by nobody: its branches are references to the destinations.
class ways_out {
 public:
  static constexpr size_t most = 32;
  using channel_type = lineout::fan_out_list<most>;

  // What is wrong with it, or nothing.
  std::string add(const destination& wanted, const arguments& all);
  channel_type& channel() { return channel_; }
  // Says where something was lost, and why. True: nowhere, as far as it can be known.
  bool say_what_was_lost() const;

 private:
  struct way_out {
    std::string name;  // as it was asked for: --udp HOST:PORT and so on
    lineout::posix::destination to;
  };

  std::vector<std::unique_ptr<way_out>> all_;
  channel_type channel_;
};

}  // namespace router
