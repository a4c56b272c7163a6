// pcap_check: whether a capture file is whole, found by reading every record of it (draft-ietf-opsawg-pcap).
#pragma once

#include <sys/stat.h>

#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::posix {

// The longest frame that tcpdump and pflogd take for one.
inline constexpr uint32_t longest_frame = 262144;

// The header of a new capture file: version 2.4, microseconds, UTC, in this machine's byte order.
struct pcap_header {
  char bytes[24];
  pcap_header(uint32_t snap_length, uint32_t link_type) {
    const uint16_t version[2] = {2, 4};
    uint32_t words[6] = {0xa1b2c3d4, 0, 0, 0, snap_length, link_type};
    __builtin_memcpy(&words[1], version, sizeof version);
    __builtin_memcpy(bytes, words, sizeof bytes);
  }
};

// What is wrong with a capture file, and at which byte; no words: nothing. size: of a file that is whole.
struct pcap_check {
  text error{};
  off_t position = 0;
  off_t size = 0;
  uint32_t snap_length = 0;
  uint32_t link_type = 0;
  bool swapped = false;      // its byte order is not this machine's
  bool nanoseconds = false;  // and its fractions of a second are not microseconds

  uint32_t order(uint32_t value) const { return swapped ? __builtin_bswap32(value) : value; }
};

// Reads every record of an open file. An empty file is whole and has no snap length.
inline pcap_check check_pcap(int number) {
  pcap_check result;
  const auto wrong = [&result](text words, off_t position) {
    result.error = words;
    result.position = position;
    return result;
  };
  struct stat status {};
  if (::fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) return wrong("it is not a regular file", 0);
  result.size = status.st_size;
  if (result.size == 0) return result;

  char window[4096];
  off_t window_at = 0;
  ssize_t window_size = 0;
  const auto read = [&](off_t at, uint32_t* words, int count) {
    const auto size = static_cast<ssize_t>(count) * 4;
    if (at < window_at || at + size > window_at + window_size) {
      window_at = at;
      do window_size = ::pread(number, window, sizeof window, at);
      while (window_size < 0 && errno == EINTR);
      if (window_size < size) return false;
    }
    __builtin_memcpy(words, window + (at - window_at), static_cast<size_t>(size));
    return true;
  };

  uint32_t header[6];
  if (!read(0, header, 6)) return wrong("its header is not all there", 0);
  switch (header[0]) {
    case 0xa1b2c3d4:
      break;
    case 0xa1b23c4d:
      result.nanoseconds = true;
      break;
    case 0xd4c3b2a1:
      result.swapped = true;
      break;
    case 0x4d3cb2a1:
      result.swapped = result.nanoseconds = true;
      break;
    default:
      return wrong("it is not a capture file", 0);
  }
  uint16_t version[2];
  __builtin_memcpy(version, &header[1], sizeof version);
  if (result.swapped) version[0] = __builtin_bswap16(version[0]), version[1] = __builtin_bswap16(version[1]);
  if (version[0] != 2 || version[1] != 4) return wrong("it is not of version 2.4", 4);
  result.snap_length = result.order(header[4]);
  result.link_type = result.order(header[5]);
  if (result.snap_length == 0 || result.snap_length > longest_frame)
    return wrong("its snap length is not sensible", 16);

  off_t at = 24;
  while (at < result.size) {
    uint32_t record[4];
    if (result.size - at < 16 || !read(at, record, 4)) return wrong("a record's header is not all there", at);
    const uint32_t kept = result.order(record[2]);
    if (kept > result.snap_length) return wrong("a record is longer than the snap length", at);
    if (result.size - at - 16 < static_cast<off_t>(kept)) return wrong("a record is not all there", at);
    at += 16 + static_cast<off_t>(kept);
  }
  return result;
}

}  // namespace lineout::posix
