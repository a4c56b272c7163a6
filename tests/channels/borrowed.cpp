#include <lineout/channels/borrowed.hpp>

#include "../support/messages.hpp"

#include <lineout/channels/exclusive.hpp>
#include <lineout/locks/spin.hpp>
#include <lineout/logger.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constinit exclusive<stubs::channel, locks::spin> owner;
constinit logger constant{borrowed{owner}, {"host", "app"}};
static_assert(borrowed<remembering<7, 2>>::headroom == 7 && borrowed<remembering<7, 2>>::tailroom == 2);

}  // namespace

TEST_CASE("several loggers reach one channel that cannot be moved") {
  channel_log log;
  exclusive<remembering<3, 1>, locks::spin> channel{remembering<3, 1>{&log}};
  logger a{borrowed{channel}, {"host", "a"}};
  logger b{borrowed{channel}, {"host", "b"}};
  a.info("one");
  b.info("two");
  CHECK(log.texts() == std::vector<std::string>{"one", "two"});
  CHECK(log.messages[1].app_name == "b");
  a.channel().tick({});
  a.channel().flush();
  a.channel().submit_mark(made_message{"mark"});
  a.panic();
  CHECK(log.ticks + log.flushes + log.panics == 3);
}
