// local: what a local daemon's socket (/dev/log) expects, <PRI>Mmm dd hh:mm:ss TAG[PID]: text - RFC 3164 without a hostname,
// which the daemon would take for the tag.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

struct local {
  static constexpr size_t headroom = detail::pri_size + detail::bsd_time_size + detail::tag_size;
  static constexpr size_t tailroom = 0;

  constexpr void frame(packet& bytes, const message& what) const {
    detail::prepend_tag(bytes, what.origin->app_name(), what.origin->process_id());
    if (what.time.known()) detail::prepend_bsd_time(bytes, what.time.civil());
    detail::prepend_pri(bytes, what.priority.pri());
  }
};

static_assert(framing<local>);

}  // namespace lineout
