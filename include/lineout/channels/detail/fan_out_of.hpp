// fan_out_of: what every fan_out does; the branches are named when it is compiled, or listed when it runs.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/notice.hpp>

namespace lineout::detail {

// Branches has each(action), which calls action(branch, index) for each branch in order; at most Most of them.
template <typename Branches, size_t Most> class fan_out_of {
 public:
  constexpr fan_out_of() = default;
  constexpr explicit fan_out_of(Branches branches) : branches_{move(branches)} {}
  // Is moved while nobody uses it.
  constexpr fan_out_of(fan_out_of&& from) : branches_{move(from.branches_)} {
    if (__builtin_is_constant_evaluated()) return;  // nothing has been counted
    for (size_t index = 0; index < Most; ++index) {
      lost_[index].add(from.lost(index));
      unreported_[index].add(from.unreported_[index].take());
    }
  }

  constexpr outcome submit(const message& what) {
    return to_each(what, [&what](auto& branch) { return branch.submit(what); });
  }
  constexpr outcome submit_mark(const message& what) {
    return to_each(what, [&what](auto& branch) { return branch.submit_mark(what); });
  }
  // To one branch alone, by its number from 0; beyond the last one it is lost.
  constexpr outcome submit_to(size_t index, const message& what) {
    outcome result = outcome::lost;
    branches_.each([&](auto& branch, size_t at) {
      if (at == index && report(branch, at, what)) result = branch.submit(what);
      if (at == index && result == outcome::lost) lost_[at].add(1);
    });
    return result;
  }

  constexpr void tick(timestamp now) {
    branches_.each([now](auto& branch, size_t) { branch.tick(now); });
  }
  constexpr void flush() {
    branches_.each([](auto& branch, size_t) { branch.flush(); });
  }
  constexpr void panic() {
    branches_.each([](auto& branch, size_t) { branch.panic(); });
  }
  constexpr bool poll(size_t budget) {
    bool busy = false;
    branches_.each([&busy, budget](auto& branch, size_t) { busy = branch.poll(budget) || busy; });
    return busy;
  }
  // What a branch found lost is that branch's: it is told there, and to nobody else.
  constexpr size_t take_losses() {
    branches_.each([this](auto& branch, size_t index) {
      if (const size_t count = branch.take_losses(); count != 0) {
        lost_[index].add(count);
        unreported_[index].add(count);
      }
    });
    return 0;
  }

  // How many messages this branch has lost.
  constexpr size_t lost(size_t index) const { return index < Most ? lost_[index].value() : 0; }

 protected:
  constexpr Branches& branches() { return branches_; }
  // For a branch that is new under this number.
  constexpr void forget(size_t index) {
    lost_[index].take();
    unreported_[index].take();
  }

 private:
  // False: there is something to report, and the branch does not take it.
  template <typename Branch> constexpr bool report(Branch& branch, size_t index, const message& next) {
    if (unreported_[index].value() == 0) [[likely]]
      return true;
    const size_t count = unreported_[index].take();
    if (count == 0) return true;
    const auto words = [count](writer& out) {
      out.decimal(count);
      out.literal(count == 1 ? " message lost" : " messages lost");
    };
    const priority level{next.priority.facility, severity::warning};
    if (submit_notice<48>(branch, level, next.time, *next.origin, false, words) != outcome::lost) return true;
    unreported_[index].add(count);
    return false;
  }
  template <typename Submit> constexpr outcome to_each(const message& what, Submit submit_one) {
    outcome result = outcome::lost;
    bool failed[Most] = {};
    take_losses();
    branches_.each([&](auto& branch, size_t index) {
      const outcome one = report(branch, index, what) ? submit_one(branch) : outcome::lost;
      failed[index] = one == outcome::lost;
      if (one == outcome::sent || result == outcome::lost) result = one;
    });
    // What all have lost is reported by the caller, through all branches.
    for (size_t index = 0; index < Most; ++index) {
      if (!failed[index]) continue;
      lost_[index].add(1);
      if (result != outcome::lost) unreported_[index].add(1);
    }
    return result;
  }

  [[no_unique_address]] Branches branches_{};
  counter<true> lost_[Most] = {};
  counter<true> unreported_[Most] = {};
};

}  // namespace lineout::detail
