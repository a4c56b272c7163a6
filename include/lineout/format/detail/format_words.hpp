// The one function that writes a message's text: from a format string, the kinds of its arguments, and their words.
#pragma once

#include <lineout/format/arguments.hpp>
#include <lineout/format/detail/plain_pieces.hpp>

namespace lineout::detail {

// Writes a format string's literal up to its next placeholder or its end, and returns where that is.
[[gnu::noinline]] constexpr const char* write_literal(writer& out, const char* at) {
  for (;;) {
    char* const to = out.position();
    const size_t room = out.room(to);
    size_t count = 0;
    char c = *at;
    // In one comparison: neither a brace nor the end. In three, for what is not ASCII.
    while (static_cast<uint8_t>(c - 1) < '{' - 1 || (c != '\0' && c != '{' && c != '}')) {
      if (count < room) to[count] = c;
      c = at[++count];
    }
    if (count <= room) out.advance(to + count);
    else out.literal(at, count);  // writes it again, and cuts it
    at += count;
    if (c == '\0' || at[1] != c) return at;
    out.literal(at, 1);
    at += 2;
  }
}

// Writes one argument for a placeholder without a spec: by itself, so that what honours specs need not be in the
// program. No switch, which would be a call into libgcc on some processors. What it calls, it calls last, so that its
// own stack is given back before.
inline constexpr format_spec no_spec{};
[[gnu::noinline]] inline void write_plain_words(writer& out, kind which, const argument_word* words) {
  if (which >= kind::address) {
    const argument_type* const type = words[which == kind::bytes ? 2 : 1].type;
    return type->write(out, which == kind::object ? words->pointer : words, no_spec);
  }
  if (which == kind::signed_number) return out.signed_decimal(static_cast<__INTPTR_TYPE__>(words->number));
  if (which == kind::unsigned_number) return out.decimal(words->number);
  const char* from = words->characters;
  size_t size = 1;
  if (which == kind::text) {
    size = words[1].number;
  } else if (which == kind::character) {
    constexpr bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    from = reinterpret_cast<const char*>(words) + (big ? sizeof(size_t) - 1 : 0);
  } else {
    if (which == kind::boolean) from = words->number != 0 ? "true" : "false";
    else if (from == nullptr) from = "(null)";
    size = text{from}.size();
  }
  out.text({from, size});
}

// The same with a spec.
[[gnu::noinline]] inline const argument_word* write_words(writer& out, kind which, const argument_word* words,
                                                          const format_spec& spec) {
  const argument_word* const next = words + words_of(which);
  const size_t number = words->number;
  if (which >= kind::address) {
    next[-1].type->write(out, which == kind::object ? words->pointer : words, spec);
  } else if (which >= kind::c_string) {
    if (which == kind::text) formatter<text>::format(out, {words->characters, words[1].number}, spec);
    else formatter<const char*>::format(out, words->characters, spec);
  } else if (which >= kind::boolean) {
    if (which == kind::boolean) formatter<bool>::format(out, number != 0, spec);
    else formatter<char>::format(out, static_cast<char>(number), spec);
  } else {
    if (which == kind::signed_number)
      formatter<__INTPTR_TYPE__>::format(out, static_cast<__INTPTR_TYPE__>(number), spec);
    else formatter<size_t>::format(out, number, spec);
  }
  return next;
}

// Takes the next kind; further ones are in the words.
inline kind next_kind(size_t& kinds, const argument_word*& words) {
  if ((kinds & 15) == static_cast<size_t>(kind::more)) kinds = (words++)->number;
  const auto which = static_cast<kind>(kinds & 15);
  kinds >>= kind_bits;
  return which;
}

// Writes the argument for a placeholder at a place in a format string, and returns where that ends.
template <bool Specs>
inline const char* write_placeholder(writer& out, const char* at, kind which, const argument_word*& words) {
  if (Specs && at[1] != '}') {
    const spec_reading reading = read_spec(at + 2);
    words = write_words(out, which, words, reading.spec);
    return reading.end + 1;
  }
  const argument_word* const given = words;
  ++words;  // words_of(), which is larger
  if (which >= kind::text) ++words;
  if (which == kind::bytes) ++words;
  write_plain_words(out, which, given);
  return at + 2;
}

template <bool Specs>
[[gnu::noinline]] inline void format_slowly(writer& out, const char* at, size_t kinds, const argument_word* words) {
  for (;;) {
    at = write_literal(out, at);
    if (*at == '\0') return;
    const kind which = next_kind(kinds, words);
    at = write_placeholder<Specs>(out, at, which, words);
  }
}

// The same, eight bytes of the format at a time, and texts and numbers in place. It may read up to seven bytes behind
// the format's end, on the same page of memory. What is not plain, it leaves to the function above.
template <bool Specs>
[[gnu::noinline, gnu::no_sanitize_address]] inline void format_quickly(writer& out, const char* at, size_t kinds,
                                                                       const argument_word* words) {
  using anywhere [[gnu::may_alias, gnu::aligned(1)]] = uint64_t;
  constexpr uint64_t ones = ~uint64_t{0} / 255;
  constexpr size_t margin = 8 + most_digits + 1 + plain_overlap;
  char* to = out.position();
  while (out.room(to) >= margin) {
    if ((reinterpret_cast<uintptr_t>(at) & 4095) <= 4096 - sizeof(uint64_t)) [[likely]] {
      const uint64_t next = *reinterpret_cast<const anywhere*>(unknown(at));
      store(to, next);
      // The upper bit of what is below a blank, a brace, or above one: the lowest such bit is right.
      const uint64_t found = ((next + ones * 5) | (next - ones * 0x20) | next) & (ones * 0x80);
      const size_t count = found == 0 ? 8 : static_cast<size_t>(__builtin_ctzll(found)) / 8;
      at += count;
      to += count;
      if (found == 0) continue;
    }
    const char c = *at;
    if (c != '{' || at[1] == '{') {
      if (c == '\0') break;
      *to++ = c;
      at += c == '{' || c == '}' ? 2 : 1;
      continue;
    }
    const kind which = next_kind(kinds, words);
    uint64_t unclean = 0;
    text piece;
    if (at[1] == '}' && which <= kind::unsigned_number) {
      if (which == kind::signed_number) to = write_plain(to, static_cast<__INTPTR_TYPE__>(words->number), unclean);
      else to = write_plain(to, words->number, unclean);
      ++words;
      at += 2;
      continue;
    }
    if (at[1] != '}' || (which != kind::c_string && which != kind::text)) {
      out.advance(to);
      at = write_placeholder<Specs>(out, at, which, words);
      to = out.position();
      continue;
    }
    if (which == kind::text) piece = {words[0].characters, words[1].number};
    else piece = plain(words->characters);
    words += words_of(which);
    at += 2;
    if (!out.doubles_backslashes() && piece.size() + plain_overlap <= out.room(to)) [[likely]] {
      char* const end = write_plain(to, piece, unclean);
      if ((unclean & (ones * 0x80)) == 0) [[likely]] {
        to = end;
        continue;
      }
    }
    out.advance(to);
    out.text(piece);
    to = out.position();
  }
  out.advance(to);
  if (*at != '\0') format_slowly<Specs>(out, at, kinds, words);
}

template <bool Specs>
inline void format_words(writer& out, const char* format, size_t kinds, const argument_word* words) {
  if constexpr (is_quick) format_quickly<Specs>(out, format, kinds, words);
  else format_slowly<Specs>(out, format, kinds, words);
}

}  // namespace lineout::detail
