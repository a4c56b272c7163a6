// What the fuzzers share: an input taken apart, texts behind which no byte may be read, and a check that says what
// differs.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <lineout/text.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

inline std::string shown(std::string_view bytes) {
  std::string result = "\"";
  char code[8];
  for (const char c : bytes) {
    if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
      result += c;
    } else {
      snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned char>(c));
      result += code;
    }
  }
  return result + "\"";
}

// Ends the fuzzer, which keeps the input.
inline void check(bool holds, const char* what, std::string_view first = {}, std::string_view second = {}) {
  if (holds) return;
  fprintf(stderr, "lineout and the model differ: %s\n  %s\n  %s\n", what, shown(first).c_str(), shown(second).c_str());
  abort();
}

// Numbers come from the end and texts from the beginning, so that what is read stays in place when a number is added.
class input {
 public:
  input(const uint8_t* data, size_t size) : data_{reinterpret_cast<const char*>(data)}, size_{size} {}

  unsigned byte() { return size_ == 0 ? 0 : static_cast<unsigned char>(data_[--size_]); }
  unsigned below(unsigned limit) { return byte() % limit; }
  uint64_t number(unsigned bytes = 8) {
    uint64_t value = 0;
    for (unsigned count = 0; count < bytes; ++count) value = value << 8 | byte();
    return value;
  }
  bool flag() { return (byte() & 1) != 0; }
  std::string text(size_t most) {
    const size_t size = most < size_ ? most : size_;
    const std::string result{data_, size};
    data_ += size;
    size_ -= size;
    return result;
  }
  std::string rest() { return text(size_); }
  // Words of a grammar as often as not, so that more than the first byte is right.
  std::string rest_of(const std::vector<std::string_view>& words) {
    if (byte() % 4 == 0) return rest();
    std::string result;
    for (const char c : rest()) {
      const auto index = static_cast<unsigned char>(c);
      if (index < 250) result += words[index % words.size()];
      else result += c;
    }
    return result;
  }
  bool empty() const { return size_ == 0; }

 private:
  const char* data_;
  size_t size_;
};

// A copy in memory of exactly its size, where AddressSanitizer sees each byte that is read beyond.
class exact {
 public:
  explicit exact(std::string_view content) : bytes_(content.begin(), content.end()) { bytes_.shrink_to_fit(); }
  operator lineout::text() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

inline std::string_view view(lineout::text words) {
  return words.size() == 0 ? std::string_view{} : std::string_view{words.data(), words.size()};
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
