// The few type traits that the core needs, without <type_traits>.
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

template <typename T> struct remove_reference { using type = T; };
template <typename T> struct remove_reference<T&> { using type = T; };
template <typename T> struct remove_reference<T&&> { using type = T; };
template <typename T> using remove_reference_t = typename remove_reference<T>::type;

template <typename T> struct remove_cv { using type = T; };
template <typename T> struct remove_cv<const T> { using type = T; };
template <typename T> struct remove_cv<volatile T> { using type = T; };
template <typename T> struct remove_cv<const volatile T> { using type = T; };
template <typename T> using remove_cvref_t = typename remove_cv<remove_reference_t<T>>::type;

// Keeps a parameter out of template argument deduction.
template <typename T> struct type_identity { using type = T; };
template <typename T> using type_identity_t = typename type_identity<T>::type;

template <bool Condition, typename T, typename U> struct conditional { using type = T; };
template <typename T, typename U> struct conditional<false, T, U> { using type = U; };
template <bool Condition, typename T, typename U> using conditional_t = typename conditional<Condition, T, U>::type;

// Stands for a value where nothing is evaluated.
template <typename T> T declared() noexcept;

template <typename T, typename U>
concept same_as = __is_same(T, U) && __is_same(U, T);

template <typename T, typename U> inline constexpr bool is_same = __is_same(T, U);
template <typename T> inline constexpr bool is_enum = __is_enum(T);
template <typename T> inline constexpr bool always_false = false;

template <typename T>
concept integer = is_same<T, signed char> || is_same<T, unsigned char> || is_same<T, short> ||
    is_same<T, unsigned short> || is_same<T, int> || is_same<T, unsigned> || is_same<T, long> ||
    is_same<T, unsigned long> || is_same<T, long long> || is_same<T, unsigned long long>;

template <size_t Size> struct word_of { using type = uint32_t; };
template <> struct word_of<8> { using type = uint64_t; };
// The unsigned type, of two, in which an integer is worked with.
template <integer T> using word_for = typename word_of<sizeof(T)>::type;

template <typename T> constexpr T&& forward(remove_reference_t<T>& value) noexcept { return static_cast<T&&>(value); }
template <typename T> constexpr remove_reference_t<T>&& move(T&& value) noexcept {
  return static_cast<remove_reference_t<T>&&>(value);
}

template <size_t... Values> constexpr size_t largest() {
  size_t result = 0;
  ((result = Values > result ? Values : result), ...);
  return result;
}

}  // namespace lineout::detail
