#include <lineout/channels/channel_ref.hpp>

#include "support/messages.hpp"

#include <lineout/logger.hpp>
#include <lineout/sinks/memory.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

constinit stubs::channel nothing{};
[[maybe_unused]] constinit channel_ref constant{nothing};
static_assert(std::is_trivially_copyable_v<channel_ref> && sizeof(channel_ref) == 2 * sizeof(void*));
static_assert(basic_channel_ref<7, 2>::headroom == 7 && basic_channel_ref<7, 2>::tailroom == 2);

}  // namespace

TEST_CASE("a reference without a channel loses every message, and waits for nothing") {
  channel_ref nowhere;
  CHECK_FALSE(nowhere);
  CHECK(nowhere.submit(made_message{"x"}) == outcome::lost);
  CHECK(nowhere.submit_mark(made_message{"x"}) == outcome::lost);
  nowhere.tick({});
  nowhere.flush();
  nowhere.panic();
  CHECK_FALSE(nowhere.poll(8));
  CHECK(nowhere.take_losses() == 0);
}

TEST_CASE("a logger's channel is chosen while the program runs") {
  channel_log first, second;
  remembering<> one{&first};
  remembering<5, 3> other{&second};
  logger log{channel_ref{}, origin{"host", "app"}};
  log.info("to nobody");
  log.channel() = one;
  log.info("to one");
  log.channel() = other;
  log.info("to the other");
  CHECK(log.counts().lost == 1);
  CHECK(first.texts() == std::vector<std::string>{"1 message lost", "to one"});
  CHECK(second.texts() == std::vector<std::string>{"to the other"});
}

TEST_CASE("a copy of a reference points to the same channel, not to the reference") {
  channel_log log;
  remembering<> end{&log};
  channel_ref copy;
  {
    channel_ref temporary{end};
    copy = temporary;
  }
  CHECK(copy.submit(made_message{"x"}) == outcome::sent);
  CHECK(log.messages.size() == 1);
}
