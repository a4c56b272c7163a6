#include <lineout/detail/logger_traits.hpp>

#include <lineout/channels/deferred.hpp>
#include <lineout/channels/queued.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/sinks/udp_frame.hpp>

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

TEST_CASE("losses are looked for only where a part behind can find some") {
  using quiet = callback<bool (*)(const char*, size_t)>;
  struct finding : stubs::sink {
    constexpr size_t take_losses() { return 1; }
  };
  static_assert(!finds_losses<quiet> && !finds_losses<udp_frame<quiet>> && !finds_losses<framed<rfc3164, quiet>>);
  static_assert(!finds_losses<framed<rfc3164, udp_frame<quiet>>>);
  static_assert(finds_losses<finding> && finds_losses<sink_decorator<finding>>);
  static_assert(finds_losses<framed<rfc3164, udp_frame<finding>>> && finds_losses<text_queue>);
  CHECK(true);
}
