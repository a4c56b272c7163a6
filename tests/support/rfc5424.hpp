// rfc5424: messages with every field that RFC 5424 has, straight from the library to a receiver, which gives them back.
#pragma once

#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/receiver.hpp"

namespace support {

struct sent_message {
  lineout::priority level;
  lineout::timestamp time;
  std::string shown_time;  // as receivers show it; empty: their own
  std::string text;
  std::string message_id;
  std::string structured_data;
};

inline const std::vector<sent_message>& rfc5424_messages() {
  using lineout::facility;
  using lineout::severity;
  using lineout::timestamp;
  static const auto noon = timestamp::from_civil({2026, 11, 22, 12, 34, 56}, 123456000, 0);
  static const std::vector<sent_message> all{
      {{facility::local0, severity::warning},
       noon,
       "2026-11-22T12:34:56.123456+00:00",
       "disk sda at 91%",
       "DISK",
       "[disk@32473 name=\"sda\" used=\"91\"]"},
      {{facility::kern, severity::emerg},
       timestamp::from_civil({2028, 2, 29, 23, 59, 59}, 999999000, 345),
       "2028-02-29T23:59:59.999999+05:45",
       "leap day",
       "a23456789b123456789c123456789d12",
       ""},
      {{facility::local7, severity::debug},
       timestamp::from_civil({2026, 1, 1, 0, 0, 0}, 1000, -570),
       "2026-01-01T00:00:00.000001-09:30",
       "[not data] <13>: x",
       "",
       "[a@1 x=\"1\"][b@2 y=\"2\" z=\"\"]"},
      {{facility::mail, severity::err},
       noon,
       "2026-11-22T12:34:56.123456+00:00",
       "Gr\xc3\xbc\xc3\x9f"
       "e \xf0\x9f\x98\x80",
       "!~x",
       "[u@1 v=\"\xc3\xa4 a=b\"]"},
      {{facility::user, severity::info}, {}, "", "no time", "ID", ""},
      {{facility::daemon, severity::notice},
       noon,
       "2026-11-22T12:34:56.123456+00:00",
       "escaped",
       "",
       "[e@1 q=\"\\\"\\\\\\]\"]"},
  };
  return all;
}

// That all of them come back as they were sent.
inline void sweep_rfc5424(receiver& daemon) {
  lineout::framed<lineout::rfc5424, lineout::posix::udp_socket> channel{
      lineout::posix::udp_socket{"127.0.0.1:" + std::to_string(daemon.port())}};
  const lineout::origin router{"router1.example.com", "diskd", 311};
  for (const sent_message& one : rfc5424_messages()) {
    std::string storage(channel.headroom + one.text.size(), '\0');
    lineout::packet body{storage.data(), storage.size(), channel.headroom};
    one.text.copy(body.append(one.text.size()), one.text.size());
    CHECK(channel.submit({one.level, one.time, &router, body, lineout::text{one.message_id},
                          lineout::text{one.structured_data}}) == lineout::outcome::sent);
  }
  const std::vector<record> arrived = daemon.stop_after(rfc5424_messages().size());
  REQUIRE(arrived.size() == rfc5424_messages().size());
  const auto or_none = [](const std::string& words) { return words.empty() ? "-" : words; };
  for (size_t index = 0; index < arrived.size(); ++index) {
    const sent_message& sent = rfc5424_messages()[index];
    const record& one = arrived[index];
    CAPTURE(sent.text);
    CHECK(one.pri == sent.level.pri());
    if (!sent.shown_time.empty()) CHECK(one.time == sent.shown_time);
    CHECK(one.hostname == "router1.example.com");
    CHECK(one.app_name == "diskd");
    CHECK(one.process_id == "311");
    CHECK(one.text == sent.text);
    CHECK(or_none(one.message_id) == or_none(sent.message_id));
    CHECK(or_none(one.structured_data) == or_none(sent.structured_data));
  }
}

}  // namespace support
