#include "../emission.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace bench {

double ns_per_tick() {
  static const double value = [] {
    const uint64_t start_ns = now_ns();
    const uint64_t start = ticks();
    uint64_t end_ns = start_ns;
    while (end_ns - start_ns < 20'000'000) end_ns = now_ns();
    return static_cast<double>(end_ns - start_ns) / static_cast<double>(ticks() - start);
  }();
  return value;
}

uint64_t thread_cpu_ns() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<uint64_t>(used.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(used.tv_nsec);
}

double histogram::percentile(double percent) const {
  const double wanted = percent / 100 * static_cast<double>(count_);
  double below = 0;
  for (size_t index = 0; index < buckets_.size(); ++index) {
    below += buckets_[index];
    if (below >= wanted && below > 0) return middle_of(index) * ns_per_tick();
  }
  return 0;
}

void histogram::tell(row& out) const {
  out.set("p50_ns", percentile(50)).set("p99_ns", percentile(99)).set("p999_ns", percentile(99.9));
}

consumer::consumer() {
  thread_ = std::thread{[this] {
    has_processor_ = pin(1);
    run();
  }};
}
consumer::~consumer() {
  does(end);
  thread_.join();
}
void consumer::does(work what) {
  if (wanted_.load() == what) return;
  wanted_.store(what);
  wanted_.notify_all();
  while (doing_.load() != what) sched_yield();
}
void consumer::pause() const {
  if (!has_processor_) sched_yield();
  for (const uint64_t end = now_ns() + 1000; now_ns() < end;) continue;
}
size_t consumer::end() { return 0; }
void consumer::run() {
  for (work now = nullptr; now != end;) {
    now = wanted_.load(std::memory_order_acquire);
    if (doing_.load(std::memory_order_relaxed) != now) doing_.store(now);
    if (now == nullptr) wanted_.wait(nullptr);
    else if (now() < caught_up) pause();
  }
}
consumer& the_consumer() {
  static consumer only;
  return only;
}

crew::crew(unsigned size) {
  for (unsigned number = 0; number < size; ++number) threads_.emplace_back([this, number] { run(number); });
}
crew::~crew() {
  {
    const std::lock_guard locked{mutex_};
    ends_ = true;
  }
  begins_.notify_all();
  for (std::thread& one : threads_) one.join();
}
void crew::do_all(const std::function<void(unsigned)>& what) {
  std::unique_lock locked{mutex_};
  what_ = &what;
  left_ = size();
  ++turn_;
  begins_.notify_all();
  ended_.wait(locked, [this] { return left_ == 0; });
}
void crew::run(unsigned number) {
  unsigned done = 0;
  std::unique_lock locked{mutex_};
  for (;;) {
    begins_.wait(locked, [&] { return ends_ || turn_ != done; });
    if (ends_) return;
    done = turn_;
    const auto& what = *what_;
    locked.unlock();
    what(number);
    locked.lock();
    if (--left_ == 0) ended_.notify_all();
  }
}

receiver::receiver(const std::string& where) {
  if (!open(where)) {
    std::perror(where.c_str());
    std::exit(1);
  }
  thread_ = std::thread{[this] {
    pin(1);
    run();
  }};
}
bool receiver::open(const std::string& where) {
  const bool is_path = where.find('/') != where.npos;
  socket_ = ::socket(is_path ? AF_UNIX : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const int wanted = 64 << 20;
  if (::setsockopt(socket_, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof wanted) != 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
  // So that it sees when it is to end.
  const timeval look{0, 50000};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &look, sizeof look);
  if (is_path) {
    sockaddr_un here{};
    here.sun_family = AF_UNIX;
    std::strncpy(here.sun_path, where.c_str(), sizeof here.sun_path - 1);
    return ::bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
  }
  sockaddr_in here{};
  here.sin_family = AF_INET;
  socklen_t size = sizeof here;
  if (::inet_pton(AF_INET, where.c_str(), &here.sin_addr) != 1 ||
      ::bind(socket_, reinterpret_cast<const sockaddr*>(&here), size) != 0 ||
      ::getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size) != 0)
    return false;
  port_ = ntohs(here.sin_port);
  address_ = where + ":" + std::to_string(port_);
  return true;
}
receiver::~receiver() {
  ends_ = true;
  thread_.join();
  ::close(socket_);
}
void receiver::keep(bool wanted) {
  keeps_ = wanted;
  const std::lock_guard locked{mutex_};
  kept_.clear();
}
std::vector<std::string> receiver::kept() {
  const std::lock_guard locked{mutex_};
  return kept_;
}
void receiver::run() {
  constexpr unsigned most = 64;
  std::vector<std::array<char, 2048>> storage(most);
  iovec parts[most];
  mmsghdr headers[most] = {};
  for (unsigned index = 0; index < most; ++index) {
    parts[index] = {storage[index].data(), storage[index].size()};
    headers[index].msg_hdr.msg_iov = &parts[index];
    headers[index].msg_hdr.msg_iovlen = 1;
  }
  while (!ends_.load()) {
    const int count = ::recvmmsg(socket_, headers, most, MSG_WAITFORONE, nullptr);
    if (count <= 0) continue;
    if (keeps_.load()) {
      const std::lock_guard locked{mutex_};
      for (size_t index = 0; index < static_cast<size_t>(count); ++index)
        kept_.emplace_back(storage[index].data(), headers[index].msg_len);
    }
    received_.fetch_add(static_cast<size_t>(count), std::memory_order_release);
  }
}

std::string line_of(size_t size) {
  std::string line{prefix_example};
  line += text_example;
  while (line.size() < size) line += static_cast<char>('a' + line.size() % 26);
  line.resize(size);
  return line;
}

}  // namespace bench
