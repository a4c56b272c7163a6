// file: lines appended to a file: one at a time, and many in a system call.
#include "file/file.hpp"

#include <sys/uio.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace {

using bench::kind;
using bench::lines;
using bench::place;

std::vector<std::string>& files() {
  static std::vector<std::string> made;
  return made;
}

// Ready-made lines, and how the system takes them.
class bare {
 public:
  explicit bare(const std::string& path)
      : file_{::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)} {
    line_ = bench::line_of(bench::line_size) + "\n";
    for (iovec& part : parts_) part = {line_.data(), line_.size()};
  }
  void one_by_one() {
    for (size_t number = 0; number < lines; ++number) must(::write(file_, line_.data(), line_.size()), line_.size());
  }
  // The copy is a part of it: the lines are somewhere before they are in one place.
  void together() {
    char* at = all_;
    for (size_t number = 0; number < lines; ++number) {
      std::memcpy(at, line_.data(), bench::line_size + 1);
      at += bench::line_size + 1;
    }
    must(::write(file_, all_, sizeof all_), sizeof all_);
  }
  void gathered() { must(::writev(file_, parts_, lines), sizeof all_); }

 private:
  static void must(ssize_t written, size_t wanted) {
    if (written == static_cast<ssize_t>(wanted)) return;
    std::perror("file: a bare write");
    std::exit(1);
  }

  int file_;
  std::string line_;
  iovec parts_[lines];
  char all_[lines * (bench::line_size + 1)];
};

template <typename Logger> void say(Logger& log) {
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < lines; ++number)
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
}

// The line with its PRI, so that it has the bytes of the floors.
using framed = lineout::framed<lineout::cached<lineout::rfc3164>, lineout::posix::file>;
using ring = lineout::message_ring<1024, 256>;

struct queue {
  explicit queue(const std::string& path)
      : log{lineout::queued<framed, ring>{framed{lineout::posix::file{lineout::text{path}}}, memory}, bench::origin} {}
  ring memory;
  lineout::logger<lineout::queued<framed, ring>, bench::reference_options> log;
  bench::full_queue<decltype(log)> full{log};
};

void add_all(bench::suite& all, const place& where) {
  const auto add = [&](std::string_view name, kind what, const std::string& path, auto once) {
    bench::add_file(all, name, where, what, path, once);
  };
  const std::string bare_path = bench::path_in(where, "floor");
  const auto floor = std::make_shared<bare>(bare_path);
  add("floor, write", kind::floor, bare_path, [floor] { floor->one_by_one(); });
  add("floor, 64 in a write", kind::floor, bare_path, [floor] { floor->together(); });
  add("floor, writev of 64", kind::floor, bare_path, [floor] { floor->gathered(); });

  const std::string ready_path = bench::path_in(where, "ready");
  const auto ready = std::make_shared<bench::ready_made<lineout::posix::file>>(
      lineout::posix::file{lineout::text{ready_path}}, bench::line_of(bench::line_size));
  add("lineout, ready-made", kind::lineout, ready_path, [ready] { ready->send(); });
  const std::string direct_path = bench::path_in(where, "direct");
  using logger = lineout::logger<framed, bench::reference_options>;
  const auto direct = std::make_shared<logger>(framed{lineout::posix::file{lineout::text{direct_path}}}, bench::origin);
  add("lineout, direct", kind::lineout, direct_path, [direct] { say(*direct); });
  const std::string queued_path = bench::path_in(where, "queued");
  const auto queued = std::make_shared<queue>(queued_path);
  add("lineout", kind::lineout, queued_path, [queued] {
    say(queued->log);
    queued->log.channel().drain();
  });
  const std::string drained_path = bench::path_in(where, "drained");
  const auto drained = std::make_shared<queue>(drained_path);
  bench::add_file(
      all, "lineout, drained", where, kind::lineout, drained_path, [drained] { drained->full.drain(); }, {},
      [drained] { drained->full.fill(); });
}

}  // namespace

namespace bench {

const std::vector<place>& places() {
  static const std::vector<place> all = [] {
    std::error_code error;
    std::vector<place> found{{std::filesystem::read_symlink("/proc/self/exe", error).parent_path().string(), ""}};
    if (::access("/dev/shm", W_OK) == 0) found.push_back({"/dev/shm", ", in memory"});
    return found;
  }();
  return all;
}

std::string path_in(const place& where, std::string_view name) {
  return files().emplace_back(where.folder + "/lineout-bench-" + std::to_string(::getpid()) + "-" + std::string{name});
}

}  // namespace bench

int main(int count, char** arguments) {
  bench::suite all{"file", count, arguments};
  for (const place& where : bench::places()) add_all(all, where);
  const int status = all.run();
  for (const std::string& path : files()) ::unlink(path.c_str());
  return status;
}
