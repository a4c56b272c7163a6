#include <lineout/posix.hpp>

#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include <doctest/doctest.h>

TEST_CASE("one header is enough for a program's line in a file, with its time and its identity") {
  char path[] = "/tmp/lineout-posix-XXXXXX";
  const int descriptor = mkstemp(path);
  REQUIRE(descriptor >= 0);
  close(descriptor);
  const lineout::posix::identity me{"app"};
  lineout::logger log{lineout::posix::file{path}, me};
  log.warning("disk {} at {}%", "sda", 91);
  std::ifstream file{path};
  std::string line;
  REQUIRE(std::getline(file, line));
  const lineout::origin who = me;
  CHECK(line.substr(16) == std::string(who.hostname().data(), who.hostname().size()) + " app[" +
                               std::to_string(getpid()) + "]: disk sda at 91%");
  CHECK_FALSE(std::getline(file, line));
  CHECK(log.counts().sent == 1);
  unlink(path);
}
