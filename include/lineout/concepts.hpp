// Every contract that a part of lineout, or of yours, is written against. Messages flow through channels, bytes flow
// into sinks, and the two never mix. Each contract stands with its words and a stub that is its smallest model.
#pragma once

#include <lineout/detail/traits.hpp>
#include <lineout/message.hpp>

namespace lineout {

// The most that is handed on at once, so that arrays of this size do.
inline constexpr size_t batch_limit = 64;

// In which order the records of one send_all() leave: as they were given, or the longer before the shorter, where those
// of one length cost less together; these keep their order.
enum class batch_order : uint8_t { in_order, by_length };

// A sink takes finished bytes: one packet is one record (a datagram, a frame, a line), taken whole or not at all.
// - headroom, tailroom: bytes that it may prepend and append; a packet with less is lost.
// - send(packet): may change the view and the rooms, never the data. It does not wait, allocate or log, and keeps no
//   reference to the packet. Whether it may run in an interrupt is for each sink to say. lost: counted by the caller.
// - Optional: panic(): from now on nothing may wait, and locks that are not free are passed over.
// - Optional: poll(budget): moves along what is not finished: looks whether a device has become ready, sends what has
//   been kept; at most budget looks or messages, so that its time is bounded. True: something is left to do. Called now
//   and then, from where send() may be called.
// - Optional: send_all(packets, outcomes, count): count (1 to batch_limit) records, as by send() for each, where that
//   costs less together: one system call, one descriptor ring. outcomes[n] is what became of packets[n]. They leave in
//   this order, unless the sink was asked for another. A sink that has it is handed many by what keeps messages.
// - Optional: flush(): sends now what is kept for later.
// - Optional: default_framing, default_options: what a logger uses that is made with this sink and nothing else.
template <typename T>
concept sink = requires(T& it, packet& bytes) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  { it.send(bytes) } -> detail::same_as<outcome>;
};

// What a sink of frames that segments (UDP segmentation offload) is given as one: a frame with the first record in it,
// and further records of the same size, of which the last may be shorter. The IP and UDP lengths in its headers are
// those of the whole, at most 65535; the IP header's checksum is right, and UDP's field has the sum of the
// pseudo-header instead, folded and not inverted. Each record becomes a frame of its own: with these headers, its own
// lengths and UDP checksum, and the IPv4 identifications counted on from the first one's. Without further records it is
// a frame like any other, complete.
struct segmented_frame {
  packet first;
  packet* rest;
  size_t rest_count;
  uint16_t headers;  // bytes before the first record
  uint16_t udp;      // bytes before the UDP header
};

// A sink of frames that segments has beside send():
// - segments(): whether it is worth while to hand it more than one record in a frame.
// - send_segmented(frames, outcomes, count): count (at least 1) frames, of batch_limit records in all, as by send() for
//   each; outcomes[n] is what became of all records of frames[n]. Gives back how many were dealt with: fewer than count
//   when the next one, which has further records, is not segmented here, and is to be sent a record at a time.
template <typename T>
concept segmenting_sink = sink<T> && requires(T& it, segmented_frame* frames, outcome* outcomes, size_t count) {
  { it.segments() } -> detail::same_as<bool>;
  { it.send_segmented(frames, outcomes, count) } -> detail::same_as<size_t>;
};

// A channel does something with messages: frames them for a sink, selects, repeats, queues.
// - headroom, tailroom: as for a sink; the sum of everything further out.
// - submit(message): the message is the caller's and is not changed. The rest is as for send().
// - Optional: panic(), poll(budget), default_options: as for a sink.
// - Optional: submit_all(messages, outcomes, count): as send_all(); the room around the bodies is the channel's to write
//   to.
// - Optional: tick(timestamp): so late it is now; for what goes by time without a timer of its own. flush(): sends now
//   what would be said later. submit_mark(message): takes a mark, for what treats marks unlike messages. Each is handed
//   on.
// - Optional: a class slot, which a logger makes of (channel&, whether it is panicking) and keeps during a call, and of
//   which slot::size is the bytes: then the message is built in its bytes(), and not where Options::storage says, and
//   submit(slot&, message) gives the slot to the channel. Null bytes(): the message is lost. Such a channel itself tells
//   in-band what was lost.
// - Optional: defer(), where keeps_arguments is true: takes a logger's arguments, to format them later; see
//   channels/deferred.hpp.
template <typename T>
concept channel = requires(T& it, const message& what) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  { it.submit(what) } -> detail::same_as<outcome>;
};

// A framing makes a message's text the bytes that a receiver parses, by writing around it.
// - headroom, tailroom: the most that it ever prepends and appends; it may rely on having that much.
// - frame(bytes, message): bytes is the message's body; afterwards it is the whole record. Cannot fail.
template <typename T>
concept framing = requires(T& it, packet& bytes, const message& what) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  it.frame(bytes, what);
};

// What a layer is told of the one that is nearer to the wire: a layer that is not IP has no pseudo-header.
struct no_layer {
  static constexpr uint32_t pseudo_header_sum(uint8_t /*protocol*/, size_t /*size*/) { return 0; }
};

// Records that follow the one that a header is prepended to, and share the header with it (see segmented_frame).
struct followers {
  size_t count = 0;
  size_t size = 0;  // of all of them together
};

// A layer of a network frame prepends its header, outermost last.
// - size: bytes of its header. type: by which number the next layer names it (an EtherType, an IP protocol).
// - prepend(bytes, type of what it carries, the next layer): may rely on size bytes of headroom. Cannot fail.
// - Optional: prepend(bytes, type, the next layer, followers): for a NIC that segments, if every layer has it.
template <typename T>
concept layer = requires(T& it, packet& bytes, const no_layer& below) {
  {size_t{T::size}};
  {uint16_t{T::type}};
  it.prepend(bytes, uint16_t{}, below);
};

// A clock tells the time without waiting; unknown is an answer. Callable from wherever the logger is.
// - Optional: count(): what it reads the time from, where that is cheaper, a trivially copyable value; at(count): the
//   time that was then, which may be asked for later, by another context.
template <typename T>
concept clock = requires(T& it) {
  { it.now() } -> detail::same_as<timestamp>;
};

// A timer counts microseconds, from anywhere and never backwards, and goes round after 2^32 of them (71 minutes): for
// what is to be done after a while, whatever a clock says or is set to. Callable from wherever its user is.
template <typename T>
concept timer = requires(T& it) {
  { it.microseconds() } -> detail::same_as<uint32_t>;
};

// A lock keeps contexts out of each other's way. What it must remember meanwhile (an interrupt mask) is in a state that
// the caller keeps.
// - acquire(state): waits for it. try_acquire(state, microseconds): gives up after so long, with 0 after one try; false:
//   not taken.
// - release(state): by whom it was taken.
template <typename T>
concept lock = requires(T& it, typename T::state& saved, uint32_t microseconds) {
  it.acquire(saved);
  { it.try_acquire(saved, microseconds) } -> detail::same_as<bool>;
  it.release(saved);
};

namespace stubs {

struct sink {
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  constexpr outcome send(packet&) { return outcome::sent; }
};

struct channel {
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  constexpr outcome submit(const message&) { return outcome::sent; }
};

struct framing {
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  constexpr void frame(packet&, const message&) {}
};

struct layer {
  static constexpr size_t size = 0;
  static constexpr uint16_t type = 0;
  constexpr void prepend(packet&, uint16_t, const auto&) {}
};

struct segmenting_sink : sink {
  constexpr bool segments() { return true; }
  constexpr size_t send_segmented(segmented_frame*, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = outcome::sent;
    return count;
  }
};

struct clock {
  constexpr timestamp now() { return {}; }
};

struct timer {
  constexpr uint32_t microseconds() { return 0; }
};

struct lock {
  struct state {};
  constexpr void acquire(state&) {}
  constexpr bool try_acquire(state&, uint32_t) { return true; }
  constexpr void release(state&) {}
};

}  // namespace stubs

static_assert(sink<stubs::sink>);
static_assert(segmenting_sink<stubs::segmenting_sink>);
static_assert(channel<stubs::channel>);
static_assert(framing<stubs::framing>);
static_assert(layer<stubs::layer>);
static_assert(clock<stubs::clock>);
static_assert(timer<stubs::timer>);
static_assert(lock<stubs::lock>);

namespace detail {

// Passes panic on to a part that wants to know.
template <typename T> constexpr void panic(T& part) {
  if constexpr (requires { part.panic(); }) part.panic();
}

// Gives a part the time it wants. True: something is left to do.
template <typename T> constexpr bool poll(T& part, size_t budget) {
  if constexpr (requires { part.poll(budget); }) return part.poll(budget);
  else return false;
}

// What a clock reads, and the time that this stands for.
template <typename Clock> constexpr auto read_clock(Clock& clock) {
  if constexpr (requires { clock.at(clock.count()); }) return clock.count();
  else return clock.now();
}
template <typename Clock, typename Reading> constexpr timestamp time_of(Clock& clock, const Reading& reading) {
  if constexpr (requires { clock.at(reading); }) return clock.at(reading);
  else return reading;
}

template <typename T>
concept sends_all = requires(T& it, packet* packets, outcome* outcomes, size_t count) {
  it.send_all(packets, outcomes, count);
};
template <typename T>
concept submits_all = requires(T& it, const message* messages, outcome* outcomes, size_t count) {
  it.submit_all(messages, outcomes, count);
};

}  // namespace detail
}  // namespace lineout
