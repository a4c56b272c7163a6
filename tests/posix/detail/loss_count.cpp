#include <lineout/posix/detail/loss_count.hpp>

#include <thread>
#include <vector>

#include "posix/support.hpp"

using lineout::detail::loss_count;

TEST_CASE("each loss is given once") {
  loss_count losses;
  CHECK(losses.take() == 0);
  losses.add(0);
  CHECK(losses.take() == 0);
  losses.add(2);
  losses.add(3);
  CHECK(losses.take() == 5);
  CHECK(losses.take() == 0);
}

TEST_CASE("losses of several threads are given once, all of them") {
  loss_count losses;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&] {
      for (int count = 0; count < 100000; ++count) losses.add(1);
    });
  size_t taken = 0;
  for (int count = 0; count < 1000; ++count) taken += losses.take();
  for (std::thread& thread : threads) thread.join();
  CHECK(taken + losses.take() == 300000);
}

TEST_CASE("a child gives its own losses, and none of its parent's") {
  loss_count losses;
  losses.add(7);
  CHECK(support::in_child([&] { return losses.take() == 0 && (losses.add(2), losses.take() == 2); }));
  CHECK(support::in_child([&] { return losses.add(2), losses.take() == 2; }));
  CHECK(losses.take() == 7);
}
