// udp: 64 messages sent to a receiver on this machine that keeps up, and looked at there.
#pragma once

#include <memory>

#include "../emission.hpp"

namespace bench {

constexpr size_t datagrams = 64;

receiver& the_receiver();

// once() sends 64 datagrams; each of them is to end with what is expected (of its number). prepare() is done before it, or
// before 16 of it. What it costs includes the work
// of the receiving half, which the kernel does inside the sender's call on the loopback.
template <typename Once>
contender& add_udp(suite& all, std::string_view name, kind what, Once once, std::function<std::string(size_t)> expected,
                   std::function<void()> prepare = {}) {
  struct state {
    size_t sent = 0;
    size_t received_before = 0;
    size_t received = 0;
    uint64_t cpu_before = 0;
    uint64_t cpu = 0;
  };
  const auto kept = std::make_shared<state>();
  contender& made = all.add(name, what, [once, kept]() mutable {
    once();
    kept->sent += datagrams;
  });
  made.messages(datagrams).uncounted().around(
      16,
      [kept, prepare] {
        if (prepare) prepare();
        kept->received_before = the_receiver().received() + kept->received - kept->sent;
        kept->cpu_before = thread_cpu_ns();
      },
      [kept] {
        kept->cpu += thread_cpu_ns() - kept->cpu_before;
        eventually([&] { return the_receiver().received() - kept->received_before >= kept->sent - kept->received; });
        kept->received = kept->sent;
      });
  made.check([once, expected, prepare]() mutable -> std::string {
    if (prepare) prepare();
    the_receiver().keep(true);
    once();
    eventually([] { return the_receiver().kept().size() >= datagrams; });
    const std::vector<std::string> came = the_receiver().kept();
    the_receiver().keep(false);
    if (came.size() != datagrams) return std::to_string(came.size()) + " of 64 datagrams have come";
    for (size_t number = 0; number < datagrams; ++number)
      if (!came[number].ends_with(expected(number))) return "sends \"" + came[number] + "\"";
    return {};
  });
  return made.at_end(
      [kept](row& out) { out.set("cpu_ns", static_cast<double>(kept->cpu) / static_cast<double>(kept->sent)); });
}

inline std::string reference_text(size_t) { return std::string{text_example}; }

}  // namespace bench
