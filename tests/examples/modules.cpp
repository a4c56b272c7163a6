// examples/modules: which lines leave, and under which tag.
#include <doctest/doctest.h>

#include <regex>

#include "support/process.hpp"

namespace {

// What it writes with these levels, without the time and the host.
std::string shown(const std::string& levels) {
  const support::result said = support::run({"env", "LINEOUT_LEVELS=" + levels, LINEOUT_MODULES, "stderr:"});
  CHECK(said.status == 0);
  return std::regex_replace(said.output, std::regex{R"((^|\n)... .. ..:..:.. [^ ]+ ([a-z]+)\[\d+\])"}, "$1$2");
}

}  // namespace

TEST_CASE("both files log by one logger, and a part of the program has a tag and a threshold of its own") {
  const std::string own = "modules: started\nmodules: the network is up\n";
  const std::string net = "net: 2 interfaces found\n";
  const std::string more = "net: eth0: 1500 bytes received\n";
  CHECK(shown("") == own + net);
  CHECK(shown("net=debug") == own + net + more);
  CHECK(shown("err,net=debug") == net + more);
  CHECK(shown("notice") == "modules: started\n");
  CHECK(shown("loud").starts_with("modules: LINEOUT_LEVELS: unknown severity: one of emerg"));
}

TEST_CASE("a destination that is none is refused in words") {
  const support::result said = support::run({LINEOUT_MODULES, "loghost"});
  CHECK(said.status == 2);
  CHECK(said.output.starts_with("modules: a destination is udp:HOST"));
}
