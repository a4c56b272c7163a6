// Firmware that logs from its main loop and from two interrupts, one of which interrupts the other, keeps what it
// cannot send yet, and says its last words when it stops. What it is to live through is the first word of its command
// line.
#include "board.hpp"
#include "network_card.hpp"

#include <lineout/lineout.hpp>

using lineout::size_t;
using lineout::text;
using lineout::uint32_t;

namespace {

struct options : lineout::options {
  static constexpr lineout::facility facility = lineout::facility::local0;
  static constexpr size_t text_size = 120;
  using storage = lineout::pool<4>;
  using clock = lineout::clocks::ticks<board::ticks_per_second>;
};
struct backlog_options : lineout::backlog_options {
  static constexpr size_t text_size = options::text_size + previous_mark.size();
};

// What is not sent is kept here, over a warm reset too. The deferred interrupt is kept away while a line is handed
// over; the urgent one never is: when it comes in between, it waits no microsecond and loses its line, and that is
// counted and said.
[[gnu::section(".noinit")]] lineout::backlog_storage<4096> kept;
using frames = lineout::framed<lineout::rfc3164, lineout::udp_frame<network_card>>;
using backlog = lineout::backlog<frames, sizeof kept.bytes, backlog_options>;
using way_out =
    lineout::locked<backlog, lineout::locks::interrupts<lineout::locks::spin, board::deferred_interrupt>, 0>;

constinit way_out out{
    frames{lineout::udp_frame{
        network_card{},
        lineout::frame_addresses{.from_mac = "02:00:00:00:00:01", .from = "10.0.2.15", .to = "10.0.2.2"}}},
    kept};

using logger = lineout::logger<lineout::shared<way_out>, options>;
constinit logger log{lineout::shared{out}, {"board7", "firmware"}, options::clock{board::ticks}};
constinit logger console_log{lineout::shared{out}, {"board7", "console"}, options::clock{board::ticks}};
constinit lineout::console console{console_log};

network_card& card(backlog& keeping) { return keeping.next().next().next(); }

// Where the board has a place that reads as a card does without power.
void take_power_from(auto& nic) {
  if constexpr (requires { nic.powerless; }) nic.base = nic.powerless;
}

// A word of the command line, or what follows NAME= in one.
text find_word(text wanted) {
  for (text left = board::command_line(); !left.empty();) {
    const size_t size = left.find(' ');
    const text word = left.first(size);
    if (word.first(wanted.size()) == wanted) return word.skip(wanted.size());
    left = left.skip(size + 1);
  }
  return {};
}
bool is_asked_for(text wanted) { return find_word(wanted).data() != nullptr; }
uint32_t number(text name, uint32_t otherwise) {
  const text digits = find_word(name);
  uint32_t value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<uint32_t>(digit - '0');
  return digits.empty() ? otherwise : value;
}

// What each context logs: its name, how many that makes, and something that only a line in one piece has.
struct context {
  text name;
  lineout::severity severity;
  uint32_t lines = 0;

  void write() {
    constexpr text filler = "the quick brown fox jumps over the lazy dog";
    ++lines;
    log.log(severity, "{} {}: {:08x} {}", name, lines, static_cast<uint32_t>(lines * 2654435761),
            filler.first(lines * 7 % 44));
  }
};
constinit context main_loop{"main", lineout::severity::info};
constinit context deferred{"deferred", lineout::severity::notice};
constinit context urgent{"urgent", lineout::severity::warning};
constinit volatile uint32_t storm_until = 0;  // lines
constinit volatile uint32_t fault_after = 0;  // interrupts
constinit uint32_t noise = 1;

// Since power-on, for three hours.
uint32_t second() { return static_cast<uint32_t>(board::ticks() >> 6) / (board::ticks_per_second >> 6); }
void wait_until(uint32_t when) {
  while (second() < when) board::wait();
}
// True: nothing is left to be sent.
bool finish() {
  for (int rounds = 0; rounds < 1000; ++rounds)
    if (!log.poll(8) && !console_log.poll(8)) return true;
  return false;
}

void report(text what) {
  const lineout::counts lines = log.counts();
  lineout::backlog_counts waited;
  out.with([&waited](backlog& keeping) { waited = keeping.counts(); });
  log.notice("{}: accepted {} sent {} queued {} lost {}, backlog: kept {} sent {} lost {}", what, lines.accepted,
             lines.sent, lines.queued, lines.lost, waited.kept, waited.sent, waited.lost);
}

void storm(uint32_t lines) {
  finish();
  storm_until = lines;
  board::interrupt_every(300);
  while (log.counts().accepted < lines) {
    main_loop.write();
    for (uint32_t work = 0; work < 500; ++work) asm volatile("");
  }
  storm_until = 0;
  board::interrupt_every(board::ticks_per_second >> 7);
  finish();
  report("storm");
}

// As a board whose link takes its time.
void boot_without_a_link() {
  for (uint32_t line = 1; line <= 100; ++line) {
    wait_until(line >> 2);
    log.info("line {} before the link, in second {}", line, second());
  }
  wait_until(30);
  log.info("the link is there in second {}", second());
  finish();
  report("backlog");
}

[[gnu::noinline]] uint32_t deeper(uint32_t depth) {
  volatile char stack[64];
  stack[depth & 63] = 1;
  log.info("depth {}", depth);
  if (depth == 100000) return 0;
  return deeper(depth + 1) + static_cast<uint32_t>(stack[depth & 63]);
}

// Stops in the middle of everything: a line on the console, and a frame on its way into the controller.
void stop_in_the_middle() {
  finish();
  log.info("all is well");
  console.write("erasing sector 11 done\nerasing sector 12 ...");
  out.with([](backlog& keeping) {
    constexpr char half[40] = {};
    card(keeping).begin(110);
    card(keeping).write(half, sizeof half);
    board::touch_what_is_forbidden();
  });
}

}  // namespace

void firmware_urgent_interrupt() {
  if (fault_after > 0) {
    fault_after = fault_after - 1;
    if (fault_after == 0) board::touch_what_is_forbidden();
  }
  if (storm_until == 0) return;
  noise = noise * 1103515245 + 12345;
  board::interrupt_every(200 + ((noise >> 16) & 511));
  if (log.counts().accepted < storm_until) urgent.write();
  if (urgent.lines % 3 == 0) board::defer();
}

void firmware_deferred_interrupt() {
  if (log.counts().accepted < storm_until) deferred.write();
}

void firmware_fault(const board::fault& what) {
  static constinit bool again = false;
  if (again) board::end(4);
  again = true;
  console.panic();
  log.panic();
  if (what.interrupt == 0)
    log.emerg("stopped in the main loop: status {:#010x} address {:#010x}", what.status, what.address);
  else
    log.emerg("stopped in interrupt {}: status {:#010x} address {:#010x}", what.interrupt, what.status, what.address);
  if (what.has_frame) {
    log.emerg("pc {:08x} lr {:08x} psr {:08x} sp {:08x}", what.pc, what.lr, what.psr, what.sp);
    log.emerg("r0 {:08x} r1 {:08x} r2 {:08x} r3 {:08x} r12 {:08x}", what.r0, what.r1, what.r2, what.r3, what.r12);
  } else {
    log.emerg("sp {:08x}: the stack is used up", what.sp);
  }
  if (is_asked_for("reset")) board::reset();
  board::end(finish() ? 2 : 3);
}

void firmware_main() {
  board::interrupt_every(board::ticks_per_second >> 7);
  const auto now = lineout::timestamp::at(number("time=", 1795336996));
  log.clock().set(now);
  console_log.clock().set(now);
  size_t found = 0;
  out.with([&found](backlog& keeping) {
    found = keeping.recover();
    keeping.next().next().layers().get<lineout::udp>().to_port = static_cast<lineout::uint16_t>(number("port=", 514));
    if (is_asked_for("powerless")) take_power_from(card(keeping));
  });

  if (found > 0) {
    log.notice("started again with {} lines from before the reset", found);
    board::end(finish() ? 0 : 3);
  }
  if (is_asked_for("storm")) storm(number("lines=", 20000));
  if (is_asked_for("backlog")) boot_without_a_link();
  if (is_asked_for("panic")) stop_in_the_middle();
  if (is_asked_for("reset")) {
    log.info("the last line of this run, but for its last words");
    board::touch_what_is_forbidden();
  }
  if (is_asked_for("interrupt")) {
    fault_after = 2000;
    storm(1000000);
  }
  if (is_asked_for("stack")) {
    finish();
    deeper(1);
  }
  if (is_asked_for("dies")) {
    finish();
    log.info("the card is about to lose its power");
    out.with([](backlog& keeping) { take_power_from(card(keeping)); });
  }
  if (is_asked_for("powerless") || is_asked_for("unlinked") || is_asked_for("dies"))
    for (uint32_t line = 1; line <= 20; ++line) log.info("line {} that nobody sees", line);
  board::end(finish() ? 0 : 3);
}
