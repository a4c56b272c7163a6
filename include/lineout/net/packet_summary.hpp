// packet_summary: a captured packet as one line, as ipmon writes it:
//   we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 40 -S
#pragma once

#include <lineout/net/ip_headers.hpp>
#include <lineout/net/packet_names.hpp>
#include <lineout/net/packet_record.hpp>
#include <lineout/values/ipv6_address.hpp>

namespace lineout {

struct packet_style {
  bool date = false;     // 22/11/2026 before the time
  bool verbose = false;  // TCP's sequence number, acknowledgement and window behind its flags
};

// A view of the packet (from its IP header on, as many bytes as were captured) and of what was said about it. No byte
// outside is read, whatever the packet says. Where headers are not all there it is a short packet: S stands before the
// action, and what is missing is left out. Bytes that are no IP packet have the record's part of the line alone. Where
// it differs from ipmon: the packet inside an ICMP error is found behind its own header and not as far in as the outer
// one's; ICMPv6 errors show theirs too; the lengths of AH and of packets over 64 KiB are right; fragments of IPv6,
// which are PR ipv6-frag, say which one they are.
template <typename Names = packet_names> class packet_summary {
 public:
  // Names: like packet_names, which it may derive from; kept as a reference.
  constexpr packet_summary(text packet, const packet_record& record, packet_style style, Names& names)
      : ip_{ip_headers::read(packet)},
        record_{&record},
        names_{&names},
        style_{style},
        short_{record.is_short || is_short(ip_, !packet.empty())} {}
  constexpr packet_summary(text packet, const packet_record& record, packet_style style = {})
      : packet_summary{packet, record, style, numbers} {}

  // At which ipmon would send the line.
  constexpr lineout::severity severity() const { return packet_severity(*record_, short_); }
  constexpr bool is_short() const { return short_; }
  constexpr const ip_headers& ip() const { return ip_; }

  constexpr void write(writer& out) const {
    write_time(out);
    write_verdict(out);
    if (ip_.version != 0) write_packet(out);
    write_rest(out);
  }

 private:
  static inline constinit packet_names numbers{};

  // How many bytes of it must be there; 0 where nothing of it is shown.
  static constexpr size_t header_of(const ip_headers& ip) {
    if (ip.fragment_offset > 0) return 0;
    if (ip.is(ip_protocol::tcp)) return 20;
    return ip.is(ip_protocol::udp) || is_icmp(ip) ? 8 : 0;
  }
  static constexpr bool is_icmp(const ip_headers& ip) {
    return ip.is(ip.version == 6 ? ip_protocol::icmpv6 : ip_protocol::icmp);
  }
  static constexpr bool has_ports(const ip_headers& ip) {
    return (ip.is(ip_protocol::tcp) || ip.is(ip_protocol::udp)) && ip.fragment_offset == 0;
  }
  static constexpr bool is_short(const ip_headers& ip, bool is_something) {
    if (ip.version == 0) return is_something;
    return !ip.whole || ip.payload.size() < header_of(ip);
  }
  constexpr uint32_t byte(size_t index) const { return detail::load_byte(ip_.payload.data() + index); }

  static constexpr void two_digits(writer& out, uint32_t value) { out.literal(detail::digit_pairs + 2 * value, 2); }

  constexpr void write_time(writer& out) const {
    if (!record_->time.known()) return;
    const civil_time at = record_->time.civil();
    if (style_.date) {
      two_digits(out, at.day);
      out.literal("/", 1);
      two_digits(out, at.month);
      out.literal("/", 1);
      out.decimal(uint32_t{at.year});
      out.literal(" ", 1);
    }
    two_digits(out, at.hour);
    out.literal(":", 1);
    two_digits(out, at.minute);
    out.literal(":", 1);
    two_digits(out, at.second);
    // Six digits behind a one that is not written.
    char digits[detail::most_digits];
    char* const end = digits + detail::most_digits;
    const uint32_t microseconds = detail::divide(record_->time.nanoseconds(), 1000U).quotient;
    char* const first = detail::write_decimal(end, microseconds + 1000000);
    *first = '.';
    out.literal(first, 7);
    out.literal(" ", 1);
  }

  constexpr void write_verdict(writer& out) const {
    const packet_record& record = *record_;
    if (record.count > 1) {
      out.decimal(record.count);
      out.literal("x ", 2);
    }
    out.text(record.interface);
    out.literal(" @", 2);
    out.text(record.group);
    out.literal(":", 1);
    if (record.rule == packet_record::no_rule) out.literal("-1", 2);
    else out.decimal(record.rule);
    out.literal(" ", 1);
    if (short_) out.literal("S", 1);
    const char letter = "npbL?"[static_cast<uint8_t>(record.action) <= 4 ? static_cast<uint8_t>(record.action) : 4];
    const bool upper = !record.logged_by_rule && (letter == 'p' || letter == 'b');
    const char action[] = {upper ? static_cast<char>(letter - ('a' - 'A')) : letter, ' '};
    out.literal(action, 2);
  }

  constexpr void write_packet(writer& out) const {
    const bool ports = has_ports(ip_) && !short_;
    write_ends(out, ip_, ports, " -> ");
    if (is_icmp(ip_) && ip_.fragment_offset == 0) return write_icmp(out);
    const bool plain = !has_ports(ip_);
    write_sizes(out, ip_, plain);
    if (ports && ip_.is(ip_protocol::tcp)) write_tcp(out);
    if (plain && is_fragment(ip_)) {
      out.literal(" ", 1);
      write_fragment(out, ip_);
    }
  }

  static constexpr bool is_fragment(const ip_headers& ip) {
    return ip.fragment_offset > 0 || (ip.is(ip_protocol::fragment) && ip.version == 6 && ip.whole);
  }

  constexpr void write_host(writer& out, text address) const {
    const text name = names_->host(address);
    if (!name.empty()) {
      out.text(name);
      out.literal("[", 1);
    }
    if (address.size() == 16) {
      formatter<ipv6_address>::format(out, ipv6_address::from_bytes(address.data()), {});
    } else {
      const auto octet = [&](size_t index) { return static_cast<uint8_t>(address[index]); };
      formatter<ipv4_address>::format(out, {octet(0), octet(1), octet(2), octet(3)}, {});
    }
    if (!name.empty()) out.literal("]", 1);
  }
  constexpr void write_port(writer& out, const ip_headers& ip, size_t offset) const {
    const uint32_t number = detail::load_big16(ip.payload.data() + offset);
    const text name = names_->port(ip.protocol, static_cast<uint16_t>(number));
    out.literal(",", 1);
    if (name.empty()) out.decimal(number);
    else out.text(name);
  }
  constexpr void write_ends(writer& out, const ip_headers& ip, bool ports, text arrow) const {
    write_host(out, ip.source);
    if (ports) write_port(out, ip, 0);
    out.literal(arrow);
    write_host(out, ip.destination);
    if (ports) write_port(out, ip, 2);
  }

  // plain: of something that is not shown any further.
  constexpr void write_sizes(writer& out, const ip_headers& ip, bool plain) const {
    out.literal(" PR ", 4);
    const text name = is_icmp(ip) && !plain ? icmp_name(ip) : names_->protocol(ip.protocol);
    if (name.empty()) out.decimal(uint32_t{ip.protocol});
    else out.text(name);
    out.literal(" len ", 5);
    out.decimal(ip.header_size);
    out.literal(plain ? " (" : " ");
    out.decimal(ip.total_size);
    if (plain) out.literal(")", 1);
  }
  static constexpr text icmp_name(const ip_headers& ip) { return ip.version == 6 ? "icmpv6" : "icmp"; }

  // Which part of its datagram: (frag 4711:1480@2960+-)
  static constexpr void write_fragment(writer& out, const ip_headers& ip) {
    out.literal("(frag ", 6);
    out.decimal(ip.identification);
    out.literal(":", 1);
    out.decimal(ip.total_size > ip.header_size ? ip.total_size - ip.header_size : 0);
    out.literal("@", 1);
    out.decimal(ip.fragment_offset);
    if (ip.more_fragments) out.literal("+", 1);
    if (ip.dont_fragment) out.literal("-", 1);
    out.literal(")", 1);
  }

  constexpr void write_tcp(writer& out) const {
    out.literal(" -", 2);
    const uint32_t flags = byte(13);
    constexpr text letters{"ARSFUPEC"};
    constexpr uint8_t bits[] = {0x10, 0x04, 0x02, 0x01, 0x20, 0x08, 0x40, 0x80};
    for (size_t index = 0; index < 8; ++index)
      if ((flags & bits[index]) != 0) out.literal(letters.data() + index, 1);
    if (!style_.verbose) return;
    out.literal(" ", 1);
    out.decimal(detail::load_big32(ip_.payload.data() + 4));
    out.literal(" ", 1);
    out.decimal(detail::load_big32(ip_.payload.data() + 8));
    out.literal(" ", 1);
    out.decimal(detail::load_big16(ip_.payload.data() + 14));
  }

  constexpr void write_icmp(writer& out) const {
    write_sizes(out, ip_, false);
    if (ip_.payload.size() < 2) return;
    const uint8_t type = static_cast<uint8_t>(byte(0));
    const uint8_t code = static_cast<uint8_t>(byte(1));
    out.literal(" ", 1);
    out.literal(icmp_name(ip_));
    out.literal(" ", 1);
    const text type_name = icmp_type_name(ip_.version, type);
    if (type_name.empty()) {
      out.literal(ip_.version == 6 ? "icmpv6type(" : "icmptype(");
      out.decimal(uint32_t{type});
      out.literal(")", 1);
    } else {
      out.literal(type_name);
    }
    out.literal("/", 1);
    const text code_name = icmp_code_name(ip_.version, type, code);
    if (code_name.empty()) out.decimal(uint32_t{code});
    else out.literal(code_name);
    const bool is_error =
        ip_.version == 6 ? type >= 1 && type <= 4 : (type >= 3 && type <= 5) || type == 11 || type == 12;
    if (is_error) write_inner(out, ip_headers::read(ip_.payload.skip(8)));
  }

  // The packet that an ICMP error is about, of which there is seldom more than a beginning.
  constexpr void write_inner(writer& out, const ip_headers& inner) const {
    if (inner.version == 0) return;
    const bool icmp = is_icmp(inner) && inner.fragment_offset == 0;
    const bool plain = !icmp && !has_ports(inner);
    out.literal(" for ", 5);
    write_ends(out, inner, has_ports(inner) && inner.payload.size() >= 4, " - ");
    write_sizes(out, inner, plain);
    if (icmp && inner.payload.size() >= 2) {
      out.literal(" ", 1);
      out.literal(icmp_name(inner));
      out.literal(" ", 1);
      out.decimal(detail::load_byte(inner.payload.data()));
      out.literal("/", 1);
      out.decimal(detail::load_byte(inner.payload.data() + 1));
    }
    if (plain && is_fragment(inner)) write_fragment(out, inner);
  }

  constexpr void write_rest(writer& out) const {
    const packet_record& record = *record_;
    const auto say = [&out](bool what, text words) {
      if (what) out.literal(words);
    };
    say(record.keeps_state, " K-S");
    say(record.keeps_fragments, " K-F");
    say(record.direction == packet_direction::in, " IN");
    say(record.direction == packet_direction::out, " OUT");
    if (record.log_tag != 0) {
      out.literal(" log-tag ", 9);
      out.decimal(record.log_tag);
    }
    say(!record.nat_tag.empty(), " nat-tag ");
    out.text(record.nat_tag);
    say(record.low_ttl, " low-ttl");
    say(record.out_of_window, " OOW");
    say(record.bad, " bad");
    say(record.translated, " NAT");
    say(record.badly_translated, " bad-NAT");
    say(record.bad_source, " bad-src");
    say(record.cast == packet_cast::multicast, " multicast");
    say(record.cast == packet_cast::broadcast, " broadcast");
    say(record.cast == packet_cast::multicast_or_broadcast, " mbcast");
    say(!record.reason.empty(), " reason:");
    out.text(record.reason);
  }

  ip_headers ip_;
  const packet_record* record_;
  Names* names_;
  packet_style style_;
  bool short_;
};

packet_summary(text, const packet_record&)->packet_summary<packet_names>;
packet_summary(text, const packet_record&, packet_style)->packet_summary<packet_names>;

template <typename Names> struct formatter<packet_summary<Names>> {
  static constexpr void format(writer& out, const packet_summary<Names>& value) { value.write(out); }
};

}  // namespace lineout
