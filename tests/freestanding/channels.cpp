// The channels that select, repeat, count and mark, as firmware uses them.
#include <lineout/lineout.hpp>

bool firmware_write(const char* bytes, lineout::size_t size);

namespace {

using uart = lineout::callback<bool (*)(const char*, lineout::size_t)>;
using framed_uart = lineout::framed<lineout::rfc3164, uart>;
using calm = lineout::dedupe<framed_uart>;
using marked = lineout::mark<lineout::prefix<lineout::rate_limit<framed_uart>, 8>>;
using routes = lineout::fan_out<lineout::filter<calm>, lineout::filter<framed_uart>, marked>;

constinit lineout::locked<routes, lineout::locks::none> channel{
    lineout::filter{"*.info;mail.none", calm{framed_uart{uart{&firmware_write}}}},
    lineout::filter{"kern.*", "!ipfw", "-@", framed_uart{uart{&firmware_write}}},
    marked{{"left: ", lineout::rate_limit{framed_uart{uart{&firmware_write}}}}, {"board-7", "motor"}}};

constinit lineout::logger log{lineout::shared{channel}, {"board-7", "motor"}};

// The channels of this board, by the names that its syslog.conf has for them.
struct board : lineout::outputs_base<board> {
  static constexpr lineout::size_t headroom = framed_uart::headroom;
  static constexpr lineout::size_t tailroom = framed_uart::tailroom;
  framed_uart console{uart{&firmware_write}};

  lineout::parsed<lineout::size_t> find(const lineout::action& wanted) {
    if (wanted.target == "/dev/console") return {.value = 0};
    return {.error = "there is only /dev/console"};
  }
  lineout::outcome submit(lineout::size_t, const lineout::message& what) { return console.submit(what); }
};
constexpr lineout::rules<4> built_in{"*.notice;kern.debug /dev/console\n!motor\n*.* /dev/console\n"};
constinit lineout::logger routed{lineout::ruleset<4, board>{board{}, "board-7"}, {"board-7", "motor"}};

}  // namespace

lineout::size_t firmware_configure(lineout::text conf) {
  lineout::size_t column = 0;
  const auto note = [&column](const lineout::rule_error& wrong) { column = wrong.column; };
  if (!routed.channel().reload(conf, note)) routed.channel().adopt(built_in, note);
  routed.notice("{} rules", routed.channel().current().size());
  return column;
}

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
