// What a format makes of its arguments, in up to 600 bytes: at once, and once more, where they can be kept, from what was
// kept, which must be the same.
#pragma once

#include <lineout/detail/stored.hpp>
#include <lineout/format/format_string.hpp>

#include <string>

#include <doctest/doctest.h>

// Args are what lineout::detail::passed() gives.
template <typename... Args> std::string formatted_later(const char* format, Args... args) {
  constexpr lineout::size_t words = (0 + ... + lineout::detail::words_of<lineout::detail::remove_cvref_t<Args>>());
  alignas(lineout::detail::stored_word) char kept[1024];
  lineout::detail::storing to{kept, words, sizeof kept};
  (to.keep(args), ...);
  char bytes[600];
  lineout::writer out{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  lineout::detail::stored from{kept, words};
  lineout::detail::write_stored<true, Args...>(out, format, from, "(cut)");
  return {bytes, out.size()};
}

template <typename... Args>
std::string formatted(const lineout::format_string<lineout::detail::type_identity_t<Args>...>& format,
                      const Args&... args) {
  char bytes[600];
  lineout::writer out{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  lineout::format_to(out, format, args...);
  const std::string at_once{bytes, out.size()};
  if constexpr ((lineout::detail::is_storable<lineout::detail::passed_t<Args>> && ...))
    CHECK(formatted_later<lineout::detail::passed_t<Args>...>(format.literal(), lineout::detail::passed(args)...) ==
          at_once);
  return at_once;
}
