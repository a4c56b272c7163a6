// What tests of channels share: messages made of a text, and a channel that remembers what it was submitted.
#pragma once

#include <lineout/concepts.hpp>

#include <string>
#include <vector>

// A message with as much room as asked for; valid as long as this object.
class made_message {
 public:
  explicit made_message(std::string words, lineout::priority level = {}, lineout::timestamp time = {},
                        lineout::size_t headroom = 64, lineout::size_t tailroom = 0)
      : storage_(headroom + words.size() + tailroom, '#'),
        level_{level},
        time_{time},
        headroom_{headroom},
        size_{words.size()} {
    storage_.replace(headroom, words.size(), words);
  }

  lineout::message get() {
    lineout::packet body{storage_.data(), storage_.size(), headroom_};
    body.append(size_);
    return {level_, time_, &who_, body};
  }
  operator lineout::message() { return get(); }
  made_message& from(lineout::origin who) {
    who_ = who;
    return *this;
  }

 private:
  std::string storage_;
  lineout::priority level_;
  lineout::timestamp time_;
  lineout::size_t headroom_;
  lineout::size_t size_;
  // clang++ 16 does not evaluate a literal in a member's initialiser.
  static constexpr lineout::origin somebody{"host", "app"};
  lineout::origin who_ = somebody;
};

struct seen_message {
  std::string text;
  lineout::priority level{};
  lineout::timestamp time{};
  std::string hostname{};
  std::string app_name{};
};

// Everything that reached a channel; it fails as long as failures says.
struct channel_log {
  std::vector<seen_message> messages{};
  int failures = 0;
  lineout::outcome answer = lineout::outcome::sent;
  int ticks = 0;
  int flushes = 0;
  int panics = 0;

  std::vector<std::string> texts() const {
    std::vector<std::string> result;
    for (const seen_message& one : messages) result.push_back(one.text);
    return result;
  }
};

template <lineout::size_t Headroom = 0, lineout::size_t Tailroom = 0> struct remembering : lineout::channel_base<remembering<Headroom, Tailroom>> {
  static constexpr lineout::size_t headroom = Headroom;
  static constexpr lineout::size_t tailroom = Tailroom;

  remembering(channel_log* to = nullptr) : log{to} {}

  channel_log* log = nullptr;

  lineout::outcome submit(const lineout::message& what) {
    if (what.body.headroom() < headroom || what.body.tailroom() < tailroom) return lineout::outcome::lost;
    if (log->failures > 0) {
      --log->failures;
      return lineout::outcome::lost;
    }
    const auto string = [](lineout::text words) { return std::string{words.data(), words.size()}; };
    log->messages.push_back({string(what.content()), what.priority, what.time, string(what.origin->hostname()),
                             string(what.origin->app_name())});
    return log->answer;
  }
  void tick(lineout::timestamp) { ++log->ticks; }
  void flush() { ++log->flushes; }
  void panic() { ++log->panics; }
};
