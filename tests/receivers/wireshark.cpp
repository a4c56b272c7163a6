// needs: tshark, rsyslogd, network namespaces
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include "support/capture.hpp"
#include "support/console.hpp"
#include "support/network.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::network;
using support::receiver;

const std::vector<std::string> fields{"ip.checksum.status", "udp.checksum.status", "frame.len",   "eth.src", "ip.src",
                                      "udp.srcport",        "syslog.facility",     "syslog.level"};

std::string join(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : "\t") + word;
  return result;
}

bool missing() {
  std::string reason = support::tshark_missing();
  if (reason.empty()) reason = network::missing();
  if (reason.empty()) reason = receiver::missing(receiver::kind::rsyslogd);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

// The length of the frame that carries a text.
size_t frame_size(const std::string& text) {
  return 14 + 20 + 8 + std::string{"<132>Nov 22 12:34:56 router1 vmm[4711]: "}.size() + text.size();
}

void expect_good_frames(const std::vector<std::string>& frames, const std::string& from_mac,
                        const std::vector<std::string>& texts) {
  CHECK(frames.size() == texts.size());
  for (size_t index = 0; index < std::min(frames.size(), texts.size()); ++index)
    CHECK(frames[index] == join({"1", "1", std::to_string(frame_size(texts[index])), from_mac, network::near_address,
                                 "514", "16", "4"}));
}

}  // namespace

TEST_CASE("Wireshark finds every checksum good, in what a network carried and in what --pcap wrote") {
  if (missing()) return;
  const network cable;
  const support::temporary_directory directory;
  receiver daemon{receiver::kind::rsyslogd, "*.*", &cable};
  const std::string port = std::to_string(daemon.port());

  const std::string captured = directory.file("captured.pcap");
  const std::string said = directory.file("said");
  support::process capture{cable.in_far({"dumpcap", "-q", "-P", "-i", "far", "-f", "udp port " + port, "-w", captured}),
                           said};
  // It writes the file's header as soon as the interface is open.
  REQUIRE_MESSAGE(support::eventually([&] { return support::read_file(captured).size() >= 24; }),
                  support::read_file(said));

  auto input = support::hypervisor_boot();
  const auto nasty = support::everything_nasty();
  input.bytes += nasty.bytes;
  input.texts.insert(input.texts.end(), nasty.texts.begin(), nasty.texts.end());
  const std::string written = directory.file("written.pcap");
  const auto sent = support::run(
      cable.in_near(support::console_command({"--raw", "near", "--pcap", written, "--from-mac", network::near_mac,
                                              "--from", network::near_address, "--to",
                                              network::far_address + (":" + port), "--to-mac", network::far_mac})),
      input.bytes);
  CHECK_MESSAGE(sent.status == 0, sent.output);
  CHECK(daemon.stop_after(input.texts.size()).size() == input.texts.size());

  size_t expected_size = 24;
  for (const std::string& text : input.texts) expected_size += 16 + frame_size(text);
  CHECK(support::eventually([&] { return support::read_file(captured).size() >= expected_size; }));
  capture.stop();

  expect_good_frames(support::tshark(captured, daemon.port(), fields), network::near_mac, input.texts);
  expect_good_frames(support::tshark(written, daemon.port(), fields), network::near_mac, input.texts);
}

TEST_CASE("Wireshark finds a checksum bad that is bad") {
  if (missing()) return;
  const support::temporary_directory directory;
  const std::string written = directory.file("written.pcap");
  const auto sent = support::run_console(
      {"--pcap", written, "--from", network::near_address, "--to", network::far_address + std::string{":514"}},
      "a line\n");
  REQUIRE(sent.status == 0);
  std::string bytes = support::read_file(written);
  REQUIRE(bytes.size() == 24 + 16 + frame_size("a line"));
  bytes.back() ^= 1;             // in the text: the sum of UDP is wrong
  bytes[24 + 16 + 14 + 8] ^= 1;  // the time to live: that of IPv4 is
  support::write_file(written, bytes);
  const auto frames = support::tshark(written, 514, {"ip.checksum.status", "udp.checksum.status"});
  REQUIRE(frames.size() == 1);
  CHECK(frames[0] == "0\t0");
}
