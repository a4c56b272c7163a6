// recipes: the README's short pieces, each in a function of its own. They write to a folder that is removed at the end.
#include <lineout/posix.hpp>

#include <stdlib.h>

#include <filesystem>
#include <iostream>
#include <string>

namespace posix = lineout::posix;

namespace {

std::string folder;

std::string path(const char* name) { return folder + "/" + name; }

bool a_rotated_file(const posix::identity& me) {
  const std::string where = path("app.log");
  // [file]
  lineout::logger log{posix::log_file{where, {.size_limit = 1 << 20, .keep = 5}}, me};
  log.info("{} disks found", 3);
  // [end]
  return log.counts().sent == 1;
}

bool two_ways_out(const posix::identity& me) {
  const std::string where = path("all.log");
  // [two]
  lineout::logger log{
      lineout::fan_out{lineout::framed{lineout::traditional{}, posix::file{where}},
                       lineout::filter{"*.err", lineout::framed{lineout::rfc3164{}, posix::udp_socket{"127.0.0.1:514"}}}},
      me};
  log.info("only in the file");
  // [end]
  return log.counts().sent == 1;
}

bool structured_data(const posix::identity& me) {
  using namespace lineout;
  const std::string where = path("structured.log");
  // [structured]
  logger log{framed{newline{rfc5424{}}, posix::file{where}}, me};
  log.log(heading{severity::warning, "DISKFULL", sd("disk@32473", {"name", "sda"}, {"used", 91})}, "disk {} at {}%", "sda", 91);
  // [end]
  return log.counts().sent == 1;
}

bool chosen_at_run_time(const posix::identity& me) {
  const std::string where = "file:" + path("chosen.log");
  // [destination]
  posix::destination way{where};
  if (!way) std::cerr << where << ": " << std::string_view{way.error().data(), way.error().size()} << '\n';
  lineout::logger log{lineout::shared{way}, me};
  lineout::logger_ref any = log;
  any.info("through a reference, which has one type for every logger");
  // [end]
  return log.counts().sent == 1;
}

bool a_console(const posix::identity& me) {
  const std::string where = path("console.log");
  lineout::logger log{posix::file{where}, me};
  // [console]
  lineout::console screen{log};
  for (const char c : std::string{"booting\ndisk at 91%"}) screen.put(c);
  screen.panic();
  // [end]
  return log.counts().sent == 2;
}

bool losses() {
  const posix::identity me;
  // [losses]
  lineout::logger log{posix::unix_socket{"/nobody/listens/here"}, me};
  log.info("lost");
  if (log.counts().lost > 0) std::cout << "the system says: " << log.channel().next().error().data() << '\n';
  // [end]
  return log.counts().lost == 1;
}

}  // namespace

int main() {
  char made[] = "/tmp/recipes.XXXXXX";
  if (mkdtemp(made) == nullptr) return 1;
  folder = made;
  const posix::identity me;
  const bool right = a_rotated_file(me) && two_ways_out(me) && structured_data(me) && chosen_at_run_time(me) &&
                     a_console(me) && losses();
  std::filesystem::remove_all(folder);
  return right ? 0 : 1;
}
