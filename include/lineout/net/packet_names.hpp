// packet_names: what protocols, ports, hosts and ICMP messages are called in ipmon's lines.
#pragma once

#include <lineout/text.hpp>

namespace lineout {

namespace detail {

struct numbered_name {
  uint8_t number;
  text name;
};

// As in BSD's /etc/protocols.
inline constexpr numbered_name protocol_names[] = {{0, "ip"},          {1, "icmp"},        {2, "igmp"},
                                                   {4, "ipencap"},     {6, "tcp"},         {8, "egp"},
                                                   {9, "igp"},         {12, "pup"},        {17, "udp"},
                                                   {22, "xns-idp"},    {27, "rdp"},        {41, "ipv6"},
                                                   {43, "ipv6-route"}, {44, "ipv6-frag"},  {46, "rsvp"},
                                                   {47, "gre"},        {50, "esp"},        {51, "ah"},
                                                   {55, "mobile"},     {58, "ipv6-icmp"},  {59, "ipv6-nonxt"},
                                                   {60, "ipv6-opts"},  {88, "eigrp"},      {89, "ospf"},
                                                   {94, "ipip"},       {97, "etherip"},    {98, "encap"},
                                                   {103, "pim"},       {108, "ipcomp"},    {112, "vrrp"},
                                                   {115, "l2tp"},      {132, "sctp"},      {135, "mobility-header"},
                                                   {136, "udplite"},   {137, "mpls-in-ip"}};

inline constexpr numbered_name icmp_types[] = {
    {0, "echoreply"},       {3, "unreach"},        {4, "sourcequench"}, {5, "redirect"},   {8, "echo"},
    {9, "routeradvert"},    {10, "routersolicit"}, {11, "timxceed"},    {12, "paramprob"}, {13, "timestamp"},
    {14, "timestampreply"}, {15, "inforeq"},       {16, "inforeply"},   {17, "maskreq"},   {18, "maskreply"}};

inline constexpr numbered_name icmpv6_types[] = {{1, "unreach"},
                                                 {2, "toobig"},
                                                 {3, "timxceed"},
                                                 {4, "paramprob"},
                                                 {128, "echo"},
                                                 {129, "echoreply"},
                                                 {130, "groupmemberquery"},
                                                 {131, "groupmemberreport"},
                                                 {132, "groupmemberterm"},
                                                 {133, "routersolicit"},
                                                 {134, "routeradvert"},
                                                 {135, "neighborsolicit"},
                                                 {136, "neighboradvert"},
                                                 {137, "redirect"},
                                                 {138, "routerrenumber"},
                                                 {139, "whoareyourequest"},
                                                 {140, "whoareyoureply"},
                                                 {200, "mtraceresponse"},
                                                 {201, "mtracerequest"}};

// The codes of a type, one behind the other from 0.
struct code_names {
  uint8_t type;
  const text* names;
  uint8_t count;
};

inline constexpr text unreachable_codes[] = {
    "net",          "host",     "protocol",   "port",        "needfrag", "srcfail", "net_unknown",
    "host_unknown", "isolated", "net_prohib", "host_prohib", "tosnet",   "toshost", "admin_prohibit"};
inline constexpr text redirect_codes[] = {"net", "host", "tosnet", "toshost"};
inline constexpr text exceeded_codes[] = {"transit", "reassem"};
inline constexpr text problem_codes[] = {"errata_pointer", "optmissing", "length"};
inline constexpr code_names icmp_codes[] = {
    {3, unreachable_codes, 14}, {5, redirect_codes, 4}, {11, exceeded_codes, 2}, {12, problem_codes, 3}};

inline constexpr text unreachable6_codes[] = {"noroute", "admin", "neighbour", "address", "noport"};
inline constexpr text exceeded6_codes[] = {"intransit", "reassem"};
inline constexpr text problem6_codes[] = {"header", "nextheader", "option"};
inline constexpr text query6_codes[] = {"ipv6", "fqdn", "ipv4"};
inline constexpr text renumber6_codes[] = {"command", "result"};
inline constexpr code_names icmpv6_codes[] = {{1, unreachable6_codes, 5},
                                              {3, exceeded6_codes, 2},
                                              {4, problem6_codes, 3},
                                              {130, query6_codes, 3},
                                              {138, renumber6_codes, 2}};

template <size_t Count> constexpr text find_name(const numbered_name (&table)[Count], uint32_t number) {
  for (const numbered_name& entry : table)
    if (entry.number == number) return entry.name;
  return {};
}

template <size_t Count> constexpr text find_code(const code_names (&table)[Count], uint32_t type, uint32_t code) {
  for (const code_names& entry : table)
    if (entry.type == type && code < entry.count) return entry.names[code];
  return {};
}

}  // namespace detail

// Names of ICMP messages (IP version 4) and ICMPv6 messages (6); empty where ipmon has a number. The codes 8 and 10 of
// unreach have the names that ipmon's own table means them to have and never finds.
constexpr text icmp_type_name(uint8_t ip_version, uint8_t type) {
  return ip_version == 6 ? detail::find_name(detail::icmpv6_types, type) : detail::find_name(detail::icmp_types, type);
}
constexpr text icmp_code_name(uint8_t ip_version, uint8_t type, uint8_t code) {
  if (ip_version == 6 && type == 138 && code == 255) return "seqnum_reset";
  return ip_version == 6 ? detail::find_code(detail::icmpv6_codes, type, code)
                         : detail::find_code(detail::icmp_codes, type, code);
}

// What a packet_summary asks for names; derive from it to have others. An empty answer is shown as a number. An answer
// is used before the next question.
struct packet_names {
  constexpr text protocol(uint8_t number) { return detail::find_name(detail::protocol_names, number); }
  // Of a TCP or UDP port.
  constexpr text port(uint8_t /*protocol*/, uint16_t /*number*/) { return {}; }
  // Of an address of 4 or 16 bytes; the address is shown behind it in brackets.
  constexpr text host(text /*address*/) { return {}; }
};

}  // namespace lineout
