// expect: that exactly these messages arrived, in this order.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/receiver.hpp"

namespace support {

// All with the fields of sent but for time, and one text each.
inline void expect(const std::vector<record>& arrived, record sent, const std::vector<std::string>& texts) {
  CHECK(arrived.size() == texts.size());
  for (size_t index = 0; index < std::min(arrived.size(), texts.size()); ++index) {
    CAPTURE(index);
    CHECK(arrived[index].pri == sent.pri);
    CHECK(arrived[index].hostname == sent.hostname);
    CHECK(arrived[index].app_name == sent.app_name);
    CHECK(arrived[index].process_id == sent.process_id);
    CHECK(arrived[index].text == texts[index]);
  }
}

}  // namespace support
