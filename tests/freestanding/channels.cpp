// The channels that select, repeat, count and mark, as firmware uses them.
#include <lineout/lineout.hpp>

bool firmware_write(const char* bytes, lineout::size_t size);

namespace {

using uart = lineout::callback<bool (*)(const char*, lineout::size_t)>;
using framed_uart = lineout::framed<lineout::rfc3164, uart>;
using calm = lineout::dedupe<framed_uart>;
using marked = lineout::mark<lineout::prefix<lineout::rate_limit<framed_uart>, 8>>;
using routes = lineout::tee<lineout::select<calm>, lineout::select<framed_uart>, marked>;

constinit lineout::exclusive<routes, lineout::locks::none> channel{
    lineout::select{"*.info;mail.none", calm{framed_uart{uart{&firmware_write}}}},
    lineout::select{"kern.*", "!ipfw", "-@", framed_uart{uart{&firmware_write}}},
    marked{{"left: ", lineout::rate_limit{framed_uart{uart{&firmware_write}}}}, {"board-7", "motor"}}};

constinit lineout::logger log{lineout::borrowed{channel}, {"board-7", "motor"}};

}  // namespace

void firmware_use(lineout::uint32_t speed, lineout::timestamp now) {
  log.info("speed {}", speed);
  channel.tick(now);
  channel.flush();
  log.panic();
}

bool firmware_select(lineout::text words, lineout::priority level) {
  const auto which = lineout::selector::parse(words);
  return which && which.value.takes(level);
}
