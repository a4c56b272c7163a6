// 4 threads, a signal handler and a live consumer around one queue, of texts or of arguments: nothing is lost that is not counted, nothing
// doubled or torn, and neither a stopped producer nor a dead consumer holds up the others.
// LINEOUT_STRESS_MESSAGES=100000000 in the environment is the long run.
#include <lineout/lineout.hpp>

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/time.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin here{"host", "storm"};
constexpr unsigned threads = 4;

struct dropping : ring_options {};
struct overwriting : ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::overwrite_oldest;
};
struct waiting : ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
  static constexpr uint32_t patience = forever;
  static void relax() { sched_yield(); }
};

// Small texts, and small slots: the more laps.
struct storm_options : options {
  static constexpr size_t text_size = 80;
};

unsigned long messages() {
  const char* const given = std::getenv("LINEOUT_STRESS_MESSAGES");
  return given != nullptr ? std::strtoul(given, nullptr, 10) : 1000000;
}

// What a text says after its number depends on the number, so that a mixture of two is seen.
constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
text letters_of(unsigned long number) { return {alphabet + number % 26, number % 23}; }

// Checks each message as it comes: whole, and of each producer in order and once.
class checking : public lineout::channel_base<checking> {
 public:
  struct account {
    unsigned long whole[threads] = {};
    unsigned long next[threads] = {};  // the number that is at least the next one's
    unsigned long signals = 0;
    unsigned long next_signal = 0;
    unsigned long notices = 0;
    unsigned long told_lost = 0;
    unsigned long faults = 0;
  };

  explicit checking(account& seen) : seen_{&seen} {}

  outcome submit(const message& what) {
    const char* at = what.body.data();
    const char* const end = at + what.body.size();
    const char kind = at == end ? '\0' : *at++;
    const unsigned long number = decimal(at, end);
    if (kind == 't') {
      const unsigned long thread = number;
      ++at;
      const unsigned long call = decimal(at, end);
      ++at;
      const text letters = letters_of(call);
      const bool right =
          thread < threads && static_cast<size_t>(end - at) == letters.size() && text{at, letters.size()} == letters;
      if (!right || call < seen_->next[thread]) {
        fault(what);
      } else {
        seen_->next[thread] = call + 1;
        ++seen_->whole[thread];
      }
    } else if (kind == 's') {
      if (at != end || number < seen_->next_signal) fault(what);
      seen_->next_signal = number + 1;
      ++seen_->signals;
    } else {
      at = what.body.data();
      const unsigned long count = decimal(at, end);
      const text words{at, static_cast<size_t>(end - at)};
      if (count == 0 || !(words == text{count == 1 ? " message lost" : " messages lost"})) fault(what);
      ++seen_->notices;
      seen_->told_lost += count;
    }
    return outcome::sent;
  }

 private:
  static unsigned long decimal(const char*& at, const char* end) {
    unsigned long value = 0;
    while (at != end && *at >= '0' && *at <= '9') value = value * 10 + static_cast<unsigned long>(*at++ - '0');
    return value;
  }
  void fault(const message& what) {
    if (seen_->faults++ < 5)
      std::fprintf(stderr, "torn, doubled or out of order: %.*s\n", static_cast<int>(what.body.size()),
                   what.body.data());
  }

  account* seen_;
};

// The same, many at a time.
class checking_many : public checking {
 public:
  using checking::checking;
  void submit_all(const message* messages, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = submit(messages[index]);
  }
};
static_assert(detail::submits_all<checking_many>);

// What the signal handler calls; a handler has no arguments to carry it.
std::atomic<void (*)()> on_signal{nullptr};
void handler(int) {
  if (void (*const call)() = on_signal.load()) call();
}

// A timer's signals, every millisecond, for as long as this lives.
class signals {
 public:
  explicit signals(void (*call)()) {
    on_signal.store(call);
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &action, &before_);
    const itimerval every_millisecond{{0, 1000}, {0, 1000}};
    setitimer(ITIMER_REAL, &every_millisecond, nullptr);
  }
  signals(const signals&) = delete;
  ~signals() {
    const itimerval never{};
    setitimer(ITIMER_REAL, &never, nullptr);
    sigaction(SIGALRM, &before_, nullptr);
    on_signal.store(nullptr);
  }

 private:
  struct sigaction before_ {};
};

void without_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

template <typename Ring> using of_texts = queued<checking, Ring>;
template <typename Ring> using of_many_texts = queued<checking_many, Ring>;
template <typename Ring> using of_arguments = deferred<checking, Ring, storm_options::text_size>;

template <typename RingOptions, template <typename> class Queue = of_texts, typename Checking = checking> struct storm {
  using ring_type = message_ring<64, 128, RingOptions>;
  using log_type = logger<Queue<ring_type>, storm_options>;

  checking::account seen{};
  ring_type ring{};
  log_type log{Queue<ring_type>{Checking{seen}, ring}, here};
  static inline storm* current = nullptr;
  static inline std::atomic<unsigned long> signalled{0};
  // Signals are to be handled by one thread at a time, or their numbers would not be in order.
  static inline std::atomic_flag in_handler = ATOMIC_FLAG_INIT;

  // Each thread makes its share of calls; a consumer drains meanwhile.
  void run(unsigned long total, bool with_signals) {
    const unsigned long share = total / threads;
    current = this;
    signalled = 0;
    std::atomic<bool> done{false};
    std::thread consumer{[&] {
      without_signals();
      while (!done.load())
        if (log.channel().drain() == 0) RingOptions::relax();
      log.channel().drain();
    }};
    {
      std::unique_ptr<signals> timer;
      if (with_signals)
        timer = std::make_unique<signals>([] {
          if (in_handler.test_and_set()) return;
          current->log.info("s{}", signalled.fetch_add(1));
          in_handler.clear();
        });
      std::vector<std::thread> producers;
      for (unsigned thread = 0; thread < threads; ++thread)
        producers.emplace_back([&, thread] {
          for (unsigned long call = 0; call < share; ++call) {
            log.info("t{} {} {}", thread, call, letters_of(call));
            // So that the consumer has its turns on few processors, too.
            if (RingOptions::when_full != when_full::wait && call % 16 == 0) sched_yield();
          }
        });
      for (std::thread& producer : producers) producer.join();
    }
    done.store(true);
    consumer.join();

    const counts above = log.counts();
    const ring_counts below = ring.counts();
    unsigned long whole = seen.signals;
    for (const unsigned long count : seen.whole) whole += count;
    CHECK(seen.faults == 0);
    CHECK(above.accepted == share * threads + signalled.load());
    CHECK(above.accepted == above.lost + above.queued);
    CHECK(above.queued == below.sent + below.lost);
    CHECK(below.queued == 0);
    CHECK(below.unfinished == 0);
    CHECK(below.refused == above.lost);
    CHECK(whole == below.sent);
    CHECK(seen.notices == below.notices);
    CHECK(seen.told_lost == below.refused + below.lost);
    std::printf("%lu calls, %lu signals: %lu sent, %lu refused, %lu overwritten, %lu notices\n", share * threads,
                signalled.load(), static_cast<unsigned long>(below.sent), static_cast<unsigned long>(below.refused),
                static_cast<unsigned long>(below.lost), static_cast<unsigned long>(below.notices));
  }
};

template <typename Test> void until(Test test) {
  while (!test()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

}  // namespace

TEST_CASE("waiting for slots, every message arrives once, whole, and in its producer's order") {
  storm<waiting> all;
  all.run(messages(), false);
  for (const unsigned long count : all.seen.whole) CHECK(count == messages() / threads);
  CHECK(all.ring.counts().sent == messages() / threads * threads);
}

TEST_CASE("dropping the newest, under a signal handler that logs too, what is missing is what is counted and told") {
  storm<dropping> all;
  all.run(messages() / 4, true);
}

TEST_CASE("overwriting the oldest, under a signal handler that logs too, what is missing is what is counted and told") {
  storm<overwriting> all;
  all.run(messages() / 4, true);
  CHECK(all.ring.counts().refused == 0);
}

TEST_CASE("many that are taken at once arrive once, whole, and in their producer's order") {
  storm<waiting, of_many_texts, checking_many> all;
  all.run(messages(), false);
  CHECK(all.ring.counts().sent == messages() / threads * threads);
}

TEST_CASE("many that are dropped or overwritten, under a signal handler that logs too, are counted and told") {
  storm<dropping, of_many_texts, checking_many> newest;
  newest.run(messages() / 4, true);
  storm<overwriting, of_many_texts, checking_many> oldest;
  oldest.run(messages() / 4, true);
  CHECK(oldest.ring.counts().refused == 0);
}

TEST_CASE("arguments that wait for slots arrive once, whole, and in their producer's order") {
  storm<waiting, of_arguments> all;
  all.run(messages() / 4, false);
  CHECK(all.ring.counts().sent == messages() / 4 / threads * threads);
}

TEST_CASE("arguments that are dropped or overwritten, under a signal handler that logs too, are counted and told") {
  storm<dropping, of_arguments> newest;
  newest.run(messages() / 4, true);
  storm<overwriting, of_arguments> oldest;
  oldest.run(messages() / 4, true);
  CHECK(oldest.ring.counts().refused == 0);
}

namespace {

// An argument whose formatting stops in the middle, until it is released: a debugger's stop.
struct stop {
  sem_t* reached;
  sem_t* released;
};

class semaphore {
 public:
  semaphore() { sem_init(&semaphore_, 0, 0); }
  semaphore(const semaphore&) = delete;
  ~semaphore() { sem_destroy(&semaphore_); }
  void post() { sem_post(&semaphore_); }
  void wait() {
    while (sem_wait(&semaphore_) != 0) continue;
  }
  sem_t* get() { return &semaphore_; }

 private:
  sem_t semaphore_;
};

}  // namespace

template <> struct lineout::formatter<stop> {
  static void format(writer& out, const stop& where, const format_spec&) {
    out.literal("stopped here");
    sem_post(where.reached);
    while (sem_wait(where.released) != 0) continue;
  }
};

namespace {

struct keeping : lineout::channel_base<keeping> {
  std::vector<std::string>* texts;
  outcome submit(const message& what) {
    texts->emplace_back(what.body.data(), what.body.size());
    return outcome::sent;
  }
};

template <typename RingOptions> struct quiet {
  using ring_type = message_ring<8, 128, RingOptions>;
  std::vector<std::string> texts{};
  ring_type ring{};
  logger<queued<keeping, ring_type>, storm_options> log{queued<keeping, ring_type>{keeping{{}, &texts}, ring}, here};
};

template <typename RingOptions> void others_go_on_beside_a_stopped_producer() {
  quiet<RingOptions> all;
  semaphore reached;
  semaphore released;
  std::thread stopped{[&] { all.log.info("{}", stop{reached.get(), released.get()}); }};
  reached.wait();
  std::vector<std::thread> others;
  std::atomic<unsigned> running{threads};
  for (unsigned thread = 0; thread < threads; ++thread)
    others.emplace_back([&] {
      for (int call = 0; call < 10000; ++call) all.log.info("other");
      running.fetch_sub(1);
    });
  while (running.load() > 0)
    if (all.log.channel().drain() == 0) sched_yield();
  for (std::thread& other : others) other.join();
  all.log.channel().drain();
  // A ring later, and long after everything else.
  CHECK(all.ring.counts().unfinished == 1);
  for (int call = 0; call < 100; ++call) {
    all.log.info("{}", call);
    CHECK(all.log.channel().drain() == 1);
    CHECK(all.texts.back() == std::to_string(call));
  }
  released.post();
  stopped.join();
  CHECK(all.log.channel().drain() == 1);
  CHECK(all.texts.back() == "stopped here");
  const ring_counts counted = all.ring.counts();
  CHECK(counted.sent + counted.lost + counted.refused == threads * 10000 + 101);
}

}  // namespace

TEST_CASE(
    "a producer that is stopped in the middle of a message holds up nobody, and its message comes when it goes on") {
  others_go_on_beside_a_stopped_producer<dropping>();
  others_go_on_beside_a_stopped_producer<overwriting>();
  others_go_on_beside_a_stopped_producer<waiting>();
}

TEST_CASE("a signal handler that never returns, in the middle of a message, holds up nobody; a panic says so") {
  quiet<dropping> all;
  static quiet<dropping>* current;
  static semaphore* reached;
  static semaphore* released;
  semaphore reached_here;
  semaphore released_here;
  current = &all;
  reached = &reached_here;
  released = &released_here;
  // The signal comes while the thread is within a message of its own, and its handler stops within another.
  on_signal.store([] { current->log.info("{}", stop{reached->get(), released->get()}); });
  struct sigaction action {};
  action.sa_handler = handler;
  struct sigaction before {};
  sigaction(SIGUSR1, &action, &before);
  semaphore in_message;
  semaphore go_on;
  std::thread interrupted{[&] { all.log.info("{}", stop{in_message.get(), go_on.get()}); }};
  in_message.wait();
  pthread_kill(interrupted.native_handle(), SIGUSR1);
  reached_here.wait();
  for (int call = 0; call < 100; ++call) {
    all.log.info("{}", call);
    CHECK(all.log.channel().drain() == 1);
  }
  for (int call = 0; call < 10; ++call) all.log.info("last");
  all.log.panic();
  REQUIRE(all.texts.size() == 100 + 6 + 2);
  CHECK(all.texts[105] == "last");
  CHECK(all.texts[106] == "4 messages lost");
  CHECK(all.texts[107] == "2 messages unfinished");
  all.log.emerg("stopped");
  CHECK(all.texts.back() == "stopped");
  released_here.post();
  go_on.post();
  interrupted.join();
  sigaction(SIGUSR1, &before, nullptr);
  CHECK(all.ring.counts().unfinished == 0);
}

namespace {

// A sink whose driver stops at one message, for the thread that drains.
struct dying : lineout::channel_base<dying> {
  std::vector<std::string>* texts;
  sem_t* reached;
  sem_t* released;
  std::thread::id* consumer;
  outcome submit(const message& what) {
    const std::string words{what.body.data(), what.body.size()};
    if (words == "3" && std::this_thread::get_id() == *consumer) {
      sem_post(reached);
      while (sem_wait(released) != 0) continue;
      return outcome::lost;
    }
    texts->push_back(words);
    return outcome::sent;
  }
};

}  // namespace

TEST_CASE("a consumer that dies in the middle of a message blocks no producer, and a panic sends the rest") {
  std::vector<std::string> texts;
  semaphore reached;
  semaphore released;
  std::thread::id consumer_id;
  message_ring<16, 128> ring;
  using channel = queued<dying, decltype(ring)>;
  logger<channel, storm_options> log{channel{dying{{}, &texts, reached.get(), released.get(), &consumer_id}, ring}, here};
  for (int call = 0; call < 8; ++call) log.info("{}", call);
  semaphore known;
  std::thread consumer{[&] {
    known.wait();
    log.channel().drain();
  }};
  consumer_id = consumer.get_id();
  known.post();
  reached.wait();
  for (int call = 8; call < 30; ++call) log.info("{}", call);
  CHECK(log.counts().lost == 11);
  CHECK(log.channel().drain() == 0);
  log.panic();
  std::vector<std::string> expected;
  for (int call = 0; call < 19; ++call) expected.push_back(std::to_string(call));
  expected.push_back("11 messages lost");
  expected.push_back("1 message sent again");
  CHECK(texts == expected);
  // It was not dead: what it had in hand is no longer its own.
  released.post();
  consumer.join();
  CHECK(texts == expected);
  CHECK(ring.counts().sent == 19);
  CHECK(ring.counts().lost == 0);
  CHECK(ring.counts().queued == 0);
  log.emerg("stopped");
  CHECK(texts.back() == "stopped");
}
