// datagrams: many of them in one system call, and equal ones as one message that the system cuts apart
// (UDP_SEGMENT, Linux 4.18 and newer).
#pragma once

#include <netinet/in.h>
#include <sys/uio.h>

#include <lineout/concepts.hpp>
#include <lineout/posix/detail/descriptor.hpp>
#include <lineout/sinks/batch_order.hpp>

namespace lineout::detail {

#if defined(__linux__)

// Neighbours that go as one message: how many, and the size of each but the last, which may be shorter.
struct datagram_run {
  size_t count;
  size_t size;
};

// The run that begins with the first of these sizes. Shorter ones may be filled up by as much as tolerance; what is
// longer than largest goes alone, and so does what is empty, because cutting would leave nothing of it.
template <typename SizeAt>
datagram_run run_of_datagrams(size_t count, size_t largest, size_t most_bytes, size_t tolerance, SizeAt size_at) {
  size_t longest = size_at(0);
  size_t shortest = longest;
  size_t taken = 1;
  if (longest == 0 || longest > largest) return {1, longest};
  while (taken < count) {
    const size_t next = size_at(taken);
    const size_t low = next < shortest ? next : shortest;
    const size_t high = next > longest ? next : longest;
    if (next == 0 || high > largest || high * (taken + 1) > most_bytes) break;
    const bool ends = high - low > tolerance;
    if (ends && next > longest) break;
    ++taken;
    if (ends) break;
    shortest = low;
    longest = high;
  }
  return {taken, longest};
}

// In which order packets leave: their indices.
inline void arrange(batch_order wanted, const packet* packets, size_t count, uint8_t* order) {
  for (size_t index = 0; index < count; ++index) {
    size_t at = index;
    for (; wanted == batch_order::by_length && at > 0 && packets[order[at - 1]].size() < packets[index].size(); --at)
      order[at] = order[at - 1];
    order[at] = static_cast<uint8_t>(index);
  }
}

// What one sendmmsg() is given; takes 2.5 KB of stack. More than 16 messages at once save nothing that can be measured.
class datagrams {
 public:
  static constexpr size_t most_messages = 16;
  static constexpr size_t most_pieces = batch_limit;

  // The most bytes of a message that is to be cut apart (the payload of UDP in IPv4).
  static constexpr size_t most_bytes = 65507;
  static_assert(most_pieces <= 64, "UDP_MAX_SEGMENTS, which newer systems have made 128");

  // Whether a socket can have its messages cut apart. One that cannot would send them in one piece.
  static bool can_be_cut(int socket) {
    int size = 0;
    socklen_t size_of_size = sizeof size;
    return ::getsockopt(socket, IPPROTO_UDP, udp_segment, &size, &size_of_size) == 0;
  }

  size_t size() const { return size_; }
  size_t room() const { return size_ < most_messages ? most_pieces - pieces_used_ : 0; }
  void clear() { size_ = pieces_used_ = 0; }

  // A further message, and its pieces.
  void begin() {
    mmsghdr& message = messages_[size_++];
    message = {};
    message.msg_hdr.msg_iov = pieces_ + pieces_used_;
  }
  void add(const char* data, size_t size) {
    pieces_[pieces_used_++] = {const_cast<char*>(data), size};
    ++messages_[size_ - 1].msg_hdr.msg_iovlen;
  }
  // The latest message is cut into datagrams of so many bytes, of which the last may have less.
  void cut(size_t size) {
    msghdr& message = messages_[size_ - 1].msg_hdr;
    message.msg_control = controls_[size_ - 1].bytes;
    message.msg_controllen = sizeof controls_[0].bytes;
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = udp_segment;
    header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    const uint16_t value = static_cast<uint16_t>(size);
    __builtin_memcpy(CMSG_DATA(header), &value, sizeof value);
  }

  // Sends everything, and calls sent(index) for each message that the system has taken, and refused(index), with errno
  // saying why, for each that it has not: where that says true, the message is tried again. False: not all of them
  // were taken at once.
  template <typename Sent, typename Refused> bool send(int socket, Sent sent, Refused refused) {
    bool at_once = true;
    for (size_t done = 0; done < size_;) {
      const int taken = ::sendmmsg(socket, messages_ + done, static_cast<unsigned>(size_ - done),  //
                                   MSG_DONTWAIT | MSG_NOSIGNAL);
      for (int index = 0; index < taken; ++index) sent(done++);
      at_once = at_once && done == size_;
      if (taken > 0 || (taken < 0 && errno == EINTR)) continue;
      if (!refused(done)) ++done;
    }
    return at_once;
  }

 private:
  static constexpr int udp_segment = 103;  // UDP_SEGMENT of <netinet/udp.h>, where that has it

  struct alignas(cmsghdr) control {
    char bytes[CMSG_SPACE(sizeof(uint16_t))];
  };

  mmsghdr messages_[most_messages];
  iovec pieces_[most_pieces];
  control controls_[most_messages];
  size_t size_ = 0;
  size_t pieces_used_ = 0;
};

#endif

}  // namespace lineout::detail
