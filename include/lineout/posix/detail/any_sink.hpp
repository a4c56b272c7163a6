// any_sink: one of several sinks in place, chosen when the program runs, without a heap.
#pragma once

#include <lineout/sinks/sink_ref.hpp>

namespace lineout::detail {

// Memory for one of the Sinks, and how to move and end the one that is in it. Empty: every record is lost.
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
    move_ = [](char* to, char* from) {
      place& old = *reinterpret_cast<place*>(from);
      reference calls;
      if (to != nullptr) calls = (new (to) place{move(old.part)})->part;
      old.~place();
      return calls;
    };
    return here->part;
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

  void clear() {
    if (move_ != nullptr) calls_ = move_(nullptr, storage_);
    move_ = nullptr;
  }
  void take(any_sink& from) {
    if (from.move_ != nullptr) calls_ = from.move_(storage_, from.storage_);
    move_ = from.move_;
    from.move_ = nullptr;
    from.calls_ = {};
  }

  alignas(Sinks...) char storage_[largest<sizeof(place_of<Sinks>)...>()];
  reference calls_{};
  reference (*move_)(char* to, char* from) = nullptr;  // to: null: ends what is in from
};

}  // namespace lineout::detail
