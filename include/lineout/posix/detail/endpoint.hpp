// endpoint: "host:port" read into a socket address; numeric addresses without the resolver.
#pragma once

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// Understood: "host", "host:port", "127.0.0.1:5514", "::1", "[::1]:514", "[fe80::1%eth0]:514".
// 514 is the port that is meant when none is given (RFC 5426 section 3.3).
struct endpoint {
  union {
    sockaddr base;
    sockaddr_in ipv4;
    sockaddr_in6 ipv6;
  } address{};
  socklen_t size = 0;  // 0: not known
  int family() const { return address.base.sa_family; }
  void set_port(uint16_t port) {
    if (family() == AF_INET6) address.ipv6.sin6_port = htons(port);
    else address.ipv4.sin_port = htons(port);
  }
};

struct host_and_port {
  char host[256] = {};
  uint16_t port = 514;
  bool ipv6 = false;  // written as only an IPv6 address is
  text error{};
};

inline host_and_port split_host_and_port(text given) {
  host_and_port result;
  text host = given;
  text port;
  bool has_port = false;
  const size_t colon = given.find(':');
  if (!given.empty() && given[0] == '[') {
    const size_t close = given.find(']');
    if (close == given.size()) return result.error = "a ']' is missing behind the IPv6 address", result;
    host = given.first(close).skip(1);
    result.ipv6 = true;
    const text rest = given.skip(close + 1);
    if (!rest.empty() && rest[0] != ':') return result.error = "only ':' and a port may follow the ']'", result;
    has_port = !rest.empty();
    port = rest.skip(1);
  } else if (colon < given.size()) {
    if (given.skip(colon + 1).find(':') < given.size() - colon - 1) {
      result.ipv6 = true;
    } else {
      host = given.first(colon);
      has_port = true;
      port = given.skip(colon + 1);
    }
  }
  if (host.empty()) return result.error = "the host is missing", result;
  if (!copy_terminated(result.host, host)) return result.error = "the host is too long or has a NUL in it", result;
  if (!has_port) return result;
  uint32_t value = 0;
  for (const char c : port) {
    if (!is_digit(c)) return result.error = "the port is not a number", result;
    value = value * 10 + static_cast<uint32_t>(c - '0');
    if (value > 65535) return result.error = "the port is greater than 65535", result;
  }
  if (port.empty()) return result.error = "the port is missing behind the ':'", result;
  if (value == 0) return result.error = "0 is no port to send to", result;
  result.port = static_cast<uint16_t>(value);
  return result;
}

// The number of an interface, given as such or by name. 0: there is none.
inline uint32_t zone_index(const char* zone) {
  uint64_t index = 0;
  for (const char c : text{zone}) {
    if (!is_digit(c)) return ::if_nametoindex(zone);
    index = index * 10 + static_cast<uint64_t>(c - '0');
    if (index > 0xffffffff) return 0;
  }
  return static_cast<uint32_t>(index);
}

// An address written in numbers. With size 0 and no error, the host is a name.
inline endpoint numeric_endpoint(host_and_port& from) {
  endpoint result;
  if (from.ipv6) {
    result.address.ipv6 = {};  // all of the union's bytes, of which {} made those of the first member
    result.address.ipv6.sin6_family = AF_INET6;
    result.address.ipv6.sin6_port = htons(from.port);
    const text host{from.host};
    const size_t percent = host.find('%');
    if (percent < host.size()) {
      from.host[percent] = '\0';
      const char* const zone = from.host + percent + 1;
      result.address.ipv6.sin6_scope_id = zone_index(zone);
      if (result.address.ipv6.sin6_scope_id == 0) return from.error = "no such interface behind the '%'", result;
    }
    if (::inet_pton(AF_INET6, from.host, &result.address.ipv6.sin6_addr) != 1)
      return from.error = "this is not an IPv6 address", result;
    result.size = sizeof result.address.ipv6;
    return result;
  }
  bool numeric = true;
  for (const char c : text{from.host}) numeric = numeric && (is_digit(c) || c == '.');
  if (!numeric) return result;
  result.address.ipv4.sin_family = AF_INET;
  result.address.ipv4.sin_port = htons(from.port);
  if (::inet_pton(AF_INET, from.host, &result.address.ipv4.sin_addr) == 1) result.size = sizeof result.address.ipv4;
  else from.error = "this is not an IPv4 address";
  return result;
}

// Asks the system's resolver, which may wait and allocate, and calls use(endpoint) for each address until it says true.
// Gives what was wrong, or nothing.
template <typename Use> text resolve(const host_and_port& from, int type, Use use) {
  addrinfo hints{};
  hints.ai_socktype = type;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(from.host, nullptr, &hints, &found);
  if (error == EAI_AGAIN) return "the name server does not answer";
  if (error != 0) return "unknown host";
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    endpoint result;
    if (one->ai_family == AF_INET) {
      result.address.ipv4 = *reinterpret_cast<const sockaddr_in*>(one->ai_addr);
      result.address.ipv4.sin_port = htons(from.port);
      result.size = sizeof result.address.ipv4;
    } else if (one->ai_family == AF_INET6) {
      result.address.ipv6 = *reinterpret_cast<const sockaddr_in6*>(one->ai_addr);
      result.address.ipv6.sin6_port = htons(from.port);
      result.size = sizeof result.address.ipv6;
    } else {
      continue;
    }
    if (use(result)) break;
  }
  ::freeaddrinfo(found);
  return {};
}

}  // namespace lineout::detail
