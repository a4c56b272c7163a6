// Whether a capture file is whole, against a reader of its own.
#include <sys/mman.h>
#include <unistd.h>
#include <lineout/posix/pcap_check.hpp>

#include <algorithm>

#include "support.hpp"

namespace {

bool is_whole(const std::string& bytes) {
  if (bytes.empty()) return true;
  bool big = false;
  const auto number = [&](size_t at, size_t size) {
    uint32_t value = 0;
    for (size_t index = 0; index < size; ++index) {
      const auto byte = static_cast<unsigned char>(bytes[at + (big ? index : size - 1 - index)]);
      value = value << 8 | byte;
    }
    return value;
  };
  if (bytes.size() < 24) return false;
  if (number(0, 4) != 0xa1b2c3d4 && number(0, 4) != 0xa1b23c4d) big = true;
  if (number(0, 4) != 0xa1b2c3d4 && number(0, 4) != 0xa1b23c4d) return false;
  if (number(4, 2) != 2 || number(6, 2) != 4) return false;
  const uint32_t longest = number(16, 4);
  if (longest == 0 || longest > 262144) return false;
  size_t at = 24;
  while (at < bytes.size()) {
    if (bytes.size() - at < 16) return false;
    const uint32_t kept = number(at + 8, 4);
    if (kept > longest || kept > bytes.size() - at - 16) return false;
    at += 16 + kept;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  std::string bytes;
  if (in.below(4) != 0) {
    const bool big = in.flag();
    const auto put = [&](uint32_t value, int count) {
      for (int index = 0; index < count; ++index)
        bytes += static_cast<char>(value >> 8 * (big ? count - 1 - index : index));
    };
    put(in.flag() ? 0xa1b2c3d4 : 0xa1b23c4d, 4);
    put(2, 2);
    put(4, 2);
    put(0, 4);
    put(0, 4);
    put(in.below(8) == 0 ? static_cast<uint32_t>(in.number(4)) : 65535, 4);
    put(1, 4);
    for (unsigned count = in.below(40); count > 0; --count) {
      const uint32_t kept = in.below(4) == 0 ? static_cast<uint32_t>(in.number(2)) : in.below(60);
      put(1, 4);
      put(2, 4);
      put(kept, 4);
      put(kept, 4);
      bytes += std::string(kept, 'x');
    }
    if (in.flag()) bytes.resize(bytes.size() - std::min<size_t>(bytes.size(), in.below(100)));
    for (unsigned count = in.below(3); count > 0 && !bytes.empty(); --count)
      bytes[in.number(2) % bytes.size()] ^= static_cast<char>(in.byte());
  }
  bytes += in.rest();
  static const int file = memfd_create("capture", MFD_CLOEXEC);
  if (ftruncate(file, 0) != 0 || pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    abort();
  const auto got = lineout::posix::check_pcap(file);
  fuzz::check(got.error.empty() == is_whole(bytes), "whether it is whole", bytes.substr(0, 200), fuzz::view(got.error));
  fuzz::check(got.error.empty() || (got.position >= 0 && static_cast<size_t>(got.position) <= bytes.size()),
              "where not");
  if (got.error.empty()) fuzz::check(static_cast<size_t>(got.size) == bytes.size(), "its size");
  return 0;
}
