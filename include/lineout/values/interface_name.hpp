// interface_name: the name of a network interface, as eth0: 1 to 15 characters, kept in the value itself.
#pragma once

#include <lineout/format/formatter.hpp>
#include <lineout/parsed.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__an_interface_name_is_1_to_15_printable_characters_without_blanks_slashes_and_colons();

// Operating systems keep 16 bytes, a NUL included.
inline constexpr size_t interface_name_limit = 15;

}  // namespace detail

// 16 bytes; empty unless given. What is taken is what Linux and the BSDs take for a name, as far as it is ASCII.
class interface_name {
 public:
  constexpr interface_name() = default;
  // From a literal; a wrong one is a compile error.
  consteval interface_name(const char* literal) {
    const auto result = parse(literal);
    if (!result) detail::error__an_interface_name_is_1_to_15_printable_characters_without_blanks_slashes_and_colons();
    *this = result.value;
  }

  static constexpr parsed<interface_name> parse(text input) {
    if (input.empty()) return {.error = "an interface's name is missing"};
    if (input == "." || input == "..") return {.error = "this names a directory, and can name no interface"};
    parsed<interface_name> result;
    for (const char c : input) {
      const bool good = c > ' ' && c < 0x7f && c != '/' && c != ':';
      if (!good || result.position == detail::interface_name_limit)
        return {.error = good ? text{"an interface's name is at most 15 characters long"}
                              : text{"an interface's name has no blank, slash or colon, and is ASCII"},
                .position = result.position};
      result.value.characters_[result.position++] = c;
    }
    result.value.size_ = static_cast<uint8_t>(result.position);
    result.position = 0;
    return result;
  }

  // A view of this object.
  constexpr text name() const& { return {characters_, size_}; }
  text name() const&& = delete;

  friend constexpr bool operator==(const interface_name&, const interface_name&) = default;

 private:
  char characters_[detail::interface_name_limit] = {};
  uint8_t size_ = 0;
};

template <> struct formatter<interface_name> {
  static constexpr bool is_self_contained = true;
  static constexpr text letters = "s";
  static constexpr void format(writer& out, const interface_name& value, const format_spec& spec) {
    write_padded(out, value.name(), spec);
  }
};

}  // namespace lineout
