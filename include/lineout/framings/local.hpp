// local: what a local daemon's socket (/dev/log) expects, <PRI>Mmm dd hh:mm:ss TAG[PID]: text - RFC 3164 without a
// hostname, which the daemon would take for the tag.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

struct local {
  static constexpr size_t headroom = detail::pri_size + detail::bsd_time_size + detail::tag_size;
  static constexpr size_t tailroom = 0;
  static constexpr bool shows_seconds = true;

  [[gnu::always_inline]] constexpr void frame(packet& bytes, const message& what) const {
    const char* const begin = detail::prepend_pri(stamp(bytes.data(), what), what.priority.pri());
    bytes.prepend(static_cast<size_t>(bytes.data() - begin));
  }

  // As rfc3164::stamp.
  [[gnu::always_inline]] static constexpr char* stamp(char* end, const message& what) {
    end = detail::prepend_tag(end, what.origin->app_name(), what.origin->process_id());
    return what.time.known() ? detail::prepend_bsd_time(end, what.time.civil()) : end;
  }
  // As rfc3164::rewrite_names.
  [[gnu::always_inline]] static constexpr void rewrite_names(char* end, timestamp, const origin& from) {
    detail::rewrite_tag(end, from.app_name(), from.process_id());
  }
};

static_assert(framing<local>);

}  // namespace lineout
