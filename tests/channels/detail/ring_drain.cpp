#include <lineout/channels/detail/ring_drain.hpp>

#include <lineout/channels/queued.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/logger.hpp>

#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/recorder.hpp"

using namespace lineout;

namespace {

using strings = std::vector<std::string>;
constexpr origin here{"host", "app"};

struct overwriting : ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::overwrite_oldest;
};

// A sink that finds out later that some of what it called sent was lost.
struct finding : recorder {
  size_t* found;
  finding(strings* kept, size_t* later) : recorder{kept}, found{later} {}
  size_t take_losses() {
    const size_t count = *found;
    *found = 0;
    return count;
  }
};

}  // namespace

TEST_CASE("refusals that a slot was to report are not forgotten when it is overwritten") {
  strings records;
  message_ring<4, 128, overwriting> ring;
  using channel = queued<framed<local, recorder>, decltype(ring)>;
  logger<channel> log{channel{framed<local, recorder>{recorder{&records}}, ring}, here};
  {
    channel::slot first{log.channel(), false}, second{log.channel(), false}, third{log.channel(), false},
        fourth{log.channel(), false};
    for (int call = 0; call < 3; ++call) log.info("refused");
  }
  for (int call = 0; call < 8; ++call) log.info("{}", call);
  CHECK(log.channel().drain() == 4);
  CHECK(records == strings{"<12>app: 7 messages lost", "<14>app: 4", "<14>app: 5", "<14>app: 6", "<14>app: 7"});
}

TEST_CASE("refusals are not forgotten with a slot that was given back unused and is overwritten") {
  strings records;
  message_ring<4, 128, overwriting> ring;
  using channel = queued<framed<local, recorder>, decltype(ring)>;
  logger<channel> log{channel{framed<local, recorder>{recorder{&records}}, ring}, here};
  {
    channel::slot first{log.channel(), false}, second{log.channel(), false}, third{log.channel(), false},
        fourth{log.channel(), false};
    for (int call = 0; call < 3; ++call) log.info("refused");
  }
  { channel::slot unused{log.channel(), false}; }
  for (int call = 0; call < 8; ++call) log.info("{}", call);
  CHECK(log.channel().drain() == 4);
  CHECK(records.front() == "<12>app: 7 messages lost");
}

TEST_CASE("what the channel behind finds lost later is reported before the next message, once") {
  strings records;
  size_t found = 0;
  message_ring<4, 128> ring;
  using channel = queued<framed<local, finding>, decltype(ring)>;
  logger<channel> log{channel{framed<local, finding>{finding{&records, &found}}, ring}, here};
  for (int call = 0; call < 3; ++call) log.info("{}", call);
  log.channel().drain();
  found = 2;
  log.info("after");
  log.channel().drain();
  CHECK(records == strings{"<14>app: 0", "<14>app: 1", "<14>app: 2", "<12>app: 2 messages lost", "<14>app: after"});
  CHECK(ring.counts().sent == 4);
  CHECK(ring.counts().lost_later == 2);
  found = 1;
  log.channel().drain();
  CHECK(records.back() == "<12>app: 1 message lost");
  CHECK(ring.counts().lost_later == 3);
}

TEST_CASE("a report that is found lost is not made again until there is a message, and says the same then") {
  strings records;
  size_t found = 0;
  message_ring<4, 128> ring;
  using channel = queued<framed<local, finding>, decltype(ring)>;
  logger<channel> log{channel{framed<local, finding>{finding{&records, &found}}, ring}, here};
  log.info("1");
  log.channel().drain();
  found = 5;
  log.channel().drain();
  CHECK(records == strings{"<14>app: 1", "<12>app: 5 messages lost"});
  for (int poll = 0; poll < 10; ++poll) {
    found = poll == 0 ? 1 : 0;
    log.channel().drain();
  }
  CHECK(records.size() == 2);
  log.info("2");
  log.channel().drain();
  CHECK(records == strings{"<14>app: 1", "<12>app: 5 messages lost", "<12>app: 5 messages lost", "<14>app: 2"});
  CHECK(ring.counts().lost_later == 5);
}
