#include <lineout/sinks/pcap.hpp>

#include <lineout/clocks/fixed.hpp>
#include <lineout/clocks/none.hpp>
#include <lineout/sinks/callback.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using lineout::outcome;
using lineout::packet;
using lineout::pcap;
using lineout::size_t;
using lineout::timestamp;

using namespace std::string_literals;

// 1700637668 is 0x655dabe4, 123456789 is 0x075bcd15.
const std::string file_header =
    "\x4d\x3c\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x01\x00\x00\x00"s;
const std::string record_header = "\xe4\xab\x5d\x65\x15\xcd\x5b\x07\x05\x00\x00\x00\x05\x00\x00\x00"s;
const std::string unknown_time_header = "\x00\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x05\x00\x00\x00"s;

struct file {
  std::string bytes;
  bool broken = false;
};
auto to(file& where) {
  return lineout::callback{[&where](const char* data, size_t size) {
    if (!where.broken) where.bytes.append(data, size);
    return !where.broken;
  }};
}

template <typename Sink> outcome send_frame(Sink& sink) {
  char storage[Sink::headroom + 5];
  packet bytes{storage, sizeof storage, Sink::headroom};
  __builtin_memcpy(bytes.append(5), "frame", 5);
  return sink.send(bytes);
}

}  // namespace

TEST_CASE("the file's header comes once and a record's header before each frame") {
  file capture;
  pcap sink{to(capture), lineout::clocks::fixed{timestamp::at(1700637668, 123456789, 60)}};
  static_assert(decltype(sink)::headroom == 40);
  CHECK(send_frame(sink) == outcome::sent);
  CHECK(send_frame(sink) == outcome::sent);
  CHECK(capture.bytes == file_header + record_header + "frame" + record_header + "frame");
}

TEST_CASE("a first frame that is lost takes the file's header with it, and the next one brings it again") {
  file capture;
  pcap sink{to(capture), lineout::clocks::none{}};
  capture.broken = true;
  CHECK(send_frame(sink) == outcome::lost);
  capture.broken = false;
  CHECK(send_frame(sink) == outcome::sent);
  CHECK(capture.bytes == file_header + unknown_time_header + "frame");
}

TEST_CASE("a packet without the room is lost") {
  file capture;
  pcap sink{to(capture), lineout::clocks::none{}};
  char storage[44];
  packet bytes{storage, sizeof storage, 39};
  bytes.append(5);
  CHECK(sink.send(bytes) == outcome::lost);
  CHECK(capture.bytes.empty());
}
