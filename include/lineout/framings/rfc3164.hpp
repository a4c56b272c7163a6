// rfc3164: the BSD syslog packet, <PRI>Mmm dd hh:mm:ss HOSTNAME TAG[PID]: text (RFC 3164 section 4.1).
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

// RFC 3164 has no way to say that the time is unknown, and no receiver takes a hostname without a time for one: rsyslog
// takes it (and the sender's address without one), syslog-ng takes it for the tag.
enum class unknown_time {
  omit_hostname,  // <PRI>TAG[PID]: text - receivers fill in their time and the sender's address
  keep_hostname,  // <PRI>HOSTNAME TAG[PID]: text - for rsyslog
};

template <unknown_time WithoutTime> struct basic_rfc3164 {
  static constexpr size_t headroom =
      detail::pri_size + detail::bsd_time_size + detail::hostname_limit + 1 + detail::tag_size;
  static constexpr size_t tailroom = 0;
  static constexpr bool shows_seconds = true;

  [[gnu::always_inline]] constexpr void frame(packet& bytes, const message& what) const {
    const char* const begin = detail::prepend_pri(stamp(bytes.data(), what), what.priority.pri());
    bytes.prepend(static_cast<size_t>(bytes.data() - begin));
  }

  // What stands between the PRI and the text; the same for every message of one second. Ends before end; returns its
  // begin.
  [[gnu::always_inline]] static constexpr char* stamp(char* end, const message& what) {
    const bool with_time = what.time.known();
    end = detail::prepend_tag(end, what.origin->app_name(), what.origin->process_id());
    if (with_time || WithoutTime == unknown_time::keep_hostname) {
      end = detail::prepend(end, ' ');
      end = detail::prepend(end, what.origin->hostname());
    }
    return with_time ? detail::prepend_bsd_time(end, what.time.civil()) : end;
  }
};

using rfc3164 = basic_rfc3164<unknown_time::omit_hostname>;

static_assert(framing<rfc3164>);

}  // namespace lineout
