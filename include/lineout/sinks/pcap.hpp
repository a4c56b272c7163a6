// pcap: whole frames become a capture file that Wireshark and tcpdump read (draft-ietf-opsawg-pcap).
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/sinks/sink_decorator.hpp>

namespace lineout {

// Takes frames and gives the sink behind it the file's bytes, one packet per frame: its record, before the first one with the file's
// header. The sink behind keeps them one behind the other (a file, memory, a debugger's channel). A frame that it loses is
// missing and the file is still good. The records have nanoseconds; when the clock does not know the time they are at
// zero. For one context at a time.
template <sink Next, time_source Clock> class pcap : public sink_decorator<Next> {
  static constexpr size_t file_header = 24;
  static constexpr size_t record_header = 16;

 public:
  static constexpr size_t headroom = file_header + record_header + Next::headroom;

  // link_type: 1 is Ethernet.
  constexpr explicit pcap(Next next, Clock clock = {}, uint32_t link_type = 1)
      : sink_decorator<Next>{detail::move(next)}, clock_{static_cast<Clock&&>(clock)}, link_type_{link_type} {}

  constexpr outcome send(packet& bytes) {
    if (bytes.headroom() < headroom) return outcome::lost;
    const uint32_t size = static_cast<uint32_t>(bytes.size());
    const timestamp now = clock_.now();
    char* at = detail::take_headroom(bytes, record_header);
    at = detail::store_little32(at, now.known() ? static_cast<uint32_t>(now.seconds()) : 0);
    at = detail::store_little32(at, now.known() ? now.nanoseconds() : 0);
    at = detail::store_little32(at, size);
    detail::store_little32(at, size);
    if (begun_) return this->next().send(bytes);

    at = detail::take_headroom(bytes, file_header);
    at = detail::store_little32(at, 0xa1b23c4d);  // nanoseconds, the lower byte first
    at = detail::store_little16(at, 2);
    at = detail::store_little16(at, 4);
    at = detail::store_little32(at, 0);
    at = detail::store_little32(at, 0);
    at = detail::store_little32(at, 262144);  // the largest frame that it may hold
    detail::store_little32(at, link_type_);
    const outcome result = this->next().send(bytes);
    begun_ = result != outcome::lost;
    return result;
  }

 private:
  Clock clock_;
  uint32_t link_type_;
  bool begun_ = false;
};

static_assert(sink<pcap<stubs::sink, stubs::clock>>);

}  // namespace lineout
