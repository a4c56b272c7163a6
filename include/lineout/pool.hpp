// pool and on_stack: where a message is built. Nobody waits for a slot: with none left, the message is counted as lost.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/types.hpp>

namespace lineout {

// The caller's stack.
struct on_stack {
  template <size_t Size> class of {
   public:
    class slot {
     public:
      constexpr slot(of&, bool /*panicking*/) {}
      slot(const slot&) = delete;
      constexpr char* bytes() { return bytes_; }

     private:
      char bytes_[Size];
    };
  };
};

// Slots within the logger, claimed and given back without a lock: an interrupt or another processor claims another
// slot.
template <size_t Slots> struct pool {
  static_assert(Slots >= 1 && Slots <= sizeof(size_t) * 8,
                "lineout: a pool has from 1 slot to as many as a word has bits");

  template <size_t Size> class of {
   public:
    // A slot for as long as this object lives; bytes() is null when all are taken. In a panic the first slot is then
    // taken from its owner, who has been stopped or will not matter.
    class slot {
     public:
      constexpr slot(of& pool, bool panicking) : pool_{pool} {
        for (; index_ < Slots; ++index_)
          if ((pool_.taken_.set_bits(bit()) & bit()) == 0) return;
        if (panicking) index_ = 0;
      }
      slot(const slot&) = delete;
      constexpr ~slot() {
        if (index_ < Slots) pool_.taken_.clear_bits(bit());
      }
      constexpr char* bytes() { return index_ < Slots ? pool_.bytes_[index_] : nullptr; }

     private:
      constexpr size_t bit() const { return size_t{1} << index_; }

      of& pool_;
      size_t index_ = 0;
    };

   private:
    detail::atomic taken_;
    char bytes_[Slots][Size] = {};
  };
};

}  // namespace lineout
