// emission: what the paths share on which messages leave the caller: a consumer beside the caller, single calls timed,
// and who receives what is sent.
#pragma once

#include <pthread.h>
#include <sched.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "reference.hpp"

namespace bench {

// The processor's own counter where there is one; nanoseconds elsewhere.
inline uint64_t ticks() {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  return now_ns();
#endif
}
// Measured once, against the system's clock.
double ns_per_tick();

// The CPU time that this thread has used.
uint64_t thread_cpu_ns();

// How long single calls took; a bucket of each 64th of a power of two, so that nothing is allocated.
class histogram {
 public:
  void add(uint64_t duration) { ++buckets_[index_of(duration)], ++count_; }
  void add(const histogram& other) {
    for (size_t index = 0; index < buckets_.size(); ++index) buckets_[index] += other.buckets_[index];
    count_ += other.count_;
  }
  // In nanoseconds, of durations in ticks.
  double percentile(double percent) const;
  // p50_ns, p99_ns, p999_ns.
  void tell(row& out) const;

 private:
  static constexpr size_t steps = 64;
  static size_t index_of(uint64_t value) {
    if (value < steps) return static_cast<size_t>(value);
    const unsigned shift = 57 - static_cast<unsigned>(__builtin_clzll(value));
    return (shift + 1) * steps + static_cast<size_t>((value >> shift) - steps);
  }
  static double middle_of(size_t index) {
    if (index < 2 * steps) return static_cast<double>(index);
    const size_t shift = index / steps - 1;
    return (static_cast<double>(index % steps + steps) + 0.5) * static_cast<double>(size_t{1} << shift);
  }

  std::array<uint32_t, 58 * steps> buckets_ = {};
  uint64_t count_ = 0;
};

// A thread on the other processor that does what it was last told to, again and again, and pauses for about a
// microsecond when it has caught up. Blocked while it has nothing.
class consumer {
 public:
  // Who has taken fewer than so many has caught up: to look on would take the lines away from whoever is writing them.
  static constexpr size_t caught_up = 64;
  // Gives back how many messages it has taken.
  using work = size_t (*)();

  consumer();
  ~consumer();
  consumer(const consumer&) = delete;
  consumer& operator=(const consumer&) = delete;

  // Returns when the other thread does this, and nothing else any more.
  void does(work what);
  void rests() { does(nullptr); }

 private:
  static size_t end();
  void run();
  void pause() const;

  std::atomic<work> wanted_{nullptr};
  std::atomic<work> doing_{nullptr};
  bool has_processor_ = false;
  std::thread thread_;
};
consumer& the_consumer();

// Threads that wait until they are told to do something, all at the same time; they may use every processor.
class crew {
 public:
  explicit crew(unsigned size);
  ~crew();
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;

  unsigned size() const { return static_cast<unsigned>(threads_.size()); }
  // Returns when all have done it; each is given its number, from 0.
  void do_all(const std::function<void(unsigned)>& what);

 private:
  void run(unsigned number);

  std::mutex mutex_;
  std::condition_variable begins_;
  std::condition_variable ended_;
  const std::function<void(unsigned)>* what_ = nullptr;
  unsigned turn_ = 0;
  unsigned left_ = 0;
  bool ends_ = false;
  std::vector<std::thread> threads_;
};

// Calls f again and again, giving way, until it is true; false: not within five seconds.
template <typename Function> bool eventually(Function f) {
  const uint64_t end = now_ns() + 5'000'000'000;
  for (unsigned look = 1; !f(); ++look) {
    if (look % 64 == 0) sched_yield();
    if (now_ns() > end) return false;
  }
  return true;
}

// A socket on this machine that a thread empties all the time, and which counts the datagrams that come.
class receiver {
 public:
  // An IPv4 address: of a UDP socket, or a path: of a unix one.
  explicit receiver(const std::string& where = "127.0.0.1");
  ~receiver();
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  // "127.0.0.1:PORT"
  const std::string& address() const { return address_; }
  uint16_t port() const { return port_; }
  size_t received() const { return received_.load(std::memory_order_acquire); }
  // The datagrams, with their bytes, that have come since it was asked to keep them; it keeps none otherwise.
  void keep(bool wanted);
  std::vector<std::string> kept();

 private:
  bool open(const std::string& where);
  void run();

  int socket_ = -1;
  uint16_t port_ = 0;
  std::string address_;
  std::atomic<size_t> received_{0};
  std::atomic<bool> ends_{false};
  std::atomic<bool> keeps_{false};
  std::mutex mutex_;
  std::vector<std::string> kept_;
  std::thread thread_;
};

// A logger whose queue is full before it is drained, 64 messages at a time: what is left of a message's cost where
// somebody else has formatted it.
template <typename Logger> class full_queue {
  static constexpr size_t size = std::remove_reference_t<decltype(std::declval<Logger&>().channel().ring())>::slots;

 public:
  explicit full_queue(Logger& log) : log_{log} {}
  void fill() {
    const reference_arguments& a = arguments;
    for (; filled_ < size; ++filled_)
      log_.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
  }
  void drain() { filled_ -= log_.channel().drain(64); }

 private:
  Logger& log_;
  size_t filled_ = 0;
};

// The bytes of the reference line, 64 times, given to a sink: what the way out alone costs.
template <typename Sink> class ready_made {
 public:
  ready_made(Sink sink, const std::string& line) : sink_{std::move(sink)}, size_{line.size()} {
    for (char(&one)[room] : storage_) std::memcpy(one + Sink::headroom, line.data(), size_);
  }
  void send() {
    lineout::packet records[lineout::batch_limit];
    lineout::outcome outcomes[lineout::batch_limit];
    for (size_t index = 0; index < lineout::batch_limit; ++index) {
      records[index] = lineout::packet{storage_[index], room, Sink::headroom};
      records[index].append(size_);
    }
    sink_.send_all(records, outcomes, lineout::batch_limit);
    for (const lineout::outcome what : outcomes) lost_ += what == lineout::outcome::sent ? 0 : 1;
  }
  size_t lost() const { return lost_; }

 private:
  static constexpr size_t room = 256;

  Sink sink_;
  size_t size_;
  size_t lost_ = 0;
  char storage_[lineout::batch_limit][room] = {};
};

// The reference line with this length, as far as a longer or a shorter text can make it so.
std::string line_of(size_t size);

}  // namespace bench
