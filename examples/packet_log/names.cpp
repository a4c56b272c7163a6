#include "names.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cstring>

namespace {

std::string ask_for_host(const std::string& address) {
  sockaddr_storage socket{};
  socklen_t size = 0;
  if (address.size() == 4) {
    auto& ipv4 = reinterpret_cast<sockaddr_in&>(socket);
    ipv4.sin_family = AF_INET;
    std::memcpy(&ipv4.sin_addr, address.data(), 4);
    size = sizeof ipv4;
  } else {
    auto& ipv6 = reinterpret_cast<sockaddr_in6&>(socket);
    ipv6.sin6_family = AF_INET6;
    std::memcpy(&ipv6.sin6_addr, address.data(), 16);
    size = sizeof ipv6;
  }
  char name[NI_MAXHOST];
  const auto* const any = reinterpret_cast<const sockaddr*>(&socket);
  return getnameinfo(any, size, name, sizeof name, nullptr, 0, NI_NAMEREQD) == 0 ? name : "";
}

}  // namespace

lineout::text system_names::host(lineout::text address) {
  if (!asks_) return {};
  const std::string key{address.begin(), address.end()};
  auto found = hosts_.find(key);
  if (found == hosts_.end()) found = hosts_.emplace(key, ask_for_host(key)).first;
  return found->second;
}

lineout::text system_names::port(uint8_t protocol, uint16_t number) {
  if (!asks_) return {};
  const auto [found, is_new] = ports_.try_emplace({protocol, number});
  if (is_new) {
    const servent* const service = getservbyport(htons(number), protocol == 6 ? "tcp" : "udp");
    if (service != nullptr) found->second = service->s_name;
  }
  return found->second;
}
