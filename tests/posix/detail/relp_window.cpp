#include <lineout/posix/detail/relp_window.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <random>
#include <string>
#include <vector>

using lineout::detail::relp_window;

namespace {

constexpr lineout::size_t all = ~lineout::size_t{0};

// All that is to be handed over now.
std::string pending(relp_window& window, lineout::size_t limit = all) {
  iovec pieces[8];
  std::string result;
  const lineout::size_t count = window.pieces(pieces, 8, limit);
  for (lineout::size_t index = 0; index < count; ++index)
    result.append(static_cast<const char*>(pieces[index].iov_base), pieces[index].iov_len);
  return result;
}
void add(relp_window& window, const std::string& record) { window.add(record.data(), record.size()); }

std::string frame(unsigned transaction, const std::string& record) {
  return std::to_string(transaction) + " syslog " + std::to_string(record.size()) + (record.empty() ? "" : " ") +
         record + "\n";
}

}  // namespace

TEST_CASE("relp_window gives frames in order, numbered from 2 on") {
  char memory[1000];
  relp_window window{memory, sizeof memory};
  add(window, "one");
  add(window, "");
  add(window, "three and more");
  CHECK(pending(window) == "2 syslog 3 one\n3 syslog 0\n4 syslog 14 three and more\n");
  CHECK(pending(window, 2) == "2 syslog 3 one\n3 syslog 0\n");
  CHECK(window.handed(15 + 5) == 0);
  CHECK(window.in_flight() == 1);
  CHECK(pending(window) == "log 0\n4 syslog 14 three and more\n");
  CHECK(window.next_transaction() == 3);
}

TEST_CASE("relp_window forgets what is answered, in any order, once") {
  char memory[1000];
  relp_window window{memory, sizeof memory};
  for (const char* const record : {"a", "b", "c"}) add(window, record);
  window.handed(pending(window).size());
  CHECK(window.in_flight() == 3);
  CHECK(window.answered(3));
  CHECK(window.count() == 3);
  CHECK(window.in_flight() == 2);
  CHECK_FALSE(window.answered(3));
  CHECK_FALSE(window.answered(5));
  CHECK_FALSE(window.answered(0));
  CHECK_FALSE(window.answered(1));
  CHECK(window.answered(2));
  CHECK(window.count() == 1);
  CHECK(window.answered(4));
  CHECK(window.count() == 0);
}

TEST_CASE("relp_window gives again what was not answered, and says what was whole before") {
  char memory[1000];
  relp_window window{memory, sizeof memory};
  for (const char* const record : {"a", "b", "c", "d"}) add(window, record);
  window.handed(3 * 13 + 4);  // d in part
  CHECK(window.answered(3));
  window.again();
  CHECK(window.in_flight() == 0);
  CHECK(pending(window) == "2 syslog 1 a\n3 syslog 1 c\n4 syslog 1 d\n");
  CHECK(window.handed(pending(window).size()) == 2);
  CHECK(window.answered(2));
  CHECK(window.answered(4));
  CHECK(window.answered(3));
  CHECK(window.count() == 0);
}

TEST_CASE("relp_window numbers from 1 again after the last number that the protocol has") {
  CHECK(relp_window::after(2) == 3);
  CHECK(relp_window::after(999999999) == 1);
}

TEST_CASE("relp_window holds what the memory is large enough for") {
  char memory[100];
  relp_window window{memory, sizeof memory};
  CHECK(window.can_hold(100 - relp_window::overhead));
  CHECK_FALSE(window.can_hold(101 - relp_window::overhead));
  CHECK_FALSE(relp_window{}.can_hold(0));
  CHECK_FALSE(relp_window{}.fits(0));
}

TEST_CASE("relp_window does as a queue of strings does, whatever the order of the events") {
  std::mt19937 random{20261201};
  const auto below = [&random](size_t limit) { return random() % limit; };
  struct record {
    std::string text;
    unsigned transaction = 0;
    bool whole_before = false;
  };
  size_t wrapped = 0;
  size_t refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<char> memory(60 + below(900));
    relp_window window{memory.data(), memory.size()};
    std::deque<record> model;
    unsigned next = 2;
    size_t in_flight = 0;
    size_t partial = 0;
    for (int step = 0; step < 400; ++step) {
      switch (below(8)) {
        case 0:
        case 1:
        case 2: {
          const std::string text(below(120), static_cast<char>('a' + below(26)));
          size_t used = 0;
          for (const record& one : model) used += one.text.size() + relp_window::overhead;
          if (window.fits(text.size())) {
            CHECK(used + text.size() + relp_window::overhead <= memory.size());
            add(window, text);
            model.push_back({text});
          } else if (model.empty()) {
            CHECK(text.size() + relp_window::overhead > memory.size());
          } else {
            ++refused;
          }
          break;
        }
        case 3:
        case 4: {
          std::string expected;
          unsigned number = next;
          size_t frames = 0;
          const size_t limit = below(3) == 0 ? in_flight + below(3) : all;
          for (const record& one : model)
            if (one.transaction == 0 && frames < 8 && in_flight + frames < limit) {
              expected += frame(number++, one.text);
              ++frames;
            }
          const std::string got = pending(window, limit);
          expected.erase(0, partial);
          REQUIRE(got == expected);
          size_t taken = below(got.size() + 1);
          size_t again = 0;
          const size_t result = window.handed(taken);
          taken += partial;
          for (record& one : model) {
            if (one.transaction != 0) continue;
            const size_t whole = frame(next, one.text).size();
            if (taken < whole) break;
            taken -= whole;
            again += one.whole_before ? 1 : 0;
            one.transaction = next++;
            ++in_flight;
          }
          partial = taken;
          CHECK(result == again);
          break;
        }
        case 5:
        case 6: {
          const unsigned number = below(4) == 0 ? static_cast<unsigned>(below(next + 3)) : 0;
          size_t at = model.size();
          for (size_t index = 0; index < model.size(); ++index)
            if (model[index].transaction != 0 && (number == 0 || model[index].transaction == number)) {
              at = index;
              break;
            }
          const unsigned answer = number == 0 && at < model.size() ? model[at].transaction : number;
          CHECK(window.answered(answer) == (at < model.size()));
          if (at < model.size()) {
            model.erase(model.begin() + static_cast<std::ptrdiff_t>(at));
            --in_flight;
            ++wrapped;
          }
          break;
        }
        default:
          if (below(6) != 0) break;
          window.again();
          for (record& one : model) {
            one.whole_before = one.whole_before || one.transaction != 0;
            one.transaction = 0;
          }
          next = 2;
          in_flight = partial = 0;
      }
      CHECK(window.in_flight() == in_flight);
      CHECK(window.count() >= model.size());  // what was answered lies there until those before it are answered too
      CHECK((window.count() == 0) == model.empty());
    }
  }
  CHECK(wrapped > 1000);
  CHECK(refused > 1000);
}
