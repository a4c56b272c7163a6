// The values of this router's events that the library has no type for, and the list that its events are kept in.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <lineout/lineout.hpp>

namespace router {

using lineout::duration;
using lineout::error_number;
using lineout::event;
using lineout::interface_name;
using lineout::ipv4_address;
using lineout::ipv4_prefix;
using lineout::mac_address;
using lineout::severity;

// A security parameter index: which of its keys a packet of a tunnel is for.
struct spi {
  uint32_t value;
};

// The number of the thread that speaks, in two digits.
struct thread {
  unsigned number;
};

template <size_t Size> struct kind_name {
  char characters[Size];
  consteval kind_name(const char (&literal)[Size]) {
    for (size_t index = 0; index < Size; ++index) characters[index] = literal[index];
  }
};

// Text of a kind that the manual names: word<"version">.
template <kind_name Kind> struct word {
  lineout::text value;
  static constexpr lineout::text kind{Kind.characters, sizeof Kind.characters - 1};
};

// Events that are declared, in the order of the manual.
template <const auto&... Events> struct events { static constexpr lineout::catalogue lines{Events...}; };

}  // namespace router

template <> struct lineout::formatter<router::spi> {
  static constexpr void format(writer& out, const router::spi& what, format_spec spec) {
    spec.letter = 'x';
    spec.zero = true;
    spec.width = 8;
    formatter<unsigned>::format(out, what.value, spec);
  }
};

template <> struct lineout::formatter<router::thread> {
  static constexpr void format(writer& out, const router::thread& what, format_spec spec) {
    spec.zero = true;
    spec.width = 2;
    formatter<unsigned>::format(out, what.number, spec);
  }
};

template <router::kind_name Kind> struct lineout::formatter<router::word<Kind>> {
  static constexpr text name = router::word<Kind>::kind;
  static constexpr void format(writer& out, const router::word<Kind>& what, const format_spec& spec) {
    formatter<text>::format(out, what.value, spec);
  }
};
