#include <lineout/posix/detail/queue_discipline.hpp>

#include "posix/support.hpp"

using lineout::detail::queue_discipline;

TEST_CASE("those that are known to keep frames whole are named; of others, and of none, nothing is supposed") {
  for (const char* const whole : {"noqueue", "pfifo_fast", "pfifo", "bfifo", "fq_codel", "fq", "mq"})
    CHECK(queue_discipline::keeps_frames_whole(whole));
  for (const char* const other : {"tbf", "cake", "netem", "htb", "prio", "noop", "", "fq_pie", "mqprio"})
    CHECK_FALSE(queue_discipline::keeps_frames_whole(other));
}

TEST_CASE("a change is heard of when it happens, and known after asking") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  const auto command = [](const char* words) { return system(words) == 0; };
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up"))
    return support::skip("no ip, or no veth");
  const int index = static_cast<int>(if_nametoindex("va"));
  queue_discipline queue;
  CHECK_FALSE(queue.is_whole());
  CHECK(queue.is_unknown());
  queue.listen();
  queue.ask(index);
  CHECK(queue.is_whole());
  CHECK_FALSE(queue.is_unknown());
  queue.hear(index);
  CHECK(queue.is_whole());
  if (!command("tc qdisc add dev va root tbf rate 1mbit burst 5000 limit 20000"))
    return support::skip("no tc, or no tbf");
  queue.hear(index);
  CHECK_FALSE(queue.is_whole());
  queue.ask(index);
  CHECK_FALSE(queue.is_whole());
  CHECK(command("tc qdisc del dev va root"));
  queue.hear(index);
  CHECK(queue.is_unknown());
  queue.ask(index);
  CHECK(queue.is_whole());
  // Of another interface nothing is heard.
  CHECK(command("tc qdisc add dev vb root tbf rate 1mbit burst 5000 limit 20000"));
  queue.hear(index);
  CHECK(queue.is_whole());
}
