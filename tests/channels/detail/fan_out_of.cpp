#include <lineout/channels/detail/fan_out_of.hpp>

#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/fan_out_list.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("branches that are listed cost what branches that are named cost, and the list") {
  CHECK(sizeof(fan_out_list<3>) == sizeof(fan_out<channel_ref, channel_ref, channel_ref>));
}
