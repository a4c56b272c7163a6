// Addresses against inet_pton(), and what is written of them read back by it.
#include <arpa/inet.h>

#include <lineout/format/format_string.hpp>
#include <lineout/values/ipv4_address.hpp>
#include <lineout/values/ipv4_prefix.hpp>
#include <lineout/values/ipv6_address.hpp>
#include <lineout/values/mac_address.hpp>

#include "support.hpp"

namespace {

template <typename Value> std::string written(const Value& value) {
  char bytes[64];
  lineout::writer out{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  lineout::format_to(out, "{}", value);
  return {bytes, out.size()};
}

bool ipv4(const std::string& words, unsigned char* octets) {
  return words.find('\0') == words.npos && inet_pton(AF_INET, words.c_str(), octets) == 1;
}

void check_ipv4(const std::string& words) {
  unsigned char expected[4] = {};
  const bool valid = ipv4(words, expected);
  const auto got = lineout::ipv4_address::parse(fuzz::exact{words});
  fuzz::check(static_cast<bool>(got) == valid, "whether this is an IPv4 address", words);
  if (!valid) return fuzz::check(!got.error.empty() && got.position <= words.size(), "where the fault is", words);
  fuzz::check(__builtin_memcmp(got.value.octets, expected, 4) == 0, "the octets", words);
  fuzz::check(written(got.value) == words, "what is written", words, written(got.value));
}

void check_ipv6(const std::string& words) {
  unsigned char expected[16] = {};
  const bool valid = words.find('\0') == words.npos && inet_pton(AF_INET6, words.c_str(), expected) == 1;
  const auto got = lineout::ipv6_address::parse(fuzz::exact{words});
  fuzz::check(static_cast<bool>(got) == valid, "whether this is an IPv6 address", words);
  if (!valid) return fuzz::check(!got.error.empty() && got.position <= words.size(), "where the fault is", words);
  fuzz::check(__builtin_memcmp(got.value.octets, expected, 16) == 0, "the octets", words);
  // RFC 5952: what inet_ntop() writes, but for the addresses that begin with 96 zeros and are not ::ffff:0:0/96.
  char usual[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, expected, usual, sizeof usual);
  const std::string again = written(got.value);
  unsigned char read_back[16] = {};
  fuzz::check(inet_pton(AF_INET6, again.c_str(), read_back) == 1 && __builtin_memcmp(read_back, expected, 16) == 0,
              "what is written, read back", words, again);
  bool compatible = true;
  for (int index = 0; index < 12; ++index) compatible = compatible && expected[index] == 0;
  if (!compatible) fuzz::check(again == usual, "how it is written", again, usual);
}

void check_mac(const std::string& words) {
  bool valid = words.size() == 17 && (words[2] == ':' || words[2] == '-');
  for (size_t index = 0; valid && index < 17; ++index)
    valid = index % 3 == 2 ? words[index] == words[2] : isxdigit(static_cast<unsigned char>(words[index])) != 0;
  const auto got = lineout::mac_address::parse(fuzz::exact{words});
  fuzz::check(static_cast<bool>(got) == valid, "whether this is a MAC address", words);
  for (size_t index = 0; valid && index < 6; ++index)
    fuzz::check(got.value.octets[index] == std::stoul(words.substr(index * 3, 2), nullptr, 16), "an octet", words);
}

void check_prefix(const std::string& words) {
  const size_t slash = words.find('/');
  unsigned char octets[4] = {};
  bool valid = slash != words.npos && ipv4(words.substr(0, slash), octets);
  const std::string digits = valid ? words.substr(slash + 1) : "";
  valid = valid && !digits.empty() && digits.size() <= 2 && digits.find_first_not_of("0123456789") == digits.npos &&
          (digits == "0" || digits[0] != '0') && std::stoul(digits) <= 32;
  const auto got = lineout::ipv4_prefix::parse(fuzz::exact{words});
  fuzz::check(static_cast<bool>(got) == valid, "whether this is a prefix", words);
  if (!valid) return;
  const unsigned long bits = std::stoul(digits);
  const uint32_t mask = bits == 0 ? 0 : ~uint32_t{0} << (32 - bits);
  const auto number = [](const unsigned char* from) {
    return static_cast<uint32_t>(from[0]) << 24 | static_cast<uint32_t>(from[1]) << 16 |
           static_cast<uint32_t>(from[2]) << 8 | from[3];
  };
  fuzz::check(got.value.length == bits, "the length", words);
  fuzz::check(number(got.value.network().octets) == (number(octets) & mask), "the network", words);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const unsigned which = in.below(4);
  const std::string words =
      in.rest_of({"0", "1", "2", "5", "25",      "255", "256", "f",   "A",     "db8",    "ffff", ":",   "::", ":",
                  ".", ".", "-", "/", "1.2.3.4", "00",  "00:", "ab-", "12345", "1.2.3.", "/3",   "/32", "/33"});
  if (which == 0) check_ipv4(words);
  if (which == 1) check_ipv6(words);
  if (which == 2) check_mac(words);
  if (which == 3) check_prefix(words);
  return 0;
}
