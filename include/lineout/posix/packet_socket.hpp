// packet_socket: a sink of whole Ethernet frames on a real interface, past the system's network stack. Linux only.
#pragma once

#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include <lineout/detail/bytes.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/layers/segmentation.hpp>
#include <lineout/posix/detail/descriptor.hpp>
#include <lineout/posix/options.hpp>
#include <lineout/values/mac_address.hpp>

namespace lineout::posix {

// Sends frames, from destination address to the end of the payload, on the interface of that name. Needs CAP_NET_RAW.
// An interface that is down, or that goes away and comes back under its name, costs the frames of that time only.
// Nothing waits or allocates, and errno is left alone: it may be called by several threads and in signal handlers.
//
// The kernel segments (Linux 6.2 and newer: GSO_UDP_L4 behind a virtio-net header): a system call takes up to 64 records
// of one size as one frame, and the interface or, where it cannot, the kernel makes them many again, below the queueing
// discipline. udp_frame hands them on so, because it knows what their headers have in common without looking, and saves
// all but the first and the checksums: a tenth of the cost of one at a time. Frames that are complete go several per
// system call, which saves little. PACKET_QDISC_BYPASS would save 6 % more at most, and lose what a queueing discipline
// keeps for a busy driver, and what the kernel itself has to segment; a ring of the kernel's (PACKET_TX_RING) saves a
// quarter on some interfaces and nothing on others, and is for one context at a time. send_all() takes 11 KB of
// stack, send_segmented() 8.
class packet_socket : public sink_base {
  // What precedes each frame (virtio 1.2 section 5.1.6, as PACKET_VNET_HDR has it: in the machine's own byte order).
  struct net_header {
    uint8_t flags;
    uint8_t segmentation;
    uint16_t headers;
    uint16_t segment;  // bytes of a record
    uint16_t checksum_from;
    uint16_t checksum_at;  // bytes behind that
  };
  static_assert(sizeof(net_header) == 10);
  static constexpr uint8_t needs_checksum = 1;
  static constexpr uint8_t segments_udp = 5;

 public:
  using default_options = posix::options;
  static constexpr size_t headroom = sizeof(net_header);
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr packet_socket() = default;

  explicit packet_socket(text interface) {
    const detail::errno_keeper keeper;
    if (interface.empty() || !detail::copy_terminated(name_, interface)) {
      error_ = "an interface's name has 1 to 15 characters";
      return;
    }
    // Protocol 0: nothing is ever received.
    socket_ = detail::open_socket(AF_PACKET, SOCK_RAW);
    if (!socket_) last_error_.store(errno);
    const int yes = 1;
    has_header_ = socket_ && ::setsockopt(socket_.number(), SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof yes) == 0;
    segments_.store(has_header_ ? 1 : 0);
    if (socket_ && bind()) return;
    if (!socket_ && last_error() == EPERM) error_ = "raw frames need root or CAP_NET_RAW";
    else if (last_error() == ENODEV) error_ = "no such interface";
    else error_ = detail::error_words(last_error());
  }

  // False: no frame can ever be sent. The interface need not be there yet.
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // What was wrong at construction, in words; with a true object, something that may pass, such as a missing interface.
  text error() const { return error_.empty() && !socket_ ? text{"there is no interface"} : error_; }
  // The error number of the latest send that the system refused, or 0.
  int last_error() const { return last_error_.load(); }

  // The interface's own address at this moment; all zero without an interface, and for one that has none.
  mac_address mac() const {
    const detail::errno_keeper keeper;
    mac_address result{};
    ifreq request = named_request();
    if (socket_ && ::ioctl(socket_.number(), SIOCGIFHWADDR, &request) == 0)
      for (size_t index = 0; index < 6; ++index)
        result.octets[index] = static_cast<uint8_t>(request.ifr_hwaddr.sa_data[index]);
    return result;
  }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    if (!socket_ || !prepend(bytes, {})) return outcome::lost;
    for (int attempt = 0; attempt < 2; ++attempt) {
      if (detail::send_now(socket_.number(), bytes.data(), bytes.size()) >= 0) return outcome::sent;
      last_error_.store(errno);
      if (detail::means_full(errno) || errno == EMSGSIZE || !bind()) return outcome::lost;
    }
    return outcome::lost;
  }

  // Of whole frames.
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    segmented_frame frames[at_once];
    for (size_t begin = 0; begin < count; begin += at_once) {
      const size_t made = count - begin < at_once ? count - begin : at_once;
      for (size_t index = 0; index < made; ++index) frames[index] = {packets[begin + index], nullptr, 0, 0, 0};
      send_segmented(frames, outcomes + begin, made);
    }
  }

  // False from when the kernel has refused to segment.
  bool segments() const { return segments_.load() != 0; }

  // Records that would not fit the interface's MTU are not segmented, and so lost by themselves.
  size_t send_segmented(segmented_frame* frames, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    for (size_t done = 0; done < count;) {
      mmsghdr messages[at_once];
      described all;
      size_t made = 0;
      while (made < at_once && done + made < count && describe(frames[done + made], messages[made], all)) ++made;
      if (made > 0) {
        const size_t dealt = send_described(messages, frames + done, outcomes + done, made);
        done += dealt;
        if (dealt < made) return done;
      } else if (frames[done].rest_count > 0) {
        return done;
      } else {
        outcomes[done++] = outcome::lost;
      }
    }
    return count;
  }

 private:
  static constexpr size_t at_once = 16;  // so that send_all() needs three kilobytes of the stack more

  // The pieces of frames. What follows a first record is copied behind each other where there is room: a piece costs the
  // system more than a copy of its hundred bytes.
  struct described {
    iovec pieces[batch_limit];
    size_t used = 0;
    char joined[6144];
    size_t joined_size = 0;

    void add(const char* data, size_t size) { pieces[used++] = {const_cast<char*>(data), size}; }
    void add(const packet* rest, size_t count) {
      size_t size = 0;
      for (size_t index = 0; index < count; ++index) size += rest[index].size();
      if (count < 2 || size > sizeof joined - joined_size) {
        for (size_t index = 0; index < count; ++index) add(rest[index].data(), rest[index].size());
        return;
      }
      char* const begin = joined + joined_size;
      for (size_t index = 0; index < count; ++index) {
        __builtin_memcpy(joined + joined_size, rest[index].data(), rest[index].size());
        joined_size += rest[index].size();
      }
      add(begin, size);
    }
  };

  // False: it has no room for the header.
  bool prepend(packet& bytes, const net_header& header) const {
    if (!has_header_) return true;
    char* const at = bytes.prepend(sizeof header);
    if (at != nullptr) __builtin_memcpy(at, &header, sizeof header);
    return at != nullptr;
  }

  // False, and the frame as it was: it cannot be sent so.
  bool describe(segmented_frame& frame, mmsghdr& message, described& all) const {
    net_header header{};
    if (frame.rest_count > 0) {
      if (!segments() || !fits(frame.first)) return false;
      header = {needs_checksum, segments_udp,
                frame.headers,  static_cast<uint16_t>(frame.first.size() - frame.headers),
                frame.udp,      6};
    }
    if (!prepend(frame.first, header)) return false;
    const size_t begin = all.used;
    all.add(frame.first.data(), frame.first.size());
    all.add(frame.rest, frame.rest_count);
    message = {};
    message.msg_hdr.msg_iov = all.pieces + begin;
    message.msg_hdr.msg_iovlen = all.used - begin;
    return true;
  }

  // In one system call where all goes well. Fewer than count: the next one is not segmented here.
  size_t send_described(mmsghdr* messages, const segmented_frame* frames, outcome* outcomes, size_t count) {
    bool usable = static_cast<bool>(socket_);
    bool bound = false;
    for (size_t done = 0; done < count;) {
      const int sent = usable ? ::sendmmsg(socket_.number(), messages + done, static_cast<unsigned>(count - done),
                                           MSG_DONTWAIT | MSG_NOSIGNAL)
                              : 0;
      for (int index = 0; index < sent; ++index) outcomes[done++] = outcome::sent;
      if (sent > 0 || (sent < 0 && errno == EINTR)) continue;
      if (sent < 0) {
        last_error_.store(errno);
        const bool too_large = errno == EMSGSIZE;
        if (frames[done].rest_count > 0 && (too_large || errno == EINVAL || errno == EOPNOTSUPP)) {
          if (!too_large) segments_.store(0);
          return done;
        }
        if (!too_large && !detail::means_full(errno) && !bound) {
          bound = true;
          usable = bind();
          if (usable) continue;
        }
      }
      outcomes[done++] = outcome::lost;
    }
    return count;
  }

  // What the kernel asks of a whole frame (packet_snd() in net/packet/af_packet.c), and not of segments. The interface
  // is asked where the frame is larger than what every IPv4 host takes (RFC 791 section 3.1), or than it took before.
  bool fits(const packet& frame) const {
    const size_t link =
        detail::load_byte(frame.data() + 12) == 0x81 && detail::load_byte(frame.data() + 13) == 0 ? 18 : 14;
    const size_t size = frame.size() - link;
    return (size <= 576 && size <= static_cast<size_t>(mtu_.load())) || size <= current_mtu();
  }
  size_t current_mtu() const {
    ifreq request = named_request();
    return ::ioctl(socket_.number(), SIOCGIFMTU, &request) == 0 ? static_cast<size_t>(request.ifr_mtu) : 0;
  }

  ifreq named_request() const {
    ifreq request{};
    for (size_t index = 0; index < sizeof name_; ++index) request.ifr_name[index] = name_[index];
    return request;
  }

  // By name, because an interface that comes back has another index.
  bool bind() {
    ifreq request = named_request();
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    mtu_.store(static_cast<int>(current_mtu()));
    if (::ioctl(socket_.number(), SIOCGIFINDEX, &request) == 0) {
      address.sll_ifindex = request.ifr_ifindex;
      if (::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
    }
    last_error_.store(errno);
    return false;
  }

  detail::descriptor socket_;
  char name_[IFNAMSIZ] = {};
  text error_;
  bool has_header_ = false;
  detail::shared_int segments_;
  detail::shared_int mtu_;
  detail::shared_int last_error_;
};

static_assert(sink<packet_socket>);
static_assert(segmenting_sink<packet_socket>);
static_assert(detail::sends_all<packet_socket>);

}  // namespace lineout::posix
