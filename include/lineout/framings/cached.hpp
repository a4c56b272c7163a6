// cached: keeps a framing's header for a second and copies it, for programs that log much and have 200 bytes to spare.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/bytes.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

// A framing whose header but for the PRI is the same for all messages of one second, offset and origin. Static:
// - stamp(end, message): writes that part so that it ends before end, and returns where it begins.
// - rewrite_names(end, time, origin): writes the origin's names into such a part, made for the same time, names of the
//   same sizes and the same process id.
template <typename T>
concept stamping = framing<T> && requires(char* end, const message& what, timestamp time, const origin& from) {
  { T::stamp(end, what) } -> detail::same_as<char*>;
  T::rewrite_names(end, time, from);
};

// Contexts that share it neither wait nor see half a header: a context that finds it being written makes its own. The
// names in a line are always those of its message: unless they are the literals that the header was made with, they are
// written anew into the copy.
template <framing Framing> class cached {
  static_assert(
      stamping<Framing>,
      "lineout: cached<F> keeps what F::stamp() writes, and this framing has none: rfc3164 and local have one; "
      "rfc5424 has a time of microseconds and is used as it is");
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

  // What the header is for, besides the origin: the second (the lower word of it), and the rest of the time.
  static size_t second_of(const timestamp& time) { return static_cast<size_t>(time.seconds()); }
  static size_t rest_of(const timestamp& time) {
    return static_cast<size_t>(static_cast<uint16_t>(time.offset_minutes())) | (time.known() ? 0x10000 : 0);
  }

  // Copies the header to before end, if it fits this message, and gives its size; 0 if it does not, or was not whole.
  [[gnu::always_inline]] size_t take(char* end, const message& what) const {
    const origin& from = *what.origin;
    char* const end_of_header = end;
    const size_t version = load(version_);
    if ((version & 1) != 0) return 0;
    const size_t size = load(size_);
    if (load(second_) != second_of(what.time) || load(rest_) != rest_of(what.time)) return 0;
    if (load(process_) != from.process_id() || load(shape_) != from.shape() || size > Framing::headroom) return 0;
    const size_t* word = words_ + word_count;
    for (const char* const begin = end - size; end > begin;) {
      word -= 2;
      end -= 2 * sizeof(size_t);
      detail::store(end + sizeof(size_t), load(word[1]));
      detail::store(end, load(word[0]));
    }
    const bool same_names = load(hostname_) == from.hostname().data() && load(app_name_) == from.app_name().data();
    if (load(version_) != version) return 0;
    if (!same_names) rewrite_names(end_of_header, what.time, from);
    return size;
  }

  // Not inlined: names that are literals have no need of it.
  [[gnu::noinline]] static void rewrite_names(char* end, timestamp time, const origin& from) {
    Framing::rewrite_names(end, time, from);
  }

  // Makes the header before end and returns its begin; keeps it, unless another context is about to do the same.
  [[gnu::noinline]] char* renew(char* end, const message& what) {
    char* const begin = Framing::stamp(end, what);
    if (writing_.exchange(1) != 0) return begin;
    const origin& from = *what.origin;
    const size_t size = static_cast<size_t>(end - begin);
    store(version_, version_ + 1);
    store(second_, second_of(what.time));
    store(rest_, rest_of(what.time));
    store(shape_, from.shape());
    store(process_, from.process_id());
    store(hostname_, from.is_literal() ? from.hostname().data() : nullptr);
    store(app_name_, from.app_name().data());
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
  uint32_t shape_ = 0;  // of no origin at first
  uint32_t process_ = 0;
  const char* hostname_ = nullptr;  // null: the names were no literals
  const char* app_name_ = nullptr;
  size_t size_ = 0;
  size_t words_[word_count] = {};  // the header ends with the last one
};

}  // namespace lineout
