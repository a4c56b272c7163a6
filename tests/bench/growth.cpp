// growth: what the cost of a message grows with: its bytes, and whether anything else.
#include "growth/growth.hpp"

#include <deque>
#include <memory>

namespace {

using bench::kind;
using growth::values;

struct long_texts : bench::reference_options {
  static constexpr lineout::size_t text_size = 1024;
};
using channel = lineout::framed<lineout::cached<lineout::rfc3164>, bench::delivering>;
using logger = lineout::logger<channel, long_texts>;

logger log_{channel{}, bench::origin};
bench::prefix prefix;

void add_sizes(bench::suite& all) {
  for (const size_t size : growth::text_sizes) {
    const std::string_view text = growth::text_of(size);
    const auto line = [text] { log_.warning("{}", text); };
    growth::describe(all.add("lineout", kind::lineout, line), "bytes", static_cast<double>(size), size, line);
    const auto copy = [text] {
      char buffer[bench::prefix::size + 1024];
      std::memcpy(buffer, prefix.at(bench::prefix::coarse_second()), bench::prefix::size);
      std::memcpy(buffer + bench::prefix::size, text.data(), text.size());
      bench::deliver(buffer, bench::prefix::size + text.size());
    };
    growth::describe(all.add("floor", kind::floor, copy), "bytes", static_cast<double>(size), size, copy);
  }
}

template <size_t... Index> void log_numbers(std::index_sequence<Index...>) {
  log_.warning(growth::numbers<sizeof...(Index)>.words, values[Index]...);
}
template <size_t Count> void add_numbers(bench::suite& all) {
  const auto line = [] { log_numbers(std::make_index_sequence<Count>{}); };
  growth::describe(all.add("lineout", kind::lineout, line), "arguments", Count, 7 + 9 * Count, line);
}

// The reference message to so many channels, each with a framing and a sink of its own.
template <typename Index> struct same_channel { using type = channel; };
template <size_t... Index>
lineout::fan_out<typename same_channel<std::integral_constant<size_t, Index>>::type...> tee_of(
    std::index_sequence<Index...>);
template <size_t Count> void add_tee(bench::suite& all) {
  using tee = decltype(tee_of(std::make_index_sequence<Count>{}));
  static lineout::logger<tee, long_texts> log{tee{}, bench::origin};
  const auto line = [] {
    const bench::reference_arguments& given = bench::arguments;
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", given.from, given.to, given.unit, given.received,
                given.sent);
  };
  growth::describe(all.add("lineout", kind::lineout, line), "channels", Count, bench::text_example.size(), line);
}

// The reference message by each of so many loggers in turn.
void add_loggers(bench::suite& all, size_t count) {
  static std::deque<std::deque<logger>> groups;
  std::deque<logger>& group = groups.emplace_back();
  for (size_t index = 0; index < count; ++index) group.emplace_back(channel{}, bench::origin);
  const auto line = [&group, at = group.begin()]() mutable {
    const bench::reference_arguments& given = bench::arguments;
    at->warning("Connect: {} <--> {} unit {} rx {} tx {}", given.from, given.to, given.unit, given.received,
                given.sent);
    if (++at == group.end()) at = group.begin();
  };
  growth::describe(all.add("lineout", kind::lineout, line), "loggers", static_cast<double>(count),
                   bench::text_example.size(), line);
}

template <size_t... Index> void add_each(bench::suite& all, std::index_sequence<Index...>) {
  add_sizes(all);
  (add_numbers<Index>(all), ...);
}
template <size_t... Index> void add_tees(bench::suite& all, std::index_sequence<Index...>) {
  (add_tee<Index + 1>(all), ...);
}

}  // namespace

std::string_view growth::text_of(size_t size) {
  static const std::string words = [] {
    std::string made;
    while (made.size() < 1000) made += "the quick brown fox jumps over the lazy dog, ";
    return made;
  }();
  return std::string_view{words}.substr(0, size);
}

int main(int count, char** arguments) {
  bench::suite all{"growth", count, arguments};
  add_each(all, std::make_index_sequence<growth::most_arguments + 1>{});
  add_tees(all, std::make_index_sequence<6>{});
  for (const size_t loggers : {1u, 10u, 100u, 1000u}) add_loggers(all, loggers);
  return all.run();
}
