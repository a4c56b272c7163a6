#include <lineout/posix/pcap_check.hpp>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <vector>

#include "posix/support.hpp"

using lineout::posix::check_pcap;
using lineout::posix::pcap_check;

namespace {

std::string words(std::initializer_list<uint32_t> all) {
  std::string result;
  for (const uint32_t one : all) result.append(reinterpret_cast<const char*>(&one), sizeof one);
  return result;
}
const uint16_t version_words[2] = {2, 4};
uint32_t version() {
  uint32_t result;
  memcpy(&result, version_words, sizeof result);
  return result;
}
std::string header(uint32_t snap_length = 100, uint32_t magic = 0xa1b2c3d4) {
  return words({magic, version(), 0, 0, snap_length, 1});
}
std::string record(const std::string& frame) {
  const auto size = static_cast<uint32_t>(frame.size());
  return words({1, 2, size, size}) + frame;
}
pcap_check check(const std::string& content) {
  const support::temporary_directory directory;
  const support::handle file{open((directory / "capture").c_str(), O_RDWR | O_CREAT, 0600)};
  REQUIRE(write(file.number, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
  return check_pcap(file.number);
}

}  // namespace

TEST_CASE("a capture file that is whole is told by its size and what its header says") {
  const std::string content = header() + record("frame") + record("") + record(std::string(100, 'x'));
  const pcap_check whole = check(content);
  CHECK(whole.error.empty());
  CHECK(whole.size == static_cast<off_t>(content.size()));
  CHECK(whole.snap_length == 100);
  CHECK(whole.link_type == 1);
  CHECK_FALSE(whole.swapped);
  CHECK_FALSE(whole.nanoseconds);
  CHECK(check("").error.empty());
  CHECK(check("").snap_length == 0);
}

TEST_CASE("a capture file is read in the other byte order and with nanoseconds too") {
  std::string swapped = header() + record("frame");
  const auto swap = [&swapped](size_t at, size_t size) { std::reverse(&swapped[at], &swapped[at] + size); };
  for (const unsigned at : {0U, 16U, 20U, 24U, 28U, 32U, 36U}) swap(at, 4);
  swap(4, 2);
  swap(6, 2);
  CHECK(check(swapped).error.empty());
  CHECK(check(swapped).swapped);
  CHECK(check(swapped).snap_length == 100);
  CHECK(check(header(100, 0xa1b23c4d)).nanoseconds);
}

TEST_CASE("cut at any byte that is not the end of a record, a capture file is not whole, and where is said") {
  const std::string content =
      header() + record("frame") + record(std::string(9000, 'x').substr(0, 100)) + record("end");
  const std::set<size_t> ends{0, 24, 45, 161, 180};
  size_t begin = 0;
  for (size_t size = 0; size <= content.size(); ++size) {
    const pcap_check cut = check(content.substr(0, size));
    CAPTURE(size);
    CHECK(cut.error.empty() == ends.contains(size));
    if (!cut.error.empty()) CHECK(cut.position == static_cast<off_t>(begin));
    if (ends.contains(size)) begin = size;
  }
}

TEST_CASE("what a capture file cannot say is wrong") {
  CHECK(check(header(0)).position == 16);
  CHECK(check(header(262145)).position == 16);
  CHECK(check(header(262144)).error.empty());
  CHECK(check(std::string(24, 'x')).error == lineout::text{"it is not a capture file"});
  std::string other_version = header();
  other_version[6] ^= 1;
  CHECK(check(other_version).position == 4);
  CHECK(check(header() + record(std::string(101, 'x'))).error ==
        lineout::text{"a record is longer than the snap length"});
  CHECK(check(header() + words({1, 2, 0xffffffff, 5}) + "frame").position == 24);
  const support::handle device{open("/dev/null", O_RDWR)};
  CHECK(check_pcap(device.number).error == lineout::text{"it is not a regular file"});
}

TEST_CASE("many records are read in pieces, and each is looked at") {
  std::mt19937 random{3};
  std::string content = header(2000);
  std::vector<size_t> begins;
  for (int count = 0; count < 3000; ++count) {
    begins.push_back(content.size());
    content += record(std::string(random() % 2001, 'x'));
  }
  CHECK(check(content).error.empty());
  for (const size_t wrong : {1UL, 1500UL, 2999UL}) {
    std::string other = content;
    const uint32_t too_long = 2001;
    memcpy(&other[begins[wrong] + 8], &too_long, sizeof too_long);
    CHECK(check(other).position == static_cast<off_t>(begins[wrong]));
  }
}
