// "host:port" against a reading of its own, and its addresses against inet_pton().
#include <lineout/posix/detail/endpoint.hpp>

#include <algorithm>

#include "support.hpp"

namespace {

struct reading {
  bool valid = false;
  std::string host{};
  unsigned long port = 514;
  bool ipv6 = false;
};

reading model(const std::string& words) {
  reading result;
  std::string port;
  bool has_port = false;
  const auto colons = static_cast<size_t>(std::count(words.begin(), words.end(), ':'));
  if (words.starts_with('[')) {
    const size_t end = words.find(']');
    if (end == words.npos) return result;
    result.host = words.substr(1, end - 1);
    result.ipv6 = true;
    port = words.substr(end + 1);
    if (!port.empty() && port[0] != ':') return result;
    has_port = !port.empty();
    if (has_port) port.erase(0, 1);
  } else if (colons == 1) {
    result.host = words.substr(0, words.find(':'));
    port = words.substr(words.find(':') + 1);
    has_port = true;
  } else {
    result.host = words;
    result.ipv6 = colons > 1;
  }
  if (result.host.empty() || result.host.size() > 255 || result.host.find('\0') != words.npos) return result;
  if (has_port) {
    if (port.empty() || port.find_first_not_of("0123456789") != port.npos) return result;
    port.erase(0, std::min(port.find_first_not_of('0'), port.size()));
    if (port.empty() || port.size() > 5) return result;
    result.port = std::stoul(port);
    if (result.port > 65535) return result;
  }
  result.valid = true;
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const std::string words =
      in.rest_of({"127.0.0.1", ":",    ":", "[", "]",       "::1", "0",  "1",           "514", "65535",
                  "65536",     "host", ".", "a", "fe80::1", "%",   "%1", "%4294967297", "%lo", "192.0.2."});
  const reading expected = model(words);
  lineout::detail::host_and_port got = lineout::detail::split_host_and_port(fuzz::exact{words});
  fuzz::check(got.error.empty() == expected.valid, "whether this is a host and a port", words, fuzz::view(got.error));
  if (!expected.valid) return 0;
  fuzz::check(got.host == expected.host, "the host", words, got.host);
  fuzz::check(got.port == expected.port && got.ipv6 == expected.ipv6, "the port, or the family", words);
  const lineout::detail::endpoint numeric = lineout::detail::numeric_endpoint(got);
  if (!expected.ipv6) {
    in_addr address{};
    const bool looks = expected.host.find_first_not_of("0123456789.") == expected.host.npos;
    const bool valid = looks && inet_pton(AF_INET, expected.host.c_str(), &address) == 1;
    fuzz::check((numeric.size > 0) == valid, "whether this is an address", words);
    fuzz::check(!looks || valid || !got.error.empty(), "whether a wrong address is taken for a name", words);
    if (valid) {
      fuzz::check(numeric.address.ipv4.sin_addr.s_addr == address.s_addr, "the address", words);
      fuzz::check(ntohs(numeric.address.ipv4.sin_port) == expected.port, "the port of the address", words);
    }
    return 0;
  }
  const std::string host = expected.host.substr(0, expected.host.find('%'));
  in6_addr address{};
  const bool valid = inet_pton(AF_INET6, host.c_str(), &address) == 1;
  if (host == expected.host) fuzz::check((numeric.size > 0) == valid, "whether this is an IPv6 address", words);
  if (numeric.size == 0) return 0;
  fuzz::check(valid && __builtin_memcmp(&numeric.address.ipv6.sin6_addr, &address, 16) == 0, "the IPv6 address", words);
  const std::string zone = host == expected.host ? "" : expected.host.substr(host.size() + 1);
  if (!zone.empty() && zone.find_first_not_of("0123456789") == zone.npos)
    fuzz::check(numeric.address.ipv6.sin6_scope_id == strtoull(zone.c_str(), nullptr, 10), "the zone", words);
  return 0;
}
