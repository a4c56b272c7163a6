// needs: tshark
#include <lineout/net.hpp>
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "support/capture.hpp"
#include "support/captures.hpp"
#include "support/process.hpp"
#include "support/skip.hpp"

namespace {

using list = std::vector<std::string>;

list split(const std::string& words, char by) {
  list result;
  std::istringstream stream{words};
  for (std::string one; std::getline(stream, one, by);) result.push_back(one);
  return result;
}

const list field_names{"ip.src",
                       "ip.dst",
                       "ip.proto",
                       "ip.hdr_len",
                       "ip.len",
                       "ip.id",
                       "ip.flags.mf",
                       "ip.flags.df",
                       "ip.frag_offset",
                       "ipv6.src",
                       "ipv6.dst",
                       "ipv6.nxt",
                       "ipv6.plen",
                       "ipv6.dstopts.nxt",
                       "ipv6.dstopts.len_oct",
                       "ipv6.fraghdr.nxt",
                       "ipv6.fraghdr.offset",
                       "ipv6.fraghdr.more",
                       "ipv6.fraghdr.ident",
                       "tcp.srcport",
                       "tcp.dstport",
                       "tcp.flags",
                       "tcp.seq_raw",
                       "tcp.ack_raw",
                       "tcp.window_size_value",
                       "udp.srcport",
                       "udp.dstport",
                       "icmp.type",
                       "icmp.code",
                       "icmpv6.type",
                       "icmpv6.code"};

// What Wireshark says of one packet; each field's values are taken one behind the other, the outer packet's first.
class dissection {
 public:
  explicit dissection(const std::string& line) {
    const list columns = split(line + "\t", '\t');
    for (size_t index = 0; index < columns.size() && index < field_names.size(); ++index)
      values_[field_names[index]] = split(columns[index], '|');
  }
  bool has(const std::string& field) { return !values_[field].empty(); }
  std::string take(const std::string& field) {
    list& values = values_[field];
    if (values.empty()) return "(no " + field + ")";
    const std::string first = values.front();
    values.erase(values.begin());
    return first;
  }
  unsigned long number(const std::string& field) {
    const std::string value = take(field);
    if (value == "True") return 1;
    if (value == "False") return 0;
    return value[0] == '(' ? 0 : std::stoul(value, nullptr, 0);
  }

 private:
  std::map<std::string, list> values_;
};

struct packet {
  bool is_ipv6 = false;
  std::string source, destination;
  unsigned long protocol = 0, header = 0, total = 0;
  bool fragment = false, later = false;
  std::string part;
};

packet take_packet(dissection& from, bool is_ipv6) {
  packet result;
  result.is_ipv6 = is_ipv6;
  unsigned long identification = 0, offset = 0;
  bool more = false, whole = false;
  if (is_ipv6) {
    result.source = from.take("ipv6.src");
    result.destination = from.take("ipv6.dst");
    result.protocol = from.number("ipv6.nxt");
    result.header = 40;
    result.total = 40 + from.number("ipv6.plen");
    while (result.protocol == 60) {
      result.protocol = from.number("ipv6.dstopts.nxt");
      result.header += from.number("ipv6.dstopts.len_oct");
    }
    if (result.protocol == 44) {
      result.fragment = true;
      result.header += 8;
      offset = 8 * from.number("ipv6.fraghdr.offset");
      more = from.number("ipv6.fraghdr.more") != 0;
      identification = from.number("ipv6.fraghdr.ident");
    }
  } else {
    result.source = from.take("ip.src");
    result.destination = from.take("ip.dst");
    result.protocol = from.number("ip.proto");
    result.header = from.number("ip.hdr_len");
    result.total = from.number("ip.len");
    identification = from.number("ip.id");
    more = from.number("ip.flags.mf") != 0;
    whole = from.number("ip.flags.df") != 0;
    offset = 8 * from.number("ip.frag_offset");
    result.fragment = offset > 0;
  }
  result.later = offset > 0;
  result.part = "(frag " + std::to_string(identification) + ":" + std::to_string(result.total - result.header) + "@" +
                std::to_string(offset) + (more ? "+" : "") + (whole ? "-" : "") + ")";
  return result;
}

std::string string_of(lineout::text words) { return {words.begin(), words.end()}; }

// The packet's line; inner: as an ICMP error shows it.
std::string describe(dissection& from, bool is_ipv6, bool inner) {
  const packet one = take_packet(from, is_ipv6);
  const std::string sizes = " len " + std::to_string(one.header) + " ";
  const std::string arrow = inner ? " - " : " -> ";
  const bool tcp = one.protocol == 6 && !one.fragment, udp = one.protocol == 17 && !one.fragment;
  if (tcp || udp) {
    const std::string name = tcp ? "tcp" : "udp";
    const std::string source = from.take(name + ".srcport"), destination = from.take(name + ".dstport");
    std::string line = one.source + "," + source + arrow + one.destination + "," + destination + " PR " + name + sizes +
                       std::to_string(one.total);
    if (udp || inner) return line;
    const unsigned long flags = from.number("tcp.flags");
    line += " -";
    const std::pair<unsigned, char> letters[] = {{16, 'A'}, {4, 'R'}, {2, 'S'},  {1, 'F'},
                                                 {32, 'U'}, {8, 'P'}, {64, 'E'}, {128, 'C'}};
    for (const auto& [bit, letter] : letters)
      if ((flags & bit) != 0) line += letter;
    return line + " " + from.take("tcp.seq_raw") + " " + from.take("tcp.ack_raw") + " " +
           from.take("tcp.window_size_value");
  }
  const std::string ends = one.source + arrow + one.destination + " PR ";
  const std::string icmp = is_ipv6 ? "icmpv6" : "icmp";
  if (one.protocol == (is_ipv6 ? 58U : 1U) && !one.fragment) {
    const auto type = static_cast<uint8_t>(from.number(icmp + ".type"));
    const auto code = static_cast<uint8_t>(from.number(icmp + ".code"));
    const uint8_t version = is_ipv6 ? 6 : 4;
    const std::string code_name = string_of(lineout::icmp_code_name(version, type, code));
    std::string line = ends + icmp + sizes + std::to_string(one.total) + " " + icmp + " " +
                       string_of(lineout::icmp_type_name(version, type)) + "/" +
                       (code_name.empty() ? std::to_string(code) : code_name);
    if (from.has(is_ipv6 ? "ipv6.src" : "ip.src")) line += " for " + describe(from, is_ipv6, true);
    return line;
  }
  const std::string name = string_of(lineout::packet_names{}.protocol(static_cast<uint8_t>(one.protocol)));
  return ends + (name.empty() ? std::to_string(one.protocol) : name) + sizes + "(" + std::to_string(one.total) + ")" +
         (one.fragment ? (inner ? "" : " ") + one.part : "");
}

}  // namespace

TEST_CASE("packet_log's fields are those that Wireshark finds, for thousands of packets") {
  const std::string missing = support::tshark_missing();
  if (!missing.empty()) return support::skip(missing);

  const support::temporary_directory directory;
  support::random_packets random{8};
  list packets;
  for (int count = 0; count < 6000; ++count) packets.push_back(random.next());
  const std::string file = directory.file("packets.pcap");
  support::write_file(file, support::capture(101, packets));

  support::command shell{"sh",
                         "-c",
                         "exec \"$@\" 2> /dev/null",
                         "sh",
                         "env",
                         "HOME=" + directory.file(""),
                         "tshark",
                         "-r",
                         file,
                         "-T",
                         "fields",
                         "-E",
                         "aggregator=|",
                         "-o",
                         "ip.defragment:FALSE",
                         "-o",
                         "ipv6.defragment:FALSE",
                         "-o",
                         "tcp.relative_sequence_numbers:FALSE",
                         "-o",
                         "tcp.desegment_tcp_streams:FALSE"};
  for (const std::string& field : field_names) shell.insert(shell.end(), {"-e", field});
  const support::result dissected = support::run(shell);
  REQUIRE(dissected.status == 0);
  const list said = split(dissected.output, '\n');
  const list lines = split(support::run({"env", "TZ=UTC", LINEOUT_PACKET_LOG, "-v", "-f", file}).output, '\n');
  REQUIRE(said.size() == packets.size());
  REQUIRE(lines.size() == packets.size());
  for (size_t index = 0; index < packets.size(); ++index) {
    dissection from{said[index]};
    const std::string expected = describe(from, packets[index][0] == '\x60', false);
    CAPTURE(index);
    CAPTURE(said[index]);
    // Behind the time, and what no filter has said.
    const std::string before = " - @0:-1 n ";
    const size_t begin = lines[index].find(before);
    REQUIRE(begin == std::string{"22/11/2026 07:23:45.004050"}.size());
    REQUIRE(lines[index].substr(begin + before.size()) == expected);
  }
}
