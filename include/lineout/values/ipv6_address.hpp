// ipv6_address: sixteen octets (RFC 4291), read from text and checked by the compiler where it is a literal; written as
// RFC 5952 says.
#pragma once

#include <lineout/values/ipv4_address.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__an_ipv6_address_is_eight_groups_of_1_to_4_hexadecimal_digits_or_fewer_around_one_double_colon();

}  // namespace detail

// All zero, which is ::, unless given.
struct ipv6_address {
  uint8_t octets[16] = {};

  constexpr ipv6_address() = default;
  // From a literal; a wrong one is a compile error.
  consteval ipv6_address(const char* literal) {
    const auto result = parse(literal);
    if (!result)
      detail::error__an_ipv6_address_is_eight_groups_of_1_to_4_hexadecimal_digits_or_fewer_around_one_double_colon();
    for (int index = 0; index < 16; ++index) octets[index] = result.value.octets[index];
  }
  // From sixteen bytes as they are on the wire.
  static constexpr ipv6_address from_bytes(const char* bytes) {
    ipv6_address result;
    for (int index = 0; index < 16; ++index) result.octets[index] = static_cast<uint8_t>(bytes[index]);
    return result;
  }

  // The group of two octets of this number, from 0 to 7.
  constexpr uint16_t group(size_t index) const {
    return static_cast<uint16_t>((octets[2 * index] << 8) | octets[2 * index + 1]);
  }

  // "2001:db8::1", "::ffff:192.0.2.1": RFC 4291 section 2.2, upper and lower case. No brackets, no zone, no prefix
  // length.
  static constexpr parsed<ipv6_address> parse(text input) {
    parsed<ipv6_address> result;
    uint8_t(&octets)[16] = result.value.octets;
    size_t count = 0;   // octets that have been read
    size_t gap = none;  // how many stood before the double colon
    size_t position = 0;
    const auto fail = [&result](text error, size_t at) {
      result = {.error = error, .position = at};
      return result;
    };
    if (input.size() >= 2 && input[0] == ':' && input[1] == ':') {
      gap = 0;
      position = 2;
    }
    while (position < input.size()) {
      const size_t begin = position;
      unsigned group = 0;
      for (; position < input.size() && detail::hex_value(input[position]) >= 0; ++position) {
        if (position - begin == 4) return fail("a group of an IPv6 address has at most four hexadecimal digits", begin);
        group = (group << 4) | static_cast<unsigned>(detail::hex_value(input[position]));
      }
      if (position < input.size() && input[position] == '.' && position > begin) {
        if (count > 12)
          return fail("an IPv4 address inside an IPv6 address takes the last two of its eight groups", begin);
        const auto last = ipv4_address::parse(input.skip(begin));
        if (!last) return fail(last.error, begin + last.position);
        for (const uint8_t octet : last.value.octets) octets[count++] = octet;
        position = input.size();
        break;
      }
      if (position == begin) return fail("in an IPv6 address a group of hexadecimal digits is expected here", position);
      if (count == 16) return fail("an IPv6 address has eight groups, and here are more", begin);
      octets[count++] = static_cast<uint8_t>(group >> 8);
      octets[count++] = static_cast<uint8_t>(group & 0xff);
      if (position == input.size()) break;
      if (input[position] != ':') return fail("the groups of an IPv6 address are separated by colons", position);
      ++position;
      if (position < input.size() && input[position] == ':') {
        if (gap != none) return fail("an IPv6 address has one double colon at most", position - 1);
        gap = count;
        ++position;
      } else if (position == input.size()) {
        return fail("an IPv6 address does not end in a single colon", position - 1);
      }
    }
    if (gap == none) {
      if (count < 16) return fail("an IPv6 address has eight groups, and here are fewer", position);
      return result;
    }
    if (count == 16)
      return fail("the double colon of an IPv6 address stands for at least one group, and here are eight", position);
    // What stands behind the double colon goes to the end.
    for (size_t moved = 0; moved < count - gap; ++moved) {
      octets[15 - moved] = octets[count - 1 - moved];
      octets[count - 1 - moved] = 0;
    }
    return result;
  }

  friend constexpr bool operator==(const ipv6_address&, const ipv6_address&) = default;

 private:
  static constexpr size_t none = 99;
};

// As RFC 5952 section 4 recommends: lower case, no leading zeros, the longest run of zero groups (the first of several,
// two groups at least) as a double colon; an IPv4-mapped address with dots (section 5).
template <> struct formatter<ipv6_address> {
  static constexpr bool is_self_contained = true;
  static constexpr void format(writer& out, const ipv6_address& value, const format_spec& spec) {
    char words[45];
    const char* const end = write(words, value);
    write_padded(out, {words, static_cast<size_t>(end - words)}, spec);
  }

 private:
  static constexpr char* write(char* at, const ipv6_address& value) {
    size_t run = 8;
    size_t run_size = 1;
    for (size_t begin = 0; begin < 8; ++begin) {
      size_t end = begin;
      while (end < 8 && value.group(end) == 0) ++end;
      if (end - begin > run_size) {
        run = begin;
        run_size = end - begin;
      }
    }
    const bool mapped = run == 0 && run_size == 5 && value.group(5) == 0xffff;
    for (size_t index = 0; index < 8; ++index) {
      if (index == run) {
        *at++ = ':';
        if (run + run_size == 8) *at++ = ':';
        index += run_size - 1;
        continue;
      }
      if (index > 0) *at++ = ':';
      if (mapped && index == 6) return write_dotted(at, value.octets + 12);
      const unsigned group = value.group(index);
      for (unsigned shift = group > 0xfff ? 16 : group > 0xff ? 12 : group > 0xf ? 8 : 4; shift > 0; shift -= 4)
        *at++ = "0123456789abcdef"[(group >> (shift - 4)) & 15];
    }
    return at;
  }
  static constexpr char* write_dotted(char* at, const uint8_t* octets) {
    for (int index = 0; index < 4; ++index) {
      if (index > 0) *at++ = '.';
      at += octets[index] > 99 ? 3 : octets[index] > 9 ? 2 : 1;
      detail::write_decimal(at, uint32_t{octets[index]});
    }
    return at;
  }
};

}  // namespace lineout
