// long_record: a record that is too long for a datagram, cut or in pieces.
#pragma once

#include <netinet/in.h>
#include <sys/uio.h>

#include <lineout/detail/utf8.hpp>
#include <lineout/posix/detail/deadline.hpp>

namespace lineout::detail {

// How many bytes of a record stand before its text, as RFC 5424 or RFC 3164 has it. 0: it is neither.
constexpr size_t record_header_size(text record) {
  const size_t pri_end = record.find('>');
  if (record.empty() || record[0] != '<' || pri_end > 4) return 0;
  size_t at = pri_end + 1;
  if (record.skip(at).first(2) != text{"1 "}) {
    for (; at + 1 < record.size(); ++at)
      if (record[at] == ':' && record[at + 1] == ' ') return at + 2;
    return pri_end + 1;
  }
  // Version, time, host, program, process and message id.
  for (int field = 0; field < 6; ++field) at += record.skip(at).find(' ') + 1;
  if (at >= record.size()) return 0;
  // Structured data, in which a blank may be within brackets, and a bracket within quotation marks.
  bool inside = false;
  bool quoted = false;
  for (; at < record.size() && (inside || record[at] != ' '); ++at) {
    const char c = record[at];
    if (quoted && c == '\\') ++at;
    else if (c == '"') quoted = !quoted;
    else if (!quoted) inside = c == '[' || (inside && c != ']');
  }
  return at < record.size() ? at + 1 : 0;
}

// The most bytes that a connected UDP socket's way takes in one datagram, as far as the system knows.
inline size_t largest_datagram(int number, int family) {
  const bool ipv6 = family == AF_INET6;
  const size_t headers = ipv6 ? 48 : 28;
#if defined(IP_MTU) && defined(IPV6_MTU)
  int mtu = 0;
  socklen_t size = sizeof mtu;
  const int level = ipv6 ? static_cast<int>(IPPROTO_IPV6) : static_cast<int>(IPPROTO_IP);
  if (::getsockopt(number, level, ipv6 ? IPV6_MTU : IP_MTU, &mtu, &size) == 0 && static_cast<size_t>(mtu) > headers &&
      mtu <= 65535)
    return static_cast<size_t>(mtu) - headers;
#endif
  return 65535 - headers;
}

inline bool send_pieces(int number, iovec* pieces, size_t count, deadline& time) {
  msghdr message{};
  message.msg_iov = pieces;
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(count);
#if defined(MSG_NOSIGNAL)
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
  constexpr int flags = MSG_DONTWAIT;
#endif
  while (::sendmsg(number, &message, flags) < 0)
    if (errno != EINTR && !time.wait_after(errno, number)) return false;
  return true;
}

// As much as most bytes take, no character torn, and a mark. Most is at least 4.
inline bool send_cut(int number, text record, size_t most, deadline& time) {
  static constexpr char mark[] = {'.', '.', '.'};
  const size_t kept = whole_characters(record.data(), most - sizeof mark);
  iovec pieces[] = {{const_cast<char*>(record.data()), kept}, {const_cast<char*>(mark), sizeof mark}};
  return send_pieces(number, pieces, 2, time);
}

// Several records with the same header, each with a part of the text. False: not all of them have been sent.
inline bool send_split(int number, text record, size_t most, deadline& time) {
  const size_t header = record_header_size(record);
  if (header + 4 > most) return errno = EMSGSIZE, false;
  for (text rest = record.skip(header); !rest.empty();) {
    const size_t room = most - header;
    const size_t part = rest.size() <= room ? rest.size() : whole_characters(rest.data(), room);
    iovec pieces[] = {{const_cast<char*>(record.data()), header}, {const_cast<char*>(rest.data()), part}};
    if (!send_pieces(number, pieces, 2, time)) return false;
    rest = rest.skip(part);
  }
  return true;
}

}  // namespace lineout::detail
