// sweeps: every priority, and every month with its first and last day, straight from the library to a receiver.
#pragma once

#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "support/receiver.hpp"

namespace support {

struct fixed_time : lineout::options {
  using clock = lineout::clocks::fixed;
};

inline constexpr lineout::civil_time noon{2026, 11, 22, 12, 34, 56};

// That all of them come back as they were sent.
inline void sweep_priorities(receiver& daemon) {
  lineout::logger<lineout::posix::udp_socket, fixed_time> log{
      lineout::posix::udp_socket{"127.0.0.1:" + std::to_string(daemon.port())},
      {"router1", "diskd", 311},
      lineout::clocks::fixed{lineout::timestamp::from_civil(noon)}};
  for (unsigned pri = 0; pri < 192; ++pri) log.log(lineout::priority::from_pri(pri).value, "number {}", pri);
  CHECK(log.counts().sent == 192);

  const std::vector<record> arrived = daemon.stop_after(192);
  REQUIRE(arrived.size() == 192);
  for (int pri = 0; pri < 192; ++pri) {
    const record& one = arrived[static_cast<size_t>(pri)];
    CAPTURE(pri);
    CHECK(one.pri == pri);
    CHECK(one.time.substr(5, 14) == "11-22T12:34:56");
    CHECK(one.hostname == "router1");
    CHECK(one.app_name == "diskd");
    CHECK(one.process_id == "311");
    CHECK(one.text == "number " + std::to_string(pri));
  }
}

// Of a year without a leap day, whichever the receiver takes it for: RFC 3164 names no year.
inline void sweep_dates(receiver& daemon) {
  lineout::logger<lineout::posix::udp_socket, fixed_time> log{
      lineout::posix::udp_socket{"127.0.0.1:" + std::to_string(daemon.port())}, {"router1", "diskd", 311}};
  std::vector<std::string> expected;
  constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (unsigned month = 1; month <= 12; ++month) {
    for (const unsigned day : {1U, days[month - 1]}) {
      const unsigned hour = day == 1 ? 4 : 23;
      lineout::civil_time shown{2026,
                                static_cast<lineout::uint8_t>(month),
                                static_cast<lineout::uint8_t>(day),
                                static_cast<lineout::uint8_t>(hour),
                                5,
                                59};
      log.clock().set(lineout::timestamp::from_civil(shown));
      char line[32];
      std::snprintf(line, sizeof line, "%02u-%02uT%02u:05:59", month, day, hour);
      expected.push_back(line);
      log.notice("it is {}", line);
    }
  }
  const std::vector<record> arrived = daemon.stop_after(expected.size());
  REQUIRE(arrived.size() == expected.size());
  for (size_t index = 0; index < expected.size(); ++index) {
    CHECK(arrived[index].time.substr(5, 14) == expected[index]);
    CHECK(arrived[index].text == "it is " + expected[index]);
  }
}

}  // namespace support
