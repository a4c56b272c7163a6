// Arguments that are kept to be formatted later: words, one or more for each, and behind them the characters of the
// texts.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/utf8.hpp>
#include <lineout/format/format_string.hpp>
#include <lineout/message.hpp>

namespace lineout::detail {

using stored_word = uintptr_t;
template <typename T>
inline constexpr bool is_view = is_same<T, text> || is_same<T, const char*> || is_same<T, byte_view>;

// How many words a value takes; what a view shows takes one for its size.
template <typename T> consteval size_t words_of() {
  if (is_view<T>) return 1;
  return __is_empty(T) ? 0 : (sizeof(T) + sizeof(stored_word) - 1) / sizeof(stored_word);
}

// Whether what passed() gives for an argument can be kept: a value of the language, a view of characters or bytes, which
// are copied, or what its formatter says to be self-contained.
template <typename T>
inline constexpr bool is_storable =
    is_view<T> || integer<T> || is_same<T, char> || is_same<T, bool> || is_same<T, const void*>;
template <typename T>
requires requires { requires formatter<T>::is_self_contained; }
inline constexpr bool is_storable<const T&> = __is_trivially_copyable(T);

// Keeps them in memory that is aligned to words; the number of words of all that is kept is known beforehand.
class storing {
 public:
  storing(char* to, size_t words, size_t size)
      : word_{reinterpret_cast<memory*>(to)}, character_{to + words * sizeof(stored_word)}, end_{to + size} {}

  constexpr char* end() const { return character_; }

  template <typename T> [[gnu::always_inline]] void keep(const T& value) {
    if constexpr (words_of<T>() != 0) {
      stored_word words[words_of<T>()] = {};
      __builtin_memcpy(words, &value, sizeof value);
      for (const stored_word word : words) *word_++ = word;
    }
  }
  void keep(text words) { keep_bytes(words.data(), words.size()); }
  void keep(byte_view bytes) { keep_bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size()); }
  void keep(const char* words) {
    if (words == nullptr) return keep(null);
    if constexpr (is_hosted) return keep(text{words});
    const char* from = words;
    char* to = character_;
    for (; *from != '\0'; *to++ = *from++)
      if (to == end_) [[unlikely]]
        return keep_cut(words);
    *word_++ = static_cast<stored_word>(to - character_) << 1;
    character_ = to;
  }

  static constexpr stored_word null = ~stored_word{0};  // instead of a size, which is shifted by one: the lowest bit
  static constexpr stored_word cut = 1;                 // says whether the text was longer

 private:
  using memory [[gnu::may_alias]] = stored_word;

  void keep_bytes(const char* data, size_t size) {
    if (size > static_cast<size_t>(end_ - character_)) [[unlikely]]
      return keep_cut(data);
    *word_++ = stored_word{size} << 1;
    if (size == 0) return;  // there may be no data
    copy_short(character_, data, size);
    character_ += size;
  }
  // As much as there is room for, of what is longer.
  void keep_cut(const char* data) {
    const size_t size = copy_part(character_, data, static_cast<size_t>(end_ - character_));
    *word_++ = (stored_word{size} << 1) | cut;
    character_ += size;
  }
  [[gnu::noinline, gnu::cold]] static size_t copy_part(char* to, const char* from, size_t room) {
    const size_t size = whole_characters(from, room);
    copy(to, from, size);
    return size;
  }

  memory* word_;
  char* character_;
  char* end_;
};

// Gives them back, in the same order. Views are of what is kept; a C string is a text.
class stored {
 public:
  constexpr stored(const char* from, size_t words) : word_{from}, character_{from + words * sizeof(stored_word)} {}

  template <typename T> T next() {
    if constexpr (is_same<T, text>) {
      const stored_word size = next<stored_word>();
      if (size == storing::null) return "(null)";
      is_cut_ = (size & storing::cut) != 0;
      cut_count_ += is_cut_ ? 1 : 0;
      const text words{character_, size >> 1};
      character_ += words.size();
      return words;
    } else if constexpr (is_same<T, byte_view>) {
      const text bytes = next<text>();
      return {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
    } else {
      struct {
        char bytes[sizeof(T)];
      } value;
      __builtin_memcpy(&value, word_, sizeof value);
      word_ += words_of<T>() * sizeof(stored_word);
      return __builtin_bit_cast(T, value);
    }
  }
  // Whether the view that was given last showed more; and how many did.
  constexpr bool is_cut() const { return is_cut_; }
  constexpr size_t cut_count() const { return cut_count_; }

 private:
  const char* word_;
  const char* character_;
  size_t cut_count_ = 0;
  bool is_cut_ = false;
};

// Makes a message of what was kept: sets its time and its origin, and writes its text, which it gives back the size of.
using restorer = size_t (*)(message& what, const char* from, char* to, size_t room);

template <typename T> struct restored { using type = remove_cvref_t<T>; };
template <> struct restored<const char*> { using type = text; };
template <typename T> using restored_t = typename restored<T>::type;

template <bool Specs, typename T>
const char* write_stored_argument(writer& out, const char* at, stored& from, text cut_mark) {
  at = write_placeholder<Specs>(out, at, from.next<restored_t<T>>());
  if constexpr (is_view<remove_cvref_t<T>>)
    if (from.is_cut()) [[unlikely]]
      out.literal(cut_mark);
  return at;
}

// The format's literals are looked for again: their sizes are not kept.
template <bool Specs, typename... Args>
void write_stored(writer& out, const char* format, [[maybe_unused]] stored& from, [[maybe_unused]] text cut_mark) {
  ((format = write_unknown_literal(out, format),
    format = write_stored_argument<Specs, Args>(out, format, from, cut_mark)),
   ...);
  write_unknown_literal(out, format);
}

}  // namespace lineout::detail
