// examples/packet_log as its user meets it: its command line, its lines, its files.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <sstream>

#include "support/captures.hpp"
#include "support/process.hpp"
#include "support/skip.hpp"

namespace {

using support::capture;
using support::command;
using support::eventually;
using support::read_file;
using support::result;
using support::write_file;

constexpr uint32_t raw = 101;

command with(const command& options) {
  command all{"env", "TZ=UTC", LINEOUT_PACKET_LOG};
  all.insert(all.end(), options.begin(), options.end());
  return all;
}
result packet_log(const command& options, std::string_view input = {}) { return support::run(with(options), input); }

const std::string syn = support::ipv4({}, support::tcp({}));
const std::string query = support::ipv4({.protocol = 17}, support::udp(4000, 53));
const std::string syn_line = "209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 40 -S";
const std::string query_line = "209.53.17.22,4000 -> 198.73.220.17,53 PR udp len 20 28";

}  // namespace

TEST_CASE("packet_log prints a pflog file's packets with what the filter did") {
  const std::string file = capture(
      117, {support::pflog("we1", 17, 1, 0, 1, syn), support::pflog("we1", 3, 0, 0, 2, query),
            support::pflog("em0", 4, 1, 3, 1, syn.substr(0, 30)), support::pflog("em0", 0xffffffff, 8, 0, 0, syn)});
  const result shown = packet_log({}, file);
  CHECK(shown.status == 0);
  CHECK(shown.output == "22/11/2026 07:23:45.004050 we1 @0:17 b " + syn_line + " IN\n" +
                            "22/11/2026 07:23:46.004050 we1 @0:3 p " + query_line + " OUT\n" +
                            "22/11/2026 07:23:47.004050 em0 @0:4 Sb 209.53.17.22 -> 198.73.220.17 PR tcp len 20 40 IN "
                            "reason:short\n" +
                            "22/11/2026 07:23:48.004050 em0 @0:-1 p " + syn_line + " NAT\n");
  CHECK(packet_log({"-oN"}, file).output == "22/11/2026 07:23:48.004050 em0 @0:-1 p " + syn_line + " NAT\n");
  CHECK(packet_log({"-o", "I", "-v"}, file).output.find("-S 3000000000 17 8192 IN\n") != std::string::npos);
}

TEST_CASE("packet_log finds the IP packet behind what each kind of capture has in front of it") {
  const std::string addresses(12, '\x02');
  const auto shown = [](uint32_t link_type, const std::string& front) {
    return packet_log({"--name", "eth0"}, capture(link_type, {front + syn})).output;
  };
  const std::string line = "22/11/2026 07:23:45.004050 eth0 @0:-1 n " + syn_line + "\n";
  CHECK(shown(1, addresses + "\x08" + std::string(1, '\0')) == line);
  CHECK(shown(1, addresses + std::string{"\x81\0\0\x2a\x08\0", 6}) == line);
  CHECK(shown(1, addresses + std::string{"\x88\xa8\0\x01\x81\0\0\x2a\x08\0", 10}) == line);
  CHECK(shown(1, addresses + "\x08\x06").empty());
  CHECK(shown(raw, "") == line);
  CHECK(shown(228, "") == line);
  CHECK(shown(0, std::string{"\2\0\0\0", 4}) == line);
  CHECK(shown(113, std::string(14, '\0') + std::string{"\x08\0", 2}) == line);
  CHECK(shown(276, std::string{"\x08\0", 2} + std::string(18, '\0')) == line);
  CHECK(packet_log({}, capture(147, {syn})).output == "packet_log: captures of link type 147 are not known here\n");
}

TEST_CASE("packet_log dumps packets and headers in hexadecimal") {
  const std::string file =
      capture(1, {std::string(12, 'A') + std::string{"\x08\0", 2} + support::ipv4({.protocol = 253}, "hello")});
  const std::string shown = packet_log({"-x", "-X"}, file).output;
  CHECK(shown.substr(shown.find('\n') + 1) ==
        "41 41 41 41 41 41 41 41 41 41 41 41 08 00              AAAAAAAAAAAA..\n"
        "45 00 00 19 12 67 00 00 40 fd e2 da d1 35 11 16        E....g..@....5..\n"
        "c6 49 dc 11 68 65 6c 6c 6f                             .I..hello\n");
}

TEST_CASE("packet_log shows and keeps what the filter expression is for") {
  const std::string file = capture(raw, {syn, query, syn});
  const support::temporary_directory directory;
  CHECK(packet_log({"udp", "and", "port", "53"}, file).output ==
        "22/11/2026 07:23:46.004050 - @0:-1 n " + query_line + "\n");
  const std::string kept = directory.file("kept.pcap");
  CHECK(packet_log({"-q", "-w", kept, "tcp"}, file).output.empty());
  CHECK(packet_log({"-f", kept}).output == "22/11/2026 07:23:45.004050 - @0:-1 n " + syn_line + "\n" +
                                               "22/11/2026 07:23:47.004050 - @0:-1 n " + syn_line + "\n");
  const result wrong = packet_log({"udp and and"}, file);
  CHECK(wrong.status == 1);
  CHECK(wrong.output.find("packet_log: filter expression: ") == 0);
}

TEST_CASE("packet_log sends lines to a syslog daemon at ipmon's levels, without the date") {
  const support::temporary_directory directory;
  const std::string path = directory.file("log");
  const int receiver = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(bind(receiver, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  std::vector<std::string> packets;
  for (int count = 0; count < 100; ++count) packets.push_back(support::pflog("we1", 17, 1, 0, 1, syn));
  packets.push_back(support::pflog("we1", 17, 0, 0, 1, syn));
  packets.push_back(support::pflog("we1", 17, 0, 0, 1, syn.substr(0, 30)));
  const std::string output = directory.file("output");
  support::process sender{with({"--unix", path, "-L", "security", "--tag", "ipmon"}), output, capture(117, packets)};
  std::vector<std::string> arrived;
  char buffer[1000];
  for (size_t count = 0; count < packets.size(); ++count) {
    const ssize_t size = recv(receiver, buffer, sizeof buffer, 0);
    REQUIRE(size > 0);
    arrived.emplace_back(buffer, static_cast<size_t>(size));
  }
  CHECK(sender.wait() == 0);
  close(receiver);
  CHECK(read_file(output).empty());
  const auto text = [](const std::string& message) { return message.substr(message.find("]: ") + 3); };
  CHECK(arrived[0].substr(0, 5) == "<108>");
  CHECK(arrived[0].find(" ipmon[") == 20);
  CHECK(text(arrived[0]) == "07:23:45.004050 we1 @0:17 b " + syn_line + " IN");
  CHECK(arrived[100].substr(0, 5) == "<109>");
  CHECK(arrived[101].substr(0, 5) == "<107>");
}

TEST_CASE("packet_log opens its files again at SIGHUP, and writes what waits at SIGALRM") {
  const support::temporary_directory directory;
  const std::string input = directory.file("input"), lines = directory.file("lines"), kept = directory.file("kept");
  write_file(input, capture(raw, {syn}));
  const std::string output = directory.file("output");
  support::process running{with({"-t", "-f", input, "--output", lines, "-w", kept}), output};
  REQUIRE(eventually([&] { return read_file(lines).size() > 0; }));
  CHECK(read_file(kept).size() == 24);
  kill(running.id(), SIGALRM);
  CHECK(eventually([&] { return read_file(kept).size() == 24 + 16 + 40; }));
  rename(lines.c_str(), (lines + ".0").c_str());
  rename(kept.c_str(), (kept + ".0").c_str());
  kill(running.id(), SIGHUP);
  REQUIRE(eventually([&] { return read_file(kept).size() == 24; }));
  write_file(input, capture(raw, {syn, query}));
  CHECK(eventually([&] { return read_file(lines).find(query_line) != std::string::npos; }));
  kill(running.id(), SIGUSR1);
  CHECK(eventually(
      [&] { return read_file(output).find("packet_log: 2 packets, 0 that were not IP\n") != std::string::npos; }));
  running.stop();
  CHECK(read_file(lines + ".0").find(syn_line) != std::string::npos);
  CHECK(read_file(kept).size() == 24 + 16 + 28);
  CHECK(read_file(kept + ".0").size() == 24 + 16 + 40);
}

TEST_CASE("packet_log appends to a capture that is whole, and moves one that is not aside") {
  const support::temporary_directory directory;
  const std::string kept = directory.file("kept"), binary = directory.file("binary");
  const std::string file = capture(raw, {syn, query});
  CHECK(packet_log({"-q", "-w", kept, "-B", binary, "--snaplen", "24"}, file).output.empty());
  CHECK(packet_log({"-q", "-w", kept, "-B", binary}, file).output ==
        "packet_log: " + binary + ": its snap length is 24, and stays\n" + "packet_log: " + kept +
            ": its snap length is 24, and stays\n");
  CHECK(read_file(kept).size() == 24 + 4 * (16 + 24));
  CHECK(read_file(kept) == read_file(binary));
  CHECK(packet_log({"--check", kept}).status == 0);
  REQUIRE(truncate(kept.c_str(), 100) == 0);
  const result checked = packet_log({"--check", kept});
  CHECK(checked.status == 1);
  CHECK(checked.output == "packet_log: " + kept + ": a record is not all there (at byte 64)\n");
  CHECK(packet_log({"-q", "-w", kept}, file).output ==
        "packet_log: " + kept + ": a record is not all there (at byte 64); it is now " + kept + ".bad\n");
  CHECK(read_file(kept + ".bad").size() == 100);
  CHECK(read_file(kept).size() == 24 + 16 + 40 + 16 + 28);
}

TEST_CASE("packet_log reads a capture in either byte order, and says where one ends too early") {
  std::string swapped = "\xa1\xb2\x3c\x4d" + std::string{"\0\2\0\4\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\x65", 20};
  swapped += support::big32(1795332225) + support::big32(4050999) + support::big32(40) + support::big32(40) + syn;
  CHECK(packet_log({}, swapped).output == "22/11/2026 07:23:45.004050 - @0:-1 n " + syn_line + "\n");
  const result cut = packet_log({}, swapped + "cut");
  CHECK(cut.status == 1);
  CHECK(cut.output.find("packet_log: the capture ends inside a record\n") != std::string::npos);
  CHECK(packet_log({}, "no capture, but as long as one's header").output ==
        "packet_log: -: it is not a capture file\n");
  CHECK(packet_log({}, "short").output == "packet_log: -: it ends before its header does\n");
}

TEST_CASE("packet_log shows a capture that is cut anywhere without reading past its packets") {
  support::random_packets packets{3};
  for (size_t length = 0; length < 90; length += 3) {
    std::vector<std::string> some;
    for (int count = 0; count < 20; ++count)
      some.push_back(support::pflog("we1", 17, packets.below(16), packets.below(16), packets.below(4), packets.next()));
    const result shown = packet_log({"-v", "-x", "-X"}, capture(117, some, 1 + length));
    CHECK(shown.status == 0);
  }
}

TEST_CASE("packet_log has names of ports and hosts when asked") {
  const std::string local{"\x7f\0\0\1", 4};
  const std::string file = capture(raw, {support::ipv4({.source = local, .destination = local}, support::tcp({}))});
  const std::string shown = packet_log({"-n"}, file).output;
  CHECK(shown.find("[127.0.0.1],") != std::string::npos);
}

TEST_CASE("a wrong command line is one line and status 2") {
  for (const command& wrong : {command{"-L", "nothing"},
                               {"-o", "X"},
                               {"-o", "S"},
                               {"--snaplen", "0"},
                               {"-d", "x"},
                               {"-f", "a", "-i", "b"},
                               {"--unknown"},
                               {"-s", "--output", "x"}}) {
    const result refused = packet_log(wrong);
    CHECK(refused.status == 2);
    CHECK(refused.output.find("packet_log") != std::string::npos);
  }
  CHECK(packet_log({"--help"}).status == 0);
  CHECK(packet_log({"-f", "/missing/file"}).output == "packet_log: /missing/file: No such file or directory\n");
}
