// emission: what a message that leaves the process costs its caller: through a queue that another thread empties into a
// UDP socket, against the system's own ways to the daemon, which a socket of this program's own stands for.
#include "emission/emission.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace bench {
receiver* dev_log = nullptr;
}

namespace {

using bench::kind;

bench::receiver& collector() {
  static bench::receiver only;
  return only;
}

// glibc's path of the daemon's socket is fixed, so this program sees a /dev of its own, in which that name is free; the
// machine's is left alone. Empty, or what could not be done.
std::string replace_dev() {
  namespace fs = std::filesystem;
  char made[] = "/tmp/lineout-bench-XXXXXX";
  if (geteuid() != 0) return "needs root";
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return "there are no mount namespaces here";
  if (mkdtemp(made) == nullptr) return "there is no /tmp to write to";
  const fs::path here = made;
  std::error_code error;
  bool good = mount("none", made, "tmpfs", 0, nullptr) == 0 && fs::create_directory(here / "machine", error) &&
              mount("/dev", (here / "machine").c_str(), nullptr, MS_BIND | MS_REC, nullptr) == 0;
  for (const fs::directory_entry& entry : fs::directory_iterator{"/dev", error}) {
    const fs::path name = entry.path().filename();
    if (good && name != "log") fs::create_symlink("machine" / name, here / name, error);
  }
  good = good && mount(made, "/dev", nullptr, MS_MOVE, nullptr) == 0;
  fs::remove(here, error);
  return good ? "" : "a /dev of its own could not be made";
}

using framed = lineout::framed<lineout::cached<lineout::rfc3164>, lineout::posix::udp_socket>;
using ring = lineout::message_ring<1024, 256>;

template <typename Logger> void line(Logger& log) {
  const bench::reference_arguments& a = bench::arguments;
  log.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
}

framed to_collector() { return framed{lineout::posix::udp_socket{lineout::text{collector().address()}}}; }
auto& queue() {
  static ring memory;
  static lineout::logger<lineout::queued<framed, ring>, bench::reference_options> log{
      lineout::queued<framed, ring>{to_collector(), memory}, bench::origin};
  return log;
}
size_t drain() { return queue().channel().drain(); }
size_t collected() { return collector().received(); }

std::string not_collected(const std::function<void()>& say) {
  collector().keep(true);
  say();
  bench::eventually([] { return !collector().kept().empty(); });
  const std::vector<std::string> came = collector().kept();
  collector().keep(false);
  return came.size() == 1 && came[0].ends_with(bench::text_example) ? "" : "does not arrive";
}

void add_syslog(bench::suite& all) {
  openlog("pppd", LOG_PID | LOG_NDELAY, LOG_LOCAL0);
  bench::add_to_dev_log(all, "syslog(3)", [] {
    const bench::reference_arguments& a = bench::arguments;
    syslog(LOG_WARNING, "Connect: %s <--> %s unit %d rx %u tx %u", a.from_c(), a.to_c(), a.unit, a.received, a.sent);
  });
}

// util-linux' logger: a process for each message, and one that reads many.
void add_logger(bench::suite& all) {
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  const auto start = [nothing](std::vector<const char*> arguments, int input) {
    arguments.insert(arguments.begin(), {"logger", "-t", "pppd", "-p", "local0.warning"});
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, 0);
    posix_spawn_file_actions_adddup2(&files, nothing, 1);
    pid_t child = 0;
    if (posix_spawnp(&child, "logger", &files, nullptr, const_cast<char**>(arguments.data()), environ) != 0) child = -1;
    posix_spawn_file_actions_destroy(&files);
    return child;
  };
  int status = -1;
  if (const pid_t probe = start({"--version"}, nothing); probe > 0) waitpid(probe, &status, 0);
  if (status != 0) {
    std::fprintf(stderr, "emission: there is no logger (package bsdutils)\n");
    return;
  }
  static const std::string text{bench::text_example};
  bench::add_to_dev_log(
      all, "logger, a process each",
      [start, nothing] {
        if (const pid_t child = start({"--", text.c_str()}, nothing); child > 0) waitpid(child, nullptr, 0);
      },
      1);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0 || start({}, ends[0]) < 0) return;
  const int input = ends[1];
  bench::add_to_dev_log(all, "logger, one stream", [input] {
    static const std::string with_newline = text + "\n";
    if (write(input, with_newline.data(), with_newline.size()) < 0) std::perror("logger");
  });
}

}  // namespace

int main(int count, char** arguments) {
  const std::string missing = replace_dev();
  bench::suite all{"emission", count, arguments};
  bench::add_queued(
      all, "lineout", kind::lineout, [] { line(queue()); }, drain, collected)
      .check([] {
        return not_collected([] {
          line(queue());
          drain();
        });
      });
  static lineout::logger<framed, bench::reference_options> direct{to_collector(), bench::origin};
  bench::add_queued(
      all, "lineout, direct", kind::lineout, [] { line(direct); }, nullptr, collected)
      .check([] { return not_collected([] { line(direct); }); });
  if (missing.empty()) {
    static bench::receiver daemon{"/dev/log"};
    bench::dev_log = &daemon;
    add_syslog(all);
    add_logger(all);
  } else {
    std::fprintf(stderr, "emission: syslog(3), logger and spdlog are left out: %s\n", missing.c_str());
  }
  const int status = all.run();
  bench::the_consumer().rests();
  return status;
}
