// packet_socket: a sink of whole Ethernet frames on a real interface, past the system's network stack. Linux only.
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/layers/segmentation.hpp>
#include <lineout/posix/detail/deadline.hpp>
#include <lineout/posix/detail/frame_pieces.hpp>
#include <lineout/posix/detail/interface_link.hpp>
#include <lineout/posix/detail/own_socket.hpp>
#include <lineout/posix/detail/socket_words.hpp>
#include <lineout/posix/options.hpp>
#include <lineout/values/mac_address.hpp>

namespace lineout::posix {

// Sends frames, from destination address to the end of the payload, on the interface that has the name at the moment:
// when it is renamed, or goes away and another one gets its name, that is noticed within four milliseconds. Needs
// CAP_NET_RAW. While the interface is missing, down, of a kind without Ethernet frames (tun), or for more than a tenth
// of a second without carrier, everything is lost.
//
// Nothing allocates or raises a signal, and errno is left alone. It may be called by several threads and in signal
// handlers. send() and send_all() wait for patience() microseconds at most where the driver's queue is full, which is 0
// unless it was set, and 0 in panic. poll() may wait while interfaces are being configured. A descriptor that the program
// has closed is never used again: another one is opened.
//
// The kernel segments (Linux 6.2 and newer: GSO_UDP_L4 behind a virtio-net header): a system call takes up to 64 records
// of one size as one frame, and the interface or, where it cannot, the kernel makes them many again, below the queueing
// discipline. udp_frame hands them on so, and saves all but the first header and the checksums: a tenth of the cost of
// one at a time. Behind a queueing discipline that may segment by itself, and then drops some of the records without a
// word, they go one at a time. Frames that are complete go several per system call, which saves little.
// PACKET_QDISC_BYPASS would save 6 % more at most, and lose what a queueing discipline keeps for a busy driver; a ring
// of the kernel's (PACKET_TX_RING) saves a quarter on some interfaces and nothing on others.
//
// Stack: send_all() 12 KB, send_segmented() 9 KB, poll() 3 KB; send(), and everything in panic, less than 1 KB.
class packet_socket : public sink_base {
  using net_header = detail::net_header;

 public:
  using default_options = posix::options;
  static constexpr size_t headroom = sizeof(net_header);
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr packet_socket() = default;

  explicit packet_socket(text interface) {
    const detail::errno_keeper keeper;
    if (!link_.set_name(interface)) {
      error_ = "an interface's name has 1 to 15 characters";
      return;
    }
    if (!reopen()) return;
    link_.queue().listen();
    link_.queue().ask(link_.index());
  }

  // False: no frame can ever be sent. The interface need not be there yet.
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // What is wrong now, in words: the name, or with a true object something that may pass, such as a missing interface.
  text error() const {
    const int fault = fault_.load();
    if (fault == EPERM) return "raw frames need root or CAP_NET_RAW";
    if (fault == ENODEV || fault == ENXIO) return "no such interface";
    if (fault == EPFNOSUPPORT) return "the interface does not carry Ethernet frames";
    if (fault != 0) return detail::socket_words(fault);
    return error_.empty() && !socket_ ? text{"there is no interface"} : error_;
  }
  // The error number of the latest send that the system refused, or 0.
  int last_error() const { return last_error_.load(); }

  // How many microseconds a call may wait for the driver. By anybody, at any time.
  void set_patience(uint32_t microseconds) { patience_.store(static_cast<int>(microseconds)); }
  uint32_t patience() const { return panicking_.load() != 0 ? 0 : static_cast<uint32_t>(patience_.load()); }

  // The interface's own address at this moment; all zero without an interface, and for one that has none.
  mac_address mac() const {
    const detail::errno_keeper keeper;
    mac_address result{};
    ifreq request = link_.request();
    const int number = socket_.number();
    if (number >= 0 && ::ioctl(number, SIOCGIFHWADDR, &request) == 0)
      for (size_t index = 0; index < 6; ++index)
        result.octets[index] = static_cast<uint8_t>(request.ifr_hwaddr.sa_data[index]);
    return result;
  }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    detail::deadline time{patience()};
    return send_one(bytes, time);
  }

  // Of whole frames.
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    if (panicking_.load() == 0) return send_many(packets, outcomes, count);
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
  }

  // From now on nothing waits, and little stack is used.
  void panic() { panicking_.store(1); }
  // Learns whether the interface's queueing discipline keeps frames whole, after it has changed. Never true.
  bool poll(size_t) {
    const detail::errno_keeper keeper;
    const int number = socket_.number();
    if (panicking_.load() == 0 && number >= 0 && link_.follow(number) && link_.queue().is_unknown())
      link_.queue().ask(link_.index());
    return false;
  }

  // False from when the kernel has refused to segment, and where records of a frame might be dropped without a word.
  bool segments() const { return panicking_.load() == 0 && segments_.load() != 0 && link_.queue().is_whole(); }

  // Records that would not fit the interface's MTU are not segmented, and so lost by themselves.
  size_t send_segmented(segmented_frame* frames, outcome* outcomes, size_t count) {
    if (panicking_.load() == 0) return send_segmented_many(frames, outcomes, count);
    for (size_t done = 0; done < count; ++done) {
      if (frames[done].rest_count > 0) return done;
      outcomes[done] = send(frames[done].first);
    }
    return count;
  }

 private:
  static constexpr size_t at_once = 16;  // so that send_all() needs three kilobytes of the stack more

  outcome send_one(packet& bytes, detail::deadline& time) {
    if (!socket_) return outcome::lost;
    bool has_room = false;
    for (int attempt = 0; attempt < 3;) {
      const int number = ready();
      if (number < 0 || (!has_room && !prepend(bytes, {}))) return outcome::lost;
      has_room = true;
      if (detail::send_now(number, bytes.data(), bytes.size()) >= 0) {
        if (fault_.load() != 0) fault_.store(0);
        return outcome::sent;
      }
      const int error = errno;
      if (detail::means_full(error) && time.wait_after(error, number)) continue;
      note(error);
      if (detail::means_full(error) || error == EMSGSIZE || error == EINVAL) return outcome::lost;
      link_.doubt();
      ++attempt;
    }
    return outcome::lost;
  }

  // The number of a socket that is bound to the interface; or -1.
  int ready() {
    if (!socket_) return -1;
    int number = socket_.number();
    if (number < 0 && reopen()) number = socket_.number();
    if (number >= 0 && link_.follow(number)) return number;
    note(errno);
    return -1;
  }

  bool reopen() {
    // Protocol 0: nothing is ever received.
    detail::descriptor fresh = detail::open_socket(AF_PACKET, SOCK_RAW);
    if (!fresh) return note(errno), false;
    const int yes = 1;
    const bool has_header = ::setsockopt(fresh.number(), SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof yes) == 0;
    const bool bound = link_.bind(fresh.number());
    if (!bound) note(errno);
    if (!socket_.replace_by(static_cast<detail::descriptor&&>(fresh))) return errno == EBUSY;
    if (!bound) link_.doubt();
    has_header_.store(has_header ? 1 : 0);
    segments_.store(has_header ? 1 : 0);
    return true;
  }

  void note(int error) {
    last_error_.store(error);
    fault_.store(error);
  }

  [[gnu::noinline]] void send_many(packet* packets, outcome* outcomes, size_t count) {
    segmented_frame frames[at_once];
    for (size_t begin = 0; begin < count; begin += at_once) {
      const size_t made = count - begin < at_once ? count - begin : at_once;
      for (size_t index = 0; index < made; ++index) frames[index] = {packets[begin + index], nullptr, 0, 0, 0};
      send_segmented_many(frames, outcomes + begin, made);
    }
  }

  [[gnu::noinline]] size_t send_segmented_many(segmented_frame* frames, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    detail::deadline time{patience()};
    // Before anything is described: what it hears decides whether anything is segmented.
    const int number = ready();
    for (size_t done = 0; done < count;) {
      mmsghdr messages[at_once];
      detail::frame_pieces all;
      size_t made = 0;
      while (made < at_once && done + made < count && describe(frames[done + made], messages[made], all)) ++made;
      if (made > 0) {
        const size_t dealt = send_described(messages, frames + done, outcomes + done, made, number, time);
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

  // False: it has no room for the header.
  bool prepend(packet& bytes, const net_header& header) const {
    if (has_header_.load() == 0) return true;
    char* const at = bytes.prepend(sizeof header);
    if (at != nullptr) __builtin_memcpy(at, &header, sizeof header);
    return at != nullptr;
  }

  // False, and the frame as it was: it cannot be sent so.
  bool describe(segmented_frame& frame, mmsghdr& message, detail::frame_pieces& all) const {
    net_header header{};
    if (frame.rest_count > 0) {
      if (!segments() || !fits(frame.first)) return false;
      header = net_header::of(frame);
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
  size_t send_described(mmsghdr* messages, const segmented_frame* frames, outcome* outcomes, size_t count, int number,
                        detail::deadline& time) {
    bool doubted = false;
    for (size_t done = 0; done < count;) {
      const int sent = number < 0 ? 0
                                  : ::sendmmsg(number, messages + done, static_cast<unsigned>(count - done),
                                               MSG_DONTWAIT | MSG_NOSIGNAL);
      for (int index = 0; index < sent; ++index) outcomes[done++] = outcome::sent;
      if (sent > 0 || (sent < 0 && errno == EINTR)) continue;
      if (sent < 0) {
        const int error = errno;
        const bool full = detail::means_full(error);
        if (full && time.wait_after(error, number)) continue;
        note(error);
        const bool too_large = error == EMSGSIZE;
        if (frames[done].rest_count > 0 && (too_large || error == EINVAL || error == EOPNOTSUPP)) {
          if (!too_large) segments_.store(0);
          return done;
        }
        if (!too_large && !full && !doubted) {
          doubted = true;
          link_.doubt();
          number = ready();
          if (number >= 0) continue;
        }
      }
      outcomes[done++] = outcome::lost;
    }
    return count;
  }

  // What the kernel asks of a whole frame (packet_snd() in net/packet/af_packet.c), and not of segments.
  bool fits(const packet& frame) const {
    const size_t link =
        detail::load_byte(frame.data() + 12) == 0x81 && detail::load_byte(frame.data() + 13) == 0 ? 18 : 14;
    const int number = socket_.number();
    return number >= 0 && frame.size() - link <= link_.mtu(number);
  }

  detail::own_socket socket_;
  detail::interface_link link_;
  text error_;  // what was wrong with the name
  detail::shared_int has_header_;
  detail::shared_int segments_;
  detail::shared_int patience_;
  detail::shared_int panicking_;
  detail::shared_int last_error_;
  detail::shared_int fault_;  // what is wrong now, or 0
};

static_assert(sink<packet_socket>);
static_assert(segmenting_sink<packet_socket>);
static_assert(detail::sends_all<packet_socket>);

}  // namespace lineout::posix
