// gathered: records as the pieces of one system call, and which of them it took.
#pragma once

#include <sys/uio.h>

#include <lineout/concepts.hpp>
#include <lineout/detail/copy.hpp>
#include <lineout/posix/descriptor.hpp>

namespace lineout::detail {

inline iovec piece_of(const packet& record) { return {record.data(), record.size()}; }

// How many of the pieces, whole, a system call has taken that took so many bytes; what is left of these is of the next.
inline size_t whole_pieces(const iovec* pieces, size_t count, size_t& taken) {
  size_t whole = 0;
  while (whole < count && pieces[whole].iov_len <= taken) taken -= pieces[whole++].iov_len;
  return whole;
}

// How many of the pieces, from the first on, hold at most so many bytes together, and how many they hold; 1 at least.
struct some_pieces {
  size_t count;
  size_t size;
};
inline some_pieces pieces_within(const iovec* pieces, size_t count, size_t most) {
  some_pieces within{1, pieces[0].iov_len};
  while (within.count < count && within.size + pieces[within.count].iov_len <= most)
    within.size += pieces[within.count++].iov_len;
  return within;
}

// Makes each record what is to be written of it, by make(packet&), and calls use(pieces, outcomes, count) until the
// outcome of each is known; use gives, each time, of how many it is known now, from the first on: 1 or more. A record
// for which make says false is lost. Takes 1.5 KB of stack.
template <typename Make, typename Use>
void gather(const packet* records, outcome* outcomes, size_t count, Make make, Use use) {
  iovec pieces[batch_limit];
  for (size_t done = 0; done < count;) {
    size_t made = 0;
    for (; done + made < count; ++made) {
      packet record = records[done + made];
      if (!make(record)) break;
      pieces[made] = piece_of(record);
    }
    for (size_t used = 0; used < made;) used += use(pieces + used, outcomes + done + used, made - used);
    done += made;
    if (done < count) outcomes[done++] = outcome::lost;
  }
}

// Ends a record with a newline; false: there is no room for it.
inline bool end_line(packet& record) {
  char* const newline = record.append(1);
  if (newline != nullptr) *newline = '\n';
  return newline != nullptr;
}

inline void set_all(outcome* outcomes, size_t count, outcome value) {
  for (size_t index = 0; index < count; ++index) outcomes[index] = value;
}

// The most that are written together, in bytes.
inline constexpr size_t most_joined = 6144;

// Writes pieces that have so many bytes together, or one alone. To copy them costs half of what the system's look at
// each of them costs.
[[gnu::noinline]] inline ssize_t write_pieces(int number, const iovec* pieces, size_t count, size_t size) {
  if (count == 1) return ::write(number, pieces->iov_base, size);
  char joined[most_joined];
  char* end = joined;
  for (size_t index = 0; index < count; ++index) {
    copy(end, static_cast<const char*>(pieces[index].iov_base), pieces[index].iov_len);
    end += pieces[index].iov_len;
  }
  return ::write(number, joined, size);
}

// As send_now() for one record, into a stream.
inline ssize_t send_now(int number, const iovec* pieces, size_t count) {
#if defined(MSG_NOSIGNAL)
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
  constexpr int flags = MSG_DONTWAIT;
#endif
  if (count == 1) return send_now(number, static_cast<const char*>(pieces->iov_base), pieces->iov_len);
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(pieces);
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(count);
  ssize_t taken = ::sendmsg(number, &message, flags);
  while (taken < 0 && errno == EINTR) taken = ::sendmsg(number, &message, flags);
  return taken;
}

}  // namespace lineout::detail
