// filter: a channel that passes what a selector takes, of the programs and hosts that are named.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/rules/name_filter.hpp>
#include <lineout/rules/selector.hpp>

namespace lineout {

// What is not taken is not lost: its outcome is sent. A decision is one load, and a comparison of names where any are
// given. Waits, and may run in an interrupt or in several contexts, as the channel behind it does.
template <channel Next> class filter : public channel_decorator<Next> {
 public:
  constexpr filter(selector which, Next next) : channel_decorator<Next>{detail::move(next)}, which_{which} {}
  constexpr filter(selector which, program_filter programs, Next next)
      : channel_decorator<Next>{detail::move(next)}, which_{which}, programs_{programs} {}
  constexpr filter(selector which, program_filter programs, host_filter hosts, Next next)
      : channel_decorator<Next>{detail::move(next)}, which_{which}, programs_{programs}, hosts_{hosts} {}

  constexpr outcome submit(const message& what) {
    if (!which_.takes(what.priority) || !programs_.takes(what) || !hosts_.takes(what)) return outcome::sent;
    return this->next().submit(what);
  }
  // Marks are taken by a selector that names their facility, whoever their origin is.
  constexpr outcome submit_mark(const message& what) {
    return which_.takes_mark() ? this->next().submit_mark(what) : outcome::sent;
  }

  // Call it while no message is under way.
  constexpr void set_selector(selector which) { which_ = which; }

 private:
  selector which_;
  program_filter programs_{};
  host_filter hosts_{};
};

template <typename Next> filter(selector, Next) -> filter<Next>;
template <size_t Size, typename Next> filter(const char (&)[Size], Next) -> filter<Next>;
template <typename Programs, typename Next> filter(selector, Programs, Next) -> filter<Next>;
template <typename Programs, typename Hosts, typename Next> filter(selector, Programs, Hosts, Next) -> filter<Next>;

static_assert(channel<filter<stubs::channel>>);

}  // namespace lineout
