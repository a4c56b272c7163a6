// callback: a sink that is any function of (const char* data, size_t size): a NIC's transmit routine, a UART, a test.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

namespace detail {

template <typename T> inline constexpr bool is_pointer = false;
template <typename T> inline constexpr bool is_pointer<T*> = true;

template <typename T>
concept answer = same_as<T, bool> || same_as<T, outcome> || same_as<T, void>;

template <typename T>
concept bytes_function = requires(T& function, const char* data, size_t size) {
  { function(data, size) } -> answer;
};

}  // namespace detail

// The function answers true for sent and false for lost, or with an outcome; one that returns nothing always sends. It
// is called in the context that logs, with bytes that are valid during the call. While a pointer to a function is null,
// everything is lost.
template <detail::bytes_function Function> class callback : public sink_base {
 public:
  constexpr callback() = default;
  constexpr callback(Function function) : function_{function} {}

  constexpr outcome send(packet& bytes) {
    if constexpr (detail::is_pointer<Function>)
      if (function_ == nullptr) return outcome::lost;
    const char* const data = bytes.data();
    using result = decltype(function_(data, bytes.size()));
    if constexpr (detail::is_same<result, void>) {
      function_(data, bytes.size());
      return outcome::sent;
    } else if constexpr (detail::is_same<result, bool>) {
      return function_(data, bytes.size()) ? outcome::sent : outcome::lost;
    } else {
      return function_(data, bytes.size());
    }
  }

 private:
  Function function_{};
};

template <typename Function> callback(Function) -> callback<Function>;

static_assert(sink<callback<bool (*)(const char*, size_t)>>);

}  // namespace lineout
