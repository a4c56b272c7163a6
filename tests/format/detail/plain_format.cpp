#include <lineout/format/detail/plain_format.hpp>

#include <lineout/format/format_string.hpp>

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

// What has a formatter of its own is not written as what it can be converted to.
struct words_of_its_own {
  const char* data() const { return "x"; }
  size_t size() const { return 1; }
  operator const char*() const { return "x"; }
};
static_assert(!detail::has_plain<const void*> && !detail::has_plain<const double&>);
static_assert(!detail::has_plain<const words_of_its_own&>);

// Both ways, into memory that ends where the text may: the plain one gives nothing where it does not know better.
struct both {
  std::string plain;
  std::string general;
  bool is_plain = false;
};

// A format string for both ways.
template <typename... Args> struct plain_string {
  template <size_t Size> consteval plain_string(const char (&words)[Size]) : plain{words}, general{words} {}
  detail::plain_format_string<true, Args...> plain;
  format_string<Args...> general;
};

template <typename... Args>
both written(size_t room, const plain_string<detail::type_identity_t<Args>...>& format, Args... args) {
  both result;
  const auto bytes = std::make_unique<char[]>(room);
  writer out{bytes.get(), bytes.get() + room, control_characters::escape};
  format_to<Args...>(out, format.general, args...);
  result.general.assign(bytes.get(), out.size());
  const char* const end = detail::write_plain_format(bytes.get(), room, format.plain.literals(), detail::plain(args)...);
  result.is_plain = end != nullptr;
  if (result.is_plain) result.plain.assign(bytes.get(), static_cast<size_t>(end - bytes.get()));
  return result;
}

template <typename... Args>
void check_same(const plain_string<detail::type_identity_t<Args>...>& format, Args... args) {
  const both result = written<Args...>(600, format, args...);
  CHECK(result.is_plain);
  CHECK(result.plain == result.general);
}

template <typename T> void check_values() {
  std::mt19937_64 random{1};
  for (int bits = 0; bits <= 64; ++bits)
    for (int round = 0; round < 200; ++round)
      check_same("<{}>", static_cast<T>(bits == 0 ? 0 : random() >> (64 - bits)));
  T power = 1;
  for (int digits = 0; digits < std::numeric_limits<T>::digits10; ++digits, power = static_cast<T>(power * 10)) {
    check_same("<{}>", power);
    check_same("<{}>", static_cast<T>(power - 1));
  }
  check_same("{}", std::numeric_limits<T>::max());
  check_same("{}", std::numeric_limits<T>::min());
}

}  // namespace

TEST_CASE("integers of every size are the digits that they are in general") {
  if constexpr (!detail::has_plain_format) return;
  check_values<signed char>();
  check_values<unsigned char>();
  check_values<short>();
  check_values<unsigned short>();
  check_values<int>();
  check_values<unsigned>();
  check_values<long>();
  check_values<unsigned long long>();
}

TEST_CASE("eight digits are found side by side") {
  for (uint32_t value = 0; value < 100000000; value += value < 1000000 ? 1 : 9973) {
    char expected[9];
    std::snprintf(expected, sizeof expected, "%08u", value);
    char digits[8];
    const auto word = detail::eight_digits(value);
    for (int index = 0; index < 8; ++index) digits[index] = static_cast<char>(word >> (index * 8));
    if (std::memcmp(digits, expected, 8) != 0) CHECK(value == 0xffffffff);
  }
  CHECK(true);
}

TEST_CASE("texts of every size are copied, and nothing around them is read") {
  if constexpr (!detail::has_plain_format) return;
  for (size_t size = 0; size < 100; ++size) {
    const auto characters = std::make_unique<char[]>(size);
    for (size_t index = 0; index < size; ++index) characters[index] = static_cast<char>(' ' + (size + index) % 95);
    check_same("<{}>", text{characters.get(), size});
  }
}

TEST_CASE("a character that must not leave raw is seen wherever it stands") {
  if constexpr (!detail::has_plain_format) return;
  for (size_t size = 1; size < 40; ++size)
    for (size_t at = 0; at < size; ++at)
      for (int value = 0; value < 256; ++value) {
        std::string words(size, 'x');
        words[at] = static_cast<char>(value);
        const both result = written(200, plain_string<text, int>{"<{}> {}"}, text{words}, 1);
        if (result.is_plain != (value >= 0x20 && value < 0x7f)) CHECK(size * 1000 + at == 0);
        if (result.is_plain && result.plain != result.general) CHECK(size * 1000 + at == 0);
      }
  CHECK(true);
}

TEST_CASE("literals of every size and place are copied, and nothing around them is read") {
  if constexpr (!detail::has_plain_format) return;
  check_same("");
  check_same("{}", 1);
  check_same("a{}", 1);
  check_same("{}b", 1);
  check_same("a{}b{}c", 1, 2);
  check_same("{}{}{}{}{}", 1, 2, 3, 4, 5);
  check_same("1234567{}", 1);
  check_same("12345678{}", 1);
  check_same("123456789{}", 1);
  check_same("{}1234567", 1);
  check_same("{}12345678", 1);
  check_same("{}123456789", 1);
  check_same("123456789012345{}", 1);
  check_same("1234567890123456{}", 1);
  check_same("12345678901234567{}x", 1);
  check_same("{}12345678901234567", 1);
  check_same("Connect: {} <--> {} unit {} rx {} tx {}", text{"ppp0"}, text{"ether1"}, 7, 123456789, 42);
  check_same("a text of its own without a placeholder that is of some length, as most of those are");
  check_same("{} {} {} {} {} {} {} {}", 1, 2, 3, 4, 5, 6, 7, 8);
  check_same("true is {}, false is {}, and a letter {}", true, false, 'x');
  check_same("{}{}", static_cast<const char*>(nullptr), static_cast<const char*>("here"));
}

TEST_CASE("where the most that it can be has no room, and for what is not plain, there is nothing") {
  if constexpr (!detail::has_plain_format) return;
  CHECK(written(11 + 2 + detail::plain_overlap, plain_string<int>{"<{}>"}, 1).is_plain);
  CHECK(!written(11 + 1 + detail::plain_overlap, plain_string<int>{"<{}>"}, 1).is_plain);
  CHECK(!written(200, plain_string<int>{"{:x}"}, 1).is_plain);
  CHECK(!written(200, plain_string<int>{"{{{}"}, 1).is_plain);
  CHECK(!written(600, plain_string<int>{"1234567890123456789012345678901234567890123456789012345678901234567890123456789"
                                         "0123456789012345678901234567890123456789012345678{}"},
                 1)
             .is_plain);
}
