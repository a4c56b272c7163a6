// reference: the message that every path is measured with, and what is shared by those who make it.
#pragma once

#include <time.h>

#include <cstring>
#include <string>
#include <string_view>

#include <lineout/posix.hpp>

#include "bench.hpp"

namespace bench {

// What the program knows when it runs, and the compiler does not.
struct reference_arguments {
  std::string_view from;
  std::string_view to;
  int unit;
  unsigned received;
  unsigned sent;
  const char* from_c() const { return from.data(); }
  const char* to_c() const { return to.data(); }
};
extern const reference_arguments& arguments;

inline constexpr std::string_view prefix_example = "<132>Nov 22 07:23:16 router1 pppd[1234]: ";
inline constexpr std::string_view text_example = "Connect: ppp0 <--> ether1 unit 7 rx 123456789 tx 42";
inline constexpr size_t line_size = prefix_example.size() + text_example.size();
static_assert(prefix_example.size() == 41 && line_size == 92);
inline constexpr lineout::origin origin{"router1", "pppd", 1234};

// The end of every way: the finished bytes, in memory. It costs three instructions; what a check wants to see is copied.
extern bool capturing;
void capture(const char* data, size_t size);
inline void deliver(const char* data, size_t size) {
  use(data, size);
  if (capturing) [[unlikely]]
    capture(data, size);
}

// What an operation delivers, once: words if that is not the reference line at a time of the last minute (a day below ten may
// have a zero in front); empty if it is.
std::string not_the_line(const std::function<void()>& operation, size_t skip = 0);
// The bytes that it delivers.
std::string delivered(const std::function<void()>& operation);

// As a sink.
struct delivering : lineout::sink_base {
  lineout::outcome send(lineout::packet& bytes) { return deliver(bytes.data(), bytes.size()), lineout::outcome::sent; }
};

// No clock is read: the time that it was made at.
struct stored_clock {
  lineout::timestamp time = lineout::posix::coarse_clock{}.now();
  lineout::timestamp now() const { return time; }
};

struct reference_options : lineout::posix::coarse_options {
  static constexpr auto facility = lineout::facility::local0;
};

// The first 41 bytes of the line, made again when the second is another; what a hand-written logger, and a careful user
// of {fmt}, keeps.
class prefix {
 public:
  static constexpr size_t size = 41;
  const char* at(time_t second) {
    if (second != second_) [[unlikely]]
      renew(second);
    return bytes_;
  }
  static time_t coarse_second() {
    timespec time{};
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return time.tv_sec;
  }

 private:
  void renew(time_t second);

  time_t second_ = -1;
  char bytes_[size + 1] = {};
};

}  // namespace bench
