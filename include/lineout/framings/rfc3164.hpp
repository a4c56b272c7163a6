// rfc3164: the BSD syslog packet, <PRI>Mmm dd hh:mm:ss HOSTNAME TAG[PID]: text (RFC 3164 section 4.1).
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

// RFC 3164 has no way to say that the time is unknown, and no receiver takes a hostname without a time for one: rsyslog
// takes it (and the sender's address without one), syslog-ng takes it for the tag.
enum class unknown_time {
  omit_hostname,  // <PRI>TAG[PID]: text - receivers fill in their time and the sender's address
  keep_hostname,  // <PRI>HOSTNAME TAG[PID]: text - for rsyslog; not if it is a number that RFC 5424 has for its version
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

  // Writes everything but the PRI, so that it ends before end, and returns where it begins. What it writes depends on
  // the message's origin, second and offset only.
  [[gnu::always_inline]] static constexpr char* stamp(char* end, const message& what) {
    end = detail::prepend_tag(end, what.origin->app_name(), what.origin->process_id());
    if (shows_hostname(what.time, *what.origin)) {
      end = detail::prepend(end, ' ');
      end = detail::prepend(end, what.origin->hostname());
    }
    return what.time.known() ? detail::prepend_bsd_time(end, what.time.civil()) : end;
  }
  // Writes the names alone into a stamp that ends before end, made for the same time and names of the same sizes.
  [[gnu::always_inline]] static constexpr void rewrite_names(char* end, timestamp time, const origin& from) {
    end = detail::rewrite_tag(end, from.app_name(), from.process_id());
    if (shows_hostname(time, from)) detail::prepend(end - 1, from.hostname());
  }

 private:
  [[gnu::always_inline]] static constexpr bool shows_hostname(const timestamp& time, const origin& from) {
    if constexpr (WithoutTime == unknown_time::omit_hostname) return time.known();
    else return time.known() || !is_version(from.hostname());
  }
  // Behind the PRI, one to three digits and a blank would be RFC 5424's VERSION.
  static constexpr bool is_version(text hostname) {
    if (hostname.size() > 3) return false;
    for (const char c : hostname)
      if (!detail::is_digit(c)) return false;
    return true;
  }
};

using rfc3164 = basic_rfc3164<unknown_time::omit_hostname>;

static_assert(framing<rfc3164>);

}  // namespace lineout
