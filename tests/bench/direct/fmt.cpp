// needs: fmt/compile.h libfmt-dev
// links: fmt
// {fmt}, as a careful user has it: into a buffer that is large enough, with the header made once a second.
#include <fmt/compile.h>
#include <fmt/format.h>

#include "../reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;
bench::prefix prefix;

std::string_view header() { return {prefix.at(bench::prefix::coarse_second()), bench::prefix::size}; }

// The header is copied with a constant size, which {fmt} cannot know.
void compiled() {
  char buffer[160];
  std::memcpy(buffer, prefix.at(bench::prefix::coarse_second()), bench::prefix::size);
  const char* const end =
      fmt::format_to(buffer + bench::prefix::size, FMT_COMPILE("Connect: {} <--> {} unit {} rx {} tx {}"), given.from,
                     given.to, given.unit, given.received, given.sent);
  bench::deliver(buffer, static_cast<size_t>(end - buffer));
}

void compiled_bounded() {
  char buffer[160];
  const auto result = fmt::format_to_n(buffer, sizeof buffer, FMT_COMPILE("{}Connect: {} <--> {} unit {} rx {} tx {}"),
                                       header(), given.from, given.to, given.unit, given.received, given.sent);
  bench::deliver(buffer, static_cast<size_t>(result.out - buffer));
}

void at_run_time() {
  char buffer[160];
  const char* const end = fmt::format_to(buffer, "{}Connect: {} <--> {} unit {} rx {} tx {}", header(), given.from,
                                         given.to, given.unit, given.received, given.sent);
  bench::deliver(buffer, static_cast<size_t>(end - buffer));
}

void at_run_time_bounded() {
  char buffer[160];
  const auto result = fmt::format_to_n(buffer, sizeof buffer, "{}Connect: {} <--> {} unit {} rx {} tx {}", header(),
                                       given.from, given.to, given.unit, given.received, given.sent);
  bench::deliver(buffer, static_cast<size_t>(result.out - buffer));
}

const bench::part formats{[](bench::suite& all) {
  const auto add = [&all](const char* name, void (*line)()) {
    all.add(name, kind::peer, line).check([line] { return bench::not_the_line(line); });
  };
  add("fmt compiled", compiled);
  add("fmt compiled, bounded", compiled_bounded);
  add("fmt", at_run_time);
  add("fmt, bounded", at_run_time_bounded);
}};

}  // namespace
