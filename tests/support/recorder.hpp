// A sink that remembers what it was sent, and can be told to fail: for faults that no real receiver gives on request.
#pragma once

#include <lineout/concepts.hpp>

#include <string>
#include <vector>

struct recorder : lineout::sink_base {
  recorder(std::vector<std::string>* to = nullptr, int* failing = nullptr) : records{to}, failures{failing} {}

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
