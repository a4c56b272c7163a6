// How a format with nothing but {} takes its texts and integers: all of it in one go, where there is room for the most
// that it can be, and what must not leave raw is looked for once, at the end.
#pragma once

#include <lineout/format/detail/plain_pieces.hpp>
#include <lineout/format/format_string.hpp>

namespace lineout::detail {

// The size of what lies between two placeholders, as the compiler notes it: with how it may be read, which is not to be
// outside the format string.
class literal_size {
 public:
  static constexpr size_t most = 126;
  static constexpr uint8_t unknown = 255;  // longer, or with doubled braces; to be looked for

  constexpr explicit literal_size(uint8_t code) : code_{code} {}
  // Of size bytes, with so many in front of them and from their first one on.
  static constexpr uint8_t code(size_t size, size_t in_front, size_t readable) {
    if (size > most) return unknown;
    if (!has_plain_format) return static_cast<uint8_t>(size);
    if (size <= 8 && readable >= 8) return static_cast<uint8_t>(size);
    if (size > 8 && size <= 16 && readable >= 16) return static_cast<uint8_t>(size);
    if (size != 0 && size <= 8 && in_front + size >= 8) return static_cast<uint8_t>(size | ending);
    return static_cast<uint8_t>(size | anyhow);
  }

  constexpr bool is_unknown() const { return code_ == unknown; }
  constexpr bool is_nothing() const { return (code_ & 127) == 0; }
  constexpr size_t value() const {
    if constexpr (has_plain_format) return code_ & (code_ >= anyhow ? 127 : 31);
    else return code_;
  }

  // Eight bytes can be read there, or sixteen: then code() is value().
  constexpr bool begins_a_word() const { return code_ <= 8; }
  constexpr bool begins_two_words() const { return code_ <= 16; }
  constexpr size_t code() const { return code_; }
  // Eight bytes that end with it can be read.
  constexpr bool ends_a_word() const { return code_ < anyhow; }

 private:
  static constexpr uint8_t ending = 32;
  static constexpr uint8_t anyhow = 128;
  uint8_t code_;
};

// What stands for an argument here; nothing for what is only convertible to one of these.
constexpr text plain(same_as<text> auto words) { return words; }
constexpr text plain(same_as<bool> auto value) { return value ? "true" : "false"; }
constexpr text plain(const same_as<char> auto& value) { return {&value, 1}; }
template <integer T> constexpr T plain(T value) { return value; }

template <typename T>
concept has_plain = has_plain_format && requires(const T& value) {
  plain(value);
};

constexpr size_t most_size(text words) { return words.size(); }
// With a sign.
template <integer T> constexpr size_t most_size(T) { return sizeof(T) > 4 ? most_digits : 11; }

// Each writes to where there is room for the most, and plain_overlap more, and returns where it ends.
[[gnu::noinline]] inline void write_exactly(char* to, const char* from, size_t size) {
  from = unknown(from);
  if (size > 16) {
    const auto last = load<uint64_t>(from + size - 8);
    for (size_t index = 0; index + 8 < size; index += 8) store(to + index, load<uint64_t>(from + index));
    store(to + size - 8, last);
  } else if (size >= 2) {
    copy_short(to, from, size);
  } else if (size != 0) {
    *to = *from;
  }
}

// from: moved behind the placeholder that follows.
[[gnu::always_inline]] inline char* write_plain_literal(char* to, const char*& from, literal_size size) {
  const char* const at = unknown(from);
  size_t count = size.code();
  if (size.begins_a_word()) [[likely]] {
    store(to, load<uint64_t>(at));
  } else if (size.begins_two_words()) {
    const auto second = load<uint64_t>(at + 8);
    store(to, load<uint64_t>(at));
    store(to + 8, second);
  } else {
    count = size.value();
    if (size.ends_a_word()) store(to, load<uint64_t>(at + count - 8) >> (64 - count * 8));
    else write_exactly(to, at, count);
  }
  from += count + 2;
  return to + count;
}

// A format's literals: the sizes of what lies between its placeholders, in whole words, which registers hold.
template <size_t Count> class plain_literals {
 public:
  static constexpr size_t word_count = (Count + 9) / 8;

  constexpr plain_literals(const char* literal, const uint64_t (&sizes)[word_count]) : literal_{literal} {
    for (size_t index = 0; index < word_count; ++index) sizes_[index] = sizes[index];
  }
  // Of the literal before the argument of this number.
  constexpr literal_size size(size_t index) const { return literal_size{byte(index + 1)}; }
  // Whether there is nothing to be looked for in it: each placeholder is {}, each size is known.
  constexpr bool is_plain() const { return byte(0) != not_plain; }
  // Then: of all literals.
  constexpr size_t plain_size() const { return byte(0); }
  constexpr const char* literal() const { return literal_; }

  // Notes them.
  template <size_t Size> static consteval void note(const char (&literal)[Size], uint64_t (&sizes)[word_count]) {
    const char* from = literal;
    size_t number = 0;
    size_t sum = 0;
    const auto set = [&](size_t index, size_t size) { sizes[index / 8] |= uint64_t{size} << (index % 8 * 8); };
    const auto end_at = [&](const char* to) {
      const auto size = static_cast<size_t>(to - from);
      bool doubled = false;
      for (const char* at = from; at < to; ++at) doubled = doubled || *at == '{' || *at == '}';
      const bool regular = !doubled && size <= literal_size::most;
      const auto in_front = static_cast<size_t>(from - literal);
      set(++number, regular ? literal_size::code(size, in_front, Size - in_front) : literal_size::unknown);
      sum += regular ? size : not_plain;
    };
    for (const char* at = literal; *at != '\0'; ++at) {
      if (*at != '{' && *at != '}') continue;
      if (at[1] == *at) {
        ++at;
        continue;
      }
      end_at(at);
      if (at[1] != '}') sum = not_plain;
      while (*at != '}') ++at;
      from = at + 1;
    }
    end_at(literal + Size - 1);
    set(0, sum < not_plain ? sum : not_plain);
  }

 private:
  static constexpr size_t not_plain = 255;

  constexpr uint8_t byte(size_t index) const { return static_cast<uint8_t>(sizes_[index / 8] >> (index % 8 * 8)); }

  const char* literal_;
  uint64_t sizes_[word_count];
};

// A format string that knows them. It has no base class, and no member of class type: clang++ 16 would crash.
template <bool Specs, typename... Args> class plain_format_string {
  using checked = basic_format_string<Specs, Args...>;
  using noted = plain_literals<sizeof...(Args)>;

 public:
  // Checked among the initialisers: clang 14 refuses it in the body.
  template <size_t Size>
  consteval plain_format_string(const char (&words)[Size]) : literal_{(void(checked{words}), words)} {
    noted::note(words, sizes_);
  }
  template <no_literal T> constexpr plain_format_string(T&& words) : literal_{""} {
    [[maybe_unused]] const checked whole{words};
  }

  constexpr const char* literal() const { return literal_; }
  constexpr noted literals() const { return noted{literal_, sizes_}; }

 private:
  const char* literal_;
  uint64_t sizes_[noted::word_count]{};
};

// Where the text ends that Format says; null if there may be no room for it, if something in it must not leave raw, or
// if the format is not plain. Of what was written is then nothing of use.
template <typename Format, typename... Args>
[[gnu::always_inline]] inline char* write_plain_format(char* to, size_t room, const Format& format, Args... args) {
  if (!format.is_plain() || ((format.plain_size() + plain_overlap) + ... + most_size(args)) > room) [[unlikely]]
    return nullptr;
  const char* from = format.literal();
  size_t index = 0;
  uint64_t found = 0;
  ((to = write_plain_literal(to, from, format.size(index++)), to = write_plain(to, args, found)), ...);
  if (!format.size(index).is_nothing()) to = write_plain_literal(to, from, format.size(index));
  if ((found & ~uint64_t{0} / 255 * 0x80) != 0) [[unlikely]]
    return nullptr;
  if (to == nullptr) __builtin_unreachable();
  return to;
}

}  // namespace lineout::detail
