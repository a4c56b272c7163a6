// Cleaning and cutting against a decoder of its own: what leaves is UTF-8, shows each byte that was unclean, and is cut
// between characters.
#include <lineout/format/writer.hpp>

#include <algorithm>

#include "support.hpp"

namespace {

// The character that begins at a place, by the table of RFC 3629 section 4; 0 bytes: none does.
size_t character_at(std::string_view bytes, size_t at, uint32_t& code) {
  const auto byte = [&](size_t index) {
    return at + index < bytes.size() ? static_cast<unsigned char>(bytes[at + index]) : 0U;
  };
  const auto tail = [&](size_t index) { return byte(index) >= 0x80 && byte(index) <= 0xbf; };
  const unsigned first = byte(0);
  if (first < 0x80) return code = first, 1;
  if (first >= 0xc2 && first <= 0xdf && tail(1)) return code = (first & 31) << 6 | (byte(1) & 63), 2;
  if (first >= 0xe0 && first <= 0xef && tail(1) && tail(2)) {
    code = (first & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63);
    return code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4 && tail(1) && tail(2) && tail(3)) {
    code = (first & 7) << 18 | (byte(1) & 63) << 12 | (byte(2) & 63) << 6 | (byte(3) & 63);
    return code >= 0x10000 && code <= 0x10ffff ? 4 : 0;
  }
  return 0;
}

bool is_unseen(uint32_t code) {
  return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

std::string escaped(unsigned char byte) {
  char code[8];
  snprintf(code, sizeof code, "\\x%02x", byte);
  return byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : byte == '\t' ? "\\t" : code;
}

// The pieces that are written whole or not at all.
std::vector<std::string> model(const std::string& bytes, lineout::control_characters controls, bool keep_unseen,
                               bool doubled) {
  using lineout::control_characters;
  std::vector<std::string> result;
  for (size_t at = 0; at < bytes.size();) {
    uint32_t code = 0;
    const size_t size = character_at(bytes, at, code);
    const auto byte = static_cast<unsigned char>(bytes[at]);
    bool clean =
        size > 1 ? code >= 0xa0 && (keep_unseen || !is_unseen(code)) : size == 1 && code >= 0x20 && code != 0x7f;
    if (controls == control_characters::keep) clean = byte != 0 && byte != '\n' && byte != '\r';
    if (byte == '\\' && doubled) {
      result.push_back("\\\\");
      ++at;
    } else if (clean && controls == control_characters::keep) {
      result.push_back(bytes.substr(at++, 1));
    } else if (clean) {
      result.push_back(bytes.substr(at, size));
      at += size;
    } else {
      const bool blank = byte >= '\t' && byte <= '\r';
      result.push_back(controls == control_characters::replace ? (blank ? " " : "?") : escaped(byte));
      ++at;
    }
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using lineout::control_characters;
  fuzz::input in{data, size};
  constexpr control_characters all[] = {control_characters::escape, control_characters::replace,
                                        control_characters::keep};
  const control_characters controls = all[in.below(3)];
  const bool keep_unseen = in.flag();
  const bool doubled = in.flag();
  const size_t capacity = in.number(2) % 300;
  const unsigned pieces = 1 + in.below(4);
  const std::string bytes = in.rest_of({"a",
                                        "word ",
                                        "\\",
                                        "\\x",
                                        "\n",
                                        "\xc2\x85",
                                        "\xc3\xa4",
                                        "\xe2\x80\xa8",
                                        "\xe2\x82\xac",
                                        "\xf0\x9f\x98\x80",
                                        "\xed\xa0\x80",
                                        "\xc0\x80",
                                        "\xff",
                                        "\x80",
                                        "\xef\xbb\xbf",
                                        "\t",
                                        std::string_view{"\0", 1},
                                        "12345678",
                                        "\x7f",
                                        "\xf4\x90\x80\x80",
                                        "\xe2\x81\xa6"});
  // A character that is divided between two calls is not whole in either.
  std::vector<std::string> expected;
  std::vector<char> storage(capacity);
  lineout::writer out{storage.data(),
                      storage.data() + capacity,
                      {controls, keep_unseen ? lineout::unseen_characters::keep : lineout::unseen_characters::clean,
                       doubled ? lineout::backslashes::escape : lineout::backslashes::keep}};
  for (size_t piece = 0, begin = 0; piece < pieces; ++piece) {
    const size_t end = piece + 1 == pieces ? bytes.size() : bytes.size() * (piece + 1) / pieces;
    const std::string part = bytes.substr(begin, end - begin);
    for (const std::string& one : model(part, controls, keep_unseen, doubled)) expected.push_back(one);
    out.text(fuzz::exact{part});
    begin = end;
  }
  out.finish("...");
  const std::string got{storage.data(), out.size()};
  std::string whole;
  for (const std::string& one : expected) whole += one;
  fuzz::check(out.truncated() == (whole.size() > capacity), "whether it was cut", whole, got);
  if (whole.size() <= capacity) return fuzz::check(got == whole, "what is written", whole, got), 0;

  const bool marked = got.size() >= 3 && got.ends_with("...");
  fuzz::check(marked || capacity < 3, "the mark of a cut", whole, got);
  const std::string left = marked ? got.substr(0, got.size() - 3) : got;
  fuzz::check(whole.starts_with(left), "what is left of it", whole, got);
  if (controls == control_characters::keep) return 0;
  std::string prefix;
  size_t next = 0;
  while (next < expected.size() && prefix.size() < left.size()) prefix += expected[next++];
  // With a text's own backslashes escapes and words cannot be told apart.
  if (doubled || bytes.find('\\') == bytes.npos) fuzz::check(prefix == left, "where it is cut", whole, got);
  size_t run = 0;  // backslashes of which none can be told from the last one go together
  for (size_t at = left.size(); at < whole.size() && whole[at] == '\\'; ++at) ++run;
  // The mark, what looks like the beginning of an escape, and the beginning of a character behind that.
  fuzz::check(left.size() + run + 3 + 4 + 3 > capacity || !marked, "that no more is cut than has to be", whole, got);
  return 0;
}
