// gathered: records one behind the other, for one system call, and which of them it took.
#pragma once

#include <sys/uio.h>

#include <lineout/concepts.hpp>
#include <lineout/detail/copy.hpp>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// Records that lie one behind the other: how many, and their bytes.
struct some_pieces {
  size_t count;
  size_t size;
};

// Those, from the first on, that have at most so many bytes together; 1 at least.
inline some_pieces pieces_within(const iovec* pieces, size_t count, size_t most = ~size_t{0}) {
  some_pieces within{1, pieces[0].iov_len};
  while (within.count < count && within.size + pieces[within.count].iov_len <= most)
    within.size += pieces[within.count++].iov_len;
  return within;
}

// How many of the pieces, whole, a system call has taken that took so many bytes; what is left of these is of the next.
inline size_t whole_pieces(const iovec* pieces, size_t count, size_t& taken) {
  size_t whole = 0;
  while (whole < count && pieces[whole].iov_len <= taken) taken -= pieces[whole++].iov_len;
  return whole;
}

inline void set_all(outcome* outcomes, size_t count, outcome value) {
  for (size_t index = 0; index < count; ++index) outcomes[index] = value;
}

// How a record is written: before and behind it is room for so many bytes, which finish(begin, size of the record)
// fills. One that is not accepted is lost.
struct bare_records {
  static constexpr size_t before = 0;
  static constexpr size_t behind = 0;
  bool accepts(const packet&) const { return true; }
  void finish(char*, size_t) const {}
};

struct lines {
  static constexpr size_t before = 0;
  static constexpr size_t behind = 1;
  bool accepts(const packet& record) const { return record.tailroom() >= 1; }
  void finish(char* begin, size_t size) const { begin[size] = '\n'; }
};

// The same for one record, in its own rooms; false: it is not accepted.
template <typename Form> bool finish_record(packet& record, const Form& form) {
  if (!form.accepts(record)) return false;
  const size_t size = record.size();
  char* const begin = record.prepend(Form::before);
  record.append(Form::behind);
  form.finish(begin, size);
  return true;
}

// Puts records one behind the other and calls use(pieces, outcomes, count) until the outcome of each is known; use
// gives, each time, of how many it is known now, from the first on: 1 or more. Copying them costs less than half of
// what it costs to have the system look at each (writev). A record that is longer than all the room stays where it is,
// and is alone. Takes 7.5 KB of stack.
template <typename Form, typename Use>
[[gnu::noinline]] void gather(const packet* records, outcome* outcomes, size_t count, const Form& form, Use use) {
  constexpr size_t room = 6144;
  char bytes[room];
  iovec pieces[batch_limit];
  for (size_t done = 0; done < count;) {
    size_t made = 0;
    char* end = bytes;
    for (; done + made < count; ++made) {
      packet record = records[done + made];
      const size_t total = Form::before + record.size() + Form::behind;
      if (!form.accepts(record) || total > static_cast<size_t>(bytes + room - end)) break;
      copy(end + Form::before, record.data(), record.size());
      form.finish(end, record.size());
      pieces[made] = {end, total};
      end += total;
    }
    if (made == 0) {
      packet record = records[done];
      if (finish_record(record, form)) pieces[made++] = {record.data(), record.size()};
      else outcomes[done++] = outcome::lost;
    }
    for (size_t used = 0; used < made;) used += use(pieces + used, outcomes + done + used, made - used);
    done += made;
  }
}

}  // namespace lineout::detail
