// Where messages go: any number of destinations at once, which are known when the program starts.
#pragma once

#include <lineout/posix.hpp>

#include <memory>
#include <string>
#include <vector>

#include "arguments.hpp"

namespace router {

class way_out : public lineout::channel_base<way_out> {
 public:
  explicit way_out(std::string name) : name_{std::move(name)} {}
  virtual ~way_out() = default;

  // As it was asked for: --udp HOST:PORT and so on.
  const std::string& name() const { return name_; }
  virtual lineout::outcome submit(const lineout::message& what) = 0;
  // The error number of the latest failure, or 0.
  virtual int last_error() = 0;

  size_t lost = 0;

 private:
  std::string name_;
};

using ways_out = std::vector<std::unique_ptr<way_out>>;

// A channel of one's own, because how many destinations there are is said on the command line; lineout::fan_out is for
// those that are known when a program is compiled. What one of them loses is lost.
struct everywhere : lineout::channel_base<everywhere> {
  static constexpr size_t headroom = lineout::detail::largest<lineout::rfc3164::headroom, lineout::rfc5424::headroom>();
  static constexpr size_t tailroom = 1;

  ways_out* all;

  lineout::outcome submit(const lineout::message& what) {
    lineout::outcome result = lineout::outcome::sent;
    for (const auto& one : *all) {
      if (one->submit(what) == lineout::outcome::sent) continue;
      ++one->lost;
      result = lineout::outcome::lost;
    }
    return result;
  }
};
static_assert(lineout::channel<everywhere>);

struct opened {
  std::unique_ptr<way_out> way;
  std::string error;  // why there is none
};

opened open_way_out(const destination& wanted, const arguments& all);

}  // namespace router
