#include <lineout/detail/traits.hpp>

#include <type_traits>

#include <doctest/doctest.h>

using namespace lineout::detail;

TEST_CASE("the traits are the standard library's") {
  static_assert(std::is_same_v<remove_cvref_t<const volatile int&>, int>);
  static_assert(std::is_same_v<remove_reference_t<int&&>, int>);
  static_assert(std::is_same_v<type_identity_t<const int>, const int>);
  static_assert(same_as<int, int> && !same_as<int, const int>);
  static_assert(largest<1, 3, 2>() == 3 && largest<>() == 0);
  CHECK(true);
}

TEST_CASE("integers are the numbers, and not characters, truth values or enumerations") {
  static_assert(integer<int> && integer<unsigned char> && integer<long long>);
  static_assert(!integer<char> && !integer<bool> && !integer<wchar_t> && !integer<double>);
  static_assert(sizeof(word_for<short>) == 4 && sizeof(word_for<long long>) == 8);
  CHECK(true);
}
