#include <lineout/sinks/udp_frame.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <type_traits>

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

}  // namespace

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
