#include <lineout/posix.hpp>
#include <lineout/values/floating.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

// Whatever allocates goes through these, operator new and the C library itself included. While nothing may, they end
// the program.
namespace {

std::atomic<bool> forbidden{false};

void look(const char* what) {
  if (!forbidden.exchange(false)) return;
  const std::string_view words{what};
  if (write(2, words.data(), words.size()) < 0) {
  }
  std::abort();
}

struct nothing_is_allocated {
  nothing_is_allocated() { forbidden = true; }
  ~nothing_is_allocated() { forbidden = false; }
};

}  // namespace

extern "C" {
void* __libc_malloc(size_t size) noexcept;
void* __libc_calloc(size_t count, size_t size) noexcept;
void* __libc_realloc(void* old, size_t size) noexcept;
void* __libc_memalign(size_t alignment, size_t size) noexcept;
void __libc_free(void* old) noexcept;

void* malloc(size_t size) noexcept { return look("malloc was called\n"), __libc_malloc(size); }
void* calloc(size_t count, size_t size) noexcept { return look("calloc was called\n"), __libc_calloc(count, size); }
void* realloc(void* old, size_t size) noexcept { return look("realloc was called\n"), __libc_realloc(old, size); }
void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return look("aligned_alloc was called\n"), __libc_memalign(alignment, size);
}
void free(void* old) noexcept { look("free was called\n"), __libc_free(old); }
}

namespace {

struct everything_allowed : lineout::console_options {
  using levels = lineout::levels::angle;
};

struct short_texts : lineout::posix::options {
  static constexpr size_t text_size = 100;
  using storage = lineout::pool<2>;
};

enum class state { on, off };

// All that a program does with a logger, up to its panic.
template <typename Logger> void use(Logger& log) {
  static const char long_text[] =
      "a text that is longer than some loggers have room for, so that it is cut, which is done in place as well as all "
      "else";
  lineout::console screen{log, everything_allowed{}};
  const nothing_is_allocated here;
  log.emerg("{}", "a text");
  log.alert("{:>20} {:.3}", long_text, long_text);
  log.crit("{} {:x} {:+} {:08}", 1, 2U, -3L, 4ULL);
  log.err("{} {} {}", true, 'c', state::off);
  log.warning("{:p} {}", static_cast<const void*>(&log), nullptr);
  log.notice("{} {}", lineout::ipv4_address{"10.0.0.1"}, lineout::mac_address::broadcast());
  log.info("{} {:.3f}", 1.5, 2.5F);
  log.debug("{}{}", long_text, long_text);
  log.log(lineout::severity::info, "control characters: {}", "\x1b[1m\n\xff");
  log.set_threshold(lineout::severity::info);
  log.debug("nothing of this");
  screen.write("<3>a line\nanother\r\n");
  for (int count = 0; count < 200; ++count) screen.put('x');
  screen.flush();
  if (log.counts().accepted < 12) std::abort();
  screen.panic();
  log.panic();
  log.emerg("the last words");
}

// The other end of a Unix socket that is there for the time of a test.
class daemon_socket {
 public:
  daemon_socket() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(bind(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ~daemon_socket() {
    close(number_);
    unlink(path().c_str());
  }
  static std::string path() { return "/tmp/lineout-allocation-" + std::to_string(getpid()); }

 private:
  int number_ = socket(AF_UNIX, SOCK_DGRAM, 0);
};

constexpr lineout::frame_addresses addresses{.from_mac = "02:00:00:00:00:01", .from = "192.0.2.1", .to = "192.0.2.2"};
constexpr lineout::origin here{"router1", "diskd", 311};

}  // namespace

TEST_CASE("an allocation while none is allowed ends the program") {
  static void* volatile kept;  // so that the compiler leaves nothing out
  for (const auto allocate :
       {+[] { kept = std::malloc(1); }, +[] { kept = std::calloc(1, 1); }, +[] { kept = std::realloc(kept, 1); },
        +[] { std::free(kept); }, +[] { kept = new int; }}) {
    const pid_t child = fork();
    if (child == 0) {
      dup2(open("/dev/null", O_WRONLY), 2);
      signal(SIGABRT, SIG_DFL);  // without doctest's report
      const nothing_is_allocated now;
      allocate();
      _exit(0);
    }
    int how = 0;
    REQUIRE(waitpid(child, &how, 0) == child);
    CHECK(WIFSIGNALED(how));
    CHECK(WTERMSIG(how) == SIGABRT);
  }
}

TEST_CASE("nothing is allocated on the way into a frame, memory or a capture") {
  static lineout::memory<4096> kept;
  lineout::logger frames{lineout::udp_frame{lineout::callback{+[](const char*, size_t) { return true; }}, addresses},
                         here};
  use(frames);
  lineout::logger in_memory{lineout::shared{kept}, here};
  use(in_memory);
  lineout::logger nowhere{lineout::null{}, here};
  use(nowhere);
  lineout::logger lost{lineout::callback{+[](const char*, size_t) { return false; }}, here};
  use(lost);
  static lineout::locked<lineout::null, lineout::posix::mutex> one_at_a_time;
  lineout::logger locked{lineout::shared{one_at_a_time}, here};
  use(locked);
  lineout::logger captured{lineout::udp_frame{lineout::pcap{lineout::shared{kept}, lineout::clocks::none{}}, addresses},
                           here};
  use(captured);
}

TEST_CASE("nothing is allocated on the way into a socket") {
  lineout::logger udp{lineout::posix::udp_socket{"127.0.0.1:9"}, here};  // where nobody listens
  use(udp);
  lineout::logger udp_pooled =
      lineout::logger<lineout::posix::udp_socket, short_texts>{lineout::posix::udp_socket{"[::1]:9"}, here};
  use(udp_pooled);
  const daemon_socket daemon;
  lineout::logger local{lineout::posix::unix_socket{daemon.path()}, here};
  use(local);
  lineout::logger nobody{lineout::posix::unix_socket{daemon.path() + "-not-there"}, here};
  use(nobody);
#if __has_include(<linux/if_packet.h>)
  lineout::logger raw{lineout::udp_frame{lineout::posix::packet_socket{"lo"}, addresses}, here};
  use(raw);
#endif
}

TEST_CASE("nothing is allocated by what keeps records for a moment, nor by a thread that polls") {
  static lineout::locked<lineout::batched<lineout::posix::udp_socket, lineout::posix::monotonic_timer>,
                         lineout::posix::mutex>
      kept{lineout::posix::udp_socket{"127.0.0.1:9"}};
  static lineout::message_ring<256, 1100> ring;
  lineout::logger batched{lineout::shared{kept}, here};
  lineout::logger queued{lineout::queued{lineout::framed{lineout::rfc3164{}, lineout::null{}}, ring}, here};
  const lineout::posix::poll_thread of_batched{batched};
  lineout::posix::poll_thread of_queued{queued};
  {
    const nothing_is_allocated now;
    for (int call = 0; call < 1000; ++call) {
      batched.info("{}", call);
      queued.info("{}", call);
    }
    batched.flush();
    while (ring.counts().queued > 0) usleep(500);
  }
  of_queued.stop();
  use(batched);
  use(queued);
}

#if __has_include(<linux/if_packet.h>)
TEST_CASE("nothing is allocated where arguments are kept and formatted later") {
  static lineout::message_ring<16, 256> ring;
  lineout::logger log{lineout::deferred{lineout::framed{lineout::rfc3164{}, lineout::null{}}, ring}, here};
  use(log);
  CHECK(ring.counts().queued == 0);
  CHECK(log.counts().accepted == log.counts().queued);
}

TEST_CASE("nothing is allocated on the way of many records into frames that are segmented") {
  lineout::udp_frame sink{lineout::posix::packet_socket{"lo"}, addresses};
  using frames = decltype(sink);
  static char storage[lineout::batch_limit][frames::headroom + 100 + frames::tailroom];
  lineout::packet records[lineout::batch_limit];
  lineout::outcome outcomes[lineout::batch_limit];
  for (size_t index = 0; index < lineout::batch_limit; ++index) {
    records[index] = lineout::packet{storage[index], sizeof storage[index], size_t{frames::headroom}};
    records[index].append(index < 60 ? 100 : index);
  }
  const nothing_is_allocated now;
  sink.send_all(records, outcomes, lineout::batch_limit);
}
#endif

TEST_CASE("nothing is allocated on the way into a file") {
  const std::string path = daemon_socket::path() + ".log";
  lineout::logger lines{lineout::posix::file{path}, here};
  use(lines);
  lineout::logger full{lineout::posix::file{"/dev/full"}, here};
  use(full);
  lineout::logger frames{lineout::udp_frame{lineout::posix::pcap_file{path}, addresses}, here};
  use(frames);
  unlink(path.c_str());
}

TEST_CASE("nothing is allocated for many that are sent at once") {
  const std::string path = daemon_socket::path() + ".log";
  const daemon_socket daemon;
  lineout::posix::udp_socket udp{"127.0.0.1:9", lineout::batch_order::by_length, 128};
  lineout::posix::unix_socket local{daemon.path()};
  lineout::posix::tcp_socket stream{"127.0.0.1:9"};
  lineout::posix::file lines{path};
  lineout::posix::log_file log{path};
  const auto send = [](auto& sink) {
    char storage[64][64] = {};
    lineout::packet packets[64];
    lineout::outcome outcomes[64];
    for (size_t index = 0; index < 64; ++index) {
      packets[index] = lineout::packet{storage[index], sizeof storage[0], 8};
      packets[index].append(20 + index % 7);
    }
    const nothing_is_allocated now;
    for (int batch = 0; batch < 20; ++batch) sink.send_all(packets, outcomes, 64);
  };
  send(udp);
  send(local);
  send(stream);
  send(lines);
  send(log);
  unlink(path.c_str());
}

TEST_CASE("nothing is allocated by channels that select, count, limit and mark, nor by rules that are loaded") {
  struct one_output : lineout::outputs_base<one_output> {
    lineout::framed<lineout::rfc3164, lineout::null> out{};
    constexpr lineout::parsed<size_t> find(const lineout::action&) { return {}; }
    constexpr lineout::outcome submit(size_t, const lineout::message& what) { return out.submit(what); }
    enum : size_t { headroom = decltype(out)::headroom, tailroom = decltype(out)::tailroom };
  };
  using out = lineout::framed<lineout::rfc3164, lineout::null>;
  lineout::logger calm{lineout::fan_out{lineout::filter{"*.err", "!-cron", lineout::dedupe{out{}}},
                                    lineout::mark{lineout::prefix{"vm3: ", lineout::rate_limit{out{}}}, here}},
                       here};
  use(calm);
  lineout::logger routed{lineout::ruleset<4, one_output>{one_output{}, "router1"}, here};
  {
    const nothing_is_allocated now;
    const auto ignore = [](const lineout::rule_error&) {};
    routed.channel().load("*.err /var/log/errors\n!sshd\n*.errr @loghost\n", ignore);
    routed.channel().reload("*.* *\n", ignore);
    for (int second = 0; second < 2000; ++second) {
      for (int message = 0; message < 30; ++message) calm.err("{}", "the same");
      calm.channel().tick(lineout::timestamp::at(1000000 + second));
    }
    calm.channel().flush();
  }
  use(routed);
}
