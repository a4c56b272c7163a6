// What a format makes of its arguments, in up to 600 bytes: by the way that the target has, and once more by the one
// for small targets, and, where they can be kept, from what was kept: all must be the same.
#pragma once

#include <lineout/format/detail/kept_words.hpp>
#include <lineout/format/format_string.hpp>

#include <string>

#include <doctest/doctest.h>

template <typename... Args>
std::string formatted(const lineout::format_string<lineout::detail::type_identity_t<Args>...>& format,
                      const Args&... args) {
  using namespace lineout::detail;
  char bytes[600];
  lineout::writer out{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  lineout::format_to(out, format, args...);
  const std::string at_once{bytes, out.size()};

  using packed = packed_kinds<Args...>;
  const size_t kinds = packed::head >> priority_bits;
  argument_word words[packed::words + 1];
  put_arguments<true>(words, args...);
  lineout::writer slow{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  format_slowly<true>(slow, format.literal(), kinds, words);
  CHECK(std::string(bytes, slow.size()) == at_once);

  if (const kept_room room = room_of(kinds, words); room.possible) {
    alignas(argument_word) char kept[1024];
    word_keeper keeper{kept, room, kept + sizeof kept, "(cut)"};
    const size_t kept_kinds = keeper.keep(kinds, words);
    CHECK_FALSE(keeper.cut());
    lineout::writer later{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
    format_words<true>(later, format.literal(), kept_kinds, reinterpret_cast<const argument_word*>(kept));
    CHECK(std::string(bytes, later.size()) == at_once);
  }
  return at_once;
}
