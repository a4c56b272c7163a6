// What a catalogue knows of its events' argument types: their names, and what may be given for them.
#pragma once

#include <lineout/format/formatter.hpp>

namespace lineout {

template <typename... Args> class event;
template <size_t Count> class catalogue;

namespace detail {

// A type's name as the compiler writes it, without its namespaces.
template <typename T> constexpr text name_in_code() {
  const text signature = __PRETTY_FUNCTION__;
  size_t begin = signature.find('=') + 2;
  size_t end = begin;
  for (size_t depth = 0; end < signature.size(); ++end) {
    const char c = signature[end];
    if (depth == 0 && (c == ']' || c == ';')) break;
    if (c == '<') ++depth;
    if (c == '>') --depth;
    if (depth == 0 && c == ':') begin = end + 1;
  }
  return signature.skip(begin).first(end - begin);
}

// A type's name in a list of events: what its formatter calls it, what everybody does, or its own.
template <typename T> constexpr text event_type() {
  if constexpr (requires { text{formatter<T>::name}; }) return formatter<T>::name;
  else if constexpr (integer<T>) return "integer";
  else if constexpr (is_same<T, bool>) return "yes-no";
  else if constexpr (is_same<T, char>) return "character";
  else if constexpr (is_same<T, float> || is_same<T, double>) return "number";
  else if constexpr (is_same<T, const char*> || is_same<T, char*> || text_like<T>) return "text";
  else return name_in_code<T>();
}

// One more, which is empty, so that it is an array for an event without arguments too.
template <typename... Args> inline constexpr text event_types[] = {event_type<Args>()..., {}};

template <typename... Ts> struct types {};

template <typename T> T value_of();

// How arithmetic types are told apart: 0 is none.
template <typename T>
inline constexpr int arithmetic_kind = integer<T>                                ? 1
                               : is_same<T, bool>                        ? 2
                               : is_same<T, char>                        ? 3
                               : is_same<T, float> || is_same<T, double> ? 4
                                                                         : 0;

// Of numbers only the same kind will do, and no wider one than the event's or an int; anything else that converts.
template <typename Arg, typename Given> constexpr bool event_takes_one() {
  if constexpr (arithmetic_kind<Arg> != 0 && arithmetic_kind<Given> != 0)
    return arithmetic_kind<Arg> == arithmetic_kind<Given> && (sizeof(Given) <= sizeof(Arg) || sizeof(Given) <= sizeof(int));
  else if constexpr (arithmetic_kind<Arg> != 0) return false;
  else return requires(void (&taken)(const Arg&)) {
      taken(value_of<const Given&>());
    };
}

template <typename Args, typename Given> inline constexpr bool event_takes = false;
template <typename... Args, typename... Given>
requires(sizeof...(Args) == sizeof...(Given)) inline constexpr bool event_takes<types<Args...>, types<Given...>> =
    (event_takes_one<Args, Given>() && ...);

template <typename Arg, typename Given> constexpr void explain_argument() {
  static_assert(event_takes_one<Arg, Given>(),
                "lineout: error__this_argument_is_not_of_the_type_that_the_event_was_declared_with");
}
template <typename... Args, typename... Given> constexpr void explain_arguments(types<Args...>, types<Given...>) {
  static_assert(sizeof...(Given) >= sizeof...(Args), "lineout: error__fewer_arguments_than_the_event_has");
  static_assert(sizeof...(Given) <= sizeof...(Args), "lineout: error__more_arguments_than_the_event_has");
  if constexpr (sizeof...(Given) == sizeof...(Args)) (explain_argument<Args, Given>(), ...);
}

template <typename T> inline constexpr size_t event_count = 0;
template <typename... Args> inline constexpr size_t event_count<event<Args...>> = 1;
template <size_t Count> inline constexpr size_t event_count<catalogue<Count>> = Count;

// FNV-1a.
constexpr uint32_t hash_of(text words) {
  uint32_t hash = 2166136261U;
  for (const char c : words) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619U;
  return hash;
}

constexpr size_t power_of_two_above(size_t value) {
  size_t result = 1;
  while (result <= value) result <<= 1;
  return result;
}

}  // namespace detail
}  // namespace lineout
