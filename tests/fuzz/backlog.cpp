// A backlog in memory that anything may have happened to: what it sends was logged, and its sums are right.
#include <lineout/channels/backlog.hpp>

#include <set>

#include "support.hpp"

namespace {

struct gate : lineout::channel_base<gate> {
  std::vector<std::string>* sent;
  const bool* open;
  lineout::outcome submit(const lineout::message& what) {
    if (!*open) return lineout::outcome::lost;
    sent->push_back(std::string{fuzz::view(what.content())});
    fuzz::check(what.origin->hostname().size() > 0 && what.priority.pri() < 192, "what is sent with it");
    return lineout::outcome::sent;
  }
};

constexpr size_t memory_size = 512;
using storage = lineout::backlog_storage<memory_size>;

template <typename Backlog> void log(Backlog& to, const std::string& words) {
  static constexpr lineout::origin here{"host", "app", 7};
  std::vector<char> bytes(Backlog::headroom + words.size() + Backlog::tailroom);
  lineout::packet body{bytes.data(), bytes.size(), Backlog::headroom};
  __builtin_memcpy(body.append(words.size()), words.data(), words.size());
  to.submit(lineout::message{{}, lineout::timestamp::at(1800000000), &here, body});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  static storage memory;
  memory = {};
  std::vector<std::string> sent;
  std::set<std::string> logged;
  bool open = false;
  gate next;
  next.sent = &sent;
  next.open = &open;
  unsigned number = 0;
  const auto word = [&] {
    const std::string words = "line " + std::to_string(number++) + std::string(in.below(120), '.');
    logged.insert(words);
    return words;
  };
  {
    lineout::backlog before{next, memory};
    before.recover();
    for (unsigned count = in.below(20); count > 0; --count) log(before, word());
    if (in.flag()) {
      open = true;
      before.replay(in.below(6));
      open = false;
    }
  }
  sent.clear();
  // A reset, after which some bytes are others; or all of them.
  char* const bytes = reinterpret_cast<char*>(&memory);
  const bool noise_only = in.below(8) == 0;
  if (noise_only) {
    const std::string noise = in.text(sizeof memory);
    __builtin_memcpy(bytes + sizeof memory - memory_size, noise.data(), std::min(noise.size(), memory_size));
  } else {
    for (unsigned count = in.below(6); count > 0; --count)
      bytes[in.number(2) % sizeof memory] ^= static_cast<char>(in.byte());
  }
  lineout::backlog after{next, memory};
  const size_t found = after.recover();
  const auto holds = [&] {
    const auto counts = after.counts();
    fuzz::check(counts.kept == counts.sent + counts.lost + counts.waiting, "kept = sent + lost + waiting",
                std::to_string(counts.kept), std::to_string(counts.waiting));
  };
  holds();
  fuzz::check(found == after.counts().waiting, "what was found waits");
  for (unsigned count = in.below(30); count > 0; --count) {
    const unsigned what = in.below(6);
    if (what == 0) open = !open;
    else if (what == 1) after.poll(in.below(4));
    else log(after, word());
    holds();
  }
  open = true;
  after.flush();
  holds();
  fuzz::check(after.counts().waiting == 0, "nothing waits at the end");
  const std::string mark{fuzz::view(lineout::backlog_options::previous_mark)};
  for (std::string one : sent) {
    if (noise_only) break;  // of which a fuzzer finds the checksum
    if (one.find("lost") != one.npos || one.find("could not be read") != one.npos) continue;
    if (one.starts_with(mark)) one.erase(0, mark.size());
    fuzz::check(logged.count(one) == 1, "what is sent was logged", one);
  }
  return 0;
}
