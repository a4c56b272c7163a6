// ipv4_prefix: an address and how many of its bits name the network (RFC 4632 section 3.1), as 192.168.0.0/24.
#pragma once

#include <lineout/values/ipv4_address.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__an_ipv4_prefix_is_an_address_a_slash_and_a_number_from_0_to_32_without_leading_zeros();

}  // namespace detail

// 0.0.0.0/0 unless given. The address is kept as it was given, with the bits behind the prefix: 10.1.2.3/8 is an
// interface's address and its network in one.
struct ipv4_prefix {
  ipv4_address address{};
  uint8_t length = 0;

  constexpr ipv4_prefix() = default;
  // A length beyond 32 is taken for 32.
  constexpr ipv4_prefix(ipv4_address of, uint8_t bits) : address{of}, length{bits < 32 ? bits : uint8_t{32}} {}
  // From a literal; a wrong one is a compile error.
  consteval ipv4_prefix(const char* literal) {
    const auto result = parse(literal);
    if (!result) detail::error__an_ipv4_prefix_is_an_address_a_slash_and_a_number_from_0_to_32_without_leading_zeros();
    *this = result.value;
  }

  static constexpr parsed<ipv4_prefix> parse(text input) {
    const size_t slash = input.find('/');
    const auto of = ipv4_address::parse(input.first(slash));
    if (!of) return {.error = of.error, .position = of.position};
    if (slash == input.size())
      return {.error = "behind the address of a prefix stands '/' and its length", .position = slash};
    const text digits = input.skip(slash + 1);
    unsigned bits = 0;
    for (size_t index = 0; index < digits.size(); ++index) {
      if (!detail::is_digit(digits[index]))
        return {.error = "the length of a prefix is a decimal number", .position = slash + 1 + index};
      bits = bits * 10 + static_cast<unsigned>(digits[index] - '0');
      if (bits > 32 || (index > 0 && digits[0] == '0'))
        return {.error = "the length of an IPv4 prefix is a number from 0 to 32 without leading zeros",
                .position = slash + 1};
    }
    if (digits.empty()) return {.error = "the length of the prefix is missing", .position = slash + 1};
    return {.value = {of.value, static_cast<uint8_t>(bits)}};
  }

  // The network's first address: the bits behind the prefix are zero.
  constexpr ipv4_address network() const {
    ipv4_address result;
    for (unsigned index = 0; index < 4; ++index)
      result.octets[index] = static_cast<uint8_t>(address.octets[index] & mask(index));
    return result;
  }
  constexpr bool contains(const ipv4_address& other) const {
    for (unsigned index = 0; index < 4; ++index)
      if (((address.octets[index] ^ other.octets[index]) & mask(index)) != 0) return false;
    return true;
  }

  friend constexpr bool operator==(const ipv4_prefix&, const ipv4_prefix&) = default;

 private:
  // Of one octet.
  constexpr unsigned mask(unsigned index) const {
    const unsigned before = index * 8;
    if (length <= before) return 0;
    return length >= before + 8 ? 0xffU : 0xff00U >> (length - before) & 0xffU;
  }
};

// As the address, '/' and the length.
template <> struct formatter<ipv4_prefix> {
  static constexpr bool is_self_contained = true;
  static constexpr void format(writer& out, const ipv4_prefix& value, const format_spec& spec) {
    char words[18];
    char* const end = words + sizeof words;
    char* first = detail::write_decimal(end, uint32_t{value.length});
    *--first = '/';
    for (int index = 3; index >= 0; --index) {
      first = detail::write_decimal(first, uint32_t{value.address.octets[index]});
      if (index > 0) *--first = '.';
    }
    write_padded(out, {first, static_cast<size_t>(end - first)}, spec);
  }
};

}  // namespace lineout
