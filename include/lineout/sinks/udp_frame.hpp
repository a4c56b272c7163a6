// udp_frame: syslog over UDP (RFC 5426) where there is no IP stack: whole frames made here and handed to a NIC.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/layers/ethernet.hpp>
#include <lineout/layers/group_mac.hpp>
#include <lineout/layers/ipv4.hpp>
#include <lineout/layers/ipv6.hpp>
#include <lineout/layers/stack.hpp>
#include <lineout/layers/udp.hpp>
#include <lineout/layers/vlan.hpp>
#include <lineout/sinks/batch_order.hpp>
#include <lineout/sinks/callback.hpp>
#include <lineout/sinks/sink_decorator.hpp>

namespace lineout {

// Nothing is asked of the network: without to_mac a frame goes to everybody on the link. For a group, to_mac is its
// group_mac().
template <typename Address> struct basic_frame_addresses {
  mac_address to_mac = mac_address::broadcast();
  mac_address from_mac{};
  Address from{};
  Address to{};
  uint16_t from_port = 514;
  uint16_t to_port = 514;
};
using frame_addresses = basic_frame_addresses<ipv4_address>;
using ipv6_frame_addresses = basic_frame_addresses<ipv6_address>;

// Ethernet's shortest frame is 60 bytes without its check sequence; most controllers pad by themselves.
enum class padding : uint8_t { none, to_60_bytes };

// Nic is a sink of frames. What would not fit one frame (1500 bytes within the link's header) is lost, never sent in
// part or in pieces. May run wherever the Nic may. Of many records that it is handed at once (send_all()), those of one
// size that follow each other are one frame for a Nic that segments: their headers are made once, and the checksums of
// UDP are left to it. batch_order::by_length makes more of them follow each other. What arrives is the same. Beside what
// the Nic needs this takes 1 KB of stack, by length 3, and in panic next to nothing.
template <sink Nic, typename Stack = stack<udp, ipv4, ethernet>> class udp_frame : public sink_decorator<Nic> {
  static constexpr size_t shortest = 60;
  static constexpr size_t longest =
      1500 + Stack::template count<ethernet> * ethernet::size + Stack::template count<vlan> * vlan::size;
  static constexpr bool segments = segmenting_sink<Nic> && Stack::segments && Stack::template count<udp> == 1 &&
                                   Stack::template count<ipv4> + Stack::template count<ipv6> == 1;

 public:
  static constexpr size_t headroom = Stack::size + Nic::headroom;
  static constexpr size_t tailroom = (Stack::size < shortest ? shortest - Stack::size : 0) + Nic::tailroom;

  constexpr udp_frame(Nic nic, const Stack& layers, padding pad = padding::none,
                      batch_order order = batch_order::in_order)
      : sink_decorator<Nic>{detail::move(nic)}, layers_{layers}, padding_{pad}, order_{order} {}
  constexpr udp_frame(
      Nic nic, const frame_addresses& addresses, padding pad = padding::none,
      batch_order order = batch_order::in_order) requires detail::is_same<Stack, stack<udp, ipv4, ethernet>>
      : udp_frame{static_cast<Nic&&>(nic), layers_of(addresses, ipv4{addresses.from, addresses.to}), pad, order} {}
  constexpr udp_frame(
      Nic nic, const ipv6_frame_addresses& addresses, padding pad = padding::none,
      batch_order order = batch_order::in_order) requires detail::is_same<Stack, stack<udp, ipv6, ethernet>>
      : udp_frame{static_cast<Nic&&>(nic), layers_of(addresses, ipv6{addresses.from, addresses.to}), pad, order} {}

  constexpr outcome send(packet& bytes) {
    return make_frame(bytes, [this, &bytes] { return this->next().send(bytes); });
  }

  constexpr void send_all(packet* packets, outcome* outcomes,
                          size_t count) requires(segments || detail::sends_all<Nic>) {
    if constexpr (!segments) {
      send_complete(packets, outcomes, count);
    } else if (panicking_.value.load() != 0) {
      for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
    } else if (order_ == batch_order::by_length && count > 1 && this->next().segments()) {
      send_by_length(packets, outcomes, count);
    } else {
      send_segmented(packets, outcomes, count);
    }
  }

  // From now on frames go one at a time, because many need arrays.
  constexpr void panic() {
    if constexpr (segments) panicking_.value.store(1);
    this->next().panic();
  }

  // To change addresses by, between sends: layers().template get<ipv4>().to = ...
  constexpr Stack& layers() { return layers_; }

 private:
  template <typename Addresses, typename Ip>
  static constexpr Stack layers_of(const Addresses& addresses, const Ip& ip) {
    return Stack{udp{addresses.from_port, addresses.to_port}, ip, ethernet{addresses.to_mac, addresses.from_mac}};
  }

  // Makes the record a frame, and gives what then() says; or lost, where it cannot be one.
  template <typename Then> constexpr outcome make_frame(packet& bytes, Then&& then) {
    if (!fits(bytes)) return outcome::lost;
    layers_.prepend(bytes);
    if (padding_ == padding::to_60_bytes)
      while (bytes.size() < shortest) {
        char* const at = bytes.append(1);
        if (at == nullptr) return outcome::lost;
        *at = '\0';
      }
    return then();
  }
  constexpr bool complete(packet& bytes) {
    return make_frame(bytes, [] { return outcome::sent; }) == outcome::sent;
  }
  static constexpr bool fits(const packet& bytes) {
    return bytes.headroom() >= headroom && bytes.size() <= longest - Stack::size;
  }

  constexpr void send_complete(packet* packets, outcome* outcomes, size_t count) {
    for (size_t begin = 0; begin < count;) {
      size_t end = begin;
      while (end < count && complete(packets[end])) ++end;
      if (end > begin) this->next().send_all(packets + begin, outcomes + begin, end - begin);
      if (end < count) outcomes[end++] = outcome::lost;
      begin = end;
    }
  }

  // Not in send_all(), so that this takes no stack in panic.
  [[gnu::noinline]] constexpr void send_segmented(packet* packets, outcome* outcomes, size_t count) {
    constexpr size_t at_once = 16;
    segmented_frame frames[at_once];
    outcome results[at_once];
    bool together = this->next().segments();
    for (size_t index = 0; index < count;) {
      size_t made = 0;
      while (index < count && made < at_once) {
        segmented_frame& frame = frames[made];
        frame = {packets[index], packets + index + 1, 0, Stack::size, Stack::size - udp::size};
        if (prepare(frame, together ? count - index : 1)) ++made;
        else outcomes[index] = outcome::lost;
        index += 1 + frame.rest_count;
      }
      if (made == 0) continue;
      const size_t dealt = this->next().send_segmented(frames, results, made);
      for (size_t number = 0; number < dealt; ++number) {
        outcome* const of = outcomes + (frames[number].rest - packets) - 1;
        for (size_t mate = 0; mate <= frames[number].rest_count; ++mate) of[mate] = results[number];
      }
      if (dealt == made) continue;
      together = false;
      index = static_cast<size_t>(frames[dealt].rest - packets) - 1;
    }
  }

  // Makes a frame of this record and those of the count behind it that can be in it. False: it cannot be one.
  constexpr bool prepare(segmented_frame& frame, size_t count) {
    constexpr size_t most = 65535 - Stack::size;
    const size_t least = padding_ == padding::to_60_bytes && Stack::size < shortest ? shortest - Stack::size : 1;
    const size_t size = frame.first.size();
    if (!fits(frame.first)) return false;
    followers rest;
    for (size_t next = size; rest.count + 1 < count && next == size; ++rest.count) {
      next = frame.rest[rest.count].size();
      if (next > size || next < least || size + rest.size + next > most) break;
      rest.size += next;
    }
    if (rest.count == 0) return complete(frame.first);
    frame.rest_count = rest.count;
    layers_.prepend(frame.first, rest);
    return true;
  }

  [[gnu::noinline]] constexpr void send_by_length(packet* packets, outcome* outcomes, size_t count) {
    // The largest first, as a shorter one may only be the last of its frame. Frames of one size have another key each.
    uint32_t keys[batch_limit];
    for (size_t index = 0; index < count; ++index) {
      const size_t size = packets[index].size() < 0xffff ? packets[index].size() : 0xffff;
      const uint32_t key = static_cast<uint32_t>(((0xffff - size) << 8) | index);
      size_t at = index;
      for (; at > 0 && keys[at - 1] > key; --at) keys[at] = keys[at - 1];
      keys[at] = key;
    }
    packet sorted[batch_limit];
    outcome results[batch_limit];
    for (size_t at = 0; at < count; ++at) sorted[at] = packets[keys[at] & 0xff];
    send_segmented(sorted, results, count);
    for (size_t at = 0; at < count; ++at) outcomes[keys[at] & 0xff] = results[at];
  }

  struct no_flag {};
  struct no_order {
    constexpr no_order(batch_order) {}
  };
  // Copied like an int.
  struct flag {
    detail::atomic value;
    constexpr flag() = default;
    constexpr flag(const flag& other) : value{other.value.load()} {}
    constexpr flag& operator=(const flag& other) {
      value.store(other.value.load());
      return *this;
    }
  };

  // The one byte of options lies behind the last header's, without three of padding.
  [[no_unique_address]] Stack layers_;
  [[no_unique_address]] padding padding_;
  [[no_unique_address]] detail::conditional_t<segments, batch_order, no_order> order_;
  [[no_unique_address]] detail::conditional_t<segments, flag, no_flag> panicking_;
};

template <sink Nic> udp_frame(Nic, frame_addresses, padding = {}, batch_order = {}) -> udp_frame<Nic>;
template <sink Nic>
udp_frame(Nic, ipv6_frame_addresses, padding = {}, batch_order = {}) -> udp_frame<Nic, stack<udp, ipv6, ethernet>>;
template <sink Nic, typename... Layers>
udp_frame(Nic, stack<Layers...>, padding = {}, batch_order = {}) -> udp_frame<Nic, stack<Layers...>>;
template <detail::bytes_function Function>
udp_frame(Function, frame_addresses, padding = {}, batch_order = {}) -> udp_frame<callback<Function>>;
template <detail::bytes_function Function>
udp_frame(Function, ipv6_frame_addresses, padding = {}, batch_order = {})
    -> udp_frame<callback<Function>, stack<udp, ipv6, ethernet>>;
template <detail::bytes_function Function, typename... Layers>
udp_frame(Function, stack<Layers...>, padding = {}, batch_order = {})
    -> udp_frame<callback<Function>, stack<Layers...>>;

static_assert(sink<udp_frame<stubs::sink>>);
static_assert(detail::sends_all<udp_frame<stubs::segmenting_sink>>);

}  // namespace lineout
