// Values such as a router's daemons would have: the same ones in every run.
#pragma once

#include <random>
#include <string_view>

#include "values.hpp"

namespace router {

class chance {
 public:
  explicit chance(uint32_t seed) : engine_{seed} {}

  // One message tells of one error.
  void begin_message() {
    static constexpr lineout::text names[] = {"ECONNREFUSED", "EADDRINUSE", "ETIMEDOUT", "EHOSTUNREACH", "ENOTCONN"};
    error_ = error_number::parse(one_of(names)).value;
  }
  error_number error() const { return error_; }

  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(engine_() % limit); }
  template <typename T, size_t Size> const T& one_of(const T (&choices)[Size]) { return choices[below(Size)]; }

 private:
  std::mt19937 engine_;
  error_number error_;
};

// What a word of a kind may be. A kind without words does not compile.
template <kind_name Kind> inline constexpr std::string_view words_for[] = {};
template <> inline constexpr std::string_view words_for<"action">[] = {"connect", "disconnect", "reconnect"};
template <> inline constexpr std::string_view words_for<"authentication">[] = {"PAP", "CHAP"};
template <> inline constexpr std::string_view words_for<"avp">[] = {"Result Code", "Message Type", "Random Vector"};
template <> inline constexpr std::string_view words_for<"avp message">[] = {"SCCRQ", "SCCRP"};
template <>
inline constexpr std::string_view words_for<"cause">[] = {
    "BGP Notification CEASE", "Interface down", "Hold Timer expired", "Peer closed the session", "User reset"};
template <>
inline constexpr std::string_view words_for<"date">[] = {"Nov 22 00:00:00 UTC 2024", "Jan  1 12:00:00 UTC 2031"};
template <> inline constexpr std::string_view words_for<"device">[] = {"eth1", "/dev/ttyUSB0", "/dev/ttyACM2"};
template <> inline constexpr std::string_view words_for<"dial status">[] = {"CONNECT", "NO CARRIER", "BUSY", "TIMEOUT"};
template <>
inline constexpr std::string_view words_for<"error">[] = {"Hold Timer Expired", "Cease", "UPDATE Message Error"};
template <>
inline constexpr std::string_view words_for<"error detail">[] = {"Administrative Reset", "Malformed AS_PATH",
                                                                 "Peer De-configured", "Unspecific"};
template <> inline constexpr std::string_view words_for<"host">[] = {"logs.example.net", "collector-2.example.net"};
template <>
inline constexpr std::string_view words_for<"identity">[] = {"@branch-7.example.net", "CN=hub, O=Example",
                                                             "203.0.113.40", "admin@example.net"};
template <> inline constexpr std::string_view words_for<"ike mode">[] = {"Main", "Aggressive"};
template <> inline constexpr std::string_view words_for<"instance">[] = {"ethernet0_10", "ethernet1_20"};
template <> inline constexpr std::string_view words_for<"link">[] = {"UP", "DOWN"};
template <> inline constexpr std::string_view words_for<"log">[] = {"reachability", "resource", "signal"};
template <> inline constexpr std::string_view words_for<"mib">[] = {"nxrMobileSignal", "nxrSystemLoad"};
template <> inline constexpr std::string_view words_for<"mobile card">[] = {"UX302NC", "L-02C", "MC7700"};
template <> inline constexpr std::string_view words_for<"mode">[] = {"install", "install reload"};
template <>
inline constexpr std::string_view words_for<"proposals">[] = {
    "IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
    "ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ, ESP:3DES_CBC/HMAC_SHA1_96/NO_EXT_SEQ"};
template <> inline constexpr std::string_view words_for<"protocol">[] = {"tcp/443", "udp/53", "icmp"};
template <> inline constexpr std::string_view words_for<"signal">[] = {"none", "weak", "fair", "strong"};
template <> inline constexpr std::string_view words_for<"socket">[] = {"AF_INET(0.0.0.0:514)", "AF_UNIX(/dev/log)"};
template <>
inline constexpr std::string_view words_for<"state">[] = {"Idle",     "Connect",     "Active",
                                                          "OpenSent", "OpenConfirm", "Established"};
template <> inline constexpr std::string_view words_for<"trap">[] = {"linkDown", "coldStart"};
template <> inline constexpr std::string_view words_for<"tunnel">[] = {"1/2", "7/1", "12/3"};
template <> inline constexpr std::string_view words_for<"user">[] = {"admin", "operator", "caf\xc3\xa9"};
template <>
inline constexpr std::string_view words_for<"version">[] = {"1.2.9b-par", "2.4.5", "4.2.8p15@1.3728-o", "6.3.1"};
template <> inline constexpr std::string_view words_for<"vrrp state">[] = {"MASTER", "BACKUP", "FAULT"};
template <> inline constexpr std::string_view words_for<"word">[] = {"instal", "reolad"};

template <typename T> struct plausible;

template <kind_name Kind> struct plausible<word<Kind>> {
  static word<Kind> from(chance& dice) { return {dice.one_of(words_for<Kind>)}; }
};

template <> struct plausible<unsigned> {
  static unsigned from(chance& dice) { return 1 + dice.below(99); }
};

template <> struct plausible<spi> {
  static spi from(chance& dice) { return {dice.below(UINT32_MAX)}; }
};

template <> struct plausible<thread> {
  static thread from(chance& dice) { return {1 + dice.below(16)}; }
};

template <> struct plausible<ipv4_address> {
  static ipv4_address from(chance& dice) {
    static constexpr ipv4_address networks[] = {"192.0.2.0", "198.51.100.0", "203.0.113.0", "10.0.0.0"};
    ipv4_address result = dice.one_of(networks);
    result.octets[3] = static_cast<uint8_t>(1 + dice.below(254));
    return result;
  }
};

template <> struct plausible<ipv4_prefix> {
  static ipv4_prefix from(chance& dice) {
    static constexpr ipv4_prefix networks[] = {"192.0.2.0/24", "198.51.100.128/25", "10.0.0.0/8", "203.0.113.7/32"};
    return dice.one_of(networks);
  }
};

template <> struct plausible<mac_address> {
  static mac_address from(chance& dice) {
    mac_address result{"00:00:5e:00:53:00"};
    result.octets[5] = static_cast<uint8_t>(dice.below(256));
    return result;
  }
};

template <> struct plausible<interface_name> {
  static interface_name from(chance& dice) {
    static constexpr interface_name names[] = {"eth0", "eth1", "eth1.100", "ppp0", "tunnel1", "bridge0"};
    return dice.one_of(names);
  }
};

template <> struct plausible<duration> {
  static duration from(chance& dice) {
    static constexpr duration lengths[] = {"3s", "10s", "30m", "10h48m12s", "417us"};
    return dice.one_of(lengths);
  }
};

template <> struct plausible<error_number> {
  static error_number from(chance& dice) { return dice.error(); }
};

}  // namespace router
