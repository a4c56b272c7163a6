// logger: log.warning("disk {} at {}%", "sda", 91) - builds the message where it stands and submits it to its channel.
#pragma once

#include <lineout/detail/counter.hpp>
#include <lineout/detail/logger_traits.hpp>
#include <lineout/detail/stored.hpp>
#include <lineout/format/format_string.hpp>

namespace lineout {

// What a logger has counted since it was made: accepted = sent + lost + queued whenever no call is under way.
struct counts {
  size_t accepted = 0;   // calls at or above both thresholds, and notices of losses
  size_t sent = 0;       // taken by the channel
  size_t queued = 0;     // handed to a queue, which counts what becomes of them
  size_t truncated = 0;  // of these, how many were cut
  size_t lost = 0;       // for want of a slot, or because the channel could not
  size_t lost_later = 0; // of those sent or queued, what a part found lost afterwards; told like all losses
};

// What stands before a message's text, where a call says more than the priority. The id (MSGID) and the origin, if it
// is not the logger's, outlive every message that is queued.
struct heading {
  lineout::priority priority;
  text id;
  const lineout::origin* origin;

  constexpr explicit heading(lineout::priority level, text message_id = {}, const lineout::origin* from = nullptr)
      : priority{level}, id{message_id}, origin{from} {}
};

// A channel (or a sink, which is then framed), an origin, and a clock. Safe to call from wherever its channel is: the
// logger itself never waits, allocates or locks. Its size is that of its parts, an origin and eight words. When
// messages were lost, the next one is preceded by a message that says how many; a channel with slots of its own sees to
// that itself.
template <typename Channel, typename Options = typename detail::options_for<Channel>::type> class logger {
  using channel_type = typename detail::channel_for<Channel>::type;
  using clock_type = typename Options::clock;
  static_assert(time_source<clock_type>, "lineout: Options::clock is not a clock; concepts.hpp says what a clock must have");
  static_assert(detail::is_same<detail::default_options_of<channel_type>, void> ||
                    !detail::is_same<clock_type, clocks::unset>,
                "lineout: this channel ends in an operating system's sink, and these options have no clock. Derive them "
                "from lineout::posix::options, or write using clock = lineout::clocks::none for lines without a time");
  static_assert(Options::text_size >= 32, "lineout: Options::text_size is at least 32");

 public:
  using options = Options;

  // The origin's names must outlive the logger.
  constexpr logger(Channel part, lineout::origin origin, clock_type clock = {})
      : channel_{detail::move(part)}, clock_{detail::move(clock)}, origin_{origin} {}
  logger(const logger&) = delete;
  logger& operator=(const logger&) = delete;

  template <typename... Args>
  using format = basic_format_string<Options::format_specs, detail::type_identity_t<Args>...>;

  // One line each. Less severe than Options::compiled_threshold: no code, and the string is not in the program.
  template <typename... Args> constexpr void emerg(format<Args...> words, const Args&... args) {
    at<severity::emerg>(words, args...);
  }
  template <typename... Args> constexpr void alert(format<Args...> words, const Args&... args) {
    at<severity::alert>(words, args...);
  }
  template <typename... Args> constexpr void crit(format<Args...> words, const Args&... args) {
    at<severity::crit>(words, args...);
  }
  template <typename... Args> constexpr void err(format<Args...> words, const Args&... args) {
    at<severity::err>(words, args...);
  }
  template <typename... Args> constexpr void warning(format<Args...> words, const Args&... args) {
    at<severity::warning>(words, args...);
  }
  template <typename... Args> constexpr void notice(format<Args...> words, const Args&... args) {
    at<severity::notice>(words, args...);
  }
  template <typename... Args> constexpr void info(format<Args...> words, const Args&... args) {
    at<severity::info>(words, args...);
  }
  template <typename... Args> constexpr void debug(format<Args...> words, const Args&... args) {
    at<severity::debug>(words, args...);
  }

  // With a severity, or a facility and a severity, that are only known at run time.
  template <typename... Args> constexpr void log(severity level, format<Args...> words, const Args&... args) {
    log(priority{Options::facility, level}, words, args...);
  }
  template <typename... Args> constexpr void log(priority level, format<Args...> words, const Args&... args) {
    if (enabled(level.severity)) pass(pri_value{level.pri()}, words, args...);
  }

  // What is not the logger's own, or not only the priority, as for a catalogue's events.
  template <typename... Args> constexpr void log(const heading& what, format<Args...> words, const Args&... args) {
    if (enabled(what.priority.severity)) pass(what, words, args...);
  }

  constexpr bool enabled(severity level) const {
    return level <= Options::compiled_threshold && static_cast<size_t>(level) <= threshold_.load();
  }
  // From now on only what is as severe as this, or more.
  constexpr void set_threshold(severity level) { threshold_.store(static_cast<size_t>(level)); }
  constexpr severity threshold() const { return static_cast<severity>(threshold_.load()); }

  constexpr lineout::counts counts() const {
    const size_t sent = sent_.value();
    const size_t queued = queued_.value();
    const size_t lost = lost_.value();
    return {sent + queued + lost, sent, queued, truncated_.value(), lost, lost_later_.value()};
  }

  // For the last words: from now on nothing waits for a lock or a slot for more than a bounded time.
  constexpr void panic() {
    panicking_.store(1);
    channel_.panic();
  }

  // The heartbeat: tells the parts the time, moves what they keep, and reports losses when nothing more is logged. One
  // context calls it now and then. budget: looks or messages. True: something is left to do.
  constexpr bool poll(size_t budget) {
    channel_.tick(clock_.now());
    const bool busy = channel_.poll(budget);
    collect_losses();
    if (unreported_.value() != 0) {
      slot_type slot{storage(), panicking_.load() != 0};
      if (char* const bytes = slot.bytes(); bytes != nullptr) report_losses(Options::facility, slot);
    }
    return busy || unreported_.value() != 0;
  }

  // Has the channel send now what it keeps for later. By whom poll() is called.
  constexpr void flush() { channel_.flush(); }

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
  static constexpr size_t headroom = channel_type::headroom;
  static constexpr bool is_quick = detail::has_plain_format && !Options::compact;
  static constexpr bool builds_in_channel = detail::has_slots<channel_type>;
  static constexpr size_t text_size = detail::text_size_in<channel_type, Options::text_size>();
  static constexpr size_t storage_size = headroom + text_size + channel_type::tailroom;
  using storage_type = typename detail::storage_for<channel_type, typename Options::storage, storage_size>::type;
  using slot_type = typename storage_type::slot;
  static_assert(Options::cut_mark.size() <= text_size, "lineout: Options::cut_mark is longer than a text");

  template <severity Level, typename... Args>
  [[gnu::always_inline]] constexpr void at(format<Args...> words, const Args&... args) {
    if constexpr (Level <= Options::compiled_threshold)
      if (static_cast<size_t>(Level) <= threshold_.load())
        pass(pri_value{priority{Options::facility, Level}.pri()}, words, args...);
  }

  // As few types as possible, so that there are few emit().
  template <typename What, typename... Args>
  [[gnu::always_inline]] constexpr void pass(const What& what, const format<Args...>& words, const Args&... args) {
    if constexpr (detail::keeps_arguments<channel_type> && (detail::is_storable<detail::passed_t<Args>> && ...))
      if (!__builtin_is_constant_evaluated())
        return defer<What, detail::passed_t<Args>...>(what, words.literal(), detail::passed(args)...);
    if constexpr (is_quick)
      emit<What, detail::passed_t<Args>...>(what, format<detail::remove_cvref_t<detail::passed_t<Args>>...>{words},
                                            detail::passed(args)...);
    else emit<What, const Args&...>(what, words, args...);
  }

  // Not inlined: a call below the threshold must not cost its function this much stack.
  // What is a PRI, or a heading. Args are values, or references.
  template <typename What, typename... Args>
  [[gnu::noinline]] constexpr void emit(What what, format<detail::remove_cvref_t<Args>...> words, Args... args) {
    slot_type slot{storage(), panicking_.load() != 0};
    char* const bytes = slot.bytes();
    collect_losses();
    if (bytes == nullptr || (!builds_in_channel && unreported_.value() != 0 &&
                             !report_losses(priority_of(what).facility, slot))) [[unlikely]]
      return lose();
    outcome result{};
    if constexpr (is_quick && (detail::has_plain<Args> && ...)) {
      const char* const end =
          __builtin_is_constant_evaluated()
              ? nullptr
              : detail::write_plain_format(bytes + headroom, text_size, words, detail::plain(args)...);
      if (end != nullptr) [[likely]]
        result = hand_on(what, slot, static_cast<size_t>(end - bytes) - headroom);
      else result = write_anyhow<What, Args...>(what, slot, words, args...);
    } else {
      result = write<What, Args...>(what, slot, words, args...);
    }
    if (result == outcome::lost) [[unlikely]]
      lose();
  }

  template <typename What, typename... Args>
  constexpr outcome write(What what, slot_type& slot, format<detail::remove_cvref_t<Args>...> words,
                          const Args&... args) {
    char* const bytes = slot.bytes();
    writer out{bytes + headroom, bytes + headroom + text_size, Options::control_characters};
    detail::write_format<Options::format_specs>(out, words, args...);
    return submit(what, slot, out);
  }
  // The same by value: where it is called the arguments can stay in registers.
  template <typename What, typename... Args>
  [[gnu::noinline]] constexpr outcome write_anyhow(What what, slot_type& slot,
                                                   format<detail::remove_cvref_t<Args>...> words, Args... args) {
    return write<What, Args...>(what, slot, words, args...);
  }

  // As emit(), with the first part of it. restore() does the second.
  template <typename What, typename... Args> [[gnu::noinline]] void defer(What what, const char* words, Args... args) {
    const lineout::origin* from = current_origin();
    if constexpr (detail::is_same<What, heading>)
      if (what.origin != nullptr) from = what.origin;
    const outcome result = channel_.defer(panicking_.load() != 0, priority_of(what), &restore<Args...>, this, from,
                                          static_cast<const void*>(words), detail::read_clock(clock_), args...);
    if (result == outcome::lost) [[unlikely]]
      lose();
    else queued_.add(1);
  }
  template <typename... Args> static size_t restore(message& what, const char* kept, char* to, size_t room) {
    using reading = decltype(detail::read_clock(detail::declared<clock_type&>()));
    constexpr size_t words =
        ((4 + detail::words_of<reading>()) + ... + detail::words_of<detail::remove_cvref_t<Args>>());
    detail::stored from{kept, words};
    from.next<detail::restorer>();
    logger& log = *from.next<logger*>();
    what.origin = from.next<const lineout::origin*>();
    const char* const format = static_cast<const char*>(from.next<const void*>());
    what.time = detail::time_of(log.clock_, from.next<reading>());
    writer out{to, to + (room < Options::text_size ? room : Options::text_size), Options::control_characters};
    detail::write_stored<Options::format_specs, Args...>(out, format, from, Options::cut_mark);
    out.finish(Options::cut_mark);
    if (out.truncated() || from.cut_count() != 0) log.truncated_.add(1);
    return out.size();
  }

  // Says how many, as the facility of the message that is next. False: that could not be sent, so no message is.
  [[gnu::noinline]] constexpr bool report_losses(lineout::facility from, slot_type& slot) {
    char* const bytes = slot.bytes();
    const size_t count = unreported_.take();
    if (count == 0) return true;
    writer out{bytes + headroom, bytes + headroom + text_size, Options::control_characters};
    out.decimal(count);
    out.literal(" message", 8);
    if (count != 1) out.literal("s", 1);
    out.literal(" lost", 5);
    if (submit(pri_value{priority{from, severity::warning}.pri()}, slot, out) == outcome::lost) {
      unreported_.add(count);
      return false;
    }
    return true;
  }

  // A priority in a register.
  struct pri_value {
    uint8_t pri;
  };
  static constexpr priority priority_of(pri_value of) { return priority::of_valid(of.pri); }
  static constexpr priority priority_of(const heading& what) { return what.priority; }

  template <typename What> constexpr outcome submit(What what, slot_type& slot, writer& out) {
    out.finish(Options::cut_mark);
    if (out.truncated()) truncated_.add(1);
    return hand_on(what, slot, out.size());
  }
  template <typename What> [[gnu::always_inline]] constexpr outcome hand_on(What what, slot_type& slot, size_t size) {
    char* const bytes = slot.bytes();
    if (bytes == nullptr) __builtin_unreachable();
    packet body{bytes, storage_size, headroom};
    if (body.append(size) == nullptr) __builtin_unreachable();
    message made{priority_of(what), clock_.now(), current_origin(), body};
    if constexpr (detail::is_same<What, heading>) {
      made.id = what.id;
      if (what.origin != nullptr) made.origin = what.origin;
    }
    outcome result{};
    if constexpr (builds_in_channel) result = channel_.submit(slot, made);
    else result = channel_.submit(made);
    if (result == outcome::sent) sent_.add(1);
    else if (result == outcome::queued) queued_.add(1);
    return result;
  }

  [[gnu::always_inline]] constexpr void collect_losses() {
    if (const size_t count = channel_.take_losses(); count != 0) [[unlikely]]
      lost_later(count);
  }
  [[gnu::cold, gnu::noinline]] constexpr void lost_later(size_t count) {
    lost_later_.add(count);
    unreported_.add(count);
  }
  constexpr const lineout::origin* current_origin() const {
    const lineout::origin* const given =
        __builtin_is_constant_evaluated() ? current_ : __atomic_load_n(&current_, __ATOMIC_ACQUIRE);
    return given != nullptr ? given : &origin_;
  }

  [[gnu::cold]] constexpr void lose() {
    lost_.add(1);
    if constexpr (!builds_in_channel) unreported_.add(1);
  }
  constexpr auto& storage() {
    if constexpr (builds_in_channel) return channel_;
    else return storage_;
  }

  using counter = detail::counter<Options::shared>;

  [[no_unique_address]] channel_type channel_;
  [[no_unique_address]] clock_type clock_;
  [[no_unique_address]] storage_type storage_;
  lineout::origin origin_;
  const lineout::origin* current_ = nullptr;  // null: origin_
  detail::atomic threshold_{static_cast<size_t>(Options::threshold)};
  detail::atomic panicking_;
  counter sent_;
  counter queued_;
  counter truncated_;
  counter lost_;
  counter lost_later_;
  counter unreported_;
};

template <typename Part> logger(Part, origin) -> logger<Part, typename detail::options_for<Part>::type>;

}  // namespace lineout
