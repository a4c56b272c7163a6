// any_framing: one of the library's framings, chosen when the program runs.
#pragma once

#include <lineout/framings/local.hpp>
#include <lineout/framings/newline.hpp>
#include <lineout/framings/octet_counting.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/framings/traditional.hpp>

namespace lineout {

enum class record_format : uint8_t {
  bsd,     // rfc3164
  ietf,    // rfc5424
  daemon,  // local: what the daemon of this machine reads
  line,    // traditional: what a syslogd writes to its files
};

// How a receiver of a stream finds the end of a record. none: for datagrams and files.
enum class record_end : uint8_t { none, newline, octet_count };

// A comparison for each message more than a framing that is known at compile time. The rooms are those of the largest.
class any_framing {
  template <typename... Framings>
  static constexpr size_t most = detail::largest<octet_counting<Framings>::headroom...>();

 public:
  static constexpr size_t headroom = most<rfc3164, rfc5424, local, traditional>;
  static constexpr size_t tailroom = 1;

  constexpr any_framing() = default;
  constexpr explicit any_framing(record_format format, record_end end = record_end::none)
      : format_{format}, end_{end} {}

  constexpr void frame(packet& bytes, const message& what) const {
    switch (format_) {
      case record_format::bsd:
        return finish<rfc3164>(bytes, what);
      case record_format::ietf:
        return finish<rfc5424>(bytes, what);
      case record_format::daemon:
        return finish<local>(bytes, what);
      case record_format::line:
        return finish<traditional>(bytes, what);
    }
  }

 private:
  template <typename Framing> constexpr void finish(packet& bytes, const message& what) const {
    if (end_ == record_end::none) Framing{}.frame(bytes, what);
    else if (end_ == record_end::newline) newline<Framing>{}.frame(bytes, what);
    else octet_counting<Framing>{}.frame(bytes, what);
  }

  record_format format_ = record_format::bsd;
  record_end end_ = record_end::none;
};

static_assert(framing<any_framing>);

}  // namespace lineout
