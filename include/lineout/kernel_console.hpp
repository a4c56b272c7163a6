// kernel_console: a kernel's or hypervisor's putchar() as syslog in Ethernet frames; lines wait for cards that come later.
#pragma once

#include <lineout/clocks/none.hpp>
#include <lineout/detail/record_ring.hpp>
#include <lineout/format/writer.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/levels.hpp>
#include <lineout/line_buffer.hpp>
#include <lineout/locks/spin.hpp>
#include <lineout/sinks/udp_frame.hpp>

namespace lineout {

// Derive from it and override what differs.
struct kernel_console_options {
  // Bytes of a line; what is longer is divided.
  static constexpr size_t width = 80;
  // One line buffer for each lock that the system holds around its putchar, and for each kind of interrupt that prints.
  static constexpr size_t contexts = 1;
  // Cards at a time.
  static constexpr size_t cards = 2;
  // Bytes in which the newest lines are kept. A card that comes up gets all of them.
  static constexpr size_t backlog = 16384;
  // Of each card's frame buffer: a cache line, where the card reads memory by itself.
  static constexpr size_t alignment = 64;
  // Kept lines that a card gets with each new one; the others wait for poll().
  static constexpr size_t sent_with_each = 2;
  static constexpr lineout::facility facility = lineout::facility::user;
  static constexpr lineout::severity severity = lineout::severity::info;
  // From panic() on.
  static constexpr lineout::severity panic_severity = lineout::severity::crit;
  // How a line says its own level: levels.hpp.
  using levels = lineout::levels::none;
  static constexpr text continuation_mark = "... ";
  static constexpr padding pad = padding::none;
  // Microseconds that a line waits for another processor's. Afterwards it is lost, and told.
  static constexpr uint32_t patience = 1000;
  using clock = clocks::none;
  using lock = locks::spin;
  // Keeps the host name where there is no clock.
  using framing = basic_rfc3164<unknown_time::keep_hostname>;
};

namespace detail {

// A card, as its driver names it.
struct frame_device : sink_base {
  bool (*transmit)(void* card, const char* frame, size_t size) = nullptr;
  void* card = nullptr;

  constexpr outcome send(packet& bytes) {
    return transmit(card, bytes.data(), bytes.size()) ? outcome::sent : outcome::lost;
  }
};

}  // namespace detail

// What a kernel_console writes to: the newest lines, and a frame for each card, which reads it where it lies. All zero at
// first.
template <typename Options = kernel_console_options> struct kernel_console_memory {
  using framing = typename Options::framing;
  using frames = udp_frame<detail::frame_device>;
  static constexpr size_t headroom = framing::headroom + frames::headroom;
  // Escapes may make a line longer; what is longer than this is cut and marked.
  static constexpr size_t text_size = 2 * Options::width;
  static constexpr size_t frame_size = headroom + text_size + framing::tailroom + frames::tailroom;

  struct alignas(Options::alignment) frame {
    char bytes[frame_size] = {};
  };

  frame frame_of[Options::cards] = {};
  char lines[Options::backlog] = {};
};

// No packet is on the stack. Nothing is allocated. Both objects can be constinit.
//
// Characters of one context come one after the other; contexts may run at the same time and interrupt each other. A card's
// transmit function is called in the context that finishes a line, or that polls, under the lock. It returns true when
// the frame has been sent or copied, and false when the card is busy: the line is then tried again with a later one, or
// by poll(). It may print: such a line is lost, and told.
//
// Each card has every line once, in order. What a card was too slow for is told to it: "7 lines lost".
template <typename Options = kernel_console_options> class kernel_console {
  static_assert(Options::contexts >= 1 && Options::cards >= 1,
                "lineout: a kernel_console has at least one context and one card");
  static_assert(time_source<typename Options::clock>,
                "lineout: Options::clock is not a clock; concepts.hpp says what a clock must have");

 public:
  using transmit_function = bool (*)(void* card, const char* frame, size_t size);

  // The memory and the origin's names outlive the console.
  constexpr kernel_console(lineout::origin who, kernel_console_memory<Options>& memory,
                           typename Options::clock clock = {})
      : memory_{memory}, origin_{who}, clock_{clock} {}
  kernel_console(const kernel_console&) = delete;
  kernel_console& operator=(const kernel_console&) = delete;

  // context: 0 to contexts - 1; beyond is taken for the last one.
  constexpr void put(char c, size_t context = 0) {
    auto& buffer = lines_[context < Options::contexts ? context : Options::contexts - 1];
    if (buffer.put(c)) emit(buffer);
  }
  constexpr void write(text words, size_t context = 0) {
    for (const char c : words) put(c, context);
  }
  // Sends what has no newline yet.
  constexpr void flush(size_t context = 0) {
    auto& buffer = lines_[context < Options::contexts ? context : Options::contexts - 1];
    if (buffer.flush()) emit(buffer);
  }

  // A card that can send from now on. It gets the lines that are kept, the oldest first, with the next lines and by
  // poll(). card is handed to transmit. A card that was up already gets other addresses. False: all places are taken,
  // or the lock is.
  constexpr bool nic_up(transmit_function transmit, void* card, const frame_addresses& addresses) {
    bool done = false;
    locked([&] {
      nic* place = nullptr;
      for (nic& one : nics_)
        if (one.is(card) || (!one.is_up() && place == nullptr)) place = &one;
      if (place == nullptr) return;
      if (!place->is(card)) {
        place->waiting = records_.count();
        place->cursor = records_.oldest();
        place->lost = 0;
      }
      place->out = frames{{{}, transmit, card}, addresses, Options::pad};
      done = true;
    });
    return done;
  }
  // It is not used any more. Waits until a frame that is being handed to it has been.
  constexpr void nic_down(void* card) {
    locked([&] {
      for (nic& one : nics_)
        if (one.is(card)) one.out.next() = {};
    });
  }

  // For the last words: sends every unfinished line and all that is kept. From now on each line is as severe as
  // Options::panic_severity at least, and nothing waits for a lock.
  constexpr void panic() {
    panicking_.store(1);
    for (size_t context = 0; context < Options::contexts; ++context) flush(context);
    poll(~size_t{0});
  }
  // Sends at most budget lines to each card. True: something is left, and a card is up for it.
  constexpr bool poll(size_t budget) {
    bool left = true;
    locked([&] {
      left = false;
      for (nic& one : nics_) left = !send_some(one, budget) || left;
    });
    return left;
  }

  // Lines that were lost for want of the lock, and that a card in this place (0 to cards - 1) was too slow for.
  constexpr size_t lost(size_t place) const { return place < Options::cards ? nics_[place].all_lost : 0; }
  constexpr size_t refused() const { return all_refused_.load(); }

 private:
  using memory_type = kernel_console_memory<Options>;
  using frames = typename memory_type::frames;
  using framing = typename Options::framing;
  static constexpr size_t headroom = memory_type::headroom;
  static constexpr size_t text_size = memory_type::text_size;

  // A record: PRI 1, seconds 8, offset from UTC in minutes 2, the text. Without a clock there is no time.
  static constexpr bool has_time = !detail::is_same<typename Options::clock, clocks::none>;
  static constexpr size_t fixed_size = 1 + (has_time ? 10 : 0);
  static_assert(Options::backlog >= 2 * (fixed_size + text_size + 3),
                "lineout: this backlog holds less than two lines");

  struct nic {
    frames out{{}, frame_addresses{}};
    size_t cursor = 0;   // where the next line for it lies
    size_t waiting = 0;  // lines
    size_t lost = 0;     // not told yet
    size_t all_lost = 0;

    constexpr bool is_up() const { return out.next().transmit != nullptr; }
    constexpr bool is(void* card) const { return is_up() && out.next().card == card; }
    constexpr void lose(size_t count) {
      lost += count;
      all_lost += count;
    }
  };

  constexpr char* frame_of(const nic& one) { return memory_.frame_of[&one - nics_].bytes; }

  // Calls action in the lock. In a panic it is called without the lock, where that is not free.
  template <typename Action> constexpr bool locked(Action action) {
    typename Options::lock::state saved{};
    const bool panicking = panicking_.load() != 0;
    const bool taken = lock_.try_acquire(saved, panicking ? 0 : Options::patience);
    if (!taken && !panicking) return false;
    action();
    if (taken) lock_.release(saved);
    return true;
  }

  [[gnu::noinline]] constexpr void emit(line_buffer<Options::width>& buffer) {
    const bool done = locked([&] {
      keep(buffer);
      for (nic& one : nics_) send_some(one, Options::sent_with_each);
    });
    if (done) return;
    refused_.add(1);
    all_refused_.add(1);
  }

  constexpr void keep(line_buffer<Options::width>& buffer) {
    const size_t refused = refused_.exchange(0);
    for (nic& one : nics_) one.lose(refused);
    char* const record = records_.reserve(memory_.lines, fixed_size + text_size, [this] { make_room(); });
    const size_t position = records_.next();
    priority level{Options::facility, Options::severity};
    text words = buffer.line();
    writer out{record + fixed_size, record + fixed_size + text_size, control_characters::escape};
    if (buffer.continues()) out.literal(Options::continuation_mark);
    else words = Options::levels::take(words, level);
    if (panicking_.load() != 0 && level.severity > Options::panic_severity) level.severity = Options::panic_severity;
    out.text(words);
    out.finish("...");
    char* at = detail::store_byte(record, level.pri());
    if constexpr (has_time) {
      const timestamp now = clock_.now();
      const uint64_t seconds = now.known() ? static_cast<uint64_t>(now.seconds()) : ~uint64_t{0};
      at = detail::store_little32(at, static_cast<uint32_t>(seconds));
      at = detail::store_little32(at, static_cast<uint32_t>(seconds >> 32));
      detail::store_little16(at, static_cast<uint32_t>(now.offset_minutes()) & 0xffff);
    }
    records_.commit(memory_.lines, fixed_size + out.size());
    for (nic& one : nics_)
      if (one.waiting++ == 0) one.cursor = position;
  }
  // The oldest line is about to be overwritten.
  constexpr void make_room() {
    for (nic& one : nics_) {
      if (one.waiting < records_.count()) continue;
      records_.read(memory_.lines, one.cursor);
      if (--one.waiting != 0) one.cursor = records_.wrapped(memory_.lines, one.cursor);
      if (one.is_up()) one.lose(1);
    }
  }

  // False: something waits for a card that is up.
  constexpr bool send_some(nic& one, size_t budget) {
    if (!one.is_up()) return true;
    for (; budget > 0 && (one.waiting > 0 || one.lost > 0); --budget)
      if (!(one.lost > 0 ? tell_losses(one) : send_next(one))) break;
    return one.waiting == 0 && one.lost == 0;
  }
  constexpr bool send_next(nic& one) {
    size_t at = one.cursor;
    const text record = records_.read(memory_.lines, at);
    const char* from = record.data();
    timestamp time{};
    if constexpr (has_time) {
      const uint64_t seconds = detail::load_little32(from + 1) | (uint64_t{detail::load_little32(from + 5)} << 32);
      time = timestamp::at(static_cast<int64_t>(seconds), 0, static_cast<int16_t>(detail::load_little16(from + 9)));
    }
    writer out{frame_of(one) + headroom, frame_of(one) + headroom + text_size, control_characters::keep};
    out.literal(record.skip(fixed_size));
    if (!send(one, priority::of_valid(static_cast<uint8_t>(detail::load_byte(from))), time, out.size())) return false;
    if (--one.waiting != 0) one.cursor = records_.wrapped(memory_.lines, at);
    return true;
  }
  constexpr bool tell_losses(nic& one) {
    writer out{frame_of(one) + headroom, frame_of(one) + headroom + text_size, control_characters::keep};
    out.decimal(one.lost);
    out.literal(one.lost == 1 ? " line lost" : " lines lost");
    if (!send(one, {Options::facility, severity::warning}, clock_.now(), out.size())) return false;
    one.lost = 0;
    return true;
  }
  constexpr bool send(nic& one, priority level, const timestamp& time, size_t size) {
    packet bytes{frame_of(one), memory_type::frame_size, headroom};
    bytes.append(size);
    framing{}.frame(bytes, message{level, time, &origin_, bytes});
    return one.out.send(bytes) == outcome::sent;
  }

  memory_type& memory_;
  lineout::origin origin_;
  [[no_unique_address]] typename Options::clock clock_;
  [[no_unique_address]] typename Options::lock lock_{};
  detail::atomic panicking_;
  detail::atomic refused_;  // not yet counted for the cards
  detail::atomic all_refused_;
  line_buffer<Options::width> lines_[Options::contexts] = {};
  detail::record_ring<Options::backlog> records_;
  nic nics_[Options::cards] = {};
};

}  // namespace lineout
