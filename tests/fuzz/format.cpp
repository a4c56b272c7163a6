// Format specs that are read at run time against {fmt}'s, whose language is that of std::format.
#define FMT_HEADER_ONLY
#include <fmt/format.h>

#include <lineout/format/format_string.hpp>

#include "support.hpp"

namespace {

// spec: lineout's. usual: the same without a zero that an alignment makes ignored, which this {fmt} does not know.
template <typename Value>
void check(const std::string& spec, const std::string& usual, const Value& value, const Value& given) {
  using lineout::detail::packed_kinds;
  std::vector<char> format(spec.begin(), spec.end());  // exactly as long as it is, with its NUL
  format.push_back('\0');
  lineout::detail::argument_word words[packed_kinds<Value>::words];
  lineout::detail::put_arguments<true>(words, given);
  std::vector<char> room(800);
  lineout::writer out{room.data(), room.data() + room.size(), lineout::control_characters::escape};
  lineout::detail::format_words<true>(out, format.data(), packed_kinds<Value>::head >> lineout::detail::priority_bits,
                                      words);
  std::string expected;
  if constexpr (std::is_same_v<Value, lineout::text>) expected = fmt::format(fmt::runtime(usual), fuzz::view(value));
  else if constexpr (std::is_same_v<Value, bool>) expected = fmt::format(fmt::runtime(usual), value);
  else expected = fmt::format(fmt::runtime(usual), static_cast<__int128>(value));  // signs are for these alone in {fmt}
  fuzz::check(std::string_view{room.data(), out.size()} == expected, spec.c_str(), expected, {room.data(), out.size()});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  // A spec that the compiler would accept.
  const unsigned type = in.below(6);
  const bool integer = type < 4;
  std::string spec;
  bool aligned = false;
  if (in.flag()) {
    aligned = true;
    constexpr std::string_view fills = " *0x-<>^+#.:";
    if (in.flag()) spec += fills[in.below(static_cast<unsigned>(fills.size()))];
    spec += "<>^"[in.below(3)];
  }
  if (integer && in.flag()) spec += "+- "[in.below(3)];
  const bool alternate = integer && in.flag();
  if (alternate) spec += '#';
  std::string usual = spec;
  if (integer && in.flag()) {
    spec += '0';
    usual += aligned ? "" : "0";
  }
  const size_t common = spec.size();
  if (in.flag()) spec += std::to_string(1 + in.below(255));
  if (type == 4 && in.flag()) spec += "." + std::to_string(in.below(100));
  if (integer && in.flag()) spec += "dxXbBo"[in.below(6)];
  if (type == 4 && in.flag()) spec += 's';
  if (type == 5 && in.flag()) spec += 's';
  usual += spec.substr(common);
  std::string words;
  for (unsigned count = in.below(4); count > 0; --count) words += in.flag() ? "{{" : in.flag() ? "}}" : "some words ";
  const bool bare = spec.empty() && in.flag();
  const std::string format = words + (bare ? "{}" : "{:" + spec + "}") + words;
  const std::string reference = words + (bare ? "{}" : "{:" + usual + "}") + words;
  const uint64_t number = in.number(in.below(9));
  const std::string content = [&] {
    std::string result = in.text(200);
    for (char& c : result) c = c >= ' ' && c < 0x7f ? c : 'x';
    return result;
  }();
  const fuzz::exact bytes{content};
  switch (type) {
    case 0:
      check(format, reference, static_cast<int64_t>(number), static_cast<int64_t>(number));
      break;
    case 1:
      check(format, reference, number, number);
      break;
    case 2:
      check(format, reference, static_cast<int32_t>(number), static_cast<int32_t>(number));
      break;
    case 3:
      check(format, reference, static_cast<uint8_t>(number), static_cast<uint8_t>(number));
      break;
    case 4:
      check<lineout::text>(format, reference, bytes, bytes);
      break;
    default:
      check(format, reference, (number & 1) != 0, (number & 1) != 0);
      break;
  }
  return 0;
}
