// What nothing can be faster than: copies, clocks, and the same line as an expert writes it for this one purpose, without
// cleaning, cutting or counting.
#include <sys/time.h>

#include "../reference.hpp"

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;
bench::prefix prefix;

constexpr auto pairs = [] {
  struct {
    char digits[200];
  } table{};
  for (int value = 0; value < 100; ++value) {
    table.digits[2 * value] = static_cast<char>('0' + value / 10);
    table.digits[2 * value + 1] = static_cast<char>('0' + value % 10);
  }
  return table;
}();

inline size_t digits_of(uint32_t value) {
  static constexpr uint32_t powers[] = {0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
  const unsigned guess = (static_cast<unsigned>(32 - __builtin_clz(value | 1)) * 1233) >> 12;
  return guess + (value >= powers[guess]);
}

inline char* put(char* at, uint32_t value) {
  if (value < 10) return *at = static_cast<char>('0' + value), at + 1;
  char* const end = at + digits_of(value);
  char* back = end;
  while (value >= 100) {
    back -= 2;
    std::memcpy(back, pairs.digits + value % 100 * 2, 2);
    value /= 100;
  }
  if (value >= 10) std::memcpy(back - 2, pairs.digits + value * 2, 2);
  else back[-1] = static_cast<char>('0' + value);
  return end;
}
inline char* put(char* at, int value) {
  if (value >= 0) return put(at, static_cast<uint32_t>(value));
  *at = '-';
  return put(at + 1, -static_cast<uint32_t>(value));
}

// Up to 16 bytes in place: there is room behind.
inline char* put(char* at, std::string_view text) {
  if (text.size() <= 16 && text.size() >= 8) {
    std::memcpy(at, text.data(), 8);
    std::memcpy(at + text.size() - 8, text.data() + text.size() - 8, 8);
  } else if (text.size() >= 4 && text.size() < 8) {
    std::memcpy(at, text.data(), 4);
    std::memcpy(at + text.size() - 4, text.data() + text.size() - 4, 4);
  } else {
    std::memcpy(at, text.data(), text.size());
  }
  return at + text.size();
}
inline char* put(char* at, const char* text) {
  const size_t size = std::strlen(text);
  std::memcpy(at, text, size);
  return at + size;
}
template <size_t Size> char* put_literal(char* at, const char (&text)[Size]) {
  std::memcpy(at, text, Size - 1);
  return at + Size - 1;
}

template <typename Text> char* put_line(char* at, const char* header, Text from, Text to) {
  std::memcpy(at, header, bench::prefix::size);
  at += bench::prefix::size;
  at = put(put_literal(at, "Connect: "), from);
  at = put(put_literal(at, " <--> "), to);
  at = put(put_literal(at, " unit "), given.unit);
  at = put(put_literal(at, " rx "), given.received);
  return put(put_literal(at, " tx "), given.sent);
}

// Ethernet, IP and UDP: everything but sizes, number and checksums stands there already.
constexpr size_t headers_size = 42;
unsigned char headers[headers_size] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,    0, 0,  0,  0, 1, 8,   0,
                                       0x45, 0,    0,    0,    0,    0,    0x40, 0, 64, 17, 0, 0, 192, 168,
                                       0,    7,    192,  168,  0,    23,   2,    2, 2,  2,  0, 0, 0,   0};
uint16_t number;

inline void put_16(char* at, uint32_t value) {
  at[0] = static_cast<char>(value >> 8);
  at[1] = static_cast<char>(value);
}
inline uint64_t add_words(uint64_t sum, const char* at, size_t size) {
  for (; size >= 8; at += 8, size -= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    sum += word;
    sum += sum < word;
  }
  uint64_t last = 0;
  if (size > 0) {
    std::memcpy(&last, at, size);
    sum += last;
    sum += sum < last;
  }
  return sum;
}
inline uint16_t folded(uint64_t sum) {
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<uint16_t>(~sum);
}

template <bool Summed> void frame() {
  char buffer[headers_size + 160];
  std::memcpy(buffer, headers, headers_size);
  char* const text = buffer + headers_size;
  const char* const end = put_line(text, prefix.at(bench::prefix::coarse_second()), given.from, given.to);
  const size_t size = static_cast<size_t>(end - text);
  const uint32_t datagram = static_cast<uint32_t>(size) + 8;
  put_16(buffer + 16, datagram + 20);
  put_16(buffer + 18, ++number);
  const uint16_t ip_sum = folded(add_words(0, buffer + 14, 20));
  std::memcpy(buffer + 24, &ip_sum, 2);
  put_16(buffer + 38, datagram);
  if (Summed) {
    // The addresses stand right before the ports; protocol and size complete the pseudo-header.
    const uint64_t pseudo = __builtin_bswap16(static_cast<uint16_t>(17 + datagram));
    const uint16_t sum = folded(add_words(pseudo, buffer + 26, 16 + size));
    const uint16_t sent = sum == 0 ? uint16_t{0xffff} : sum;
    std::memcpy(buffer + 40, &sent, 2);
  }
  bench::deliver(buffer, headers_size + size);
}

template <typename Text> void line(Text from, Text to, const char* header) {
  char buffer[160];
  const char* const end = put_line(buffer, header, from, to);
  bench::deliver(buffer, static_cast<size_t>(end - buffer));
}

char finished[128];
size_t finished_size = bench::line_size;

const bench::part floor{[](bench::suite& all) {
  std::memcpy(finished, bench::prefix_example.data(), bench::prefix_example.size());
  std::memcpy(finished + bench::prefix_example.size(), bench::text_example.data(), bench::text_example.size());
  all.add("memcpy of constant size", kind::floor, [] {
    char buffer[128];
    std::memcpy(buffer, finished, bench::line_size);
    bench::deliver(buffer, bench::line_size);
  });
  all.add("memcpy", kind::floor, [] {
    char buffer[128];
    bench::launder(finished_size);
    std::memcpy(buffer, finished, finished_size);
    bench::deliver(buffer, finished_size);
  });

  const auto by_hand = [] { line(given.from, given.to, prefix.at(bench::prefix::coarse_second())); };
  all.add("floor", kind::floor, by_hand).check([by_hand] { return bench::not_the_line(by_hand); });
  static const char* const stored = prefix.at(bench::prefix::coarse_second());
  all.add("floor, no clock", kind::floor, [] { line(given.from, given.to, stored); });
  const auto from_c = [] { line(given.from_c(), given.to_c(), prefix.at(bench::prefix::coarse_second())); };
  all.add("floor, C strings", kind::floor, from_c).check([from_c] { return bench::not_the_line(from_c); });
  all.add("floor, frame", kind::floor, frame<true>).check([] {
    return bench::not_the_line(frame<true>, headers_size);
  });
  all.add("floor, frame without checksum", kind::floor, frame<false>).check([] {
    return bench::not_the_line(frame<false>, headers_size);
  });

  all.add("clock: time()", kind::floor, [] {
    time_t now = time(nullptr);
    bench::launder(now);
  });
  all.add("clock: REALTIME_COARSE", kind::floor, [] {
    time_t now = bench::prefix::coarse_second();
    bench::launder(now);
  });
  all.add("clock: REALTIME", kind::floor, [] {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    bench::use(&now, sizeof now);
  });
#if defined(__x86_64__)
  all.add("clock: rdtsc", kind::floor, [] {
    auto now = __rdtsc();
    bench::launder(now);
  });
#endif
}};

}  // namespace
