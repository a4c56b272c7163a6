// text: a view of characters that somebody else keeps; the argument type of everything that reads text.
#pragma once

#include <lineout/detail/target.hpp>
#include <lineout/detail/traits.hpp>
#include <lineout/types.hpp>

namespace lineout {

// What text can be made of without a copy: data() gives const char* (or char*), size() a number of bytes.
template <typename T>
concept text_like = requires(const T& value) {
  { value.data() } -> detail::same_as<const char*>;
  static_cast<size_t>(value.size());
}
|| requires(const T& value) {
  { value.data() } -> detail::same_as<char*>;
  static_cast<size_t>(value.size());
};

// A pointer and a size in bytes; need not end in NUL, may hold NUL. Valid as long as the characters it was made of.
class text {
 public:
  constexpr text() = default;
  constexpr text(const char* data, size_t size) : data_{data}, size_{size} {}
  // Up to the terminating NUL; a null pointer is the empty text.
  constexpr text(const char* terminated) : data_{terminated}, size_{length(terminated)} {}
  template <text_like T>
  constexpr text(const T& value) : data_{value.data()}, size_{static_cast<size_t>(value.size())} {}

  constexpr const char* data() const { return data_; }
  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const char* begin() const { return data_; }
  constexpr const char* end() const { return data_ + size_; }
  constexpr char operator[](size_t index) const { return data_[index]; }

  // At most count bytes; a count beyond the end means the end.
  constexpr text first(size_t count) const { return {data_, count < size_ ? count : size_}; }
  constexpr text skip(size_t count) const {
    return count < size_ ? text{data_ + count, size_ - count} : text{data_ + size_, 0};
  }

  // The position of the first such character, or size() without one.
  constexpr size_t find(char wanted) const {
    size_t position = 0;
    while (position < size_ && data_[position] != wanted) ++position;
    return position;
  }

  friend constexpr bool operator==(text left, text right) {
    if (left.size_ != right.size_) return false;
    for (size_t index = 0; index < left.size_; ++index)
      if (left.data_[index] != right.data_[index]) return false;
    return true;
  }

 private:
  // A literal's length is a constant; the loop stands for strlen, which a kernel need not have.
  static constexpr size_t length(const char* terminated) {
    if (terminated == nullptr) return 0;
    if (detail::is_hosted || __builtin_constant_p(__builtin_strlen(terminated))) return __builtin_strlen(terminated);
    size_t count = 0;
    while (terminated[count] != '\0') ++count;
    return count;
  }

  const char* data_ = nullptr;
  size_t size_ = 0;
};

namespace detail {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
constexpr bool is_letter(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

constexpr bool equal_ignoring_case(text left, text right) {
  if (left.size() != right.size()) return false;
  for (size_t index = 0; index < left.size(); ++index)
    if (to_lower(left[index]) != to_lower(right[index])) return false;
  return true;
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace detail
}  // namespace lineout
