// dedupe: a channel that counts a message's repeats and says "last message repeated N times", as syslogds do.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/detail/copy.hpp>
#include <lineout/detail/notice.hpp>

namespace lineout {

// Derive from it and override what differs.
struct dedupe_options {
  // A longer text is never taken for a repeat; this much of the object keeps the last one, with its MSGID and its
  // structured data.
  static constexpr size_t text_size = 256;
  // After how many seconds without a line the repeats are reported, for the first time and then for the next ones.
  static constexpr uint32_t seconds[] = {30, 120, 600};
};

// A repeat has the priority, origin, text, MSGID and structured data of the message before it; its time may differ. The first goes
// through. Repeats are kept as a count, whose outcome is sent, and reported with their priority and origin: before the
// next other message, as soon as a repeat or tick() finds them due, and by flush() and panic(). A report that is lost
// stays counted and is tried again, and until it has gone no other message goes either. Time that jumps back starts the
// wait anew. Without any time a count waits for the next message, flush() or panic(). For one context at a time:
// locked<dedupe<...>, Lock> is for several. Waits as the channel behind it does.
template <channel Next, typename Options = dedupe_options> class dedupe : public channel_decorator<Next> {
 public:
  constexpr dedupe() = default;
  constexpr explicit dedupe(Next next) : channel_decorator<Next>{detail::move(next)} {}
  constexpr dedupe(Next next, Options) : channel_decorator<Next>{detail::move(next)} {}

  constexpr outcome submit(const message& what) {
    if (what.time.known()) now_ = what.time;
    if (repeats(what)) {
      ++pending_;
      last_ = now_;
      if (due()) report();
      return outcome::sent;
    }
    if (!report()) return outcome::lost;
    kept_ = false;
    const outcome result = this->next().submit(what);
    if (result != outcome::lost) keep(what);
    return result;
  }
  // A mark is never a repeat.
  constexpr outcome submit_mark(const message& what) {
    if (!report()) return outcome::lost;
    kept_ = false;
    return this->next().submit_mark(what);
  }

  // Says how late it is, as often as the caller likes: there is no timer here.
  constexpr void tick(timestamp now) {
    if (now.known()) now_ = now;
    if (pending_ > 0 && due()) report();
    this->next().tick(now);
  }
  constexpr void flush() {
    report();
    this->next().flush();
  }
  constexpr void panic() {
    this->next().panic();
    report();
  }

  // How many repeats have not been reported yet.
  constexpr size_t pending() const { return pending_; }

 private:
  static constexpr size_t steps = sizeof(Options::seconds) / sizeof(Options::seconds[0]);

  constexpr bool repeats(const message& what) const {
    const text all{text_, size_};
    return kept_ && what.priority == level_ && what.content() == all.first(id_at_) &&
           what.id == all.first(data_at_).skip(id_at_) && what.structured_data == all.skip(data_at_) &&
           *what.origin == who_.origin();
  }

  constexpr void keep(const message& what) {
    id_at_ = what.content().size();
    data_at_ = id_at_ + what.id.size();
    size_ = data_at_ + what.structured_data.size();
    if (size_ > Options::text_size) return;
    put(0, what.content());
    put(id_at_, what.id);
    put(data_at_, what.structured_data);
    level_ = what.priority;
    who_ = origin_buffer{*what.origin};
    kept_ = true;
    written_ = now_;
    step_ = 0;
  }

  constexpr void put(size_t at, text words) {
    for (const char c : words) text_[at++] = c;
  }

  constexpr bool due() {
    if (!now_.known()) return false;
    if (!written_.known() || now_.seconds() < written_.seconds()) written_ = now_;
    return now_.seconds() - written_.seconds() >= int64_t{Options::seconds[step_]};
  }

  // False: there is something to report, and it could not be sent.
  constexpr bool report() {
    if (pending_ == 0) return true;
    const size_t count = pending_;
    const auto words = [count](writer& out) {
      out.literal("last message repeated ");
      out.decimal(count);
      out.literal(" times");
    };
    if (detail::submit_notice<48>(this->next(), level_, last_, who_.origin(), false, words) == outcome::lost) return false;
    pending_ = 0;
    written_ = now_;
    if (step_ + 1 < steps) ++step_;
    return true;
  }

  char text_[Options::text_size] = {};  // of the last message: its text, its MSGID, its structured data
  size_t id_at_ = 0;
  size_t data_at_ = 0;
  size_t size_ = 0;
  size_t pending_ = 0;
  size_t step_ = 0;
  bool kept_ = false;
  priority level_{};
  timestamp now_{};      // the latest time that was told
  timestamp written_{};  // when the last line went, be it the message or a report
  timestamp last_{};     // of the latest repeat
  origin_buffer who_{"", ""};
};

template <typename Next> dedupe(Next) -> dedupe<Next>;
template <typename Next, typename Options> dedupe(Next, Options) -> dedupe<Next, Options>;

static_assert(channel<dedupe<stubs::channel>>);

}  // namespace lineout
