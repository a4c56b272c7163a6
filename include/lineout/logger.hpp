// logger: log.warning("disk {} at {}%", "sda", 91) - builds the message where it stands and submits it to its channel.
#pragma once

#include <lineout/detail/calls.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/inlined_logger.hpp>
#include <lineout/detail/logger_traits.hpp>
#include <lineout/named_logger.hpp>

namespace lineout {

// A channel (or a sink, which is then framed), an origin, and a clock. Safe to call from wherever its channel is: the
// logger itself never waits, allocates or locks. Its size is that of its parts, an origin and seven words. When
// messages were lost, the next one is preceded by a message that says how many; a channel with slots of its own sees to
// that itself. Calls only need a constant one. Elsewhere in a program it goes by logger_ref.
template <typename Channel, typename Options = typename detail::options_for<Channel>::type>
class logger : public detail::logger_base,
               public detail::calls<logger<Channel, Options>,
                                    detail::format_of<Options::format_specs, Options::inlined>::template type> {
  using channel_type = typename detail::channel_for<Channel>::type;
  using clock_type = typename Options::clock;
  static_assert(time_source<clock_type>,
                "lineout: Options::clock is not a clock; concepts.hpp says what a clock must have");
  static constexpr bool has_system = !detail::is_same<detail::default_options_of<channel_type>, void>;
  static_assert(
      !has_system || !detail::is_same<clock_type, clocks::unset>,
      "lineout: this channel ends in an operating system's sink, and these options have no clock. Derive them "
      "from lineout::posix::options, or write using clock = lineout::clocks::none for lines without a time");
  static_assert(Options::text_size >= 32, "lineout: Options::text_size is at least 32");

 public:
  using options = Options;
  static constexpr bool format_specs = Options::format_specs;
  template <typename... Args> using any_format = basic_format_string<format_specs, Args...>;

  // The origin's names must outlive the logger.
  constexpr logger(Channel part, lineout::origin origin, clock_type clock = {})
      : logger_base{Options::threshold}, channel_{detail::move(part)}, clock_{detail::move(clock)}, origin_{origin} {}
  // The same, to have the options deduced: lineout::logger log{sink, origin, my_options{}}.
  constexpr logger(Channel part, lineout::origin origin, Options) : logger{detail::move(part), origin} {}

  // The same for the next call, as if Options::inlined were true: log.inlined().info(...).
  constexpr auto inlined() const { return detail::inlined_logger<logger>{*this}; }
  // A logger for a part of the program, which has this app name and a threshold of its own.
  constexpr named_logger<logger> named(app_name name) const { return {*this, origin().named(name)}; }

  constexpr lineout::counts counts() const { return counters_.counts(); }

  // For the last words: from now on nothing waits for a lock or a slot for more than a bounded time.
  constexpr void panic() const {
    panicking_.store(1);
    channel_.panic();
  }

  // The heartbeat: tells the parts the time, moves what they keep, and reports losses when nothing more is logged. One
  // context calls it now and then. budget: looks or messages. True: something is left to do.
  bool poll(size_t budget) const {
    channel_.tick(clock_.now());
    const bool busy = channel_.poll(budget);
    collect_losses();
    if (counters_.unreported.value() != 0) {
      slot_type slot{storage(), is_panicking()};
      if (slot.bytes() != nullptr) report_losses(pri_of({}), slot);
    }
    return busy || counters_.unreported.value() != 0;
  }

  // Has the channel send now what it keeps for later. By whom poll() is called.
  constexpr void flush() const { channel_.flush(); }

  constexpr channel_type& channel() { return channel_; }
  constexpr clock_type& clock() { return clock_; }
  constexpr const lineout::origin& origin() const { return *current_origin(); }
  // From now on messages have this origin, which outlives the logger. May be called while others log.
  constexpr void set_origin(const lineout::origin& of) {
    if (__builtin_is_constant_evaluated()) current_ = &of;
    else __atomic_store_n(&current_, &of, __ATOMIC_RELEASE);
  }
  void set_origin(const lineout::origin&&) = delete;

 private:
  friend detail::calls<logger, detail::format_of<Options::format_specs, Options::inlined>::template type>;
  friend detail::inlined_logger<logger>;
  friend named_logger<logger>;

  static constexpr size_t headroom = channel_type::headroom;
  static constexpr bool keeps_arguments = detail::keeps_arguments<channel_type>;
  static constexpr bool builds_in_channel = detail::has_slots<channel_type>;
  static constexpr size_t text_size = detail::text_size_in<channel_type, Options::text_size>();
  static constexpr size_t storage_size = headroom + text_size + channel_type::tailroom;
  using storage_type = typename detail::storage_for<channel_type, typename Options::storage, storage_size>::type;
  using slot_type = typename storage_type::slot;
  static_assert(Options::cut_mark.size() <= text_size, "lineout: Options::cut_mark is longer than a text");

  static constexpr bool shows_panic = !detail::is_same<typename Options::storage, on_stack> || builds_in_channel;
  static constexpr bool finds_losses = detail::finds_losses<channel_type>;
  static constexpr bool is_inlined = Options::inlined && detail::has_plain_format;
  static constexpr bool doubles_backslashes = cleaning{Options::control_characters}.doubled != '\0';
  static constexpr bool compiles(severity level) { return level <= Options::compiled_threshold; }
  static constexpr size_t pri_of(severity level) { return priority{Options::facility, level}.pri(); }
  [[gnu::always_inline]] constexpr bool passes(severity level) const {
    return compiles(level) && logger_base::passes(level);
  }

  constexpr const logger& target() const { return *this; }
  // What a call hands over: see logger_functions.
  [[gnu::always_inline]] void take(const char* literal, size_t head, const detail::argument_word* words) const {
    take_any(*this, literal, head, words);
  }
  [[gnu::noinline]] static void take_any(const logger_base& self, const char* literal, size_t head,
                                         const detail::argument_word* words) {
    const logger& log = static_cast<const logger&>(self);
    log.emit(log, *log.current_origin(), literal, head, words);
  }
  [[gnu::noinline]] void take_from(const logger_base& who, const lineout::origin& from, const char* literal,
                                   size_t head, const detail::argument_word* words) const {
    emit(who, from, literal, head, words);
  }

  // who: has the threshold.
  [[gnu::always_inline]] void emit(const logger_base& who, const lineout::origin& from, const char* literal,
                                   size_t head, const detail::argument_word* words) const {
    const heading* what = nullptr;
    size_t code = head & 255;
    if (code == detail::with_heading) {
      what = static_cast<const heading*>((words++)->pointer);
      code = what->code();
    }
    if (code >= detail::own_facility) code = pri_of(static_cast<severity>(code & 7));
    const auto level = static_cast<severity>(code & 7);
    if (!compiles(level) || !who.passes(level)) return;
    const call made{what != nullptr && what->origin != nullptr ? what->origin : &from, what, code};
    const size_t kinds = head >> detail::priority_bits;
    if constexpr (keeps_arguments)
      if ((what == nullptr || !what->has_extras()) && defer(made, literal, kinds << detail::priority_bits, words))
        return;
    slot_type slot{storage(), is_panicking()};
    if constexpr (detail::is_quick) {
      if (!begin(slot, code)) [[unlikely]]
        return lose();
      if (fill(made, slot, literal, kinds, words) == outcome::lost) [[unlikely]]
        lose();
    } else {
      collect_losses();
      if (slot.bytes() == nullptr) return lose();
      fill_in_turn(made, slot, literal, kinds, words);
    }
  }

  // False: there is no slot, or losses are to be reported first, and that is not possible.
  [[gnu::always_inline]] bool begin(slot_type& slot, size_t pri) const {
    collect_losses();
    if (!builds_in_channel && slot.bytes() != nullptr && counters_.unreported.value() != 0) [[unlikely]]
      return report_losses(pri, slot);
    return slot.bytes() != nullptr;
  }
  struct call {  // all but the text
    const lineout::origin* origin;
    const heading* what;  // may be null
    size_t pri;
  };
  [[gnu::always_inline]] outcome fill(const call& made, slot_type& slot, const char* literal, size_t kinds,
                                      const detail::argument_word* words) const {
    if constexpr (detail::is_quick) return hand_on(made, slot, write(slot.bytes(), literal, kinds, words));
    else return hand_on_apart(made, slot, write_apart(slot.bytes(), literal, kinds, words));
  }
  // For small machines: the notice of losses by the message's code, no text on top of the stack of what sends it.
  [[gnu::always_inline]] void fill_in_turn(const call& made, slot_type& slot, const char* literal, size_t kinds,
                                           const detail::argument_word* words) const {
    for (size_t untold = builds_in_channel ? 0 : counters_.unreported.take();; untold = 0) {
      const detail::argument_word notice[]{{untold}, {.characters = &"s"[untold == 1]}};
      const size_t size = untold == 0 ? write_apart(slot.bytes(), literal, kinds, words)
                                      : write_apart(slot.bytes(), notice_format, notice_kinds, notice);
      const call its{untold == 0 ? made.origin : current_origin(), untold == 0 ? made.what : nullptr,
                     untold == 0 ? made.pri : pri_of_notice(made.pri)};
      if (hand_on_apart(its, slot, size) == outcome::lost) return lose(untold);
      if (untold == 0) return;
    }
  }
  [[gnu::noinline]] size_t write_apart(char* bytes, const char* literal, size_t kinds,
                                       const detail::argument_word* words) const {
    return write(bytes, literal, kinds, words);
  }
  [[gnu::always_inline]] size_t write(char* bytes, const char* literal, size_t kinds,
                                      const detail::argument_word* words) const {
    char* const first = bytes + headroom;
    writer out{first, first + text_size, Options::control_characters};
    detail::format_words<format_specs>(out, literal, kinds, words);
    out.finish(Options::cut_mark);
    if (out.truncated()) counters_.truncated.add(1);
    return out.size();
  }
  [[gnu::noinline]] outcome hand_on_apart(const call& made, slot_type& slot, size_t size) const {
    return hand_on(made, slot, size);
  }
  [[gnu::always_inline]] outcome hand_on(const call& made, slot_type& slot, size_t size) const {
    char* const bytes = slot.bytes();
    if (bytes == nullptr) __builtin_unreachable();
    packet body{bytes, storage_size, headroom};
    if (body.append(size) == nullptr) __builtin_unreachable();
    message whole{priority::of_valid(static_cast<uint8_t>(made.pri)), clock_.now(), made.origin, body};
    if (text id, data; made.what != nullptr) {  // not whole's own, which then is no object in memory
      if (made.what->extras_in(id, data)) counters_.truncated.add(1);
      whole.id = id, whole.structured_data = data;
    }
    outcome result{};
    if constexpr (builds_in_channel) result = channel_.submit(slot, whole);
    else result = channel_.submit(whole);
    if (result == outcome::sent) counters_.sent.add(1);
    else if (result == outcome::queued) counters_.queued.add(1);
    return result;
  }

  static constexpr const char* notice_format = "{} message{} lost";
  static constexpr size_t notice_kinds = detail::packed_kinds<size_t, const char*>::head >> detail::priority_bits;
  static constexpr size_t pri_of_notice(size_t pri) {
    return (pri & ~size_t{7}) | static_cast<size_t>(severity::warning);
  }
  // Says how many, with the facility of the message that is next. False: that could not be sent, so no message is.
  [[gnu::always_inline]] bool report_losses(size_t pri, slot_type& slot) const {
    const size_t count = counters_.unreported.take();
    if (count == 0) return true;
    const detail::argument_word words[]{{count}, {.characters = &"s"[count == 1]}};
    const call notice{current_origin(), nullptr, pri_of_notice(pri)};
    if (fill(notice, slot, notice_format, notice_kinds, words) != outcome::lost) return true;
    counters_.unreported.add(count);
    return false;
  }
  [[gnu::always_inline]] constexpr void collect_losses() const {
    if constexpr (finds_losses)
      if (const size_t count = channel_.take_losses(); count != 0) [[unlikely]]
        counters_.add_lost_later(count);
  }
  constexpr const lineout::origin* current_origin() const {
    return __builtin_is_constant_evaluated() ? current_ : __atomic_load_n(&current_, detail::atomic::acquire);
  }

  // A message, and the notice of so many others.
  [[gnu::cold]] constexpr void lose(size_t untold = 0) const {
    counters_.lost.add(1);
    if constexpr (!builds_in_channel) counters_.unreported.add(untold + 1);
  }
  void add_losses(size_t count) const { counters_.add_lost(count); }  // of a logger_ref that referred to nothing
  constexpr bool is_panicking() const { return panicking_.load() != 0; }
  constexpr auto& storage() const {
    if constexpr (builds_in_channel) return channel_;
    else return storage_;
  }

  // emit() without a text, where the channel keeps a call's words; restore() is the rest. False: it cannot keep them.
  bool defer(const call& made, const char* literal, size_t head, const detail::argument_word* words) const {
    using kept = detail::timed_call<decltype(detail::read_clock(detail::declared<clock_type&>()))>;
    outcome result{};
    if (!channel_.defer(is_panicking(), priority::of_valid(static_cast<uint8_t>(made.pri)),
                        kept{{&restore<kept>, this, made.origin, literal, head}, detail::read_clock(clock_)}, words,
                        Options::cut_mark, result))
      return false;
    if (result == outcome::lost) [[unlikely]]
      lose();
    else counters_.queued.add(1);
    return true;
  }
  template <typename Call> static size_t restore(const detail::kept_call& kept, message& what, char* to, size_t room) {
    const Call& call = static_cast<const Call&>(kept);
    const logger& log = *static_cast<const logger*>(call.log);
    what.origin = call.origin;
    what.time = detail::time_of(log.clock_, call.reading);
    writer out{to, to + (room < Options::text_size ? room : Options::text_size), Options::control_characters};
    detail::format_words<format_specs>(out, call.format, call.head >> detail::priority_bits, call.words());
    out.finish(Options::cut_mark);
    if (out.truncated() || (call.head & 1) != 0) log.counters_.truncated.add(1);
    return out.size();
  }

 public:
  // For logger_ref.
  static constexpr detail::logger_functions functions{
      &take_any,
      [](const logger_base& self, size_t budget) { return static_cast<const logger&>(self).poll(budget); },
      [](const logger_base& self) { static_cast<const logger&>(self).flush(); },
      [](const logger_base& self) { static_cast<const logger&>(self).panic(); },
      [](const logger_base& self) { return static_cast<const logger&>(self).counts(); },
      [](const logger_base& self, size_t count) { static_cast<const logger&>(self).add_losses(count); }};

 private:
  [[no_unique_address]] mutable channel_type channel_;
  [[no_unique_address]] mutable clock_type clock_;
  [[no_unique_address]] mutable storage_type storage_;
  lineout::origin origin_;
  const lineout::origin* current_ = &origin_;
  [[no_unique_address]] mutable detail::conditional_t<shows_panic, detail::atomic, detail::no_atomic> panicking_;
  mutable detail::message_counters<Options::shared, finds_losses> counters_;
};

template <typename Part, typename Options>
requires requires { Options::text_size; }
logger(Part, origin, Options)->logger<Part, Options>;
template <typename Part> logger(Part, origin) -> logger<Part, typename detail::options_for<Part>::type>;

}  // namespace lineout
