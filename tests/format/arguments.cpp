#include <lineout/format/arguments.hpp>

#include <lineout/values/ipv4_address.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace lineout;
using namespace lineout::detail;

namespace {

enum class numbered : std::uint8_t { one = 1 };
enum class named { on };
struct view_of_int {
  const int* where;
};
struct counted {
  counted(const counted& other) : number{other.number} {}
  int number;
};
struct nothing {};

template <typename T> constexpr kind is = argument_kind<T>;
template <typename T> constexpr bool can_be_kept = kept_size<T>() != argument_type::not_kept;

}  // namespace

template <> struct lineout::formatter<named> {
  static void format(writer& out, named) { out.literal("on"); }
};
template <> struct lineout::formatter<view_of_int> {
  static void format(writer& out, const view_of_int&) { out.literal("x"); }
};
template <> struct lineout::formatter<counted> {
  static constexpr bool is_self_contained = true;
  static void format(writer& out, const counted&) { out.literal("x"); }
};
template <> struct lineout::formatter<nothing> {
  static constexpr bool is_self_contained = true;
  static void format(writer& out, const nothing&) { out.literal("nothing"); }
};

TEST_CASE("every type has the kind of what stands for it") {
  static_assert(is<int> == kind::signed_number && is<signed char> == kind::signed_number);
  static_assert(is<unsigned> == kind::unsigned_number && is<std::uint8_t> == kind::unsigned_number);
  static_assert(is<size_t> == kind::unsigned_number && is<numbered> == kind::unsigned_number);
  static_assert(is<bool> == kind::boolean && is<char> == kind::character);
  static_assert(is<const char*> == kind::c_string && is<char*> == kind::c_string);
  static_assert(is<text> == kind::text && is<std::string> == kind::text && is<std::string_view> == kind::text);
  static_assert(is<char[7]> == kind::text);
  static_assert(is<void*> == kind::address && is<volatile int*> == kind::address && is<void (*)()> == kind::address);
  static_assert(is<decltype(nullptr)> == kind::address);
  static_assert(is<uint8_t[4]> == kind::bytes);
  static_assert(is<ipv4_address> == kind::object && is<named> == kind::object && is<counted> == kind::object);
  static_assert(is<uint64_t> == (sizeof(size_t) == 8 ? kind::unsigned_number : kind::object));
  CHECK(true);
}

TEST_CASE("an object can be kept if its formatter says that its bytes are all of it, and they may be copied") {
  static_assert(can_be_kept<ipv4_address> && can_be_kept<long long>);
  static_assert(!can_be_kept<view_of_int> && !can_be_kept<named> && !can_be_kept<counted>);
  static_assert(kept_size<nothing>() == 0 && kept_size<ipv4_address>() == 4);
  CHECK(true);
}

TEST_CASE("the kinds stand above the priority, the first one lowest, and each argument has its words in order") {
  static_assert(packed_kinds<int, text, bool>::head == 0x36100);
  static_assert(packed_kinds<>::head == 0 && packed_kinds<>::words == 0);
  static_assert(packed_kinds<int, text, uint8_t[2], void*>::words == 1 + 2 + 3 + 2);
  argument_word words[5];
  put_arguments<true>(words, -1, text{"abc"}, true, 'x');
  CHECK(words[0].number == ~size_t{0});
  CHECK(std::string_view(words[1].characters, words[2].number) == "abc");
  CHECK(words[3].number == 1);
  CHECK(words[4].number == 'x');
}

TEST_CASE("what a head has no room for stands in words before the arguments' own") {
  if constexpr (sizeof(size_t) == 8) {
    using many = packed_kinds<int, int, int, int, int, int, int, int, int, int, int, int, int, bool, char>;
    static_assert(kinds_in_head == 14 && many::words == 16);
    static_assert(many::head == 0xf111111111111100);
    argument_word words[many::words];
    put_arguments<true>(words, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, false, 'y');
    CHECK(words[12].number == 13);
    CHECK(words[13].number == 0x43);
    CHECK(words[14].number == 0);
    CHECK(words[15].number == 'y');
  }
}

TEST_CASE("nothing is copied of an object") {
  const ipv4_address address{"10.0.0.1"};
  argument_word words[2];
  put_arguments<true>(words, address);
  CHECK(words[0].pointer == &address);
  CHECK(words[1].type->size == 4);
}
