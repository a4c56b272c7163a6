// mark: a channel that says "-- MARK --" after a silence, so that a log shows when its program was still there.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/detail/notice.hpp>

namespace lineout {

// Derive from it and override what differs.
struct mark_options {
  // After how long a silence, and after that how often; set_seconds() changes it.
  static constexpr uint32_t seconds = 1200;
  static constexpr lineout::priority priority{facility::syslog, severity::info};
  // At most 64 bytes of it are said.
  static constexpr text words = "-- MARK --";
};

// Marks are made by tick() alone: there is no timer here. A message that the channel behind has taken ends the silence,
// at its own time or, when that is not known, at the next tick. A mark that is lost is tried again at the next tick.
// Time that jumps back starts the silence anew. To select and ruleset a mark is of the facility mark. For one context
// at a time: locked<mark<...>, Lock> is for several. Waits as the channel behind it does.
template <channel Next, typename Options = mark_options> class mark : public channel_decorator<Next> {
 public:
  // The origin's names must outlive the channel.
  constexpr mark(Next next, lineout::origin who) : channel_decorator<Next>{detail::move(next)}, who_{who} {}
  constexpr mark(Next next, lineout::origin who, Options) : channel_decorator<Next>{detail::move(next)}, who_{who} {}

  constexpr outcome submit(const message& what) { return heard(this->next().submit(what), what.time); }
  constexpr outcome submit_mark(const message& what) { return heard(this->next().submit_mark(what), what.time); }

  // Says how late it is, as often as the caller likes.
  constexpr void tick(timestamp now) {
    if (now.known()) {
      if (!silent_ || !since_.known() || now.seconds() < since_.seconds()) since_ = now;
      else if (now.seconds() - since_.seconds() >= int64_t{seconds_} && say(now)) since_ = now;
      silent_ = true;
    }
    this->next().tick(now);
  }

  // Is changed while no tick() is under way.
  constexpr void set_seconds(uint32_t silence) { seconds_ = silence; }

 private:
  constexpr outcome heard(outcome result, timestamp time) {
    if (result == outcome::lost) return result;
    if (time.known()) since_ = time;
    else silent_ = false;
    return result;
  }
  constexpr bool say(timestamp now) {
    const auto words = [](writer& out) { out.text(Options::words); };
    return detail::submit_notice<64>(this->next(), Options::priority, now, who_, true, words) != outcome::lost;
  }

  lineout::origin who_;
  uint32_t seconds_ = Options::seconds;
  timestamp since_{};   // the beginning of the silence
  bool silent_ = true;  // false: something without a time came since the last tick
};

template <typename Next> mark(Next, lineout::origin) -> mark<Next>;
template <typename Next, typename Options> mark(Next, lineout::origin, Options) -> mark<Next, Options>;

static_assert(channel<mark<stubs::channel>>);

}  // namespace lineout
