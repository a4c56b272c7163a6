// The contracts of lineout, on one page. A channel receives messages; a sink receives finished bytes. Each contract has
// a stub: its smallest model.
#pragma once

#include <lineout/detail/traits.hpp>
#include <lineout/message.hpp>

namespace lineout {

// The largest batch. send_all() and submit_all() get at most this many records, so a fixed array of this size is
// enough.
inline constexpr size_t batch_limit = 64;

// A sink sends bytes: one packet is one record (a datagram, a frame, a line), taken whole or not at all.
// - headroom, tailroom: bytes that it may write before and after the record. The packet has at least that much.
// - send(packet): may change the view and the rooms, not the data. Keeps no reference to the packet. Each sink says how
//   long it may wait and whether it may run in an interrupt. lost: the caller counts it.
// - tick(now): the time, about once a second. flush(): send now what is kept for later.
// - panic(): from now on nothing waits, and a lock that is not free is passed over.
// - poll(budget): make progress: look whether a device is ready, send what is kept. At most budget looks or records.
//   True: something is left to do.
// - take_losses(): how many records were found lost since the last call, of those that send() had called sent or queued.
//   The caller reports them.
// Optional: send_all(packets, outcomes, count): 1 to batch_limit records, where that is cheaper than send() for each.
// Optional: default_framing, default_options: what a logger uses that is made with this sink.
template <typename T>
concept sink = requires(T& it, packet& bytes, timestamp now, size_t budget) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  { it.send(bytes) } -> detail::same_as<outcome>;
  { it.tick(now) } -> detail::same_as<void>;
  { it.flush() } -> detail::same_as<void>;
  { it.panic() } -> detail::same_as<void>;
  { it.poll(budget) } -> detail::same_as<bool>;
  { it.take_losses() } -> detail::same_as<size_t>;
};

// A channel does something with messages: frames them for a sink, filters, counts, queues.
// - submit(message): as send(). The message is the caller's and is valid during the call.
// - submit_mark(message): the same for a "-- MARK --", which filters treat unlike messages.
// - The rest: as a sink. The rooms are those of everything behind the channel.
// Optional: submit_all(messages, outcomes, count): as send_all(); the rooms around the bodies are the channel's.
// Optional: a class slot, for a channel that provides the memory of a message: see channels/queued.hpp.
// Optional: defer(), for a channel that formats later: see channels/deferred.hpp.
template <typename T>
concept channel = requires(T& it, const message& what, timestamp now, size_t budget) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  { it.submit(what) } -> detail::same_as<outcome>;
  { it.submit_mark(what) } -> detail::same_as<outcome>;
  { it.tick(now) } -> detail::same_as<void>;
  { it.flush() } -> detail::same_as<void>;
  { it.panic() } -> detail::same_as<void>;
  { it.poll(budget) } -> detail::same_as<bool>;
  { it.take_losses() } -> detail::same_as<size_t>;
};

// A framing turns a text into the bytes that a receiver parses: frame() writes before and after the body, within
// headroom and tailroom bytes, and cannot fail.
// Optional: shows_seconds = true, where fractions of a second are not written: a coarser clock is then enough.
template <typename T>
concept framing = requires(T& it, packet& bytes, const message& what) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  it.frame(bytes, what);
};

// A time source (a clock) tells the time without waiting; unknown is an answer. Callable wherever the logger is.
// Optional: count(), a cheap trivially copyable reading, and at(count), its time, which another context may ask for.
template <typename T>
concept time_source = requires(T& it) {
  { it.now() } -> detail::same_as<timestamp>;
};

// A timer counts microseconds, never backwards. It wraps after 2^32 of them (71 minutes).
template <typename T>
concept timer = requires(T& it) {
  { it.microseconds() } -> detail::same_as<uint32_t>;
};

// A lock lets one context in at a time; state is memory of the caller's (a saved interrupt mask).
// - acquire(state): waits. try_acquire(state, microseconds): waits at most that long; 0 tries once. release(state).
template <typename T>
concept lock = requires(T& it, typename T::state& saved, uint32_t microseconds) {
  it.acquire(saved);
  { it.try_acquire(saved, microseconds) } -> detail::same_as<bool>;
  it.release(saved);
};

// What an end derives from: a sink that only sends, a channel that only takes messages. A decorator derives from
// sink_decorator or channel_decorator instead, which hand everything on.
struct sink_base {
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  constexpr void tick(timestamp) {}
  constexpr void flush() {}
  constexpr void panic() {}
  constexpr bool poll(size_t) { return false; }
  constexpr size_t take_losses() { return 0; }
};
template <typename Self> struct channel_base : sink_base {
  constexpr outcome submit_mark(const message& what) { return static_cast<Self*>(this)->submit(what); }
};

namespace stubs {

struct sink : sink_base { constexpr outcome send(packet&) { return outcome::sent; } };
struct channel : channel_base<channel> { constexpr outcome submit(const message&) { return outcome::sent; } };
struct framing {
  static constexpr size_t headroom = 0, tailroom = 0;
  constexpr void frame(packet&, const message&) {}
};
struct clock { constexpr timestamp now() { return {}; } };
struct timer { constexpr uint32_t microseconds() { return 0; } };
struct lock {
  struct state {};
  constexpr void acquire(state&) {}
  constexpr bool try_acquire(state&, uint32_t) { return true; }
  constexpr void release(state&) {}
};

}  // namespace stubs

static_assert(sink<stubs::sink> && channel<stubs::channel> && framing<stubs::framing> && time_source<stubs::clock> &&
              timer<stubs::timer> && lock<stubs::lock>);

}  // namespace lineout
