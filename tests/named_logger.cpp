#include <lineout/named_logger.hpp>

#include "support/recorder.hpp"

#include <lineout/logger.hpp>
#include <lineout/logger_ref.hpp>

#include <doctest/doctest.h>

using namespace lineout;
using list = std::vector<std::string>;

namespace {
constexpr origin here{"router1", "routerd", 311};
}

TEST_CASE("a part of a program logs by the same way out, under its own tag and with its own threshold") {
  list records;
  logger log{recorder{&records}, here};
  const auto net = log.named("net");
  const auto disk = log.named("disk");
  net.set_threshold(severity::debug);
  disk.set_threshold(severity::err);
  log.set_threshold(severity::warning);
  log.info("not this");
  net.info("link {}", 1);
  disk.info("nor this");
  disk.err("disk {}", 2);
  log.warning("all");
  CHECK(records == list{"<14>net[311]: link 1", "<11>disk[311]: disk 2", "<12>routerd[311]: all"});
  CHECK(log.counts().sent == 3);
  CHECK(net.counts().sent == 3);
  CHECK(net.origin().hostname() == "router1");
}

TEST_CASE("a reference refers to it as to any logger") {
  list records;
  logger log{recorder{&records}, here};
  const auto net = log.named("net");
  const logger_ref reference{net};
  reference.notice("by {}", "reference");
  reference.set_threshold(severity::err);
  reference.notice("not this");
  CHECK(net.threshold() == severity::err);
  CHECK(log.threshold() == severity::debug);
  CHECK(reference.counts().sent == 1);
  CHECK(records == list{"<13>net[311]: by reference"});
}

TEST_CASE("a heading's origin goes before its own") {
  list records;
  logger log{recorder{&records}, here};
  static constexpr origin guest{"router1", "guest"};
  log.named("net").log(heading{severity::info, {}, &guest}, "from {}", "there");
  CHECK(records == list{"<14>guest: from there"});
}
