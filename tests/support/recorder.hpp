// A sink that remembers what it was sent, and can be told to fail: for faults that no real receiver gives on request.
#pragma once

#include <lineout/concepts.hpp>

#include <string>
#include <vector>

struct recorder {
  static constexpr lineout::size_t headroom = 0;
  static constexpr lineout::size_t tailroom = 0;

  std::vector<std::string>* records;
  int* failures = nullptr;  // how many further sends fail

  lineout::outcome send(lineout::packet& bytes) {
    if (failures != nullptr && *failures > 0) {
      --*failures;
      return lineout::outcome::lost;
    }
    records->emplace_back(bytes.data(), bytes.size());
    return lineout::outcome::sent;
  }
};

inline std::string string_of(lineout::text words) { return {words.data(), words.size()}; }
