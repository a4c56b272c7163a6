// needs: fmt/compile.h libfmt-dev
// links: fmt
#include <fmt/compile.h>
#include <fmt/format.h>

#include "growth.hpp"

namespace {

using bench::kind;

bench::prefix prefix;

// The header, of a size that is constant.
char* put_header(char* buffer) {
  std::memcpy(buffer, prefix.at(bench::prefix::coarse_second()), bench::prefix::size);
  return buffer + bench::prefix::size;
}

template <size_t... Index> void write_numbers(std::index_sequence<Index...>) {
  char buffer[256];
  const char* const end = fmt::format_to(put_header(buffer), FMT_COMPILE(growth::numbers<sizeof...(Index)>.words),
                                         growth::values[Index]...);
  bench::deliver(buffer, static_cast<size_t>(end - buffer));
}
template <size_t Count> void add_numbers(bench::suite& all) {
  const auto line = [] { write_numbers(std::make_index_sequence<Count>{}); };
  growth::describe(all.add("fmt compiled", kind::peer, line), "arguments", Count, 7 + 9 * Count, line);
}
template <size_t... Index> void add_each(bench::suite& all, std::index_sequence<Index...>) {
  (add_numbers<Index>(all), ...);
}

const bench::part formats{[](bench::suite& all) {
  for (const size_t size : growth::text_sizes) {
    const auto line = [text = growth::text_of(size)] {
      char buffer[bench::prefix::size + 1024];
      const char* const end = fmt::format_to(put_header(buffer), FMT_COMPILE("{}"), text);
      bench::deliver(buffer, static_cast<size_t>(end - buffer));
    };
    growth::describe(all.add("fmt compiled", kind::peer, line), "bytes", static_cast<double>(size), size, line);
  }
  add_each(all, std::make_index_sequence<growth::most_arguments + 1>{});
}};

}  // namespace
