// stress: how much a test does, which the environment may raise.
#pragma once

#include <cstdlib>

inline unsigned long stress_count(const char* name, unsigned long usually) {
  const char* const given = std::getenv(name);
  return given != nullptr ? std::strtoul(given, nullptr, 10) : usually;
}
