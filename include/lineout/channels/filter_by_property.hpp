// filter_by_property: a channel that passes the messages of which a property is as a property_filter says.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/rules/property_filter.hpp>

namespace lineout {

// What is not taken is not lost: its outcome is sent. Marks pass. Waits, and may run in an interrupt or in several
// contexts, as the channel behind it does; a decision takes a time that the product of both lengths bounds.
template <channel Next, typename Filter = property_filter> class filter_by_property : public channel_decorator<Next> {
 public:
  constexpr filter_by_property(Filter which, Next next) : channel_decorator<Next>{detail::move(next)}, which_{which} {}

  constexpr outcome submit(const message& what) {
    return which_.takes(what) ? this->next().submit(what) : outcome::sent;
  }

  // Call it while no message is under way.
  constexpr void set_filter(const Filter& which) { which_ = which; }

 private:
  Filter which_;
};

template <typename Next> filter_by_property(property_filter, Next) -> filter_by_property<Next>;
template <size_t Size, typename Next> filter_by_property(const char (&)[Size], Next) -> filter_by_property<Next>;

static_assert(channel<filter_by_property<stubs::channel>>);

}  // namespace lineout
