// needs: rsyslog-relp
#include <lineout/posix.hpp>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <sstream>
#include <thread>
#include <vector>

#include "support/process.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::receiver;

// rsyslogd with imrelp on a port of its own; it writes each message to a file before it acknowledges it.
class relp_receiver {
 public:
  relp_receiver() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(probe, reinterpret_cast<const sockaddr*>(&address), size);
    getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
    close(probe);
    port_ = std::to_string(ntohs(address.sin_port));
    support::write_file(directory_.file("configuration"),
                        "global(workDirectory=\"" + directory_.file(".") + "\" maxMessageSize=\"64k\"\n" +
                            "  parser.escapeControlCharactersOnReceive=\"off\")\n" + "module(load=\"imrelp\")\n" +
                            "input(type=\"imrelp\" port=\"" + port_ + "\" address=\"127.0.0.1\" ruleset=\"rx\")\n" +
                            "template(name=\"record\" type=\"string\" string=\"%pri% %app-name%%msg%\\n\")\n" +
                            "ruleset(name=\"rx\" queue.type=\"Direct\") {\n  action(type=\"omfile\" file=\"" +
                            directory_.file("out") +
                            "\" template=\"record\" asyncWriting=\"off\" flushOnTXEnd=\"on\")\n}\n");
    start();
  }

  void start() {
    daemon_ = std::make_unique<support::process>(
        support::receiver_command(receiver::kind::rsyslogd, directory_, directory_.file("configuration"), 0),
        directory_.file("said"));
  }
  void stop() { daemon_->stop(); }
  void signal(int number) { ::kill(daemon_->id(), number); }
  void wait() { daemon_->wait(); }
  std::string address() const { return "127.0.0.1:" + port_; }
  std::vector<std::string> lines() const {
    std::vector<std::string> result;
    std::istringstream all{support::read_file(directory_.file("out"))};
    for (std::string line; std::getline(all, line);) result.push_back(line);
    return result;
  }
  std::string said() const { return support::read_file(directory_.file("said")); }

 private:
  support::temporary_directory directory_;
  std::string port_;
  std::unique_ptr<support::process> daemon_;
};

bool missing() {
  const std::string reason = receiver::missing(receiver::kind::rsyslogd);
  const bool module = std::filesystem::exists(std::string{LINEOUT_RECEIVERS} + "/usr/share/doc/rsyslog-relp");
  if (!reason.empty() || !module) support::skip(reason.empty() ? "no rsyslog-relp; tests/run all unpacks it" : reason);
  return !reason.empty() || !module;
}

// What becomes of 20,000 lines, while something happens to the receiver five times.
struct outcome_of_faults {
  size_t missing = 0;
  size_t twice = 0;
  size_t strange = 0;
  lineout::posix::relp_counts counts{};
};
template <typename Fault> outcome_of_faults log_lines(Fault fault) {
  constexpr size_t lines = 20000;
  static char memory[1 << 18];
  relp_receiver daemon;
  lineout::posix::relp_options options;
  options.tcp.patience = 20000000;
  options.flush_patience = 20000000;
  outcome_of_faults result;
  {
    lineout::logger log{lineout::posix::relp_socket{daemon.address(), memory, options}, lineout::origin{"here", "app"}};
    std::atomic<size_t> number{0};
    std::thread faults{[&] {
      for (size_t next = 2000; next < lines; next += 4000) {
        while (number < next) std::this_thread::sleep_for(std::chrono::microseconds{100});
        fault(daemon);
      }
    }};
    for (; number < lines; ++number) log.info("line {}", number.load());
    faults.join();
    log.flush();
    result.counts = log.channel().next().counts();
    CHECK(log.counts().lost == 0);
  }
  daemon.stop();
  std::vector<size_t> arrived(lines);
  for (const std::string& line : daemon.lines()) {
    size_t number = lines;
    if (line.starts_with("14 app line ")) number = std::stoul(line.substr(12));
    if (number < lines) ++arrived[number];
    else ++result.strange;
  }
  for (const size_t count : arrived) {
    result.missing += count == 0 ? 1 : 0;
    result.twice += count > 1 ? count - 1 : 0;
  }
  INFO(daemon.said());
  CHECK(result.strange == 0);
  CHECK(result.missing == 0);
  CHECK(result.counts.waiting == 0);
  CHECK(result.counts.refused == 0);
  CHECK(result.counts.acknowledged == lines);
  CHECK(result.twice <= result.counts.maybe_twice);
  MESSAGE("stored twice " << result.twice << " of at most " << result.counts.maybe_twice);
  return result;
}

}  // namespace

TEST_CASE("rsyslogd acknowledges every line that relp_socket sends, and nothing arrives twice") {
  if (missing()) return;
  const outcome_of_faults seen = log_lines([](relp_receiver&) {});
  CHECK(seen.counts.maybe_twice == 0);
  CHECK(seen.twice == 0);
}

TEST_CASE("rsyslogd killed and started again while 20000 lines are logged by RELP misses none") {
  if (missing()) return;
  log_lines([](relp_receiver& daemon) {
    daemon.signal(SIGKILL);
    daemon.wait();
    daemon.start();
  });
}

TEST_CASE("rsyslogd stopped for a while and going on misses none of 20000 lines logged by RELP") {
  if (missing()) return;
  const outcome_of_faults seen = log_lines([](relp_receiver& daemon) {
    daemon.signal(SIGSTOP);
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    daemon.signal(SIGCONT);
  });
  CHECK(seen.counts.maybe_twice == 0);
}

TEST_CASE("rsyslogd restarted in order while 20000 lines are logged by RELP misses none") {
  if (missing()) return;
  log_lines([](relp_receiver& daemon) {
    daemon.stop();
    daemon.start();
  });
}
