#include <lineout/posix/detail/resend_buffer.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <random>
#include <string>

using lineout::detail::resend_buffer;

namespace {

std::string pending_of(const resend_buffer<64>& buffer) {
  const lineout::text pending = buffer.pending();
  return {pending.data() == nullptr ? "" : pending.data(), pending.size()};
}

}  // namespace

TEST_CASE("what was handed over and not acknowledged is pending again after the connection, from a whole record on") {
  resend_buffer<64> buffer;
  buffer.add("first", 5, 5);
  buffer.add("second", 6, 6);
  CHECK(pending_of(buffer).empty());
  buffer.outstanding(3);  // "first" and three bytes of "second" have arrived
  CHECK(buffer.records() == 1);
  buffer.again();
  CHECK(pending_of(buffer) == "second");
  buffer.handed(2);
  CHECK(pending_of(buffer) == "cond");
  buffer.handed(4);
  CHECK(pending_of(buffer).empty());
  buffer.outstanding(1);
  CHECK(buffer.records() == 1);
  buffer.outstanding(0);
  CHECK(buffer.records() == 0);
}

TEST_CASE("against a model: records are kept in order until they are acknowledged, whatever their sizes") {
  std::mt19937 random{7};
  resend_buffer<64> buffer;
  std::deque<std::string> model;  // all that is kept
  size_t handed = 0;              // bytes of these that were handed over on this connection
  size_t acknowledged = 0;        // of the first one
  size_t refused = 0;
  for (int step = 0; step < 200000; ++step) {
    const std::string pending = pending_of(buffer);
    switch (random() % 5) {
      case 0:
        if (pending.empty()) {
          const std::string record(random() % 20 + 1, static_cast<char>('a' + random() % 26));
          size_t used = 0;
          for (const std::string& one : model) used += one.size() + 4;
          CHECK(buffer.fits(record.size()) == (used + record.size() + 4 <= 64));
          if (!buffer.fits(record.size())) {
            ++refused;
            break;
          }
          const size_t taken = random() % (record.size() + 1);
          buffer.add(record.data(), record.size(), taken);
          model.push_back(record);
          handed += taken;
        }
        break;
      case 1:
        if (!pending.empty()) {
          const size_t taken = random() % (pending.size() + 1);
          buffer.handed(taken);
          handed += taken;
        }
        break;
      case 2:
      case 3: {
        const size_t outstanding = random() % (handed - acknowledged + 1);
        buffer.outstanding(outstanding);
        acknowledged = handed - outstanding;
        while (!model.empty() && acknowledged >= model.front().size()) {
          acknowledged -= model.front().size();
          handed -= model.front().size();
          model.pop_front();
        }
        break;
      }
      default:
        if (random() % 8 == 0) {
          buffer.again();
          handed = acknowledged = 0;
        }
    }
    REQUIRE(buffer.records() == model.size());
    size_t skipped = handed;
    std::string expected;
    for (const std::string& one : model) {
      if (skipped < one.size()) {
        expected = one.substr(skipped);
        break;
      }
      skipped -= one.size();
    }
    REQUIRE(pending_of(buffer) == expected);
  }
  CHECK(refused > 0);
}
