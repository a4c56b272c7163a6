#include <lineout/posix/synced.hpp>

#include <lineout/logger.hpp>
#include <lineout/posix/log_file.hpp>

#include "posix/support.hpp"

using namespace lineout;

namespace {

// Counts what it is asked for, and fails on request.
struct counting_sink : stubs::sink {
  int syncs = 0;
  bool fails = false;
  outcome result = outcome::sent;
  outcome send(packet&) { return result; }
  bool sync() {
    ++syncs;
    return !fails;
  }
};

struct many : counting_sink {
  int batches = 0;
  void send_all(packet*, outcome* outcomes, size_t count) {
    ++batches;
    for (size_t index = 0; index < count; ++index) outcomes[index] = index == 1 ? outcome::lost : outcome::sent;
  }
};

template <typename Sink> using severe = posix::synced<severity::err, framed<traditional, Sink>>;

}  // namespace

TEST_CASE("synced syncs what is severe and has been sent, and counts where that fails") {
  logger log{severe<counting_sink>{}, origin{"host", "test"}};
  counting_sink& sink = log.channel().next().next();
  log.warning("x");
  CHECK(sink.syncs == 0);
  log.err("x");
  log.emerg("x");
  CHECK(sink.syncs == 2);
  CHECK(log.channel().unsynced() == 0);
  sink.fails = true;
  log.crit("x");
  CHECK(log.channel().unsynced() == 1);
  CHECK(log.counts().sent == 4);
  sink.result = outcome::lost;
  log.crit("x");
  CHECK(sink.syncs == 3);
}

TEST_CASE("synced: a log_file's severe line is on the disk, and a tick reaches the file") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  using channel = severe<posix::log_file>;
  auto log = support::untimed(channel{channel{framed<traditional, posix::log_file>{posix::log_file{path}}}}, {"host", "test"});
  log.err("severe");
  CHECK(log.channel().unsynced() == 0);
  CHECK(support::read_file(path) == "host test: severe\n");
  REQUIRE(unlink(path.c_str()) == 0);
  log.channel().tick(timestamp{});
  CHECK(support::read_file(path).empty());
  CHECK(access(path.c_str(), F_OK) == 0);
}

TEST_CASE("synced: a line in a file that was left before anything was synced is reported as not synced, once") {
  const support::temporary_directory directory;
  posix::log_file file{directory / "log", {.size_limit = 4}};
  CHECK(support::send(file, "one") == outcome::sent);
  CHECK(support::send(file, "two") == outcome::sent);
  CHECK_FALSE(file.sync());
  CHECK(file.sync());
  CHECK(support::send(file, "six") == outcome::sent);
  CHECK(file.sync());
}

TEST_CASE("synced syncs once behind many of which one is severe and has been sent, and counts where that fails") {
  severe<many> channel;
  const auto submit = [&](std::vector<severity> levels) {
    char room[severe<many>::headroom];
    std::vector<message> messages;
    static constexpr origin here{"host", "test"};
    for (const severity level : levels)
      messages.push_back({{facility::user, level}, {}, &here, packet{room, sizeof room, sizeof room}});
    std::vector<outcome> outcomes(levels.size());
    channel.submit_all(messages.data(), outcomes.data(), messages.size());
    return outcomes.back();
  };
  many& sink = channel.next().next();
  CHECK(submit({severity::warning, severity::err}) == outcome::lost);
  CHECK(submit({severity::warning}) == outcome::sent);
  CHECK(sink.syncs == 0);
  CHECK(submit({severity::err, severity::err, severity::crit, severity::info}) == outcome::sent);
  CHECK(sink.syncs == 1);
  CHECK(sink.batches == 3);
  sink.fails = true;
  CHECK(submit({severity::err, severity::err, severity::crit, severity::info}) == outcome::sent);
  CHECK(channel.unsynced() == 2);
  static_assert(!detail::submits_all<severe<counting_sink>>);
}
