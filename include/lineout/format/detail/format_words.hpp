// The one function that writes a message's text: from a format string, the kinds of its arguments, and their words.
#pragma once

#include <lineout/format/arguments.hpp>
#include <lineout/format/detail/plain_pieces.hpp>

namespace lineout::detail {

// Writes a format string's literal up to its next placeholder or its end, and returns where that is.
constexpr const char* write_literal(writer& out, const char* at) {
  const char* from = at;
  for (; *at != '\0'; ++at) {
    if (*at != '{' && *at != '}') continue;
    if (at[1] != *at) break;
    ++at;
    out.literal(from, static_cast<size_t>(at - from));
    from = at + 1;
  }
  out.literal(from, static_cast<size_t>(at - from));
  return at;
}

// Reads the placeholder that begins at a place in a format string, and returns where it ends.
template <bool Specs> constexpr const char* read_placeholder(const char* at, format_spec& spec) {
  if constexpr (Specs) {
    if (at[1] != '}') {
      const spec_reading reading = read_spec(at + 2);
      spec = reading.spec;
      return reading.end + 1;
    }
  }
  return at + 2;
}

// Writes one argument, and returns where the next one's words are.
template <bool Specs>
[[gnu::noinline]] constexpr const word* write_words(writer& out, kind which, const word* words,
                                                    const format_spec& given) {
  const format_spec spec = Specs ? given : format_spec{};
  switch (which) {
    case kind::boolean: formatter<bool>::format(out, words->number != 0, spec); break;
    case kind::character: formatter<char>::format(out, static_cast<char>(words->number), spec); break;
    case kind::address: format_address(out, words->pointer, spec); break;
    case kind::c_string: formatter<const char*>::format(out, words->characters, spec); break;
    case kind::text: formatter<text>::format(out, {words[0].characters, words[1].number}, spec); break;
    case kind::bytes: format_bytes(out, words[0].bytes, words[1].number, spec); break;
    case kind::object: words[1].type->write(out, words[0].pointer, spec); break;
    case kind::unsigned_number: formatter<size_t>::format(out, words->number, spec); break;
    default: formatter<__INTPTR_TYPE__>::format(out, static_cast<__INTPTR_TYPE__>(words->number), spec); break;
  }
  return words + words_of(which);
}

// Takes the next kind; further ones are in the words.
constexpr kind next_kind(size_t& kinds, const word*& words) {
  if ((kinds & 15) == static_cast<size_t>(kind::more)) kinds = (words++)->number;
  const auto which = static_cast<kind>(kinds & 15);
  kinds >>= kind_bits;
  return which;
}

// In constant expressions, and where there is no better way.
template <bool Specs>
[[gnu::noinline]] constexpr void format_slowly(writer& out, const char* at, size_t kinds, const word* words) {
  for (;;) {
    at = write_literal(out, at);
    if (*at == '\0') return;
    format_spec spec;
    at = read_placeholder<Specs>(at, spec);
    const kind which = next_kind(kinds, words);
    words = write_words<Specs>(out, which, words, spec);
  }
}

// The same, eight bytes of the format at a time, and texts and numbers in place. It may read up to seven bytes behind
// the format's end, on the same page of memory. What is not plain, it leaves to the function above.
template <bool Specs>
[[gnu::noinline, gnu::no_sanitize_address]] inline void format_quickly(writer& out, const char* at, size_t kinds,
                                                                       const word* words) {
  constexpr uint64_t ones = ~uint64_t{0} / 255;
  constexpr size_t margin = 8 + most_digits + 1 + plain_overlap;
  char* to = out.position();
  while (out.room(to) >= margin) {
    if ((reinterpret_cast<uintptr_t>(at) & 4095) <= 4096 - sizeof(uint64_t)) [[likely]] {
      const auto next = load<uint64_t>(unknown(at));
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
    const word here = *words;
    text piece;
    if (at[1] == '}') [[likely]] {
      at += 2;
      uint64_t found = 0;
      switch (which) {
        case kind::signed_number:
          to = write_plain(to, static_cast<__INTPTR_TYPE__>(here.number), found);
          ++words;
          continue;
        case kind::unsigned_number:
          to = write_plain(to, here.number, found);
          ++words;
          continue;
        case kind::c_string:
          piece = plain(here.characters);
          ++words;
          break;
        case kind::text:
          piece = {here.characters, words[1].number};
          words += 2;
          break;
        default:
          out.advance(to);
          words = write_words<false>(out, which, words, {});
          to = out.position();
          continue;
      }
      if (piece.size() + plain_overlap <= out.room(to)) [[likely]] {
        char* const end = write_plain(to, piece, found);
        if ((found & (ones * 0x80)) == 0) [[likely]] {
          to = end;
          continue;
        }
      }
      out.advance(to);
      out.text(piece);
      to = out.position();
    } else {
      format_spec spec;
      at = read_placeholder<Specs>(at, spec);
      out.advance(to);
      words = write_words<Specs>(out, which, words, spec);
      to = out.position();
    }
  }
  out.advance(to);
  if (*at != '\0') format_slowly<Specs>(out, at, kinds, words);
}

template <bool Specs> constexpr void format_words(writer& out, const char* format, size_t kinds, const word* words) {
  if constexpr (has_plain_format)
    if (!__builtin_is_constant_evaluated()) return format_quickly<Specs>(out, format, kinds, words);
  format_slowly<Specs>(out, format, kinds, words);
}

}  // namespace lineout::detail
