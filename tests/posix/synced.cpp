#include <lineout/posix/synced.hpp>

#include <lineout/logger.hpp>
#include <lineout/posix/log_file.hpp>

#include "support.hpp"

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

template <typename Sink> using severe = posix::synced<severity::err, framed<traditional, Sink>>;

}  // namespace

TEST_CASE("synced syncs what is severe and has been sent, and counts where that fails") {
  logger log{severe<counting_sink>{}, origin{"host", "test"}};
  counting_sink& sink = log.channel().sink();
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
  logger log{channel{channel{framed<traditional, posix::log_file>{posix::log_file{path}}}}, origin{"host", "test"}};
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
