// bench: measures named ways to do the same thing beside each other, in one run: interleaved, several rounds, median and
// spread, heap allocations, and instructions when callgrind looks on.
//
// A program measures one path. Its main() is
//   bench::suite all{"direct", count, arguments};
//   all.add("lineout", bench::kind::lineout, [] { log.warning("..."); });
//   return all.run();
// and each file of the folder with the program's name may add its own:
//   const bench::part spdlog{[](bench::suite& all) { all.add("spdlog", bench::kind::peer, ...); }};
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

enum class kind { lineout, floor, peer };

// Makes the compiler believe that the bytes are looked at.
inline void use(const void* data, size_t size) { asm volatile("" : : "r"(data), "r"(size) : "memory"); }
// Makes the compiler forget what it knows of a value.
template <typename T> inline void launder(T& value) { asm volatile("" : "+m"(value) : : "memory"); }

// Times, or whatever else is to be sorted.
class samples {
 public:
  void add(double value) { values_.push_back(value); }
  void add(const samples& others) { values_.insert(values_.end(), others.values_.begin(), others.values_.end()); }
  bool empty() const { return values_.empty(); }
  // percent: 0 to 100. Sorts.
  double percentile(double percent);
  double median() { return percentile(50); }

 private:
  std::vector<double> values_;
};

// Monotonic time in nanoseconds.
uint64_t now_ns();

// Binds this thread to one of the processors that the program may use: 0 is the last of them, where the measured code
// runs; 1 the last but one, for whoever works beside it. Without so many it stays where it is, and the answer is false.
// Threads inherit it.
bool pin(unsigned processor);

// Heap allocations of all threads (malloc and all that ends there) while the function runs.
size_t allocations_during(const std::function<void()>& function);

// One row of the results. Values go to the JSON as they are; text is quoted.
class row {
 public:
  row(std::string_view name, bench::kind kind) : name_{name}, kind_{kind} {}

  row& set(std::string_view key, double value);
  row& set(std::string_view key, std::string_view value);

  // What was set; not a number where nothing was.
  double value_of(std::string_view key) const;

  const std::string& name() const { return name_; }
  // One object on one line.
  std::string json(std::string_view path) const;

 private:
  std::string name_;
  bench::kind kind_;
  std::vector<std::pair<std::string, std::string>> values_;
};

// One way to do it.
class contender {
 public:
  contender(std::string_view name, bench::kind kind, std::function<void(size_t)> repeat)
      : result_{name, kind}, repeat_{std::move(repeat)} {}

  // A call does it for so many messages; the figures are per message.
  contender& messages(size_t per_call) { return messages_ = per_call, *this; }
  // At most so many calls between before() and after(), which are neither timed nor counted: to empty a ring, say.
  contender& around(size_t most_calls, std::function<void()> before, std::function<void()> after) {
    most_ = most_calls;
    before_ = std::move(before);
    after_ = std::move(after);
    return *this;
  }
  // Instructions mean nothing here: another thread works at the same time, or the system does the work.
  contender& uncounted() { return counted_ = false, *this; }
  // Something more to say about it: {"series": "bytes", "x": 64}.
  template <typename T> contender& set(std::string_view key, const T& value) { return result_.set(key, value), *this; }
  // Done once before anything is measured; the program ends with the words that it returns, if any.
  contender& check(std::function<std::string()> look) { return check_ = std::move(look), *this; }
  // Called when everything is measured, for what is only known then.
  contender& at_end(std::function<void(row&)> tell) { return tell_ = std::move(tell), *this; }

 private:
  friend class suite;

  double batch();  // nanoseconds per call
  void calls(size_t count);

  row result_;
  std::function<void(size_t)> repeat_;
  std::function<void()> before_;
  std::function<void()> after_;
  std::function<std::string()> check_;
  std::function<void(row&)> tell_;
  size_t messages_ = 1;
  size_t most_ = size_t{1} << 30;
  size_t calls_ = 1;  // in a batch
  bool counted_ = true;
  samples means_;
};

class suite {
 public:
  // Arguments: --seconds S, for all contenders together; --count (under callgrind): see run(); --count NAME CALLS: does
  // only that, so often, after a warm-up; --list; --only NAME.
  suite(std::string_view path, int count, char** arguments);

  // Operation is called for each message, from a loop in which it is inlined.
  template <typename Operation> contender& add(std::string_view name, bench::kind kind, Operation operation) {
    return keep({name, kind, [operation](size_t count) mutable {
                   for (; count > 0; --count) {
                     operation();
                     asm volatile("" : : : "memory");
                   }
                 }});
  }
  // What is measured in another way, as throughput is: called once in run(), after the contenders, and not with --count.
  // Gets a row to fill, and so many seconds to do it in.
  void add_whole(std::string_view name, bench::kind kind, double share,
                 std::function<void(row&, double seconds)> measure);

  // Whether callgrind looks on: each operation is then done some thousand times, and no time is taken.
  bool counting() const { return counting_; }

  // Prints one JSON object a line: {"path", "name", "kind", "median_ns", "low_ns", "high_ns" (10th and 90th percentile
  // of the batches' means), "allocations" (per message), ...}. With --count it prints nothing: callgrind dumps what
  // it has counted, for 200 and for 1200 calls of each contender, under the contender's number and the count of calls.
  int run();

 private:
  struct whole {
    row result;
    double share;
    std::function<void(row&, double)> measure;
  };

  contender& keep(contender made);
  int count_all();
  int list() const;
  bool check_all();
  void measure();

  std::string path_;
  std::vector<contender*> contenders_;
  std::vector<whole> wholes_;
  double seconds_ = 2;
  bool counting_ = false;
  bool listing_ = false;
  std::string only_;
  std::string count_name_;
  size_t count_calls_ = 0;
};

// Has a file's contenders added to the program's suite.
struct part {
  explicit part(void (*add)(suite&));
};

}  // namespace bench
