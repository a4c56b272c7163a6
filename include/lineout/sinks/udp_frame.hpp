// udp_frame: syslog over UDP (RFC 5426) where there is no IP stack: whole frames made here and handed to a NIC.
#pragma once

#include <lineout/layers/ethernet.hpp>
#include <lineout/layers/ipv4.hpp>
#include <lineout/layers/stack.hpp>
#include <lineout/layers/udp.hpp>
#include <lineout/layers/vlan.hpp>
#include <lineout/sinks/callback.hpp>

namespace lineout {

// Nothing is asked of the network: without to_mac a frame goes to everybody on the link.
struct frame_addresses {
  mac_address to_mac = mac_address::broadcast();
  mac_address from_mac{};
  ipv4_address from{};
  ipv4_address to{};
  uint16_t from_port = 514;
  uint16_t to_port = 514;
};

// Ethernet's shortest frame is 60 bytes without its check sequence; most controllers pad by themselves.
enum class padding : uint8_t { none, to_60_bytes };

// Nic is a sink of frames. What would not fit one frame (1500 bytes within the link's header) is lost, never sent in
// part or in pieces. May run wherever the Nic may.
template <sink Nic, typename Stack = stack<udp, ipv4, ethernet>> class udp_frame {
  static constexpr size_t shortest = 60;
  static constexpr size_t longest =
      1500 + Stack::template count<ethernet> * ethernet::size + Stack::template count<vlan> * vlan::size;

 public:
  static constexpr size_t headroom = Stack::size + Nic::headroom;
  static constexpr size_t tailroom = (Stack::size < shortest ? shortest - Stack::size : 0) + Nic::tailroom;

  constexpr udp_frame(Nic nic, const Stack& layers, padding pad = padding::none)
      : nic_{static_cast<Nic&&>(nic)}, layers_{layers}, padding_{pad} {}
  constexpr udp_frame(Nic nic, const frame_addresses& addresses,
                      padding pad = padding::none) requires detail::is_same<Stack, stack<udp, ipv4, ethernet>>
      : udp_frame{static_cast<Nic&&>(nic),
                  Stack{udp{addresses.from_port, addresses.to_port}, ipv4{addresses.from, addresses.to},
                        ethernet{addresses.to_mac, addresses.from_mac}},
                  pad} {}

  constexpr outcome send(packet& bytes) {
    if (bytes.headroom() < headroom || bytes.size() > longest - Stack::size) return outcome::lost;
    layers_.prepend(bytes);
    if (padding_ == padding::to_60_bytes && bytes.size() < shortest) {
      char* at = bytes.append(shortest - bytes.size());
      if (at == nullptr) return outcome::lost;
      while (at != bytes.end()) *at++ = '\0';
    }
    return nic_.send(bytes);
  }
  constexpr void panic() { detail::panic(nic_); }
  constexpr bool poll(size_t budget) { return detail::poll(nic_, budget); }

  // To change addresses by, between sends: layers().template get<ipv4>().to = ...
  constexpr Stack& layers() { return layers_; }
  constexpr Nic& nic() { return nic_; }

 private:
  Nic nic_;
  Stack layers_;
  padding padding_;
};

template <sink Nic> udp_frame(Nic, frame_addresses, padding = {}) -> udp_frame<Nic>;
template <sink Nic, typename... Layers>
udp_frame(Nic, stack<Layers...>, padding = {}) -> udp_frame<Nic, stack<Layers...>>;
template <detail::bytes_function Function>
udp_frame(Function, frame_addresses, padding = {}) -> udp_frame<callback<Function>>;
template <detail::bytes_function Function, typename... Layers>
udp_frame(Function, stack<Layers...>, padding = {}) -> udp_frame<callback<Function>, stack<Layers...>>;

static_assert(sink<udp_frame<stubs::sink>>);

}  // namespace lineout
