// packets: IP packets made by hand, and at random, for what reads them.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace support {

inline std::string big16(unsigned value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }
inline std::string big32(uint32_t value) { return big16(value >> 16) + big16(value & 0xffff); }
inline std::string byte(unsigned value) { return {static_cast<char>(value)}; }

struct ipv4_fields {
  unsigned protocol = 6;
  std::string source{"\xd1\x35\x11\x16", 4};       // 209.53.17.22
  std::string destination{"\xc6\x49\xdc\x11", 4};  // 198.73.220.17
  std::string options{};                           // a multiple of 4 bytes
  unsigned identification = 4711;
  unsigned fragment = 0;  // the field: flags and offset / 8
};

inline std::string ipv4(const ipv4_fields& fields, const std::string& payload) {
  const auto header_size = static_cast<unsigned>(20 + fields.options.size());
  std::string header = byte(0x40 + header_size / 4) + byte(0) +
                       big16(static_cast<unsigned>(header_size + payload.size())) + big16(fields.identification) +
                       big16(fields.fragment) + byte(64) + byte(fields.protocol) + big16(0) + fields.source +
                       fields.destination + fields.options;
  uint32_t sum = 0;
  for (size_t index = 0; index < header.size(); index += 2)
    sum += static_cast<uint32_t>(static_cast<unsigned char>(header[index]) * 256 +
                                 static_cast<unsigned char>(header[index + 1]));
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return header.replace(10, 2, big16(~sum & 0xffff)) + payload;
}

struct ipv6_fields {
  unsigned next = 6;
  std::string source = std::string{"\x20\x01\x0d\xb8", 4} + std::string(11, '\0') + '\x01';       // 2001:db8::1
  std::string destination = std::string{"\x20\x01\x0d\xb8", 4} + std::string(11, '\0') + '\x02';  // 2001:db8::2
};

inline std::string ipv6(const ipv6_fields& fields, const std::string& payload) {
  return big32(0x60000000) + big16(static_cast<unsigned>(payload.size())) + byte(fields.next) + byte(64) +
         fields.source + fields.destination + payload;
}

// Of size * 8 bytes.
inline std::string extension(unsigned next, unsigned size = 1) {
  // Its options are one PadN.
  return byte(next) + byte(size - 1) + byte(1) + byte(size * 8 - 4) + std::string(size * 8 - 4, '\0');
}
inline std::string fragment_header(unsigned next, unsigned offset, bool more, uint32_t identification) {
  return byte(next) + byte(0) + big16(offset | (more ? 1U : 0U)) + big32(identification);
}

struct tcp_fields {
  unsigned source = 80;
  unsigned destination = 1722;
  uint32_t sequence = 3000000000;
  uint32_t acknowledgement = 17;
  unsigned flags = 2;
  unsigned window = 8192;
};

inline std::string tcp(const tcp_fields& fields, const std::string& payload = {}) {
  return big16(fields.source) + big16(fields.destination) + big32(fields.sequence) + big32(fields.acknowledgement) +
         byte(0x50) + byte(fields.flags) + big16(fields.window) + big16(0) + big16(0) + payload;
}
inline std::string udp(unsigned source, unsigned destination, const std::string& payload = {}) {
  return big16(source) + big16(destination) + big16(static_cast<unsigned>(8 + payload.size())) + big16(0) + payload;
}
inline std::string icmp(unsigned type, unsigned code, const std::string& payload = {}) {
  return byte(type) + byte(code) + big16(0) + big32(0) + payload;
}

// Packets of every kind that is told apart, with random fields.
class random_packets {
 public:
  explicit random_packets(unsigned seed) : random_{seed} {}

  std::string next() { return one_in(2) ? next_ipv4() : next_ipv6(); }
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
  bool one_in(unsigned count) { return below(count) == 0; }

 private:
  std::string bytes(size_t size) {
    std::string result(size, '\0');
    for (char& one : result) one = static_cast<char>(random_());
    return result;
  }
  // Ports of which no dissector makes anything.
  unsigned port() { return 40000 + below(1000); }
  std::string some_bytes() { return std::string(below(60), 'x'); }
  std::string some_tcp() {
    return tcp(
        {port(), port(), static_cast<uint32_t>(random_()), static_cast<uint32_t>(random_()), below(256), below(65536)},
        some_bytes());
  }
  std::string some_udp() { return udp(port(), port(), some_bytes()); }

  ipv4_fields fields4(unsigned protocol) {
    ipv4_fields fields;
    fields.protocol = protocol;
    fields.source = byte(10) + bytes(3);
    fields.destination = byte(192) + bytes(3);
    fields.options = std::string(one_in(4) ? 4 * (1 + below(10)) : 0, '\x01');
    fields.identification = below(65536);
    fields.fragment = one_in(3) ? 0x4000 : 0;
    return fields;
  }
  std::string next_ipv4() {
    switch (below(7)) {
      case 0:
        return ipv4(fields4(6), some_tcp());
      case 1:
        return ipv4(fields4(17), some_udp());
      case 2:
        return ipv4(fields4(1), icmp(one_in(2) ? 8 : 0, 0, some_bytes()));
      case 3: {  // an error about a packet, or its beginning
        const unsigned kinds[] = {3, 5, 11};
        const unsigned kind = kinds[below(3)];
        std::string inner = one_in(2) ? ipv4(fields4(6), some_tcp()) : ipv4(fields4(17), some_udp());
        if (one_in(2)) inner.resize((static_cast<unsigned char>(inner[0]) & 15U) * 4 + 8);
        return ipv4(fields4(1), icmp(kind, below(kind == 3 ? 14 : kind == 5 ? 4 : 2), inner));
      }
      case 4: {  // the first fragment of several
        ipv4_fields fields = fields4(17);
        fields.fragment = 0x2000;
        return ipv4(fields, udp(port(), port(), std::string(1472, 'x')));
      }
      case 5: {  // a later one
        ipv4_fields fields = fields4(one_in(2) ? 17 : 6);
        fields.fragment = (one_in(2) ? 0x2000 : 0) + 1 + below(8000);
        return ipv4(fields, std::string(8 * (1 + below(20)), 'x'));
      }
      default:
        return ipv4(fields4(253), some_bytes());
    }
  }
  ipv6_fields fields6(unsigned next) {
    ipv6_fields fields;
    fields.next = next;
    fields.source = std::string{"\x20\x01\x0d\xb8", 4} + (one_in(2) ? std::string(8, '\0') : bytes(8)) + bytes(4);
    fields.destination = std::string{"\x20\x01\x0d\xb8", 4} + bytes(4) + std::string(8, '\0');
    return fields;
  }
  // With a chain of extension headers before it.
  std::string chain(unsigned protocol, std::string payload) {
    unsigned next = protocol;
    for (unsigned count = one_in(2) ? 1 + below(3) : 0; count > 0; --count) {
      payload = extension(next, 1 + below(4)) + payload;
      next = 60;
    }
    return ipv6(fields6(next), payload);
  }
  std::string next_ipv6() {
    switch (below(6)) {
      case 0:
        return chain(6, some_tcp());
      case 1:
        return chain(17, some_udp());
      case 2:
        return chain(58, icmp(128 + below(2), 0, some_bytes()));
      case 3: {
        const std::string inner = one_in(2) ? chain(6, some_tcp()) : chain(17, some_udp());
        return chain(58, icmp(one_in(2) ? 1 : 3, below(2), inner));
      }
      case 4:
        return ipv6(fields6(44),
                    fragment_header(17, 8 * (1 + below(1000)), one_in(2), static_cast<uint32_t>(random_())) +
                        std::string(8 * (1 + below(20)), 'x'));
      default:
        return chain(253, some_bytes());
    }
  }

  std::mt19937 random_;
};

}  // namespace support
