// What the system's databases call hosts and ports. A question to DNS may take seconds; each is asked once.
#pragma once

#include <lineout/net/packet_names.hpp>

#include <map>
#include <string>

class system_names : public lineout::packet_names {
 public:
  explicit system_names(bool asks) : asks_{asks} {}

  lineout::text host(lineout::text address);
  lineout::text port(uint8_t protocol, uint16_t number);

 private:
  bool asks_;
  std::map<std::string, std::string> hosts_{};
  std::map<std::pair<uint8_t, uint16_t>, std::string> ports_{};
};
