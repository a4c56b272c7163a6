// unset_array: an array whose elements are not initialised: filling a few of many costs no clearing of the others.
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

// T has neither a destructor nor a copy constructor of its own. Not for constant expressions.
template <typename T, size_t Count> class unset_array {
  static_assert(__is_trivially_copyable(T));

 public:
  unset_array() {}

  void set(size_t index, const T& value) { __builtin_memcpy(bytes_ + index * sizeof(T), &value, sizeof(T)); }
  T* begin() { return reinterpret_cast<T*>(bytes_); }

 private:
  alignas(T) unsigned char bytes_[Count * sizeof(T)];
};

}  // namespace lineout::detail
