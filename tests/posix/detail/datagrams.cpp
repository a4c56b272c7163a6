#include <lineout/posix/detail/datagrams.hpp>

#include <doctest/doctest.h>

#include <vector>

using lineout::size_t;
using lineout::detail::datagram_run;

namespace {

std::vector<datagram_run> runs_of(const std::vector<size_t>& sizes, size_t tolerance = 0, size_t largest = 1000,
                                  size_t most_bytes = 100000) {
  std::vector<datagram_run> runs;
  for (size_t begin = 0; begin < sizes.size(); begin += runs.back().count)
    runs.push_back(lineout::detail::run_of_datagrams(sizes.size() - begin, largest, most_bytes, tolerance,
                                                     [&](size_t at) { return sizes[begin + at]; }));
  return runs;
}

std::vector<size_t> counts(const std::vector<datagram_run>& runs) {
  std::vector<size_t> result;
  for (const datagram_run& run : runs) result.push_back(run.count);
  return result;
}

using numbers = std::vector<size_t>;

}  // namespace

TEST_CASE("neighbours of one size are a run, which a shorter one may end") {
  CHECK(counts(runs_of({92, 92, 92})) == numbers{3});
  CHECK(counts(runs_of({92, 92, 91, 91})) == numbers{3, 1});
  CHECK(counts(runs_of({92, 93, 93})) == numbers{1, 2});
  CHECK(counts(runs_of({93, 92, 93, 92})) == numbers{2, 2});
  CHECK(runs_of({92, 92, 91})[0].size == 92);
}

TEST_CASE("what is empty, or too long to be in a run, goes alone") {
  CHECK(counts(runs_of({92, 0, 0, 92})) == numbers{1, 1, 1, 1});
  CHECK(counts(runs_of({1001, 1001, 1000, 1000})) == numbers{1, 1, 2});
  CHECK(counts(runs_of({92, 92}, 0, 0)) == numbers{1, 1});
}

TEST_CASE("a run holds no more bytes than one message can") {
  CHECK(counts(runs_of({90, 90, 90, 90}, 0, 1000, 270)) == numbers{3, 1});
  CHECK(counts(runs_of({80, 80, 90}, 10, 1000, 269)) == numbers{2, 1});
}

TEST_CASE("with a tolerance shorter ones are in the run of longer ones, which has the size of the longest") {
  CHECK(counts(runs_of({80, 90, 85}, 10)) == numbers{3});
  CHECK(runs_of({80, 90, 85}, 10)[0].size == 90);
  CHECK(counts(runs_of({80, 91}, 10)) == numbers{1, 1});
  CHECK(counts(runs_of({91, 85, 80, 85}, 10)) == numbers{3, 1});
  CHECK(counts(runs_of({85, 80, 91, 80}, 10)) == numbers{2, 2});
}
