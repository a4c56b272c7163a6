// What the tests of posix/ share: records to send, private places, and receivers.
#pragma once

#include <doctest/doctest.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <lineout/logger.hpp>
#include <lineout/message.hpp>
#include <lineout/text.hpp>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_tun.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>

namespace support {

// A logger whose lines have no time, so that they can be compared.
struct no_time : lineout::options {
  using clock = lineout::clocks::none;
};
template <typename Part> lineout::logger<Part, no_time> untimed(Part part, lineout::origin who) {
  return {static_cast<Part&&>(part), who};
}

// Says by name what could not be tried here; a failure where everything is required.
inline void skip(const std::string& reason) {
  const char* const all = getenv("LINEOUT_REQUIRE_ALL");
  if (all != nullptr && std::string{all} == "1") FAIL("lineout test cannot run: " << reason);
  else MESSAGE("lineout test skipped: " << reason);
}

// Sends content through a packet with the rooms that the sink asks for.
template <typename Sink> lineout::outcome send(Sink& sink, const std::string& content) {
  std::string storage(Sink::headroom, '\0');
  storage += content;
  storage.append(Sink::tailroom, '\0');
  lineout::packet bytes{storage.data(), storage.size(), Sink::headroom};
  bytes.append(content.size());
  return sink.send(bytes);
}

// Sends them all at once, each in memory of its own; what became of each.
template <typename Sink>
std::vector<lineout::outcome> send_all(Sink& sink, const std::vector<std::string>& contents,
                                       size_t tailroom = Sink::tailroom) {
  std::vector<std::string> storage;
  std::vector<lineout::packet> packets;
  for (const std::string& content : contents)
    storage.push_back(std::string(Sink::headroom, '\0') + content + std::string(tailroom, '\0'));
  for (size_t index = 0; index < contents.size(); ++index) {
    lineout::packet& bytes = packets.emplace_back(storage[index].data(), storage[index].size(), Sink::headroom);
    bytes.append(contents[index].size());
  }
  std::vector<lineout::outcome> outcomes(contents.size(), static_cast<lineout::outcome>(77));
  errno = 12345;
  sink.send_all(packets.data(), outcomes.data(), packets.size());
  if (errno != 12345) outcomes.clear();  // it is to be kept
  return outcomes;
}

inline std::vector<lineout::outcome> all(size_t count, lineout::outcome value) { return {count, value}; }

// What call() gives, having checked that it gave errno back.
template <typename Call> auto keeps_errno(Call call) {
  errno = 12345;
  const auto result = call();
  const int after = errno;
  CHECK(after == 12345);
  return result;
}

inline std::string string(lineout::text value) { return {value.data() == nullptr ? "" : value.data(), value.size()}; }

class temporary_directory {
 public:
  temporary_directory() { REQUIRE(mkdtemp(path_) != nullptr); }
  ~temporary_directory() {
    const std::string command = "rm -rf '" + std::string{path_} + "'";
    CHECK(system(command.c_str()) == 0);
  }
  std::string operator/(const std::string& name) const { return path_ + ("/" + name); }

 private:
  char path_[32] = "/tmp/lineout-test-XXXXXX";
};

// A descriptor that a test opens; closed with it.
struct handle {
  int number = -1;
  explicit handle(int opened) : number{opened} {}
  handle(handle&& other) noexcept : number{other.number} { other.number = -1; }
  ~handle() { close(); }
  void close() {
    if (number >= 0) ::close(number);
    number = -1;
  }
};

// The number that the descriptor that is opened next will have.
inline int next_descriptor() {
  const int lowest = dup(0);
  close(lowest);
  return lowest;
}

// What arrives on a descriptor within two seconds: one datagram, or what a stream has.
inline std::string receive(int number) {
  pollfd waiting{number, POLLIN, 0};
  if (poll(&waiting, 1, 2000) != 1) return "(nothing arrived)";
  std::string result(70000, '\0');
  const ssize_t size = ::read(number, result.data(), result.size());
  result.resize(size > 0 ? static_cast<size_t>(size) : 0);
  return result;
}

inline bool has_more(int number) {
  pollfd waiting{number, POLLIN, 0};
  return poll(&waiting, 1, 0) == 1;
}

inline std::string read_file(const std::string& path) {
  std::string result;
  const handle file{open(path.c_str(), O_RDONLY)};
  char buffer[4096];
  for (ssize_t size; (size = ::read(file.number, buffer, sizeof buffer)) > 0;)
    result.append(buffer, static_cast<size_t>(size));
  return result;
}

// How many writes this process has made; -1 where the system does not count them.
inline long writes() {
  const std::string counts = read_file("/proc/self/io");
  const size_t at = counts.find("syscw: ");
  return at < counts.size() ? atol(counts.c_str() + at + 7) : -1;
}

inline handle unix_receiver(const std::string& path, int type) {
  handle result{socket(AF_UNIX, type | SOCK_CLOEXEC, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(bind(result.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  if (type == SOCK_STREAM) REQUIRE(listen(result.number, 5) == 0);
  return result;
}

inline handle accept(const handle& listener) {
  pollfd waiting{listener.number, POLLIN, 0};
  poll(&waiting, 1, 2000);
  return handle{::accept4(listener.number, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
}

// Whether a child process that calls body() ended with true. In it nothing of doctest may be used.
template <typename Body> bool in_child(Body body) {
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) _exit(body() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// In a child process: what becomes of this system call from now on, where its argument of this index has this value.
inline bool filter_system_call(long number, unsigned action, unsigned argument = 0, unsigned value = 0) {
  const auto load = [](size_t offset) {
    return sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<unsigned>(offset)};
  };
  const auto skip_unless = [](unsigned constant, uint8_t steps) {
    return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, steps, constant};
  };
  const auto give = [](unsigned what) { return sock_filter{BPF_RET | BPF_K, 0, 0, what}; };
  const bool any = argument == 0;
  sock_filter steps[] = {load(offsetof(seccomp_data, nr)),
                         skip_unless(static_cast<unsigned>(number), 3),
                         load(any ? offsetof(seccomp_data, nr) : offsetof(seccomp_data, args) + 8 * argument),
                         skip_unless(any ? static_cast<unsigned>(number) : value, 1),
                         give(action),
                         give(SECCOMP_RET_ALLOW)};
  const sock_fprog program{sizeof steps / sizeof steps[0], steps};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
inline bool refuse_system_call(long number, int error, unsigned argument = 0, unsigned value = 0) {
  return filter_system_call(number, SECCOMP_RET_ERRNO | static_cast<unsigned>(error), argument, value);
}
// It fails, and before that the handler of SIGSYS is called.
inline bool interrupt_system_call(long number) { return filter_system_call(number, SECCOMP_RET_TRAP); }
inline bool may_refuse_system_calls() {
  return in_child([] { return refuse_system_call(SYS_getppid, ENOSYS); });
}

// In a child process: directories that nobody else sees are mounted over these; false without the permission.
inline bool hide_under_tmpfs(const char* directory, const char* options = "") {
  return unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", directory, "tmpfs", 0, options) == 0;
}
inline bool may_mount() {
  return in_child([] { return hide_under_tmpfs("/tmp"); });
}

// A network of this thread's own, empty but for a loopback interface that is down. False without the permission.
class private_network {
 public:
  private_network() : outside_{open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)} {
    inside_ = outside_.number >= 0 && unshare(CLONE_NEWNET) == 0;
  }
  ~private_network() {
    if (inside_) setns(outside_.number, CLONE_NEWNET);
  }
  explicit operator bool() const { return inside_; }

 private:
  handle outside_;
  bool inside_ = false;
};

// An interface whose other end is a descriptor: each read() gives one frame (IFF_TAP) or one IP packet (IFF_TUN) that
// has been sent. It exists as long as this object. false: not permitted.
class virtual_interface {
 public:
  virtual_interface(const char* name, short kind)
      : name_{name}, end_{open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)} {
    ifreq request = named();
    request.ifr_flags = static_cast<short>(kind | IFF_NO_PI);
    if (end_.number >= 0 && ioctl(end_.number, TUNSETIFF, &request) != 0) end_.close();
  }
  explicit operator bool() const { return end_.number >= 0; }
  int number() const { return end_.number; }
  void set_mac(const std::string& octets) {
    ifreq request = named();
    request.ifr_hwaddr.sa_family = 1;
    octets.copy(request.ifr_hwaddr.sa_data, 6);
    set(SIOCSIFHWADDR, request);
  }
  void set_address(const char* address) {
    ifreq request = named();
    auto& ipv4 = reinterpret_cast<sockaddr_in&>(request.ifr_addr);
    ipv4.sin_family = AF_INET;
    inet_pton(AF_INET, address, &ipv4.sin_addr);
    set(SIOCSIFADDR, request);
    inet_pton(AF_INET, "255.255.255.0", &ipv4.sin_addr);
    set(SIOCSIFNETMASK, request);
  }
  // So that nobody is asked who has this address.
  void add_neighbour(const char* address) {
    arpreq request{};
    auto& ipv4 = reinterpret_cast<sockaddr_in&>(request.arp_pa);
    ipv4.sin_family = AF_INET;
    inet_pton(AF_INET, address, &ipv4.sin_addr);
    request.arp_flags = ATF_COM | ATF_PERM;
    name_.copy(request.arp_dev, sizeof request.arp_dev - 1);
    const handle any{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    REQUIRE(ioctl(any.number, SIOCSARP, &request) == 0);
  }
  static void set_mtu(const char* name, int mtu) {
    ifreq request{};
    std::string{name}.copy(request.ifr_name, IFNAMSIZ - 1);
    request.ifr_mtu = mtu;
    set(SIOCSIFMTU, request);
  }
  void set_up(bool up) { set_up(name_.c_str(), up); }
  void set_mtu(int size) {
    ifreq request = named();
    request.ifr_mtu = size;
    set(SIOCSIFMTU, request);
  }
  static void set_up(const char* name, bool up) {
    ifreq request{};
    std::string{name}.copy(request.ifr_name, IFNAMSIZ - 1);
    request.ifr_flags = static_cast<short>(up ? IFF_UP | IFF_RUNNING : 0);
    set(SIOCSIFFLAGS, request);
  }
  // The next packet that the predicate wants, or none.
  template <typename Wanted> std::string next(Wanted wanted) {
    for (;;) {
      const std::string one = receive(end_.number);
      if (wanted(one) || one == "(nothing arrived)") return one;
    }
  }

 private:
  ifreq named() const {
    ifreq request{};
    name_.copy(request.ifr_name, IFNAMSIZ - 1);
    return request;
  }
  static void set(unsigned long what, ifreq& request) {
    const handle any{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    REQUIRE(ioctl(any.number, what, &request) == 0);
  }

  std::string name_;
  handle end_;
};

}  // namespace support
