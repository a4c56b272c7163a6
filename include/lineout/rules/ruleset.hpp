// ruleset: a channel that does with messages what a syslog.conf says, over outputs that are the user's.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/rules/rules.hpp>

namespace lineout {

// What a ruleset sends to: any number of channels or sinks of the user's, each under a number.
// - headroom, tailroom: the most that any of them needs.
// - find(action): the number of the output that an action means; or an error, because of which its messages are lost.
//   Called while rules are loaded, never while a message is sent. Not called for an action that discards.
// - settle(adopted): called when all rules of a load have been looked for. true: the outputs that were found since the
//   last settle() are used from now on, and no others; what find() would have had to create can be created now. false:
//   they are not used, and those before still are.
// - submit(number, message), submit_mark(number, message), and the rest: as a channel's.
// Derive from outputs_base, which has all of it but find() and submit().
template <typename T>
concept outputs = requires(T& it, const action& wanted, size_t number, const message& what) {
  {size_t{T::headroom}};
  {size_t{T::tailroom}};
  { it.find(wanted) } -> detail::same_as<parsed<size_t>>;
  { it.submit(number, what) } -> detail::same_as<outcome>;
  { it.submit_mark(number, what) } -> detail::same_as<outcome>;
  it.settle(true);
  it.tick(what.time);
  it.flush();
  it.panic();
  { it.poll(number) } -> detail::same_as<bool>;
  { it.take_losses() } -> detail::same_as<size_t>;
};

template <typename Self> struct outputs_base : sink_base {
  constexpr void settle(bool /*adopted*/) {}
  constexpr outcome submit_mark(size_t number, const message& what) {
    return static_cast<Self*>(this)->submit(number, what);
  }
};

namespace stubs {

struct outputs : outputs_base<outputs> {
  constexpr parsed<size_t> find(const action&) { return {}; }
  constexpr outcome submit(size_t, const message&) { return outcome::sent; }
};

}  // namespace stubs

static_assert(outputs<stubs::outputs>);

// At most Count rules, whose names take at most TextSize bytes; it keeps them twice, so that a load that fails leaves
// the old ones as they were. Without rules everything is taken by nobody. All rules that take a message send it, in
// order, up to one that is final. The outcome is sent if no rule takes it, or only one that discards; else lost when all
// have lost it, queued when one has queued it and none has sent it, and otherwise sent. A rule whose output was not
// found loses what it takes. submit() may be called wherever the outputs may, and during a load: it then
// goes by the old rules. One load at a time, and the next not before the messages that were under way during the last
// one are through.
template <size_t Count, lineout::outputs Outputs, size_t TextSize = Count * 64> class ruleset {
 public:
  using table = rules<Count, TextSize>;
  static constexpr size_t headroom = Outputs::headroom;
  static constexpr size_t tailroom = Outputs::tailroom;
  using default_options = detail::default_options_of<Outputs>;

  constexpr ruleset() = default;
  // local: the host that @ means, which outlives this.
  constexpr explicit ruleset(Outputs outputs, text local = {}) : outputs_{detail::move(outputs)}, local_{local} {}

  // Is moved while nobody uses it.
  constexpr ruleset(ruleset&& from)
      : active_{from.active_.load()}, outputs_{detail::move(from.outputs_)}, local_{from.local_} {
    for (size_t index = 0; index < 2; ++index) sides_[index] = from.sides_[index];
    if (const size_t lost = from.lost(); lost != 0) lost_.add(lost);
  }

  // Replaces the rules by those of a syslog.conf, less the lines that are wrong or have no output: report(const
  // rule_error&) is called for each of them. Returns how many there were.
  template <typename Report>
  constexpr size_t load(text conf, Report&& report, conf_dialect spoken = conf_dialect::freebsd) {
    const size_t faults = other().rules.read(conf, spoken, report);
    return swap(faults + find(report), true);
  }
  // The same with rules that the compiler has read.
  template <typename Report> constexpr size_t adopt(const table& conf, Report&& report) {
    other().rules = conf;
    return swap(find(report), true);
  }
  // Replaces the rules if nothing is wrong in these. False: something was, and all is as before.
  template <typename Report>
  constexpr bool reload(text conf, Report&& report, conf_dialect spoken = conf_dialect::freebsd) {
    size_t faults = other().rules.read(conf, spoken, report);
    // Nothing is looked for in vain.
    if (faults == 0) faults = find(report);
    return swap(faults, faults == 0) == 0;
  }

  constexpr outcome submit(const message& what) {
    const side& now = sides_[active_.load()];
    outcome result = outcome::lost;
    bool taken = false;
    for (size_t index = 0; index < now.rules.size(); ++index) {
      if (!now.rules.takes(index, what, local_)) continue;
      if (!now.rules.discards(index)) {
        const size_t number = now.numbers[index];
        combine(number == nobody ? outcome::lost : outputs_.submit(number, what), result);
        taken = true;
      }
      if (now.rules.is_final(index)) break;
    }
    return taken ? result : outcome::sent;
  }
  // To where a selector names the facility mark; programs and hosts do not matter.
  constexpr outcome submit_mark(const message& what) {
    const side& now = sides_[active_.load()];
    outcome result = outcome::lost;
    bool taken = false;
    for (size_t index = 0; index < now.rules.size(); ++index) {
      if (now.numbers[index] == nobody || now.rules.discards(index) || !now.rules.takes_mark(index)) continue;
      combine(outputs_.submit_mark(now.numbers[index], what), result);
      taken = true;
    }
    return taken ? result : outcome::sent;
  }

  constexpr void tick(timestamp now) { outputs_.tick(now); }
  constexpr void flush() { outputs_.flush(); }
  constexpr void panic() { outputs_.panic(); }
  constexpr bool poll(size_t budget) { return outputs_.poll(budget); }
  constexpr size_t take_losses() { return outputs_.take_losses(); }

  // How often an output has lost what a rule sent to it.
  constexpr size_t lost() const { return lost_.value(); }
  // The rules in force; among them are those that have no output.
  constexpr const table& current() const { return sides_[active_.load()].rules; }
  constexpr Outputs& outputs() { return outputs_; }

 private:
  static constexpr size_t nobody = ~size_t{0};

  struct side {
    table rules{};
    size_t numbers[Count] = {};
  };

  constexpr side& other() { return sides_[active_.load() ^ 1]; }

  template <typename Report> constexpr size_t find(Report& report) {
    side& made = other();
    size_t faults = 0;
    for (size_t index = 0; index < made.rules.size(); ++index) {
      made.numbers[index] = nobody;
      if (made.rules.discards(index)) continue;
      const rule one = made.rules.get(index, local_);
      const parsed<size_t> found = outputs_.find(one.action);
      if (found) {
        made.numbers[index] = found.value;
        continue;
      }
      ++faults;
      report(rule_error{one.line, one.column + found.position, found.error, one.file});
    }
    return faults;
  }
  constexpr size_t swap(size_t faults, bool adopt) {
    if (adopt) active_.store(active_.load() ^ 1);
    outputs_.settle(adopt);
    return faults;
  }

  constexpr void combine(outcome one, outcome& all) {
    if (one == outcome::lost) lost_.add(1);
    if (one == outcome::sent || all == outcome::lost) all = one;
  }

  side sides_[2] = {};
  detail::atomic active_{0};
  detail::counter<true> lost_{};
  Outputs outputs_{};
  text local_{};
};

static_assert(channel<ruleset<1, stubs::outputs>>);

}  // namespace lineout
