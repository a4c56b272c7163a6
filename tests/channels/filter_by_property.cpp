#include <lineout/channels/filter_by_property.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

[[maybe_unused]] constinit filter_by_property constant{":msg, regex, \"^a\"", stubs::channel{}};
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(filter_by_property<remembering<7, 2>>::headroom == 7);

}  // namespace

TEST_CASE("what the filter takes passes, and what it does not is not lost; marks pass") {
  channel_log log;
  filter_by_property channel{":msg, !contains, \"noise\"", remembering<>{&log}};
  CHECK(channel.submit(made_message{"noise 1"}) == outcome::sent);
  CHECK(channel.submit(made_message{"signal"}) == outcome::sent);
  CHECK(channel.submit_mark(made_message{"-- noise --"}) == outcome::sent);
  CHECK(log.texts() == std::vector<std::string>{"signal", "-- noise --"});
  log.failures = 1;
  CHECK(channel.submit(made_message{"signal"}) == outcome::lost);
  channel.set_filter(":hostname, isequal, \"router1\"");
  channel.submit(made_message{"noise 2"}.from({"router1", "app"}));
  channel.submit(made_message{"signal"});
  CHECK(log.texts().back() == "noise 2");
}
