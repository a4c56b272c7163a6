// What the tests of the sinks on sockets share: descriptors that are taken away, the longest call, the deepest stack.
#pragma once

#include <dirent.h>

#include <chrono>
#include <set>

#include "posix/support.hpp"
#include "support/sanitizers.hpp"

namespace support {

// The numbers of this process's descriptors.
inline std::set<int> descriptors() {
  std::set<int> result;
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return result;
  while (const dirent* const entry = readdir(folder))
    if (entry->d_name[0] != '.') result.insert(atoi(entry->d_name));
  result.erase(dirfd(folder));
  closedir(folder);
  return result;
}

// Those that make() opens and leaves open.
template <typename Make> std::set<int> opened_by(Make make) {
  const std::set<int> before = descriptors();
  make();
  std::set<int> result = descriptors();
  for (const int number : before) result.erase(number);
  return result;
}

// A call's time, and the longest of all; told under a name at the end. The time for which the thread could have run, and
// others ran instead, is not the call's.
class longest_call {
 public:
  explicit longest_call(std::string name) : name_{std::move(name)} {}
  ~longest_call() { MESSAGE("longest call, " << name_ << ": " << longest_ << " microseconds"); }
  longest_call(const longest_call&) = delete;
  longest_call& operator=(const longest_call&) = delete;

  template <typename Call> auto operator()(Call call) {
    const long waited = waiting_for_a_processor();
    const auto begin = std::chrono::steady_clock::now();
    const auto result = call();
    const auto time = std::chrono::steady_clock::now() - begin;
    const long all = static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(time).count());
    const long microseconds = all - (waiting_for_a_processor() - waited);
    if (microseconds > longest_) longest_ = microseconds;
    return result;
  }
  long microseconds() const { return longest_; }

 private:
  // Microseconds of this thread's so far; 0 where the system does not tell.
  long waiting_for_a_processor() const {
    char words[100] = {};
    if (pread(counts_.number, words, sizeof words - 1, 0) <= 0) return 0;
    long long running = 0;
    long long waiting = 0;
    return sscanf(words, "%lld %lld", &running, &waiting) == 2 ? static_cast<long>(waiting / 1000) : 0;
  }

  handle counts_{open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)};
  std::string name_;
  long longest_ = 0;
};


// How many bytes of the stack body() uses, below the call. It is called twice before, so that the dynamic linker's
// work is done, also for what only a later call does.
template <typename Body> [[gnu::noinline]] size_t deepest_stack(Body body) {
  constexpr size_t painted = 100000;
  constexpr char paint = '\x5a';
  void (*const volatile call)(Body&) = [](Body& it) { it(); };
  call(body);
  void* volatile const here = __builtin_alloca(16);
  volatile char* const bottom = static_cast<volatile char*>(here);  // the compiler does not know what is below
  for (size_t below = 64; below < painted; ++below) *(bottom - below) = paint;
  call(body);
  size_t deepest = painted;
  while (deepest > 64 && *(bottom - (deepest - 1)) == paint) --deepest;
  return deepest;
}

// A record for a sink, made anew for each use without the heap.
template <typename Sink, size_t Count = 1, size_t Size = 100> class some_packets {
 public:
  void make() {
    for (size_t index = 0; index < Count; ++index) {
      packets_[index] = {bytes_[index], sizeof bytes_[index], Sink::headroom};
      char* const at = packets_[index].append(Size);
      for (size_t offset = 0; offset < Size; ++offset) at[offset] = 'x';
    }
  }
  lineout::packet& first() { return packets_[0]; }
  lineout::packet* all() { return packets_; }
  lineout::outcome* outcomes() { return outcomes_; }

 private:
  char bytes_[Count][Sink::headroom + Size + Sink::tailroom]{};
  lineout::packet packets_[Count];
  lineout::outcome outcomes_[Count]{};
};

// What send(), send_all() and, after panic(), everything uses of the stack.
struct stacks {
  size_t send = 0;
  size_t send_all = 0;
  size_t panic = 0;
};
template <size_t Size = 100, typename Sink> stacks stacks_of(Sink& sink, const std::string& name) {
  static some_packets<Sink, 64, Size> records;
  stacks result;
  records.make();
  result.send = deepest_stack([&] { records.make(), sink.send(records.first()); });
  result.send_all = deepest_stack([&] { records.make(), sink.send_all(records.all(), records.outcomes(), 64); });
  result.panic = deepest_stack([&] {
    sink.panic();
    records.make();
    sink.send(records.first());
    records.make();
    sink.send_all(records.all(), records.outcomes(), 64);
    sink.poll(10);
    sink.flush();
  });
  MESSAGE("deepest stack, " << name << ": send " << result.send << ", send_all " << result.send_all << ", in panic "
                            << result.panic << " bytes");
  return result;
}

}  // namespace support
