// kmsg_records: reads Linux' /dev/kmsg: the level of each record, and its sequence number, time and KEY=value lines as
// structured data.
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/detail/copy.hpp>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/priority.hpp>

namespace lineout {

struct kmsg_options {
  // The most bytes of a record's text, and of its structured data. A value that does not fit is left out whole.
  static constexpr size_t text_size = 512;
  static constexpr size_t structured_data_size = rfc5424_options::structured_data_limit;
  static constexpr text structured_data_id = "kmsg@32473";
};

// Lines come in, and messages go out: "6,339,5140900,-;text" and " SUBSYSTEM=net" become a message of kern.info with
// [kmsg@32473 sequence="339" time="5.140900" SUBSYSTEM="net"]. A record is complete when the next line is not one of
// its own, or at flush(). A line that belongs to no record is a message as it is. As Options::levels of a console.
template <typename Options = kmsg_options> class kmsg_records {
 public:
  // emit(priority, words, structured data) is called for each message, with views of this object and of the line.
  // continues: the line goes on with the one before, which was too long for one.
  template <typename Emit> constexpr void line(text words, bool continues, priority level, Emit emit) {
    if (continues) {
      if (is_text_) return append_text(words);
      if (is_value_) return;
    } else {
      is_value_ = holds_ && words.first(1) == " " && words.find('=') < words.size();
      if (is_value_) return append_value(words.skip(1));
      flush(emit);
      if (begin(words, level)) return;
    }
    flush(emit);
    is_text_ = is_value_ = false;
    emit(level, words, text{});
  }
  template <typename Emit> constexpr void flush(Emit emit) {
    if (!holds_) return;
    holds_ = false;
    data_[data_size_] = ']';
    emit(level_, text{words_, size_}, text{data_, data_size_ + 1});
  }

 private:
  // PRI,SEQUENCE,MICROSECONDS,FLAGS[,...];TEXT
  constexpr bool begin(text words, priority level) {
    const size_t semicolon = words.find(';');
    text fields = words.first(semicolon);
    uint64_t numbers[3] = {};
    for (uint64_t& number : numbers) {
      const text field = fields.first(fields.find(','));
      if (semicolon == words.size() || field.empty() || field.size() > 19 || field.size() == fields.size())
        return false;
      for (const char c : field) {
        if (!detail::is_digit(c)) return false;
        number = number * 10 + static_cast<uint64_t>(c - '0');
      }
      fields = fields.skip(field.size() + 1);
    }
    const auto given = priority::from_pri(numbers[0] < 192 ? static_cast<unsigned>(numbers[0]) : 192);
    level_ = given ? given.value : level;
    holds_ = is_text_ = true;
    size_ = 0;
    append_text(words.skip(semicolon + 1));
    data_size_ = 0;
    append("[");
    append(Options::structured_data_id);
    append_number(" sequence=\"", numbers[1]);
    const auto seconds = detail::divide(numbers[2], 1000000);
    append_number("\" time=\"", seconds.quotient);
    append_number(".", seconds.remainder + uint64_t{1000000}, 1);
    append("\"");
    return true;
  }
  // All of it or nothing, where a quotation mark and a bracket still fit behind it.
  constexpr bool append(text words) {
    if (words.size() + 2 > Options::structured_data_size - data_size_) return false;
    detail::copy(data_ + data_size_, words.data(), words.size());
    data_size_ += words.size();
    return true;
  }
  constexpr void append_number(text before, uint64_t value, size_t skipped = 0) {
    char digits[detail::most_digits] = {};
    const char* const first = detail::write_decimal(digits + sizeof digits, value) + skipped;
    append(before);
    append({first, static_cast<size_t>(digits + sizeof digits - first)});
  }
  constexpr void append_text(text words) {
    const size_t room = Options::text_size - size_;
    const size_t size = words.size() <= room ? words.size() : detail::whole_characters(words.data(), room);
    detail::copy(words_ + size_, words.data(), size);
    size_ += size;
  }
  // KEY=value; the kernel has escaped what is not printable.
  constexpr void append_value(text words) {
    is_text_ = false;
    const size_t equals = words.find('=');
    if (!is_structured_data_name(words.first(equals))) return;
    const size_t before = data_size_;
    bool fits = append(" ") && append(words.first(equals)) && append("=\"");
    for (const char c : words.skip(equals + 1)) {
      if (c == '"' || c == '\\' || c == ']') fits = fits && append("\\");
      fits = fits && append({&c, 1});
    }
    if (!fits || !append("\"")) data_size_ = before;
  }

  static_assert(Options::structured_data_size >= 96, "lineout: structured_data_size is at least 96");

  priority level_;
  bool holds_ = false;     // a record that is not complete
  bool is_text_ = false;   // the latest line was a record's text
  bool is_value_ = false;  // or one of its values
  size_t size_ = 0;
  size_t data_size_ = 0;
  char words_[Options::text_size] = {};
  char data_[Options::structured_data_size] = {};
};

}  // namespace lineout
