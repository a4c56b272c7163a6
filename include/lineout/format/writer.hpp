// writer: puts characters into a fixed piece of memory, cleans what is not to leave raw, and marks what it had to cut.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/digits.hpp>
#include <lineout/detail/target.hpp>
#include <lineout/detail/utf8.hpp>
#include <lineout/format/detail/plain_pieces.hpp>
#include <lineout/text.hpp>

namespace lineout {

// What becomes of control characters (C0, DEL, C1) and of bytes that are not UTF-8 in a message's text. The escapes are
// C's, as programs, shells and grep know them; receivers that write #012 do so for bytes that reach them raw, so the two
// can be told apart. An escape stands for a byte: U+0085 is \xc2\x85.
enum class control_characters : uint8_t {
  escape,   // \n \r \t \x1b \xff
  replace,  // white space becomes a blank, everything else a question mark: one byte each
  keep,     // sent as they are, but for NUL, LF and CR, which no framing can carry: those are escaped
};

// Characters that readers obey or drop without showing them: U+2028 and U+2029 (parsers end a line there), U+202A to
// U+202E and U+2066 to U+2069 (terminals turn the direction of the text), U+FEFF (dropped at the beginning of a text).
// As control characters are escaped or replaced, they are too; or they stay.
enum class unseen_characters : uint8_t { clean, keep };

// A backslash in a text stays as it is, or is written twice, so that an escape cannot be mistaken for it. That is for
// arguments; a format string is the program's own.
enum class backslashes : uint8_t { keep, escape };

// All of it: what Options::control_characters says, as one word or as cleaning{control_characters::escape,
// unseen_characters::keep, backslashes::escape}.
struct cleaning {
  control_characters controls;
  unseen_characters unseen;
  char doubled;  // a backslash or NUL

  friend constexpr bool operator==(const cleaning&, const cleaning&) = default;
  constexpr cleaning(control_characters of, unseen_characters what = unseen_characters::clean,
                     backslashes which = backslashes::keep)
      : controls{of}, unseen{what}, doubled{which == backslashes::escape ? '\\' : '\0'} {}
};

// Writes from first up to last, which somebody else keeps. What does not fit is cut, never in the middle of a
// character. Never waits or fails; may be used in an interrupt.
class writer {
 public:
  [[gnu::always_inline]] constexpr writer(char* first, char* last, cleaning policy)
      : begin_{first}, position_{first}, end_{last}, limit_{last}, clean_{policy}, policy_{policy} {}

  constexpr size_t size() const { return static_cast<size_t>(position_ - begin_); }
  constexpr bool truncated() const { return truncated_; }
  // Whether a text is not clean for its backslashes, printable though it is.
  constexpr bool doubles_backslashes() const { return policy_.doubled != '\0'; }

  // For who writes clean characters in place: where the next one goes, how many there is room for behind a place, and
  // that they have been written up to one.
  constexpr char* position() { return position_; }
  constexpr size_t room(const char* at) const { return static_cast<size_t>(end_ - at); }
  constexpr void advance(char* to) { position_ = to; }

  // Characters that are known to be clean.
  constexpr void literal(const char* data, size_t size) {
    if constexpr (detail::has_plain_format) put(data, size);
    else put_here(data, size);
  }
  constexpr void literal(lineout::text words) { literal(words.data(), words.size()); }

  // Characters from anywhere: control characters and what is not UTF-8 leave as the policy says.
  constexpr void text(lineout::text words) {
    if constexpr (detail::has_plain_format) put_text(words);
    else put_text_here(words);
  }
  constexpr void character(char c) { text({&c, 1}); }

  constexpr void fill(char c, size_t count) {
    for (; count > 0; --count) literal(&c, 1);
  }

  // Value is an unsigned integer.
  template <typename Value> constexpr void decimal(Value value) {
    using word = detail::word_for<Value>;
    if constexpr (detail::has_wide_division && !detail::has_plain_format && sizeof(word) == 4) {
      const size_t size = detail::count_digits(value);
      if (size <= room()) [[likely]] {
        position_ += size;
        detail::write_decimal(position_, static_cast<word>(value));
        return;
      }
    }
    write_digits(static_cast<word>(value), false);
  }
  constexpr void signed_decimal(__INTPTR_TYPE__ value) {
    const auto bits = static_cast<uintptr_t>(value);
    const detail::word_for<uintptr_t> magnitude = value < 0 ? 0 - bits : bits;
    write_digits(magnitude, value < 0);
  }

  // To be called last: ends a text that was cut with the mark, for which it gives up as much as it needs.
  constexpr void finish(lineout::text mark) {
    if (!truncated_) return;
    const size_t capacity = static_cast<size_t>(limit_ - begin_);
    const size_t most = capacity > mark.size() ? capacity - mark.size() : 0;
    if (size() > most) position_ = begin_ + cut_before(most);
    end_ = limit_;
    if (mark.size() <= room()) literal(mark);
  }

 private:
  // Not inlined where messages have a way of their own that is (detail/plain_format.hpp): this is then for the others,
  // and so much code for each argument would take the compiler most of its time.
  [[gnu::noinline]] constexpr void put(const char* data, size_t size) { put_here(data, size); }
  [[gnu::noinline]] constexpr void put_text(lineout::text words) { put_text_here(words); }

  [[gnu::always_inline]] constexpr void put_here(const char* data, size_t size) {
    if (size > room()) [[unlikely]]
      return cut(data);
    detail::copy_short(position_, data, size);
    position_ += size;
  }
  [[gnu::always_inline]] constexpr void put_text_here(lineout::text words) {
    if (!detail::is_optimized_for_size && !doubles_backslashes() && words.size() <= room() &&
        detail::copy_printable(position_, words.data(), words.size())) [[likely]]
      position_ += words.size();
    else clean_(*this, words.data(), words.size());
  }

  template <typename Word> [[gnu::noinline]] constexpr void write_digits(Word value, bool negative) {
    char buffer[detail::most_digits + 1];
    char* const end = buffer + sizeof buffer;
    char* first = detail::write_decimal(end, value);
    if (negative) *--first = '-';
    literal(first, static_cast<size_t>(end - first));
  }

  // Usual: by the usual policy, which then need not be read. Where bytes are saved it is chosen when a writer is made, so
  // that a program has the code for its own policy alone.
  template <bool Usual> [[gnu::noinline]] static constexpr void clean(writer& out, const char* from, size_t left) {
    out.clean_here<Usual>(from, left);
  }
  template <bool Usual> [[gnu::always_inline]] constexpr void clean_here(const char* from, size_t left) {
    while (left > 0) {
      size_t size = detail::is_optimized_for_size ? put_clean<Usual>(from, left) : clean_bytes(from, left);
      if constexpr (!detail::is_optimized_for_size) literal(from, size);
      from += size;
      left -= size;
      if (left == 0) return;
      // What is clean, and had no room, has none as an escape either.
      size = policy<Usual>().controls == control_characters::keep ? 0 : shown<Usual>(detail::utf8_decode(from, left));
      if (size != 0) {
        whole(from, size);
      } else {
        size = 1;
        unclean<Usual>(*from);
      }
      from += size;
      left -= size;
    }
  }

  constexpr size_t room() const { return static_cast<size_t>(end_ - position_); }

  // As much of data as there is room for, which is less than all of it; nothing is written after it.
  [[gnu::noinline, gnu::cold]] constexpr void cut(const char* data) {
    const size_t size = detail::whole_characters(data, room());
    detail::copy(position_, data, size);
    position_ += size;
    end_ = position_;
    truncated_ = true;
  }
  // All of it or nothing, and then nothing after it.
  constexpr void whole(const char* data, size_t size) {
    if (size <= room()) return literal(data, size);
    end_ = position_;
    truncated_ = true;
  }
  // Where to cut what is written so that neither a character nor an escape is broken.
  constexpr size_t cut_before(size_t most) const {
    const size_t count = detail::whole_characters(begin_, most);
    for (size_t back = 1; back <= 3 && back <= count; ++back) {
      const char* const escape = begin_ + count - back;
      if (*escape != '\\') continue;
      if (doubles_backslashes() && is_second(count - back)) return count;
      return back < (escape[1] == 'x' ? 4 : 2) ? count - back : count;
    }
    return count;
  }
  // Of two backslashes that stand for one.
  constexpr bool is_second(size_t at) const {
    size_t run = 0;
    while (run <= at && begin_[at - run] == '\\') ++run;
    return (run & 1) == 0;
  }

  template <bool Usual> constexpr cleaning policy() const {
    if constexpr (Usual) return control_characters::escape;
    else return policy_;
  }
  template <bool Usual> constexpr bool is_clean(char c) const {
    if (c == policy<Usual>().doubled) return false;  // NUL is never clean
    if (policy<Usual>().controls == control_characters::keep) return c != '\0' && c != '\n' && c != '\r';
    return c >= 0x20 && c < 0x7f;
  }
  // The size of a character of two bytes or more that may leave as it is: of what utf8_decode() gives. Or 0.
  template <bool Usual> constexpr size_t shown(uint32_t decoded) const {
    if (detail::is_c1(decoded) || (policy<Usual>().unseen != unseen_characters::keep && detail::is_unseen(decoded)))
      return 0;
    return decoded & 7;
  }
  // How many bytes from the front can be copied as they are.
  constexpr size_t clean_bytes(const char* from, size_t size) const {
    size_t count = 0;
    if constexpr (detail::has_unaligned_access) {
      if (!__builtin_is_constant_evaluated() && !doubles_backslashes())
        while (size - count >= sizeof(size_t) && detail::unprintable(detail::load<size_t>(from + count)) == 0)
          count += sizeof(size_t);
    }
    while (count < size && is_clean<false>(from[count])) ++count;
    return count;
  }
  // Writes the bytes at the front that are clean, as many as there is room for, and returns their number.
  template <bool Usual> constexpr size_t put_clean(const char* from, size_t size) {
    char* const to = position_;
    if (size > room()) size = room();
    size_t count = 0;
    for (; count != size && is_clean<Usual>(from[count]); ++count) to[count] = from[count];
    position_ += count;
    return count;
  }
  template <bool Usual> constexpr void unclean(char c) {
    constexpr const char* hex = "0123456789abcdef";
    const uint8_t byte = static_cast<uint8_t>(c);
    const char letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c == '\\' ? c : 'x';
    char escape[] = {'\\', letter, hex[byte >> 4], hex[byte & 15]};
    size_t size = letter == 'x' ? 4 : 2;
    if (policy<Usual>().controls == control_characters::replace && c != '\\') {
      *escape = byte - 9U <= '\r' - 9U ? ' ' : '?';
      size = 1;
    }
    whole(escape, size);
  }

  // Which code cleans.
  struct any_cleaner {
    constexpr explicit any_cleaner(const cleaning&) {}
    constexpr void operator()(writer& out, const char* from, size_t left) const { clean<false>(out, from, left); }
  };
  struct chosen_cleaner {
    [[gnu::always_inline]] constexpr explicit chosen_cleaner(const cleaning& policy)
        : how{policy == cleaning{control_characters::escape} ? &clean<true> : &clean<false>} {}
    constexpr void operator()(writer& out, const char* from, size_t left) const { how(out, from, left); }
    void (*how)(writer&, const char*, size_t);
  };

  char* begin_;
  char* position_;
  char* end_;
  char* limit_;
  [[no_unique_address]] detail::conditional_t<detail::has_plain_format, any_cleaner, chosen_cleaner> clean_;
  cleaning policy_;
  bool truncated_ = false;
};

}  // namespace lineout
