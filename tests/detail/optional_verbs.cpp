#include <lineout/detail/optional_verbs.hpp>

#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/filter.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/sinks/shared.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout;
using namespace lineout::detail;

struct coarse_time;
struct fine_time {
  using coarse = coarse_time;
};
struct coarse_time : fine_time {};
struct other_time {};

template <typename Options> struct prefers : stubs::sink {
  using default_options = Options;
  using default_framing = rfc5424;
};
template <typename... Options> using first = typename first_options<Options...>::type;
using fine_branch = framed<rfc5424, prefers<fine_time>>;
using coarse_branch = framed<cached<rfc3164>, prefers<fine_time>>;

}  // namespace

TEST_CASE("what a sink prefers goes through everything around it") {
  static_assert(is_same<default_options_of<stubs::sink>, void>);
  static_assert(is_same<default_framing_of<shared<prefers<fine_time>>>, rfc5424>);
  static_assert(is_same<default_options_of<shared<prefers<fine_time>>>, fine_time>);
  static_assert(is_same<default_options_of<filter<shared<fine_branch>>>, fine_time>);
}

TEST_CASE("a framing that shows seconds takes the coarser clock, and of several branches the finest decides") {
  static_assert(is_same<default_options_of<fine_branch>, fine_time>);
  static_assert(is_same<default_options_of<coarse_branch>, coarse_time>);
  static_assert(is_same<default_options_of<fan_out<coarse_branch, fine_branch>>, fine_time>);
  static_assert(is_same<default_options_of<fan_out<fine_branch, coarse_branch>>, fine_time>);
  static_assert(is_same<default_options_of<fan_out<coarse_branch, coarse_branch>>, coarse_time>);
  static_assert(is_same<first<void, other_time, fine_time>, other_time>);
  static_assert(is_same<first<void, void>, void> && is_same<first<fine_time, void>, fine_time>);
}
