#include <lineout/posix/detail/gathered.hpp>

#include "posix/support.hpp"

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

TEST_CASE(
    "records are gathered as lines up to one that cannot be, which is lost; each is handed on until it is known") {
  char storage[5][4] = {"1", "2", "3", "4", "5"};
  packet records[5];
  for (size_t index = 0; index < 5; ++index) {
    // The fourth has no room for a newline.
    records[index] = packet{storage[index], index == 3 ? size_t{1} : sizeof storage[0], 0};
    records[index].append(1);
  }
  outcome outcomes[5];
  std::vector<std::string> asked;
  detail::gather(records, outcomes, 5, detail::lines{}, [&](const iovec* lines, outcome* results, size_t count) {
    // One behind the other.
    asked.emplace_back(static_cast<const char*>(lines->iov_base), detail::pieces_within(lines, count).size);
    const size_t known = count > 1 ? count - 1 : 1;
    detail::set_all(results, known, asked.size() == 2 ? outcome::lost : outcome::sent);
    return known;
  });
  CHECK(asked == std::vector<std::string>{"1\n2\n3\n", "3\n", "5\n"});
  CHECK(std::vector<outcome>(outcomes, outcomes + 5) ==
        std::vector<outcome>{outcome::sent, outcome::sent, outcome::lost, outcome::lost, outcome::sent});
}

TEST_CASE("what is gathered is exactly the records, whatever their sizes, and a long one is not copied") {
  for (const std::vector<size_t>& sizes : {std::vector<size_t>{6143, 6144, 6142, 0, 0, 1},
                                           {0},
                                           {20000, 10, 20000, 20000, 6143},
                                           {3000, 3142, 3000, 3143}}) {
    std::vector<std::string> storage;
    std::vector<packet> records;
    std::string expected;
    for (const size_t size : sizes) storage.push_back(std::string(size, static_cast<char>('a' + storage.size())) + "#");
    for (std::string& one : storage) {
      records.emplace_back(one.data(), one.size(), 0).append(one.size() - 1);
      expected += one.substr(0, one.size() - 1) + "\n";
    }
    std::vector<outcome> outcomes(sizes.size(), outcome::lost);
    std::string all;
    detail::gather(records.data(), outcomes.data(), records.size(), detail::lines{},
                   [&](const iovec* lines, outcome* results, size_t count) {
                     const size_t size = detail::pieces_within(lines, count).size;
                     CHECK((size <= 6144 || count == 1));
                     all.append(static_cast<const char*>(lines->iov_base), size);
                     detail::set_all(results, count, outcome::sent);
                     return count;
                   });
    CHECK((all == expected));
    CHECK(outcomes == support::all(sizes.size(), outcome::sent));
  }
}
