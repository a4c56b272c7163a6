#include <lineout/detail/logger_traits.hpp>

#include <lineout/channels/deferred.hpp>
#include <lineout/channels/queued.hpp>
#include <lineout/framings/local.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout;
using namespace lineout::detail;

struct opinionated : stubs::sink {
  using default_framing = local;
  struct default_options : lineout::options {};
};
using text_queue = queued<stubs::channel, message_ring<2, 100>>;
using argument_queue = deferred<stubs::channel, message_ring<2, 100>>;

}  // namespace

TEST_CASE("a sink is framed as it asks to be, or by RFC 3164, and a channel is itself") {
  static_assert(is_same<channel_for<stubs::sink>::type, framed<rfc3164, stubs::sink>>);
  static_assert(is_same<channel_for<opinionated>::type, framed<local, opinionated>>);
  static_assert(is_same<channel_for<stubs::channel>::type, stubs::channel>);
  static_assert(is_same<options_for<stubs::sink>::type, lineout::options>);
  static_assert(is_same<options_for<opinionated>::type, opinionated::default_options>);
  CHECK(true);
}

TEST_CASE("messages are built in a channel's slots where it has some, and are no longer than these") {
  static_assert(!has_slots<stubs::channel> && has_slots<text_queue> && has_slots<argument_queue>);
  static_assert(!keeps_arguments<text_queue> && keeps_arguments<argument_queue>);
  static_assert(text_size_in<stubs::channel, 200>() == 200);
  static_assert(text_size_in<text_queue, 200>() == 100 && text_size_in<text_queue, 50>() == 50);
  CHECK(true);
}
