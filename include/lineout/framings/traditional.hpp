// traditional: the line that a syslogd writes to its files, Mmm dd hh:mm:ss HOSTNAME TAG[PID]: text - no PRI; without a
// time the line begins with the hostname.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

struct traditional {
  static constexpr size_t headroom = detail::bsd_time_size + detail::hostname_limit + 1 + detail::tag_size;
  static constexpr size_t tailroom = 0;
  static constexpr bool shows_seconds = true;

  constexpr void frame(packet& bytes, const message& what) const {
    char* begin = detail::prepend_tag(bytes.data(), what.origin->app_name(), what.origin->process_id());
    begin = detail::prepend(begin, ' ');
    begin = detail::prepend(begin, what.origin->hostname());
    if (what.time.known()) begin = detail::prepend_bsd_time(begin, what.time.civil());
    bytes.prepend(static_cast<size_t>(bytes.data() - begin));
  }
};

static_assert(framing<traditional>);

}  // namespace lineout
