// any_sink: one of several sinks in place, chosen when the program runs, without a heap.
#pragma once

#include <lineout/sinks/sink_ref.hpp>

namespace lineout::detail {

// Memory for one of the Sinks, and what this one can do beside a sink's verbs. Empty: every record is lost.
template <sink... Sinks> class any_sink {
 public:
  static constexpr size_t headroom = largest<Sinks::headroom...>();
  static constexpr size_t tailroom = largest<Sinks::tailroom...>();

  any_sink() = default;
  any_sink(any_sink&& from) noexcept { take(from); }
  any_sink& operator=(any_sink&& from) noexcept {
    if (this != &from) {
      clear();
      take(from);
    }
    return *this;
  }
  ~any_sink() { clear(); }

  template <typename Sink> Sink& emplace(Sink made) {
    using place = place_of<Sink>;
    clear();
    place* const here = new (storage_) place{move(made)};
    calls_ = here->part;
    own_ = &own_calls_of<place>;
    return here->part;
  }

  // As the sink's own; without one, or where that has no such words, nothing.
  text error() const { return own_ != nullptr ? own_->error(storage_) : text{}; }
  int last_error() const { return own_ != nullptr ? own_->last_error(storage_) : 0; }
  void set_patience(uint32_t microseconds) {
    if (own_ != nullptr) own_->set_patience(storage_, microseconds);
  }

  outcome send(packet& bytes) { return calls_.send(bytes); }
  void tick(timestamp now) { calls_.tick(now); }
  void flush() { calls_.flush(); }
  void panic() { calls_.panic(); }
  bool poll(size_t budget) { return calls_.poll(budget); }
  size_t take_losses() { return calls_.take_losses(); }

 private:
  using reference = basic_sink_ref<headroom, tailroom>;

  // Its own operator new makes it in memory that is there, without a header of the standard library.
  template <typename Sink> struct place_of {
    Sink part;
    static void* operator new(size_t, char* memory) noexcept { return memory; }
    static void operator delete(void*, char*) noexcept {}
  };

  struct own_calls {
    reference (*move)(char* to, char* from);  // to: null: ends what is in from
    text (*error)(const char*);
    int (*last_error)(const char*);
    void (*set_patience)(char*, uint32_t);
  };
  template <typename Place>
  static constexpr own_calls own_calls_of{
      [](char* to, char* from) {
        Place& old = *reinterpret_cast<Place*>(from);
        reference calls;
        if (to != nullptr) calls = (new (to) Place{detail::move(old.part)})->part;
        old.~Place();
        return calls;
      },
      [](const char* memory) {
        const auto& part = reinterpret_cast<const Place*>(memory)->part;
        if constexpr (requires { part.error(); }) return text{part.error()};
        else return text{};
      },
      [](const char* memory) {
        const auto& part = reinterpret_cast<const Place*>(memory)->part;
        if constexpr (requires { part.last_error(); }) return int{part.last_error()};
        else return 0;
      },
      [](char* memory, [[maybe_unused]] uint32_t microseconds) {
        auto& part = reinterpret_cast<Place*>(memory)->part;
        if constexpr (requires { part.set_patience(microseconds); }) part.set_patience(microseconds);
      }};

  void clear() {
    if (own_ != nullptr) calls_ = own_->move(nullptr, storage_);
    own_ = nullptr;
  }
  void take(any_sink& from) {
    if (from.own_ != nullptr) calls_ = from.own_->move(storage_, from.storage_);
    own_ = from.own_;
    from.own_ = nullptr;
    from.calls_ = {};
  }

  alignas(Sinks...) char storage_[largest<sizeof(place_of<Sinks>)...>()];
  reference calls_{};
  const own_calls* own_ = nullptr;
};

}  // namespace lineout::detail
