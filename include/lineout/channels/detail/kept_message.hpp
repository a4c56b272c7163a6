// kept_message: a message in a slot of a ring: its header fields, its text with room around it, and behind these the
// MSGID and the structured data.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/copy.hpp>
#include <lineout/detail/traits.hpp>
#include <lineout/message.hpp>

namespace lineout::detail {

struct kept_heading {
  // Aligned to words, so that a heading has no gap on 32-bit processors.
  using word_aligned [[gnu::aligned(sizeof(void*))]] = int64_t;

  const lineout::origin* origin;  // null: what is kept is not text yet
  word_aligned seconds;
  uint32_t nanoseconds;
  int16_t offset_minutes;
  uint8_t pri;
  uint8_t mark_and_id_size;  // the highest bit, and the others

  constexpr bool is_mark() const { return (mark_and_id_size & 0x80) != 0; }
  constexpr size_t id_size() const { return mark_and_id_size & 0x7f; }
  static constexpr kept_heading of(const message& what, bool mark = false) {
    return {what.origin,
            what.time.seconds(),
            what.time.nanoseconds(),
            static_cast<int16_t>(what.time.offset_minutes()),
            what.priority.pri(),
            static_cast<uint8_t>(mark ? 0x80 : 0)};
  }
  constexpr timestamp time() const { return timestamp::of_valid(seconds, nanoseconds, offset_minutes); }
};

template <size_t Bytes> struct kept_message {
  using extent = conditional_t<(Bytes < 65536), uint16_t, uint32_t>;
  static constexpr size_t longest_id = 127;

  kept_heading head;
  atomic refused;    // how many messages found no slot before this one
  extent offset;     // of the text
  extent data_size;  // of the structured data
  alignas(size_t) char bytes[Bytes];

  // The text is in bytes already.
  constexpr void keep(const message& what, bool mark) {
    head = kept_heading::of(what, mark);
    offset = static_cast<extent>(what.body.data() - bytes);
    data_size = 0;
  }
  // The MSGID and the structured data. tailroom: what is to stay free behind the text. Returns how many of the two had
  // to be left out.
  [[gnu::noinline, gnu::cold]] constexpr size_t keep_rest(const message& what, size_t tailroom) {
    const size_t used = offset + what.body.size() + tailroom;
    size_t left_out = 0;
    size_t end = Bytes;
    if (what.id.size() <= longest_id && used + what.id.size() <= end) {
      end -= what.id.size();
      for (size_t index = 0; index < what.id.size(); ++index) bytes[end + index] = what.id[index];
      head.mark_and_id_size = static_cast<uint8_t>(head.mark_and_id_size | what.id.size());
    } else {
      ++left_out;
    }
    if (used + what.structured_data.size() <= end) {
      data_size = static_cast<extent>(what.structured_data.size());
      for (size_t index = 0; index < data_size; ++index) bytes[end - data_size + index] = what.structured_data[index];
    } else {
      ++left_out;
    }
    return left_out;
  }
  // size: of the text.
  constexpr message get(size_t size) const {
    char* const begin = const_cast<char*>(bytes);
    const size_t id_begin = Bytes - head.id_size();
    packet body{begin, id_begin - data_size, offset};
    body.append(size);
    return {priority::of_valid(head.pri), head.time(), head.origin, body, text{begin + id_begin, head.id_size()},
            text{begin + id_begin - data_size, data_size}};
  }
};

}  // namespace lineout::detail
