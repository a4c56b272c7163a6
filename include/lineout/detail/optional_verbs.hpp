// What a part may have beyond its contract: batches, a cheap reading of a clock, defaults for a logger.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout::detail {

template <typename T>
concept sends_all = requires(T& it, packet* packets, outcome* outcomes, size_t count) {
  it.send_all(packets, outcomes, count);
};
template <typename T>
concept submits_all = requires(T& it, const message* messages, outcome* outcomes, size_t count) {
  it.submit_all(messages, outcomes, count);
};

// A clock's cheapest reading, and the time that it stands for.
template <typename Clock> constexpr auto read_clock(Clock& clock) {
  if constexpr (requires { clock.at(clock.count()); }) return clock.count();
  else return clock.now();
}
template <typename Clock, typename Reading> constexpr timestamp time_of(Clock& clock, const Reading& reading) {
  if constexpr (requires { clock.at(reading); }) return clock.at(reading);
  else return reading;
}

// What a part prefers; void: nothing.
template <typename Part> struct preferred_options { using type = void; };
template <typename Part>
requires requires { typename Part::default_options; }
struct preferred_options<Part> {
  using type = typename Part::default_options;
};
template <typename Part> struct preferred_framing { using type = void; };
template <typename Part>
requires requires { typename Part::default_framing; }
struct preferred_framing<Part> {
  using type = typename Part::default_framing;
};
template <typename Part> using default_options_of = typename preferred_options<Part>::type;
template <typename Part> using default_framing_of = typename preferred_framing<Part>::type;

// Options with a coarser clock, where there are such.
template <typename Options> struct coarse { using type = Options; };
template <typename Options>
requires requires { typename Options::coarse; }
struct coarse<Options> {
  using type = typename Options::coarse;
};
template <typename Framing> inline constexpr bool shows_seconds = requires { requires Framing::shows_seconds; };

// The first that are any; of two, the finer.
template <typename First, typename... Rest> struct first_options { using type = First; };
template <typename Second, typename... Rest> struct first_options<void, Second, Rest...> : first_options<Second, Rest...> {};
template <typename First, typename Second, typename... Rest>
requires(!is_same<First, void> && !is_same<First, Second> && is_same<First, typename coarse<Second>::type>)
struct first_options<First, Second, Rest...> : first_options<Second, Rest...> {};
template <typename First, typename Second, typename... Rest>
requires(!is_same<First, void> && !(!is_same<First, Second> && is_same<First, typename coarse<Second>::type>))
struct first_options<First, Second, Rest...> : first_options<First, Rest...> {};

}  // namespace lineout::detail
