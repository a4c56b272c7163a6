#include <lineout/sinks/udp_frame.hpp>

#include <doctest/doctest.h>

#include <lineout/channels/framed.hpp>
#include <lineout/framings/bare.hpp>
#include <lineout/framings/newline.hpp>
#include <lineout/logger.hpp>

#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

// The expected frames were computed by other means, and tshark finds their checksums good.

namespace {

using lineout::frame_addresses;
using lineout::outcome;
using lineout::packet;
using lineout::padding;
using lineout::size_t;
using lineout::text;
using lineout::udp_frame;

constexpr frame_addresses addresses{
    .to_mac = "00:11:22:33:44:55", .from_mac = "02:00:00:00:00:01", .from = "192.168.0.1", .to = "192.168.0.23"};

struct capture {
  char bytes[1600] = {};
  size_t size = 0;
  size_t frames = 0;

  constexpr outcome store(const char* frame, size_t frame_size) {
    for (size_t index = 0; index < frame_size; ++index) bytes[index] = frame[index];
    size = frame_size;
    ++frames;
    return outcome::sent;
  }
  template <size_t Size> constexpr bool holds(const unsigned char (&expected)[Size]) const {
    if (size != Size) return false;
    for (size_t index = 0; index < Size; ++index)
      if (static_cast<unsigned char>(bytes[index]) != expected[index]) return false;
    return true;
  }
};

// Sends payload through the sink with exactly the rooms that it asks for.
template <typename Sink> constexpr outcome send(Sink& to, text payload) {
  char storage[Sink::headroom + 1600 + Sink::tailroom]{};
  packet bytes{storage, Sink::headroom + payload.size() + Sink::tailroom, Sink::headroom};
  char* const at = bytes.append(payload.size());
  for (size_t index = 0; index < payload.size(); ++index) at[index] = payload[index];
  return to.send(bytes);
}

// clang-format off
constexpr unsigned char even[] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x54, 0x00, 0x01, 0x40, 0x00, 0x40, 0x11, 0xb9, 0x2f, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x40, 0x6a, 0x04, 0x3c, 0x31, 0x33, 0x32, 0x3e, 0x4e,
    0x6f, 0x76, 0x20, 0x32, 0x32, 0x20, 0x30, 0x37, 0x3a, 0x32, 0x33, 0x3a, 0x31, 0x36, 0x20, 0x72,
    0x6f, 0x75, 0x74, 0x65, 0x72, 0x31, 0x20, 0x64, 0x69, 0x73, 0x6b, 0x64, 0x5b, 0x33, 0x31, 0x31,
    0x5d, 0x3a, 0x20, 0x64, 0x69, 0x73, 0x6b, 0x20, 0x73, 0x64, 0x61, 0x20, 0x61, 0x74, 0x20, 0x39,
    0x31, 0x25,};
// clang-format on
// clang-format off
constexpr unsigned char odd[] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x55, 0x00, 0x02, 0x40, 0x00, 0x40, 0x11, 0xb9, 0x2d, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x41, 0x45, 0xff, 0x3c, 0x31, 0x33, 0x32, 0x3e, 0x4e,
    0x6f, 0x76, 0x20, 0x32, 0x32, 0x20, 0x30, 0x37, 0x3a, 0x32, 0x33, 0x3a, 0x31, 0x36, 0x20, 0x72,
    0x6f, 0x75, 0x74, 0x65, 0x72, 0x31, 0x20, 0x64, 0x69, 0x73, 0x6b, 0x64, 0x5b, 0x33, 0x31, 0x31,
    0x5d, 0x3a, 0x20, 0x64, 0x69, 0x73, 0x6b, 0x20, 0x73, 0x64, 0x61, 0x20, 0x61, 0x74, 0x20, 0x31,
    0x30, 0x30, 0x25,};
// clang-format on

constexpr auto two_frames = [] {
  struct {
    capture first, second;
  } result;
  capture* now = &result.first;
  udp_frame nic{[&now](const char* frame, size_t size) { return now->store(frame, size); }, addresses};
  send(nic, "<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 91%");
  now = &result.second;
  send(nic, "<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 100%");
  return result;
}();
static_assert(two_frames.first.holds(even));
static_assert(two_frames.second.holds(odd), "an odd size, and the next identification");

// clang-format off
constexpr unsigned char tagged[] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x81, 0x00, 0xa0, 0x2a,
    0x08, 0x00, 0x45, 0x00, 0x00, 0x36, 0x00, 0x01, 0x40, 0x00, 0x40, 0x11, 0xb9, 0x4d, 0xc0, 0xa8,
    0x00, 0x01, 0xc0, 0xa8, 0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x22, 0x36, 0xb4, 0x3c, 0x31,
    0x33, 0x3e, 0x78, 0x3a, 0x20, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x20, 0x77, 0x6f, 0x72, 0x6c, 0x64,
    0x2c, 0x20, 0x74, 0x61, 0x67, 0x67, 0x65, 0x64,};
// clang-format on

constexpr capture tagged_frame = [] {
  capture result;
  udp_frame nic{[&result](const char* frame, size_t size) { return result.store(frame, size); },
                lineout::stack{lineout::udp{}, lineout::ipv4{"192.168.0.1", "192.168.0.23"}, lineout::vlan{42, 5},
                               lineout::ethernet{"00:11:22:33:44:55", "02:00:00:00:00:01"}}};
  static_assert(nic.headroom == 46 && nic.tailroom == 14);
  send(nic, "<13>x: hello world, tagged");
  return result;
}();
static_assert(tagged_frame.holds(tagged));

// clang-format off
constexpr unsigned char padded[] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x25, 0x00, 0x01, 0x40, 0x00, 0x40, 0x11, 0xb9, 0x5e, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x11, 0x51, 0x3c, 0x3c, 0x31, 0x33, 0x3e, 0x78, 0x3a,
    0x20, 0x79, 0x21, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,};
// clang-format on
// clang-format off
constexpr unsigned char zero_sum[] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x27, 0x00, 0x01, 0x40, 0x00, 0x40, 0x11, 0xb9, 0x5c, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x13, 0xff, 0xff, 0x3c, 0x31, 0x33, 0x3e, 0x78, 0x3a,
    0x20, 0x3f, 0x3f, 0x72, 0x33,};
// clang-format on

constexpr capture frame_of(text payload, padding pad) {
  capture result;
  udp_frame nic{[&result](const char* frame, size_t size) { return result.store(frame, size); }, addresses, pad};
  static_assert(nic.headroom == 42 && nic.tailroom == 18);
  send(nic, payload);
  return result;
}
static_assert(frame_of("<13>x: y!", padding::to_60_bytes).holds(padded), "the IP length does not count the padding");
static_assert(frame_of("<13>x: y!", padding::none).size == 51);
static_assert(frame_of("", padding::to_60_bytes).size == 60);
static_assert(frame_of("<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 91%", padding::to_60_bytes).holds(even));
static_assert(frame_of("<13>x: ??r3", padding::none).holds(zero_sum), "a checksum of 0 is sent as 0xffff");

capture last;
bool transmit(const char* frame, size_t size) { return last.store(frame, size) == outcome::sent; }
bool broken(const char*, size_t) { return false; }

constinit udp_frame nic{transmit, addresses};
constinit udp_frame defaults{transmit, frame_addresses{.to = "10.0.0.1"}};
static_assert(std::is_trivially_destructible_v<decltype(nic)>);

struct counting_nic : lineout::stubs::sink {
  static constexpr size_t headroom = 10;
  static constexpr size_t tailroom = 4;
  int* panics = nullptr;
  constexpr void panic() { ++*panics; }
};

using frames = std::vector<std::string>;

// A NIC that segments: what it says of each frame is worked out here from the contract, octet by octet.
struct segmenting_nic : lineout::stubs::sink {
  frames* sent = nullptr;
  std::vector<size_t>* handed = nullptr;  // the records in each frame
  bool able = true;
  size_t refuses_from = lineout::batch_limit;  // the number of the record with which it begins to refuse
  char loses = '\0';                           // the first octet of the records that it loses

  outcome send(packet& bytes) {
    sent->emplace_back(bytes.data(), bytes.size());
    return outcome::sent;
  }
  bool segments() const { return able; }
  size_t send_segmented(lineout::segmented_frame* given, outcome* outcomes, size_t count) {
    for (size_t number = 0; number < count; ++number) {
      const lineout::segmented_frame& frame = given[number];
      if (frame.rest_count > 0 && sent->size() + frame.rest_count >= refuses_from) return number;
      handed->push_back(1 + frame.rest_count);
      std::string first{frame.first.data(), frame.first.size()};
      outcomes[number] = frame.headers < first.size() && first[frame.headers] == loses ? outcome::lost : outcome::sent;
      if (outcomes[number] == outcome::lost) continue;
      if (frame.rest_count > 0) segment(frame, first);
      else sent->push_back(first);
    }
    return count;
  }

 private:
  static unsigned octet(const std::string& of, size_t at) { return static_cast<unsigned char>(of[at]); }
  static unsigned load(const std::string& of, size_t at) { return octet(of, at) << 8 | octet(of, at + 1); }
  static void store(std::string& to, size_t at, unsigned value) {
    to[at] = static_cast<char>(value >> 8);
    to[at + 1] = static_cast<char>(value & 0xff);
  }
  static unsigned sum(std::string of, unsigned before = 0) {
    if (of.size() % 2 != 0) of += '\0';
    for (size_t at = 0; at < of.size(); at += 2) before += load(of, at);
    while (before > 0xffff) before = (before & 0xffff) + (before >> 16);
    return before;
  }
  void segment(const lineout::segmented_frame& frame, const std::string& first) {
    const size_t ip = frame.udp - 20U;
    const std::string headers = first.substr(0, frame.headers);
    std::vector<std::string> records{first.substr(frame.headers)};
    size_t all = 0;
    for (size_t index = 0; index < frame.rest_count; ++index)
      records.emplace_back(frame.rest[index].data(), frame.rest[index].size());
    for (const std::string& record : records) {
      const bool is_last = &record == &records.back();
      CHECK((record.size() == records[0].size() || (is_last && record.size() < records[0].size())));
      CHECK(!record.empty());
      all += record.size();
    }
    CHECK(load(headers, ip + 2) == 28 + all);
    CHECK(load(headers, frame.udp + 4U) == 8 + all);
    CHECK(28 + all <= 65535);
    CHECK(sum(headers.substr(ip, 20)) == 0xffff);
    const unsigned pseudo = 17 + 8 + static_cast<unsigned>(all);
    CHECK(load(headers, frame.udp + 6U) == sum(headers.substr(ip + 12, 8), pseudo));
    for (size_t index = 0; index < records.size(); ++index) {
      std::string made = headers + records[index];
      const unsigned length = 8 + static_cast<unsigned>(records[index].size());
      store(made, ip + 2, 20 + length);
      store(made, ip + 4, (load(headers, ip + 4) + static_cast<unsigned>(index)) & 0xffff);
      store(made, ip + 10, 0);
      store(made, ip + 10, ~sum(made.substr(ip, 20)) & 0xffff);
      store(made, frame.udp + 4U, length);
      store(made, frame.udp + 6U, 0);
      const unsigned checksum = ~sum(made.substr(frame.udp), sum(made.substr(ip + 12, 8), 17 + length)) & 0xffff;
      store(made, frame.udp + 6U, checksum == 0 ? 0xffff : checksum);
      sent->push_back(made);
    }
  }
};

struct many_nic : lineout::stubs::sink {
  frames* sent = nullptr;
  std::vector<size_t>* handed = nullptr;
  outcome send(packet& bytes) {
    sent->emplace_back(bytes.data(), bytes.size());
    return outcome::sent;
  }
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    handed->push_back(count);
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
  }
};
static_assert(lineout::detail::sends_all<udp_frame<many_nic>>);
static_assert(!lineout::detail::sends_all<udp_frame<counting_nic>>, "who is handed many can do more with many");

// Hands the records on together, and gives their outcomes: s or l for each.
template <typename Sink> std::string send_all(Sink& to, const std::vector<std::string>& records) {
  std::vector<std::string> storage;
  std::vector<packet> packets;
  for (const std::string& one : records)
    storage.push_back(std::string(Sink::headroom, '#') + one + std::string(Sink::tailroom, '#'));
  for (size_t index = 0; index < records.size(); ++index) {
    packets.emplace_back(storage[index].data(), storage[index].size(), size_t{Sink::headroom});
    packets.back().append(records[index].size());
  }
  std::vector<outcome> outcomes(records.size(), outcome::queued);
  to.send_all(packets.data(), outcomes.data(), records.size());
  std::string result;
  for (const outcome one : outcomes) result += one == outcome::sent ? 's' : one == outcome::lost ? 'l' : '?';
  return result;
}

template <typename... Layers>
frames one_by_one(const std::vector<std::string>& records, padding pad, lineout::stack<Layers...> layers) {
  frames result;
  udp_frame alone{[&result](const char* bytes, size_t size) { result.emplace_back(bytes, size); }, layers, pad};
  for (const std::string& one : records) send(alone, text{one.data(), one.size()});
  return result;
}

const lineout::stack untagged{lineout::udp{514, 514}, lineout::ipv4{"192.168.0.1", "192.168.0.23"},
                              lineout::ethernet{"00:11:22:33:44:55", "02:00:00:00:00:01"}};
const lineout::stack with_tag{lineout::udp{514, 514}, lineout::ipv4{"192.168.0.1", "192.168.0.23"},
                              lineout::vlan{42, 5}, lineout::ethernet{"00:11:22:33:44:55", "02:00:00:00:00:01"}};

// The same without identifications and the checksums of the IP headers.
frames without_numbers(frames all) {
  for (std::string& frame : all) frame.replace(18, 2, "id").replace(24, 2, "ch");
  return all;
}

// count records of this size, which differ.
std::vector<std::string> records_of(size_t size, size_t count, char first = 'a') {
  std::vector<std::string> result;
  for (size_t index = 0; index < count; ++index)
    result.emplace_back(size, static_cast<char>(first + static_cast<char>(index % 26)));
  return result;
}
std::vector<std::string> operator+(std::vector<std::string> first, const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

// The frames of another implementation, and those that BitVisor would send, by a program of its own.
namespace {

// clang-format off
constexpr unsigned char over_ipv6[] = {
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x86, 0xdd, 0x60, 0x00,
    0x00, 0x00, 0x00, 0x1a, 0x11, 0x40, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x1a, 0xc9, 0xf0, 0x3c, 0x31,
    0x33, 0x3e, 0x78, 0x3a, 0x20, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x20, 0x77, 0x6f, 0x72, 0x6c, 0x64,
};
// clang-format on
// clang-format off
constexpr unsigned char to_all_nodes[] = {
    0x33, 0x33, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x86, 0xdd, 0x6b, 0x8a,
    0xbc, 0xde, 0x00, 0x12, 0x11, 0x01, 0xfe, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x02, 0x02, 0x02, 0x00, 0x12, 0x91, 0xc3, 0x3c, 0x31,
    0x33, 0x3e, 0x78, 0x3a, 0x20, 0x6f, 0x64, 0x64,
};
// clang-format on
// clang-format off
constexpr unsigned char ancestor_0[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x38, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0xf9, 0x4b, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x24, 0xbe, 0x9c, 0x62, 0x69, 0x74, 0x76, 0x69, 0x73,
    0x6f, 0x72, 0x3a, 0x50, 0x72, 0x6f, 0x63, 0x65, 0x73, 0x73, 0x6f, 0x72, 0x20, 0x30, 0x20, 0x30,
    0x78, 0x31, 0x30, 0x30, 0x30, 0x0a,
};
// clang-format on
// clang-format off
constexpr unsigned char ancestor_1[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x26, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0xf9, 0x5d, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x12, 0x90, 0x8d, 0x62, 0x69, 0x74, 0x76, 0x69, 0x73,
    0x6f, 0x72, 0x3a, 0x0a,
};
// clang-format on
// clang-format off
constexpr unsigned char ancestor_2[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x75, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0xf9, 0x0e, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x61, 0xbd, 0x26, 0x62, 0x69, 0x74, 0x76, 0x69, 0x73,
    0x6f, 0x72, 0x3a, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78,
    0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78,
    0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78,
    0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78,
    0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78, 0x78,
    0x78, 0x78, 0x78,
};
// clang-format on
// clang-format off
constexpr unsigned char ancestor_3[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x2a, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0xf9, 0x59, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x16, 0xc4, 0x01, 0x62, 0x69, 0x74, 0x76, 0x69, 0x73,
    0x6f, 0x72, 0x3a, 0x56, 0x54, 0x2d, 0x78, 0x0a,
};
// clang-format on
// clang-format off
constexpr unsigned char ancestor_4[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x75, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0xf9, 0x0e, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
    0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x61, 0x03, 0xff, 0x62, 0x69, 0x74, 0x76, 0x69, 0x73,
    0x6f, 0x72, 0x3a, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79,
    0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79,
    0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79,
    0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79,
    0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79, 0x79,
    0x79, 0x79, 0x0a,
};
// clang-format on

constexpr lineout::ipv6_frame_addresses ipv6_addresses{
    .to_mac = "00:11:22:33:44:55", .from_mac = "02:00:00:00:00:01", .from = "2001:db8::1", .to = "2001:db8::17"};

constexpr capture ipv6_frame = [] {
  capture result;
  udp_frame to{[&result](const char* frame, size_t size) { return result.store(frame, size); }, ipv6_addresses};
  static_assert(to.headroom == 62);
  send(to, "<13>x: hello world");
  return result;
}();
static_assert(ipv6_frame.holds(over_ipv6));

constexpr capture group_frame = [] {
  capture result;
  udp_frame to{
      [&result](const char* frame, size_t size) { return result.store(frame, size); },
      lineout::stack{lineout::udp{},
                     lineout::ipv6{"fe80::1", "ff02::1", {.hop_limit = 1, .dscp = 46, .flow_label = 0xabcde}},
                     lineout::ethernet{lineout::group_mac(lineout::ipv6_address{"ff02::1"}), "02:00:00:00:00:01"}}};
  send(to, "<13>x: odd");
  return result;
}();
static_assert(group_frame.holds(to_all_nodes));

// A framing that adds nothing, no DF, and one identification for all.
template <size_t Size> bool is_ancestors(text words, const unsigned char (&expected)[Size]) {
  capture result;
  udp_frame to{[&result](const char* frame, size_t size) { return result.store(frame, size); },
               lineout::stack{lineout::udp{},
                              lineout::ipv4{"192.168.0.1", "192.168.0.23", {.do_not_fragment = false, .counts = false}},
                              lineout::ethernet{lineout::mac_address::broadcast(), "02:00:00:00:00:01"}}};
  bool same = true;
  for (int time = 0; time < 2; ++time) {
    same = send(to, words) == outcome::sent && same;
    same = result.holds(expected) && same;
  }
  return same;
}

}  // namespace

TEST_CASE("frames of an ancestor are made byte for byte: no DF, one identification, the bytes as they are") {
  CHECK(is_ancestors("bitvisor:Processor 0 0x1000\n", ancestor_0));
  CHECK(is_ancestors("bitvisor:\n", ancestor_1));
  CHECK(is_ancestors("bitvisor:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                     ancestor_2));
  CHECK(is_ancestors("bitvisor:VT-x\n", ancestor_3));
  CHECK(is_ancestors("bitvisor:yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n",
                     ancestor_4));
}

TEST_CASE("the same by a logger: bare text, ended by a newline") {
  capture result;
  const auto store = [&result](const char* frame, size_t size) { return result.store(frame, size); };
  using network = lineout::stack<lineout::udp, lineout::ipv4, lineout::ethernet>;
  lineout::logger log{
      lineout::framed{
          lineout::newline{lineout::bare{}},
          udp_frame{store,
                    network{lineout::udp{},
                            lineout::ipv4{"192.168.0.1", "192.168.0.23", {.do_not_fragment = false, .counts = false}},
                            lineout::ethernet{lineout::mac_address::broadcast(), "02:00:00:00:00:01"}}}},
      lineout::origin{"host", "bitvisor"}};
  log.info("bitvisor:Processor {} 0x{:x}", 0, 4096);
  CHECK(result.holds(ancestor_0));
}

TEST_CASE("an IPv6 frame whose NIC segments has the sum of its pseudo-header, and the length of all") {
  frames sent;
  std::vector<size_t> handed;
  lineout::segmented_frame seen{};
  std::string first;
  struct keeping_nic : lineout::stubs::segmenting_sink {
    lineout::segmented_frame* seen = nullptr;
    std::string* first = nullptr;
    size_t send_segmented(lineout::segmented_frame* given, outcome* outcomes, size_t count) {
      *seen = given[0];
      first->assign(given[0].first.data(), given[0].first.size());
      for (size_t index = 0; index < count; ++index) outcomes[index] = outcome::sent;
      return count;
    }
  } keeping;
  keeping.seen = &seen;
  keeping.first = &first;
  udp_frame<keeping_nic, lineout::stack<lineout::udp, lineout::ipv6, lineout::ethernet>> to{keeping, ipv6_addresses};
  CHECK(send_all(to, records_of(100, 3)) == "sss");
  CHECK(seen.rest_count == 2);
  CHECK(seen.headers == 62);
  CHECK(seen.udp == 54);
  const auto load = [&first](size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(first[at])) << 8 |
           static_cast<unsigned char>(first[at + 1]);
  };
  CHECK(load(18) == 308);
  CHECK(load(58) == 308);
  // 2001:db8::1 and 2001:db8::17, 17 and 308.
  CHECK(load(60) == 0x2001 + 0xdb8 + 1 + 0x2001 + 0xdb8 + 0x17 + 17 + 308);
}

TEST_CASE("what is handed to a NIC that segments leaves as the frames that one at a time would be") {
  const auto is_the_same = [](const std::vector<std::string>& records, const auto& layers, padding pad,
                              const std::vector<size_t>& expected) {
    frames sent;
    std::vector<size_t> handed;
    segmenting_nic inner;
    inner.sent = &sent;
    inner.handed = &handed;
    udp_frame sink{inner, layers, pad};
    CHECK(send_all(sink, records) == std::string(records.size(), 's'));
    CHECK(sent == one_by_one(records, pad, layers));
    CHECK(handed == expected);
  };
  is_the_same(records_of(92, 64), untagged, padding::none, {64});
  is_the_same(records_of(91, 64), with_tag, padding::none, {64});
  is_the_same({"one"}, untagged, padding::none, {1});
  is_the_same(records_of(92, 5) + records_of(40, 1), untagged, padding::none, {6});
  is_the_same(records_of(40, 2) + records_of(92, 3) + records_of(91, 2) + records_of(93, 1), untagged, padding::none,
              {2, 4, 1, 1});
  is_the_same(records_of(80, 2) + records_of(80, 1) + records_of(0, 2) + records_of(80, 2), untagged, padding::none,
              {3, 1, 1, 2});
  // 44 of the largest are as many as one IP packet's length can count.
  is_the_same(records_of(1472, 64), untagged, padding::none, {44, 20});
  is_the_same(records_of(92, 2) + records_of(17, 3), untagged, padding::to_60_bytes, {2, 1, 1, 1});
  is_the_same(records_of(18, 3), untagged, padding::to_60_bytes, {3});
  is_the_same(records_of(17, 3), untagged, padding::none, {3});
}

TEST_CASE("many frames are handed on in order, and the numbers go on") {
  frames sent;
  std::vector<size_t> handed;
  segmenting_nic inner;
  inner.sent = &sent;
  inner.handed = &handed;
  udp_frame sink{inner, untagged};
  std::vector<std::string> records;
  for (size_t index = 0; index < 40; ++index) records.emplace_back(20 + index, 'x');
  CHECK(send_all(sink, records) == std::string(40, 's'));
  CHECK(send_all(sink, records_of(50, 2)) == "ss");
  CHECK(send(sink, "end") == outcome::sent);
  CHECK(sent == one_by_one(records + records_of(50, 2) + std::vector<std::string>{"end"}, padding::none, untagged));
}

TEST_CASE("a record that no frame can hold is lost and those around it are sent") {
  frames sent;
  std::vector<size_t> handed;
  segmenting_nic inner;
  inner.sent = &sent;
  inner.handed = &handed;
  udp_frame segmenting{inner, untagged};
  const std::vector<std::string> good = records_of(92, 2) + records_of(40, 3);
  std::vector<std::string> records = good;
  records.insert(records.begin() + 3, std::string(1473, 'x'));
  records.insert(records.begin(), std::string(1473, 'x'));
  CHECK(send_all(segmenting, records) == "lssslss");
  CHECK(sent == one_by_one(good, padding::none, untagged));
  CHECK(handed == std::vector<size_t>{3, 2});

  sent.clear();
  handed.clear();
  many_nic many;
  many.sent = &sent;
  many.handed = &handed;
  udp_frame framing{many, untagged};
  CHECK(send_all(framing, records) == "lssslss");
  CHECK(sent == one_by_one(good, padding::none, untagged));
  CHECK(handed == std::vector<size_t>{3, 2});
}

TEST_CASE("a NIC that refuses to segment is given the rest one by one, each once") {
  frames sent;
  std::vector<size_t> handed;
  segmenting_nic inner;
  inner.sent = &sent;
  inner.handed = &handed;
  inner.refuses_from = 5;
  udp_frame sink{inner, untagged};
  const auto records = records_of(92, 3) + records_of(17, 1) + records_of(93, 4) + records_of(10, 1);
  CHECK(send_all(sink, records) == std::string(9, 's'));
  CHECK(handed == std::vector<size_t>{4, 1, 1, 1, 1, 1});
  // The numbers of those that were refused are passed over.
  CHECK(without_numbers(sent) == without_numbers(one_by_one(records, padding::none, untagged)));

  sent.clear();
  handed.clear();
  inner.able = false;
  udp_frame unable{inner, untagged};
  CHECK(send_all(unable, records) == std::string(9, 's'));
  CHECK(sent == one_by_one(records, padding::none, untagged));
}

TEST_CASE("what becomes of a frame is said of each of its records") {
  frames sent;
  std::vector<size_t> handed;
  segmenting_nic inner;
  inner.sent = &sent;
  inner.handed = &handed;
  inner.loses = 'm';
  udp_frame sink{inner, untagged};
  CHECK(send_all(sink, records_of(30, 3) + records_of(31, 3, 'm') + records_of(32, 2)) == "ssslllss");
}

TEST_CASE("by length, the records of one length are one frame and stay in their order, and the outcomes are theirs") {
  frames sent;
  std::vector<size_t> handed;
  segmenting_nic inner;
  inner.sent = &sent;
  inner.handed = &handed;
  inner.loses = 'm';
  udp_frame sink{inner, untagged, padding::none, lineout::batch_order::by_length};
  std::vector<std::string> records;
  for (size_t index = 0; index < 3; ++index)
    records = records + records_of(30, 1, static_cast<char>('a' + index)) +
              records_of(32, 1, static_cast<char>('m' + index)) + records_of(31, 1, static_cast<char>('f' + index));
  records.push_back(std::string(2000, 'x'));
  // A shorter record is the last of the frame before its own size's, and lost with it.
  CHECK(send_all(sink, records) == "sllslsslsl");
  CHECK(handed == std::vector<size_t>{4, 3, 2});
  CHECK(without_numbers(sent) ==
        without_numbers(
            one_by_one({records[5], records[8], records[0], records[3], records[6]}, padding::none, untagged)));
}

TEST_CASE("the frame made at run time is the one made by the compiler") {
  udp_frame fresh{transmit, addresses};
  CHECK(send(fresh, "<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 91%") == outcome::sent);
  CHECK(last.holds(even));
  CHECK(send(fresh, "<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 100%") == outcome::sent);
  CHECK(last.holds(odd));
}

TEST_CASE("without a MAC address a frame goes to everybody") {
  CHECK(send(defaults, "x") == outcome::sent);
  CHECK(std::memcmp(last.bytes, "\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\x08\0", 14) == 0);
}

TEST_CASE("a frame of 1514 bytes is sent, or 1518 with a tag, and a larger one is lost and not torn") {
  static char payload[1600];
  last.frames = 0;
  CHECK(send(nic, text{payload, 1514 - 42}) == outcome::sent);
  CHECK(last.size == 1514);
  CHECK(send(nic, text{payload, 1514 - 41}) == outcome::lost);
  CHECK(last.frames == 1);
  udp_frame tagged_nic{transmit,
                       lineout::stack{lineout::udp{}, lineout::ipv4{}, lineout::vlan{1}, lineout::ethernet{}}};
  CHECK(send(tagged_nic, text{payload, 1518 - 46}) == outcome::sent);
  CHECK(last.size == 1518);
  CHECK(send(tagged_nic, text{payload, 1518 - 45}) == outcome::lost);
  CHECK(last.frames == 2);
}

TEST_CASE("a packet without the room that was asked for is lost") {
  char storage[200];
  last.frames = 0;
  packet no_headroom{storage, sizeof storage, 41};
  CHECK(nic.send(no_headroom) == outcome::lost);
  udp_frame padding_nic{transmit, addresses, padding::to_60_bytes};
  packet no_tailroom{storage, 59, 42};
  CHECK(padding_nic.send(no_tailroom) == outcome::lost);
  CHECK(last.frames == 0);
}

TEST_CASE("what the NIC says is the outcome, and a NIC that is not there yet loses") {
  udp_frame broken_nic{broken, addresses};
  CHECK(send(broken_nic, "x") == outcome::lost);
  bool (*not_yet)(const char*, size_t) = nullptr;
  udp_frame absent{not_yet, addresses};
  CHECK(send(absent, "x") == outcome::lost);
}

TEST_CASE("a NIC's rooms are added and panic reaches it") {
  int panics = 0;
  counting_nic inner;
  inner.panics = &panics;
  udp_frame outer{inner, addresses};
  static_assert(decltype(outer)::headroom == 52 && decltype(outer)::tailroom == 22);
  outer.panic();
  CHECK(panics == 1);
}

TEST_CASE("an address changed later is in the next frame") {
  udp_frame leased{transmit, addresses};
  leased.layers().get<lineout::ipv4>().from = {192, 168, 0, 99};
  CHECK(send(leased, "x") == outcome::sent);
  CHECK(last.bytes[29] == 99);
}
