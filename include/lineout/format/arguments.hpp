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

// What the engine knows of a type that has a formatter of its own.
struct object_type {
  static constexpr size_t not_kept = ~size_t{0};

  void (*write)(writer& out, const void* object, const format_spec& spec);
  size_t size;  // bytes, if a copy of them is all of the object; or not_kept
};

union word {
  size_t number;
  const char* characters;
  const uint8_t* bytes;
  const void* pointer;
  const object_type* type;
};

// Four bits each. The words of each kind, in order:
enum class kind : uint8_t {
  none,
  signed_number,    // the number, its sign extended
  unsigned_number,  // the number
  boolean,          // 0 or 1
  character,        // its code
  address,          // a pointer
  c_string,         // a pointer to characters that end in NUL; may be null
  text,             // a pointer to characters, and their number
  bytes,            // a pointer to bytes, and their number
  object,           // a pointer to a value, and one to its object_type
  more = 15,        // further kinds, packed: those of the arguments that follow
};
inline constexpr unsigned kind_bits = 4;

// A head is a call's priority, in the lowest bits, and above it the kinds of its first arguments, the first one lowest.
inline constexpr unsigned priority_bits = 8;

// An object whose alignment may be lost where it is kept is copied to a place that has it.
template <typename T, bool Specs> void write_object(writer& out, const void* object, const format_spec& spec) {
  const auto write = [&](const T& value) {
    if constexpr (Specs) write_argument(out, value, spec);
    else write_argument(out, value, format_spec{});
  };
  if constexpr (alignof(T) > alignof(word) && __is_trivially_copyable(T)) {
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
  return object_type::not_kept;
}
template <typename T, bool Specs>
inline constexpr object_type object_type_of{&write_object<T, Specs>, kept_size<T>()};

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
constexpr size_t words_of(kind which) { return which >= kind::text ? 2 : 1; }

// Puts an argument's words, and returns where the next ones go.
template <bool Specs, typename T> [[gnu::always_inline]] constexpr word* put_argument(word* to, const T& value) {
  constexpr kind which = argument_kind<T>;
  if constexpr (which == kind::object) {
    to[0].pointer = __builtin_addressof(value);
    to[1].type = &object_type_of<remove_cvref_t<T>, Specs>;
  } else if constexpr (which == kind::text) {
    const text words = passed(value);
    to[0].characters = words.data();
    to[1].number = words.size();
  } else if constexpr (which == kind::bytes) {
    const byte_view bytes = passed(value);
    to[0].bytes = bytes.data();
    to[1].number = bytes.size();
  } else if constexpr (which == kind::c_string) {
    to[0].characters = passed(value);
  } else if constexpr (which == kind::address) {
    to[0].pointer = passed(value);
  } else {
    to[0].number = static_cast<size_t>(passed(value));
  }
  return to + words_of(which);
}

// How the kinds of a call's arguments are packed: some in its head, and the others in words before their arguments'.
template <typename... Args> class packed_kinds {
  static constexpr size_t count = sizeof...(Args);
  static constexpr kind kinds[count + 1] = {argument_kind<Args>..., kind::none};
  static constexpr size_t in_head = (sizeof(size_t) * 8 - priority_bits) / kind_bits;
  static constexpr size_t in_word = sizeof(size_t) * 8 / kind_bits;

 public:
  // Whether an argument's words are preceded by one with further kinds.
  static constexpr bool begins_a_word(size_t index) {
    for (size_t begin = 0, room = in_head; count - begin > room; room = in_word) {
      begin += room - 1;
      if (begin == index) return true;
    }
    return false;
  }
  // Of the arguments from this one on, as many as there is room for.
  static constexpr size_t from(size_t index) {
    const size_t room = index == 0 ? in_head : in_word;
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
  static constexpr bool in_one_head = count <= in_head;
};

// Puts all arguments' words.
template <bool Specs, typename... Args>
[[gnu::always_inline]] constexpr void put_arguments([[maybe_unused]] word* to, const Args&... args) {
  if constexpr (packed_kinds<Args...>::in_one_head) {
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
