#include <lineout/thresholds.hpp>

#include "support/recorder.hpp"

#include <lineout/logger.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr bool is(text levels, text name, severity expected) {
  const threshold_reading read = threshold_in(levels, name);
  return read && read.level == expected;
}

static_assert(is("info", "net", severity::info));
static_assert(is("info,net=debug", "net", severity::debug) && is("info,net=debug", "disk", severity::info));
static_assert(is("net=debug,info", "net", severity::debug) && is("net=debug,info", "disk", severity::info));
static_assert(is(" net = WARN , err ", "net", severity::warning) && is(" net = WARN , err ", "x", severity::err));
static_assert(is("net=debug,net=crit", "net", severity::crit) && is("info,err", "net", severity::err));
static_assert(is("info,,", "net", severity::info));
static_assert(!threshold_in("", "net") && !threshold_in("disk=err", "net").found && threshold_in("", "net").error.empty());
static_assert(threshold_in("info,net=loud", "x").position == 9 && !threshold_in("info,net=loud", "x").error.empty());
static_assert(threshold_in("quiet", "x").position == 0 && !threshold_in("quiet", "x"));

}  // namespace

TEST_CASE("each logger has the level of its name") {
  std::vector<std::string> records;
  static constexpr origin here{"host", "app"};
  const logger<recorder> log{recorder{&records}, here};
  const auto net = log.named("net");
  const auto disk = log.named("disk");
  CHECK(set_thresholds("info,net=debug", log, net, disk) == "");
  CHECK(log.threshold() == severity::info);
  CHECK(net.threshold() == severity::debug);
  CHECK(disk.threshold() == severity::info);
  CHECK(set_thresholds("disk=err", log, net, disk) == "");
  CHECK(disk.threshold() == severity::err);
  CHECK(net.threshold() == severity::debug);
  CHECK(set_thresholds("emerg,disk=loud", log, net, disk) != "");
  CHECK(log.threshold() == severity::info);
}
