// rate_limit: a channel that lets through so many messages of a kind in a time, and says how many it has suppressed.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/detail/notice.hpp>

namespace lineout {

// Derive from it and override what differs.
struct rate_limit_options {
  // So many messages of one key pass in so many seconds, which begin with the first of them.
  static constexpr uint32_t burst = 20;
  static constexpr uint32_t seconds = 5;
  // What is as severe as this always passes, and is not counted.
  static constexpr severity always = severity::crit;
  // How many keys are told apart at a time; each takes some 160 bytes.
  static constexpr size_t keys = 8;
  // Messages with equal keys share a burst: here those of one program with one PRI.
  static constexpr uint32_t key(const message& what) {
    uint32_t hash = what.priority.pri();
    for (const char c : what.origin->app_name()) {
      hash += static_cast<uint8_t>(c);
      hash += hash << 10;
      hash ^= hash >> 6;
    }
    return hash;
  }
};

// A suppressed message is not lost but counted, and its outcome is sent. The count is reported ("12 messages
// suppressed"), with the priority and the origin of what it counts, when its time is over: before the next message of
// that key, when tick() finds it so, when a further key needs its place, and by flush() and panic(). A report that is
// lost stays counted and is tried again, and until it has gone no message of that key goes either. Time that jumps,
// back or forward, ends the time that was running. As long as no time is known, neither from messages nor from tick(),
// everything passes. For one context at a time: locked<rate_limit<...>, Lock> is for several. Waits as the channel
// behind it does.
template <channel Next, typename Options = rate_limit_options> class rate_limit : public channel_decorator<Next> {
  static_assert(Options::keys >= 1, "lineout: a rate_limit tells at least one key apart");

 public:
  constexpr rate_limit() = default;
  constexpr explicit rate_limit(Next next) : channel_decorator<Next>{detail::move(next)} {}
  constexpr rate_limit(Next next, Options) : channel_decorator<Next>{detail::move(next)} {}

  constexpr outcome submit(const message& what) {
    if (what.time.known()) now_ = what.time;
    if (what.priority.severity <= Options::always || !now_.known()) return this->next().submit(what);
    const uint32_t key = Options::key(what);
    kind& one = place_for(key);
    if (one.key != key || is_over(one)) {
      if (!report(one)) return outcome::lost;
      one.key = key;
      one.since = now_.seconds();
      one.passed = 0;
    }
    if (one.passed < Options::burst) {
      const outcome result = this->next().submit(what);
      if (result != outcome::lost) ++one.passed;
      return result;
    }
    if (one.suppressed == 0) {
      one.level = what.priority;
      one.who = origin_buffer{*what.origin};
    }
    ++one.suppressed;
    ++suppressed_;
    return outcome::sent;
  }

  // Says how late it is, as often as the caller likes.
  constexpr void tick(timestamp now) {
    if (now.known()) {
      now_ = now;
      for (kind& one : kinds_)
        if (is_over(one)) report(one);
    }
    this->next().tick(now);
  }
  constexpr void flush() {
    for (kind& one : kinds_) report(one);
    this->next().flush();
  }
  constexpr void panic() {
    this->next().panic();
    for (kind& one : kinds_) report(one);
  }

  // How many were suppressed since it was made, and how many of these have not been reported yet.
  constexpr size_t suppressed() const { return suppressed_; }
  constexpr size_t pending() const {
    size_t sum = 0;
    for (const kind& one : kinds_) sum += one.suppressed;
    return sum;
  }

 private:
  struct kind {
    uint32_t key = 0;
    uint32_t passed = 0;
    int64_t since = -1;  // the beginning of its time; none has begun yet
    size_t suppressed = 0;
    priority level{};
    origin_buffer who{"", ""};
  };

  constexpr bool is_over(const kind& one) const {
    const int64_t now = now_.seconds();
    return one.since < 0 || now < one.since || now - one.since >= int64_t{Options::seconds};
  }
  // The key's own place, or one whose time is over, or the one whose time began first.
  constexpr kind& place_for(uint32_t key) {
    kind* best = &kinds_[0];
    for (kind& one : kinds_) {
      if (one.since >= 0 && one.key == key) return one;
      if (is_over(*best)) continue;
      if (is_over(one) || one.since < best->since) best = &one;
    }
    return *best;
  }
  // False: there is something to report, and it could not be sent.
  constexpr bool report(kind& one) {
    if (one.suppressed == 0) return true;
    const auto words = [count = one.suppressed](writer& out) {
      out.decimal(count);
      out.literal(count == 1 ? " message suppressed" : " messages suppressed");
    };
    if (detail::submit_notice<48>(this->next(), one.level, now_, one.who.origin(), false, words) == outcome::lost)
      return false;
    one.suppressed = 0;
    return true;
  }

  kind kinds_[Options::keys] = {};
  size_t suppressed_ = 0;
  timestamp now_{};  // the latest time that was told
};

template <typename Next> rate_limit(Next) -> rate_limit<Next>;
template <typename Next, typename Options> rate_limit(Next, Options) -> rate_limit<Next, Options>;

static_assert(channel<rate_limit<stubs::channel>>);

}  // namespace lineout
