#include <lineout/format/spec.hpp>

#include <doctest/doctest.h>

using lineout::detail::read_spec;

TEST_CASE("every part of a specification is read, in its order") {
  constexpr auto all = read_spec("*^+#012.3x}");
  static_assert(all.spec.fill == '*' && all.spec.align == '^' && all.spec.sign == '+');
  static_assert(all.spec.alternate && all.spec.zero && all.spec.width == 12);
  static_assert(all.spec.has_precision() && all.spec.precision == 4 && all.spec.letter == 'x');
  static_assert(*all.end == '}');
  CHECK(true);
}

TEST_CASE("what is not given stays unset") {
  constexpr auto nothing = read_spec("}");
  static_assert(nothing.spec.letter == 0 && nothing.spec.width == 0 && !nothing.spec.has_precision());
  constexpr auto zero_precision = read_spec(".0}");
  static_assert(zero_precision.spec.has_precision() && zero_precision.spec.precision == 1);
  CHECK(true);
}

TEST_CASE("reading stops where it makes no more sense, at the latest at the end") {
  CHECK(*read_spec("5;}").end == ';');
  CHECK(*read_spec("").end == '\0');
  CHECK(*read_spec("99999999999").end == '\0');
  CHECK(read_spec("99999999999").width >= 1000);
  CHECK(read_spec(".}").precision > 99);
}
