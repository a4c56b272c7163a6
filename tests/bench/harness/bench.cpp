#include "../bench.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT (void)0
#define CALLGRIND_DUMP_STATS_AT(name) (void)(name)
#endif

namespace bench {

namespace {

constexpr double batch_ns = 50'000;  // the clock takes about 25
constexpr int rounds = 40;

std::vector<void (*)(suite&)>& parts() {
  static std::vector<void (*)(suite&)> all;
  return all;
}

std::string quoted(std::string_view words) {
  std::string result = "\"";
  for (const char c : words) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) result += c;
  }
  return result + '"';
}

std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char digits[40];
  const int decimals = value == std::floor(value) ? 0 : std::fabs(value) >= 100 ? 1 : 4;
  std::snprintf(digits, sizeof digits, "%.*f", decimals, value);
  return digits;
}

}  // namespace

part::part(void (*add)(suite&)) { parts().push_back(add); }

uint64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

bool pin(unsigned processor) {
  static const cpu_set_t allowed = [] {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) CPU_ZERO(&set);
    return set;
  }();
  for (int index = CPU_SETSIZE - 1; index >= 0; --index) {
    if (!CPU_ISSET(index, &allowed) || processor-- > 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(index, &one);
    return sched_setaffinity(0, sizeof one, &one) == 0;
  }
  return false;
}

namespace {

// What else the machine does is to wait, as far as this program may ask for that (as root): threads that pass the
// processor on to each other would otherwise measure how long another program keeps it.
void go_first() {
  if (setsid() < 0) return;
  if (std::FILE* const group = std::fopen("/proc/self/autogroup", "w")) {
    std::fputs("-20", group);
    std::fclose(group);
  }
  setpriority(PRIO_PROCESS, 0, -20);
}

}  // namespace

double samples::percentile(double percent) {
  if (values_.empty()) return std::nan("");
  std::sort(values_.begin(), values_.end());
  const double place = percent / 100 * static_cast<double>(values_.size() - 1);
  const size_t below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, values_.size() - 1);
  return values_[below] + (values_[above] - values_[below]) * (place - static_cast<double>(below));
}

row& row::set(std::string_view key, double value) { return values_.emplace_back(key, number(value)), *this; }
row& row::set(std::string_view key, std::string_view value) { return values_.emplace_back(key, quoted(value)), *this; }

double row::value_of(std::string_view key) const {
  for (const auto& [name, value] : values_)
    if (name == key) return std::atof(value.c_str());
  return std::nan("");
}

std::string row::json(std::string_view path) const {
  static constexpr const char* kinds[] = {"lineout", "floor", "peer"};
  std::string result = "{\"path\": " + quoted(path) + ", \"name\": " + quoted(name_) +
                       ", \"kind\": " + quoted(kinds[static_cast<int>(kind_)]);
  for (const auto& [key, value] : values_) result += ", " + quoted(key) + ": " + value;
  return result + "}";
}

void contender::calls(size_t count) {
  for (size_t left = count; left > 0;) {
    const size_t now = std::min(left, most_);
    if (before_) before_();
    repeat_(now);
    if (after_) after_();
    left -= now;
  }
}

double contender::batch() {
  if (before_) before_();
  const uint64_t start = now_ns();
  repeat_(calls_);
  const uint64_t end = now_ns();
  if (after_) after_();
  return static_cast<double>(end - start) / static_cast<double>(calls_);
}

suite::suite(std::string_view path, int count, char** arguments) : path_{path} {
  go_first();
  // Every way of telling the time is to show the same hour.
  setenv("TZ", "UTC", 1);
  tzset();
  for (int index = 1; index < count; ++index) {
    const std::string_view argument = arguments[index];
    const char* const value = index + 1 < count ? arguments[index + 1] : nullptr;
    if (argument == "--seconds" && value) {
      seconds_ = std::atof(value);
      ++index;
    } else if (argument == "--count") {
      counting_ = true;
      if (index + 2 < count) {
        count_name_ = value;
        count_calls_ = std::strtoul(arguments[index + 2], nullptr, 10);
        index += 2;
      }
    } else if (argument == "--list") {
      listing_ = true;
    } else if (argument == "--only" && value) {
      only_ = value;
      ++index;
    } else {
      std::fprintf(stderr, "usage: %s [--seconds S] [--only NAME] | --list | --count [NAME CALLS]\n", arguments[0]);
      std::exit(2);
    }
  }
}

contender& suite::keep(contender made) {
  contenders_.push_back(new contender{std::move(made)});
  return *contenders_.back();
}

void suite::add_whole(std::string_view name, bench::kind kind, double share,
                      std::function<void(row&, double)> measure) {
  wholes_.push_back({row{name, kind}, share, std::move(measure)});
}

int suite::run() {
  for (void (*adding)(suite&) : parts()) adding(*this);
  if (!only_.empty()) {
    std::erase_if(contenders_, [&](const contender* one) { return one->result_.name() != only_; });
    std::erase_if(wholes_, [&](const whole& one) { return one.result.name() != only_; });
  }
  if (listing_) return list();
  if (!check_all()) return 1;
  if (counting_) return count_all();
  pin(0);
  measure();
  return 0;
}

int suite::list() const {
  for (const contender* one : contenders_) std::puts(one->result_.json(path_).c_str());
  for (const whole& one : wholes_) std::puts(one.result.json(path_).c_str());
  return 0;
}

bool suite::check_all() {
  for (contender* one : contenders_) {
    if (!one->check_ || (counting_ && !one->counted_)) continue;
    const std::string wrong = one->check_();
    if (wrong.empty()) continue;
    std::fprintf(stderr, "%s: %s: %s\n", path_.c_str(), one->result_.name().c_str(), wrong.c_str());
    return false;
  }
  return true;
}

int suite::count_all() {
  if (count_calls_ != 0) {
    for (contender* one : contenders_) {
      if (one->result_.name() != count_name_) continue;
      one->calls(1200);
      one->calls(count_calls_);
      return 0;
    }
    std::fprintf(stderr, "%s: there is no %s\n", path_.c_str(), count_name_.c_str());
    return 2;
  }
  for (size_t index = 0; index < contenders_.size(); ++index) {
    contender& one = *contenders_[index];
    if (!one.counted_) continue;
    // Again if a second has passed: what is kept for a second was then made anew.
    for (int attempt = 0; attempt < 5; ++attempt) {
      one.calls(1200);
      const time_t start = time(nullptr);
      for (const size_t count : {200u, 1200u}) {
        for (size_t left = count; left > 0;) {
          const size_t now = std::min(left, one.most_);
          if (one.before_) one.before_();
          CALLGRIND_TOGGLE_COLLECT;
          one.repeat_(now);
          CALLGRIND_TOGGLE_COLLECT;
          if (one.after_) one.after_();
          left -= now;
        }
        const std::string label = "contender " + std::to_string(index) + " " + std::to_string(count * one.messages_);
        CALLGRIND_DUMP_STATS_AT(label.c_str());
      }
      if (time(nullptr) == start) break;
    }
  }
  return 0;
}

void suite::measure() {
  double whole_share = 0;
  for (const whole& one : wholes_) whole_share += one.share;
  const double alone = seconds_ * (1 - std::min(whole_share, 1.0));

  for (contender* one : contenders_) {
    one->calls(std::min<size_t>(one->most_, 20));
    // The shortest of three: one may have been interrupted.
    const auto shortest = [one] {
      return std::min({one->batch(), one->batch(), one->batch()}) * static_cast<double>(one->calls_);
    };
    while (one->calls_ < one->most_ && shortest() < batch_ns) one->calls_ = std::min(one->calls_ * 2, one->most_);
  }
  for (contender* one : contenders_) {
    const size_t count = std::max<size_t>(256 / one->messages_, 1);
    size_t allocations = 0;
    for (size_t left = count; left > 0;) {
      const size_t now = std::min(left, one->most_);
      if (one->before_) one->before_();
      allocations += allocations_during([&] { one->repeat_(now); });
      if (one->after_) one->after_();
      left -= now;
    }
    const double messages = static_cast<double>(count * one->messages_);
    one->result_.set("allocations", static_cast<double>(allocations) / messages);
  }
  const double turn_ns = alone * 1e9 / rounds / static_cast<double>(std::max<size_t>(contenders_.size(), 1));
  for (int round = 0; round < rounds; ++round) {
    if (round % 4 == 0) std::fputc('.', stderr);
    for (contender* one : contenders_) {
      one->batch();  // what it needs is in the caches again
      const uint64_t end = now_ns() + static_cast<uint64_t>(turn_ns);
      do one->means_.add(one->batch() / static_cast<double>(one->messages_));
      while (now_ns() < end);
    }
  }
  for (contender* one : contenders_) {
    one->result_.set("median_ns", one->means_.median());
    one->result_.set("low_ns", one->means_.percentile(10));
    one->result_.set("high_ns", one->means_.percentile(90));
    if (one->tell_) one->tell_(one->result_);
    std::puts(one->result_.json(path_).c_str());
    std::fflush(stdout);
  }
  for (whole& one : wholes_) {
    std::fputc('.', stderr);
    one.measure(one.result, seconds_ * one.share);
    std::puts(one.result.json(path_).c_str());
    std::fflush(stdout);
  }
}

}  // namespace bench
