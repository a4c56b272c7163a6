#include <lineout/posix/gathered.hpp>

#include "support.hpp"

using lineout::outcome;
using lineout::packet;
namespace detail = lineout::detail;

namespace {

struct pieces {
  std::vector<iovec> of;
  explicit pieces(std::initializer_list<size_t> sizes) {
    for (const size_t size : sizes) of.push_back({nullptr, size});
  }
  // How many are whole, and how much is taken of the next.
  std::pair<size_t, size_t> whole(size_t taken) const {
    const size_t count = detail::whole_pieces(of.data(), of.size(), taken);
    return {count, taken};
  }
  // How many, and their bytes.
  std::pair<size_t, size_t> within(size_t most) const {
    const detail::some_pieces some = detail::pieces_within(of.data(), of.size(), most);
    return {some.count, some.size};
  }
};

}  // namespace

TEST_CASE("of what was taken it is known which pieces are whole, and how much there is of the next") {
  const pieces some{3, 0, 2, 5};
  CHECK(some.whole(0) == std::pair<size_t, size_t>{0, 0});
  CHECK(some.whole(2) == std::pair<size_t, size_t>{0, 2});
  CHECK(some.whole(3) == std::pair<size_t, size_t>{2, 0});
  CHECK(some.whole(9) == std::pair<size_t, size_t>{3, 4});
  CHECK(some.whole(10) == std::pair<size_t, size_t>{4, 0});
}

TEST_CASE("the pieces within so many bytes are at least one") {
  const pieces some{3, 2, 5};
  CHECK(some.within(1) == std::pair<size_t, size_t>{1, 3});
  CHECK(some.within(4) == std::pair<size_t, size_t>{1, 3});
  CHECK(some.within(5) == std::pair<size_t, size_t>{2, 5});
  CHECK(some.within(10) == std::pair<size_t, size_t>{3, 10});
  CHECK(some.within(100) == std::pair<size_t, size_t>{3, 10});
}

TEST_CASE("records are gathered up to one that cannot be, which is lost; each outcome is asked for until it is known") {
  char storage[5][4] = {"1", "2", "3", "4", "5"};
  packet records[5];
  for (size_t index = 0; index < 5; ++index) {
    // The fourth has no room for a newline.
    records[index] = packet{storage[index], index == 3 ? size_t{1} : sizeof storage[0], 0};
    records[index].append(1);
  }
  outcome outcomes[5];
  std::vector<std::string> asked;
  detail::gather(records, outcomes, 5, detail::end_line, [&](const iovec* lines, outcome* results, size_t count) {
    std::string& together = asked.emplace_back();
    for (size_t index = 0; index < count; ++index)
      together.append(static_cast<const char*>(lines[index].iov_base), lines[index].iov_len);
    const size_t known = count > 1 ? count - 1 : 1;
    detail::set_all(results, known, asked.size() == 2 ? outcome::lost : outcome::sent);
    return known;
  });
  CHECK(asked == std::vector<std::string>{"1\n2\n3\n", "3\n", "5\n"});
  CHECK(std::vector<outcome>(outcomes, outcomes + 5) ==
        std::vector<outcome>{outcome::sent, outcome::sent, outcome::lost, outcome::lost, outcome::sent});
}
