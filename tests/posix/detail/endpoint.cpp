#include <lineout/posix/detail/endpoint.hpp>

#include "posix/support.hpp"

using lineout::detail::endpoint;
using lineout::detail::numeric_endpoint;
using lineout::detail::split_host_and_port;

namespace {

struct read {
  std::string host;
  int port;
  std::string error;
};
read split(const std::string& from) {
  const auto parts = split_host_and_port(from);
  return {parts.host, parts.port, support::string(parts.error)};
}
// "address port", "name" where the resolver would have to be asked, or what is wrong.
std::string numeric(const std::string& from) {
  auto parts = split_host_and_port(from);
  endpoint result;
  if (parts.error.empty()) result = numeric_endpoint(parts);
  if (!parts.error.empty()) return support::string(parts.error);
  if (result.size == 0) return "name";
  char text[INET6_ADDRSTRLEN] = {};
  if (result.family() == AF_INET) {
    inet_ntop(AF_INET, &result.address.ipv4.sin_addr, text, sizeof text);
    return text + (" " + std::to_string(ntohs(result.address.ipv4.sin_port)));
  }
  inet_ntop(AF_INET6, &result.address.ipv6.sin6_addr, text, sizeof text);
  const uint32_t scope = result.address.ipv6.sin6_scope_id;
  return text + (scope != 0 ? "%" + std::to_string(scope) : "") + " " +
         std::to_string(ntohs(result.address.ipv6.sin6_port));
}

}  // namespace

TEST_CASE("a destination is a host, and a port after a colon or 514") {
  CHECK(split("logs.example.org").host == "logs.example.org");
  CHECK(split("logs.example.org").port == 514);
  CHECK(split("logs.example.org:65535").host == "logs.example.org");
  CHECK(split("logs.example.org:65535").port == 65535);
  CHECK(split("x:1").error.empty());
}

TEST_CASE("addresses in numbers are read without the resolver") {
  CHECK(numeric("127.0.0.1") == "127.0.0.1 514");
  CHECK(numeric("192.0.2.7:5514") == "192.0.2.7 5514");
  CHECK(numeric("::1") == "::1 514");
  CHECK(numeric("2001:db8::7") == "2001:db8::7 514");
  CHECK(numeric("[::1]") == "::1 514");
  CHECK(numeric("[2001:db8::7]:5514") == "2001:db8::7 5514");
  CHECK(numeric("[fe80::1%7]:5514") == "fe80::1%7 5514");
  CHECK(numeric("fe80::1%lo") == "fe80::1%" + std::to_string(if_nametoindex("lo")) + " 514");
  CHECK(numeric("localhost:514") == "name");
}

TEST_CASE("what is wrong with a destination is said in words") {
  CHECK(numeric("") == "the host is missing");
  CHECK(numeric(":514") == "the host is missing");
  CHECK(numeric("[]:514") == "the host is missing");
  CHECK(numeric("a:") == "the port is missing behind the ':'");
  CHECK(numeric("a:0") == "0 is no port to send to");
  CHECK(numeric("a:syslog") == "the port is not a number");
  CHECK(numeric("a:-1") == "the port is not a number");
  CHECK(numeric("a:65536") == "the port is greater than 65535");
  CHECK(numeric("a:99999999999999999999") == "the port is greater than 65535");
  CHECK(numeric("[::1:514") == "a ']' is missing behind the IPv6 address");
  CHECK(numeric("[::1]514") == "only ':' and a port may follow the ']'");
  CHECK(numeric("[127.0.0.1]:514") == "this is not an IPv6 address");
  CHECK(numeric("1:2:3") == "this is not an IPv6 address");
  CHECK(numeric("127.0.0.256") == "this is not an IPv4 address");
  CHECK(numeric("127.1:514") == "this is not an IPv4 address");
  CHECK(numeric("fe80::1%no-such-if") == "no such interface behind the '%'");
  CHECK(numeric("fe80::1%") == "no such interface behind the '%'");
  CHECK(numeric("fe80::1%4294967297") == "no such interface behind the '%'");
  CHECK(numeric("fe80::1%18446744073709551617") == "no such interface behind the '%'");
  CHECK(numeric("fe80::1%4294967295") == "fe80::1%4294967295 514");
  CHECK(numeric(std::string(256, 'x')) == "the host is too long or has a NUL in it");
  CHECK(numeric(std::string{"a\0b", 3}) == "the host is too long or has a NUL in it");
}
