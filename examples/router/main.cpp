// router: what a router's daemons say, as a catalogue of events. --help says how; catalogue.hpp is where to look.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>
#include <tuple>

#include "arguments.hpp"
#include "catalogue.hpp"
#include "daemons.hpp"
#include "plausible.hpp"
#include "signals.hpp"
#include "ways_out.hpp"

namespace {

using namespace router;

struct options : lineout::posix::options {
  static constexpr lineout::facility facility = lineout::facility::daemon;
};
using router_log = lineout::logger<lineout::shared<ways_out::channel_type>, options>;

// Emits an event with values of its own.
using emitter = void (*)(router_log&, const lineout::origin&, chance&);

template <typename... Args>
void emit(router_log& log, const lineout::origin& from, const lineout::event<Args...>& what, chance& dice) {
  dice.begin_message();
  // In braces, the values are made from the first to the last.
  const std::tuple<Args...> values{plausible<Args>::from(dice)...};
  std::apply([&](const Args&... each) { lineout::emit(log, from, what, each...); }, values);
}
template <const auto& Event> void emit_event(router_log& log, const lineout::origin& from, chance& dice) {
  emit(log, from, Event, dice);
}

// One for each line of the catalogue, in its order.
std::vector<emitter> all_emitters() {
  std::vector<emitter> all;
  const auto add = [&all]<const auto&... Events>(events<Events...>) { (all.push_back(emit_event<Events>), ...); };
  for_each_group(add);
  return all;
}

void say(const std::string& line) { std::fprintf(stderr, "router: %s\n", line.c_str()); }

int refuse(const std::string& line) {
  say(line);
  return 2;
}

class daemons_at_work {
 public:
  daemons_at_work(ways_out& ways, const std::string& hostname)
      : log_{lineout::shared{ways.channel()}, lineout::origin{"localhost", "router"}}, daemons_{hostname} {
    for (const lineout::event_description& line : router::catalogue) speakers_.push_back(&daemons_.of(line));
  }

  // Each message once, and at most a few in a millisecond: a receiver by UDP that cannot follow drops them unseen.
  void emit_all() {
    for (size_t index = 0; index < emitters_.size() && !interrupted(); ++index) {
      emit(index);
      if (index % 4 == 3) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  // What cannot be made up for within a second is left out: the rate is then lower, and the progress shows it.
  void storm(uint32_t rate, uint32_t seconds) {
    using clock = std::chrono::steady_clock;
    const clock::time_point begin = clock::now();
    clock::time_point since = begin;
    uint64_t due_before = 0;
    for (uint32_t second = 0; !interrupted() && (seconds == 0 || second < seconds); ++second) {
      const clock::time_point end = begin + std::chrono::seconds{second + 1};
      for (uint32_t done = 0; done < rate && !interrupted() && clock::now() < end; ++done) {
        const auto due = begin + std::chrono::seconds{second} + std::chrono::nanoseconds{1000000000ULL * done / rate};
        if (due > clock::now() + std::chrono::milliseconds{1}) std::this_thread::sleep_until(due);
        emit(dice_.below(static_cast<uint32_t>(emitters_.size())));
      }
      std::this_thread::sleep_until(interrupted() ? clock::now() : end);
      progress(std::chrono::duration<double>(clock::now() - since).count(), log_.counts().accepted - due_before);
      due_before = log_.counts().accepted;
      since = clock::now();
    }
    if (::isatty(STDERR_FILENO) != 0) std::fputc('\n', stderr);
  }

  lineout::counts counts() const { return log_.counts(); }

 private:
  void emit(size_t index) { emitters_[index](log_, *speakers_[index], dice_); }

  void progress(double seconds, uint64_t count) const {
    const lineout::counts seen = log_.counts();
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    std::fprintf(stderr, "%srouter: %.0f in a second; accepted %zu, sent %zu, lost %zu%s", terminal ? "\r" : "",
                 static_cast<double>(count) / seconds, seen.accepted, seen.sent, seen.lost, terminal ? "   " : "\n");
    std::fflush(stderr);
  }

  router_log log_;
  daemons daemons_;
  std::vector<const lineout::origin*> speakers_;
  std::vector<emitter> emitters_ = all_emitters();
  chance dice_{1};
};

}  // namespace

int main(int count, char** words) {
  arguments all;
  const std::string wrong = read_arguments(count, words, all);
  if (!wrong.empty()) return refuse(wrong);
  if (all.help) return std::fputs(help_text, stdout), 0;
  if (all.list) {
    lineout::write_listing(router::catalogue, *all.list,
                           [](lineout::text piece) { std::fwrite(piece.data(), 1, piece.size(), stdout); });
    return std::fflush(stdout) == 0 ? 0 : 1;
  }

  if (all.destinations.empty()) all.destinations.push_back({"--output", "-"});
  ways_out ways;
  for (const destination& wanted : all.destinations) {
    const std::string error = ways.add(wanted, all);
    if (!error.empty()) return refuse(wanted.option + " " + wanted.value + ": " + error);
  }
  end_on_signals(ways.channel());

  const lineout::posix::identity here;
  const lineout::text hostname = here.origin().hostname();
  daemons_at_work router{ways, all.hostname ? *all.hostname : std::string{hostname.data(), hostname.size()}};
  if (all.storm > 0) router.storm(all.storm, all.seconds);
  else router.emit_all();
  return ways.say_what_was_lost() ? 0 : 1;
}
