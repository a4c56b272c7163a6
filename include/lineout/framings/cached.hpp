// cached: a framing that makes its header once a second and then copies it, for who logs much and has 200 bytes to
// spare.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/bytes.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

// Framing has a static stamp(end, message): all of its header but the PRI, which depends on the message's origin and
// second alone. Contexts that share it neither wait nor see half a header: who finds it being written makes its own.
template <lineout::framing Framing> class cached {
  // In pairs.
  static constexpr size_t word_count = (Framing::headroom / sizeof(size_t) + 2) / 2 * 2;

 public:
  // Whole words are copied, so that some bytes in front of the header are written too.
  static constexpr size_t headroom = (word_count + 1) * sizeof(size_t);
  static constexpr size_t tailroom = Framing::tailroom;
  static constexpr bool shows_seconds = detail::shows_seconds<Framing>;

  constexpr cached() = default;
  // A copy begins with nothing kept.
  constexpr cached(const cached&) {}

  [[gnu::always_inline]] constexpr void frame(packet& bytes, const message& what) {
    char* begin = bytes.data();
    if (__builtin_is_constant_evaluated()) {
      begin = Framing::stamp(begin, what);
    } else if (const size_t size = take(begin, what); size != 0) [[likely]] {
      begin -= size;
    } else {
      const message copy = what;  // the other one is then nowhere in memory
      begin = renew(begin, copy);
    }
    begin = prepend_pri(begin, what.priority.pri());
    detail::take_headroom(bytes, static_cast<size_t>(bytes.data() - begin));
  }

 private:
  // As detail::prepend_pri, with a pair of digits at once.
  [[gnu::always_inline]] static constexpr char* prepend_pri(char* end, uint8_t pri) {
    if (!detail::has_wide_division || pri < 10) return detail::prepend_pri(end, pri);
    *--end = '>';
    end = detail::write_pair(end, pri >= 100 ? pri - 100U : pri);
    if (pri >= 100) *--end = '1';
    *--end = '<';
    return end;
  }

  // What the header is for, besides the origin: the second (the lower word of it), and what more there is of the time.
  static size_t second_of(const timestamp& time) { return static_cast<size_t>(time.seconds()); }
  static size_t rest_of(const timestamp& time) {
    return static_cast<size_t>(static_cast<uint16_t>(time.offset_minutes())) | (time.known() ? 0x10000 : 0);
  }

  // Copies the header to before end, if it is this message's, and gives its size; 0 if it is not, or was not whole.
  size_t take(char* end, const message& what) const {
    const size_t version = load(version_);
    if ((version & 1) != 0) return 0;
    const size_t size = load(size_);
    if (load(second_) != second_of(what.time) || load(rest_) != rest_of(what.time)) return 0;
    if (load(origin_) != what.origin || size > Framing::headroom) return 0;
    const size_t* from = words_ + word_count;
    for (const char* const begin = end - size; end > begin;) {
      from -= 2;
      end -= 2 * sizeof(size_t);
      detail::store(end + sizeof(size_t), load(from[1]));
      detail::store(end, load(from[0]));
    }
    return load(version_) == version ? size : 0;
  }

  // Makes the header before end and returns its begin; keeps it, unless another context is about to do the same.
  [[gnu::noinline]] char* renew(char* end, const message& what) {
    char* const begin = Framing::stamp(end, what);
    if (writing_.exchange(1) != 0) return begin;
    const size_t size = static_cast<size_t>(end - begin);
    store(version_, version_ + 1);
    store(second_, second_of(what.time));
    store(rest_, rest_of(what.time));
    store(origin_, what.origin);
    store(size_, size);
    for (size_t copied = 0, word = word_count; copied < size; copied += sizeof(size_t))
      store(words_[--word], detail::load<size_t>(end -= sizeof(size_t)));
    store(version_, version_ + 1);
    writing_.store(0);
    return begin;
  }

  template <typename T> static T load(const T& from) { return __atomic_load_n(&from, __ATOMIC_ACQUIRE); }
  template <typename T> static void store(T& to, detail::type_identity_t<T> value) {
    __atomic_store_n(&to, value, __ATOMIC_RELEASE);
  }

  detail::atomic writing_;
  size_t version_ = 0;  // odd while it is being written
  size_t second_ = 0;
  size_t rest_ = 0;
  const origin* origin_ = nullptr;  // of no message at first
  size_t size_ = 0;
  size_t words_[word_count] = {};  // the header ends with the last one
};

}  // namespace lineout
