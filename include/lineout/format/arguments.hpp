// arguments: what a call hands on beside its format: machine words, and the kinds that say how to read them.
#pragma once

#include <lineout/format/formatter.hpp>

namespace lineout::detail {

// What an argument is passed as: what its formatter says stands for it, or a reference.
template <typename T> [[gnu::always_inline]] constexpr decltype(auto) passed(const T& value) {
  using how = formatter<remove_cvref_t<T>>;
  if constexpr (requires { how::passed(value); }) return how::passed(value);
  else return (value);
}
template <typename T> using passed_t = decltype(passed(declared<const T&>()));

template <typename T>
concept is_written_by_spec = requires(writer& out, const T& value, const format_spec& spec) {
  formatter<T>::format(out, value, spec);
};
template <typename T>
concept is_written = is_written_by_spec<T> || requires(writer& out, const T& value) {
  formatter<T>::format(out, value);
};

// Writes a value by its formatter.
template <typename T> constexpr void write_argument(writer& out, const T& value, const format_spec& spec) {
  using plain = remove_cvref_t<T>;
  if constexpr (is_written_by_spec<plain>) formatter<plain>::format(out, value, spec);
  else if constexpr (is_written<plain>) formatter<plain>::format(out, value);
}

// What the engine knows of a type that it does not write itself.
struct argument_type {
  static constexpr size_t not_kept = ~size_t{0};

  void (*write)(writer& out, const void* value, const format_spec& spec);
  size_t size;  // of an object: its bytes, if a copy of them is all of it; or not_kept
};

union argument_word {
  size_t number;
  const char* characters;
  const void* pointer;
  const argument_type* type;
};

// Four bits each. The words of each kind, in order:
enum class kind : uint8_t {
  none,
  signed_number,    // the number, its sign extended
  unsigned_number,  // the number
  boolean,          // 0 or 1
  character,        // its code
  c_string,         // a pointer to characters that end in NUL; may be null
  text,             // a pointer to characters, and their number
  address,          // a pointer, and a type that is given a pointer to it
  bytes,            // a pointer to bytes, their number, and a type that is given a pointer to the two
  object,           // a pointer to a value, and its type, which is given the pointer
  more = 15,        // further kinds, packed: those of the arguments that follow
};
inline constexpr unsigned kind_bits = 4;

// A head is a call's priority, in the lowest bits, and above it the kinds of its first arguments, the first one lowest.
inline constexpr unsigned priority_bits = 8;

// An object whose alignment may be lost where it is kept is copied to a place that has it.
template <typename T, bool Specs> void write_value(writer& out, const void* object, const format_spec& spec) {
  const auto write = [&](const T& value) {
    if constexpr (Specs) write_argument(out, value, spec);
    else write_argument(out, value, format_spec{});
  };
  if constexpr (alignof(T) > alignof(argument_word) && __is_trivially_copyable(T)) {
    struct {
      char bytes[sizeof(T)];
    } copied;
    __builtin_memcpy(&copied, object, sizeof copied);
    write(__builtin_bit_cast(T, copied));
  } else {
    write(*static_cast<const T*>(object));
  }
}

template <typename T> consteval size_t kept_size() {
  if constexpr (integer<T>) return sizeof(T);
  if constexpr (requires { requires formatter<T>::is_self_contained; })
    if (__is_trivially_copyable(T)) return __is_empty(T) ? 0 : sizeof(T);
  return argument_type::not_kept;
}
template <typename T, bool Specs>
inline constexpr argument_type argument_type_of{&write_value<T, Specs>, kept_size<T>()};

template <bool Specs> void write_address(writer& out, const void* value, const format_spec& spec) {
  formatter<const void*>::format(out, static_cast<const argument_word*>(value)->pointer, Specs ? spec : format_spec{});
}
template <bool Specs> void write_bytes(writer& out, const void* value, const format_spec& spec) {
  const argument_word* const view = static_cast<const argument_word*>(value);
  format_bytes(out, static_cast<const uint8_t*>(view[0].pointer), view[1].number, Specs ? spec : format_spec{});
}
template <bool Specs> inline constexpr argument_type address_type{&write_address<Specs>, sizeof(void*)};
template <bool Specs> inline constexpr argument_type bytes_type{&write_bytes<Specs>, argument_type::not_kept};

// The kind of what an argument is passed as.
template <typename T> inline constexpr kind kind_of = kind::object;
template <integer T>
inline constexpr kind kind_of<T> = sizeof(T) > sizeof(size_t) ? kind::object
                                   : static_cast<T>(-1) < 0   ? kind::signed_number
                                                              : kind::unsigned_number;
template <> inline constexpr kind kind_of<bool> = kind::boolean;
template <> inline constexpr kind kind_of<char> = kind::character;
template <> inline constexpr kind kind_of<const void*> = kind::address;
template <> inline constexpr kind kind_of<const char*> = kind::c_string;
template <> inline constexpr kind kind_of<text> = kind::text;
template <> inline constexpr kind kind_of<byte_view> = kind::bytes;

template <typename T> inline constexpr kind argument_kind = kind_of<passed_t<T>>;
constexpr size_t words_of(kind which) {
  return which < kind::text || which == kind::more ? 1 : which == kind::bytes ? 3 : 2;
}

// Puts an argument's words, and returns where the next ones go.
template <bool Specs, typename T>
[[gnu::always_inline]] constexpr argument_word* put_argument(argument_word* to, const T& value) {
  constexpr kind which = argument_kind<T>;
  if constexpr (which == kind::object) {
    to[0].pointer = __builtin_addressof(value);
    to[1].type = &argument_type_of<remove_cvref_t<T>, Specs>;
  } else if constexpr (is_same<remove_cvref_t<T>, text>) {  // without a copy, which compilers keep when they save bytes
    to[0].characters = value.data();
    to[1].number = value.size();
  } else if constexpr (which == kind::text) {
    const text words = passed(value);
    to[0].characters = words.data();
    to[1].number = words.size();
  } else if constexpr (which == kind::bytes) {
    const byte_view bytes = passed(value);
    to[0].pointer = bytes.data();
    to[1].number = bytes.size();
    to[2].type = &bytes_type<Specs>;
  } else if constexpr (which == kind::c_string) {
    to[0].characters = passed(value);
  } else if constexpr (which == kind::address) {
    to[0].pointer = passed(value);
    to[1].type = &address_type<Specs>;
  } else {
    to[0].number = static_cast<size_t>(passed(value));
  }
  return to + words_of(which);
}

// How the kinds of a call's arguments are packed in its head.
inline constexpr size_t kinds_in_head = (sizeof(size_t) * 8 - priority_bits) / kind_bits;
template <typename... Args> struct packed_kinds {
  static constexpr size_t pack() {
    size_t packed = 0;
    unsigned shift = priority_bits;
    ((packed |= static_cast<size_t>(argument_kind<Args>) << shift, shift += kind_bits), ...);
    return packed;
  }
  static constexpr size_t words = (size_t{0} + ... + words_of(argument_kind<Args>));
  static constexpr size_t head = pack();
  // Whether an argument's words are preceded by one with further kinds.
  static constexpr bool begins_a_word(size_t) { return false; }
  static constexpr size_t from(size_t) { return 0; }
};
// Of more arguments than it has room for: the others' are packed in words before their arguments'.
template <typename... Args>
requires(sizeof...(Args) > kinds_in_head) struct packed_kinds<Args...> {
  static constexpr size_t count = sizeof...(Args);
  static constexpr kind kinds[count] = {argument_kind<Args>...};
  static constexpr size_t kinds_in_word = sizeof(size_t) * 8 / kind_bits;

  static constexpr bool begins_a_word(size_t index) {
    for (size_t begin = 0, room = kinds_in_head; count - begin > room; room = kinds_in_word) {
      begin += room - 1;
      if (begin == index) return true;
    }
    return false;
  }
  // Of the arguments from this one on, as many as there is room for.
  static constexpr size_t from(size_t index) {
    const size_t room = index == 0 ? kinds_in_head : kinds_in_word;
    const bool all = count - index <= room;
    size_t packed = 0;
    for (size_t place = 0; place < (all ? count - index : room - 1); ++place)
      packed |= static_cast<size_t>(kinds[index + place]) << (place * kind_bits);
    return all ? packed : packed | static_cast<size_t>(kind::more) << ((room - 1) * kind_bits);
  }
  static constexpr size_t head = from(0) << priority_bits;
  static constexpr size_t words = [] {
    size_t sum = 0;
    for (size_t index = 0; index < count; ++index) sum += words_of(kinds[index]) + (begins_a_word(index) ? 1 : 0);
    return sum;
  }();
};

// Puts all arguments' words.
template <bool Specs, typename... Args>
[[gnu::always_inline]] constexpr void put_arguments([[maybe_unused]] argument_word* to, const Args&... args) {
  if constexpr (sizeof...(Args) <= kinds_in_head) {
    ((to = put_argument<Specs>(to, args)), ...);
  } else {
    using packed = packed_kinds<Args...>;
    size_t index = 0;
    const auto put = [&](const auto& value) __attribute__((always_inline)) {
      if (packed::begins_a_word(index)) (to++)->number = packed::from(index);
      ++index;
      to = put_argument<Specs>(to, value);
    };
    (put(args), ...);
  }
}

}  // namespace lineout::detail
