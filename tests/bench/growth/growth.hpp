// growth: what lineout and its peers are both asked to write.
#pragma once

#include <array>
#include <utility>

#include "../reference.hpp"

namespace growth {

inline constexpr size_t text_sizes[] = {16, 64, 256, 1000};
inline constexpr size_t most_arguments = 8;

// "numbers {} {}", as often as there are arguments.
template <size_t Count> struct placeholders {
  char words[8 + 3 * Count] = {};
  constexpr placeholders() {
    std::string_view{"numbers"}.copy(words, 7);
    for (size_t index = 0; index < Count; ++index) std::string_view{" {}"}.copy(words + 7 + 3 * index, 3);
  }
};
template <size_t Count> inline constexpr placeholders<Count> numbers;

// Each has eight digits.
inline std::array<unsigned, most_arguments> values{12345678, 23456789, 34567890, 45678901,
                                                   56789012, 67890123, 78901234, 89012345};

std::string_view text_of(size_t size);

// Words, if the operation does not deliver the header and so many bytes.
inline std::string not_so_many(const std::function<void()>& operation, size_t text_size) {
  const std::string got = bench::delivered(operation);
  if (got.size() == bench::prefix::size + text_size) return {};
  return "delivers " + std::to_string(got.size()) + " bytes: " + got;
}

inline void describe(bench::contender& made, const char* series, double x, size_t text_size,
                     const std::function<void()>& operation) {
  made.set("series", series).set("x", x).set("bytes", static_cast<double>(bench::prefix::size + text_size));
  made.check([operation, text_size] { return not_so_many(operation, text_size); });
}

}  // namespace growth
