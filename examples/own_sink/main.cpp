// own_sink: what it takes to give lineout another way out, here standard error.
#include <lineout/lineout.hpp>

#include <unistd.h>

struct standard_error : lineout::sink_base {
  static constexpr lineout::size_t headroom = 0;  // bytes that it writes in front of a record
  static constexpr lineout::size_t tailroom = 1;  // and behind it: a newline

  lineout::outcome send(lineout::packet& bytes) {
    *bytes.append(1) = '\n';
    const bool whole = write(2, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    return whole ? lineout::outcome::sent : lineout::outcome::lost;
  }
};
static_assert(lineout::sink<standard_error>);

int main() {
  lineout::logger log{standard_error{}, lineout::origin{"router1", "diskd"}};
  log.warning("disk {} at {}%", "sda", 91);
}
