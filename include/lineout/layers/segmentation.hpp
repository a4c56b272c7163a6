// segmented_frame: a frame for a NIC that makes several datagrams of one (UDP segmentation offload), and the contract of
// the layers of a frame.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// The layer below the outermost one, or one that is not IP: it has no pseudo-header.
struct no_layer {
  static constexpr uint32_t pseudo_header_sum(uint8_t /*protocol*/, size_t /*size*/) { return 0; }
};

// Records that share the header of the record before them.
struct followers {
  size_t count = 0;
  size_t size = 0;  // of all of them together
};

// A layer of a network frame prepends its header.
// - size: bytes of its header. type: the number by which the next layer names it (an EtherType, an IP protocol).
// - prepend(bytes, type of what it carries, the next layer): has size bytes of headroom. Cannot fail.
// Optional: prepend(bytes, type, the next layer, followers): for a NIC that segments, where every layer has it.
template <typename T>
concept layer = requires(T& it, packet& bytes, const no_layer& below) {
  {size_t{T::size}};
  {uint16_t{T::type}};
  it.prepend(bytes, uint16_t{}, below);
};

// `first` is a complete frame with the first record. `rest` are further records of its size; the last may be shorter.
// The IP and UDP length fields cover all of them (at most 65535). The IP checksum is final. The UDP checksum field holds
// the pseudo-header sum, folded and not inverted, for the NIC to complete. The NIC sends one frame for each record, with
// its own lengths and checksum and with ascending IPv4 identifications. Without rest it is an ordinary frame.
struct segmented_frame {
  packet first;
  packet* rest;
  size_t rest_count;
  uint16_t headers;  // bytes before the first record
  uint16_t udp;      // bytes before the UDP header
};

// A sink of frames that segments.
// - segments(): whether several records in a frame are worth while now.
// - send_segmented(frames, outcomes, count): count (at least 1) frames, of at most batch_limit records together.
//   outcomes[n] is what became of all records of frames[n]. Returns how many frames were dealt with: fewer than count
//   when the next one has to be sent a record at a time.
template <typename T>
concept segmenting_sink = sink<T> && requires(T& it, segmented_frame* frames, outcome* outcomes, size_t count) {
  { it.segments() } -> detail::same_as<bool>;
  { it.send_segmented(frames, outcomes, count) } -> detail::same_as<size_t>;
};

namespace stubs {

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

}  // namespace stubs

static_assert(layer<stubs::layer>);
static_assert(segmenting_sink<stubs::segmenting_sink>);

}  // namespace lineout
