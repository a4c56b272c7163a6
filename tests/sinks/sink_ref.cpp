#include <lineout/sinks/sink_ref.hpp>

#include <lineout/framings/newline.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/logger.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

using namespace lineout;

namespace {

constinit stubs::sink nothing{};
[[maybe_unused]] constinit sink_ref constant{nothing};
static_assert(std::is_trivially_copyable_v<sink_ref> && sizeof(sink_ref) == 2 * sizeof(void*));
static_assert(basic_sink_ref<7, 2>::headroom == 7 && basic_sink_ref<7, 2>::tailroom == 2);

struct kept : sink_base {
  static constexpr size_t headroom = 3;
  static constexpr size_t tailroom = 2;
  std::string bytes{};
  outcome send(packet& record) {
    bytes.append(record.data(), record.size());
    return record.headroom() >= 3 && record.tailroom() >= 2 ? outcome::sent : outcome::lost;
  }
};

}  // namespace

TEST_CASE("a reference without a sink loses every record, and waits for nothing") {
  sink_ref nowhere;
  packet bytes;
  CHECK_FALSE(nowhere);
  CHECK(nowhere.send(bytes) == outcome::lost);
  nowhere.tick({});
  nowhere.flush();
  nowhere.panic();
  CHECK_FALSE(nowhere.poll(8));
  CHECK(nowhere.take_losses() == 0);
}

TEST_CASE("one framing sends to whatever sink is chosen while the program runs") {
  kept first, second;
  framed<newline<rfc3164>, sink_ref> way;
  logger log{way, origin{"host", "app"}};
  log.channel().next() = first;
  log.info("one");
  log.channel().next() = second;
  log.info("two");
  CHECK(first.bytes == "<14>app: one\n");
  CHECK(second.bytes == "<14>app: two\n");
}
