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
      constexpr explicit slot(of&) {}
      slot(const slot&) = delete;
      constexpr char* bytes() { return bytes_; }

     private:
      char bytes_[Size];
    };
  };
};

// Slots within the logger, claimed and given back without a lock: an interrupt or another processor claims another slot.
template <size_t Slots> struct pool {
  static_assert(Slots >= 1 && Slots <= sizeof(size_t) * 8, "lineout: a pool has 1 slot to as many as a word has bits");

  template <size_t Size> class of {
   public:
    // A slot for as long as this object lives; bytes() is null when all are taken.
    class slot {
     public:
      constexpr explicit slot(of& pool) : pool_{pool} {
        for (; index_ < Slots; ++index_)
          if ((pool_.taken_.set_bits(size_t{1} << index_) & (size_t{1} << index_)) == 0) return;
      }
      slot(const slot&) = delete;
      constexpr ~slot() {
        if (index_ < Slots) pool_.taken_.clear_bits(size_t{1} << index_);
      }
      constexpr char* bytes() { return index_ < Slots ? pool_.bytes_[index_] : nullptr; }

     private:
      of& pool_;
      size_t index_ = 0;
    };

   private:
    detail::atomic taken_;
    char bytes_[Slots][Size] = {};
  };
};

}  // namespace lineout
