#include <lineout/catalogue/detail/event_type.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace lineout::detail;
using lineout::text;

enum class state { up, down };
struct thing {
  struct inner {};
};
template <typename T, typename U> struct both {};

static_assert(name_in_code<state>() == text{"state"});
static_assert(name_in_code<thing::inner>() == text{"inner"});
static_assert(name_in_code<both<int, char>>() == text{"both<int, char>"});
static_assert(name_in_code<int>() == text{"int"});

template <typename Arg, typename Given> constexpr bool takes = event_takes<types<Arg>, types<Given>>;
static_assert(takes<unsigned, int> && takes<unsigned char, int> && takes<long, short>);
static_assert(!takes<unsigned, unsigned long long>, "it may be cut");
static_assert(!takes<unsigned, double> && !takes<unsigned, bool> && !takes<unsigned, char> && !takes<bool, int>);
static_assert(!takes<bool, const char*> && !takes<double, int> && takes<double, float>);
static_assert(takes<text, const char*> && takes<text, char[4]> && takes<text, std::string> && !takes<text, int>);
static_assert(!takes<state, int> && takes<state, state> && !takes<int, state>);
static_assert(!event_takes<types<int>, types<>> && !event_takes<types<>, types<int>> && event_takes<types<>, types<>>);

static_assert(power_of_two_above(0) == 1 && power_of_two_above(1) == 2 && power_of_two_above(646) == 1024);
static_assert(hash_of("") == 2166136261U && hash_of("a") == 0xe40c292cU && hash_of("foobar") == 0xbf9cf968U);

}  // namespace

TEST_CASE("an event without arguments has no names of types, and an array all the same") {
  CHECK(event_types<>[0].empty());
  CHECK(event_types<int, state>[1] == text{"state"});
  CHECK(event_types<int, state>[2].empty());
}
