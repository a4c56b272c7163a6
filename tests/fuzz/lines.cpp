// line_buffer: every byte that goes in comes out in its line, in pieces no longer than the width.
#include <lineout/line_buffer.hpp>

#include <algorithm>

#include "support.hpp"

namespace {

// Without carriage returns, of which some are dropped.
std::string plain(std::string words) {
  std::erase(words, '\r');
  return words;
}
// Those that are not beside a newline, nor beside one that is.
size_t kept_returns(const std::string& words) {
  size_t count = 0;
  for (size_t at = 0; at < words.size();) {
    const size_t end = std::min(words.find_first_not_of('\r', at), words.size());
    if (end > at && at > 0 && end < words.size() && words[at - 1] != '\n' && words[end] != '\n') count += end - at;
    at = end > at ? end : at + 1;
  }
  return count;
}
bool is_utf8_lead(char c) { return static_cast<unsigned char>(c) >= 0xc2 && static_cast<unsigned char>(c) <= 0xf4; }
bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

template <size_t Width> void run(const std::string& bytes, unsigned flush_every) {
  lineout::line_buffer<Width> buffer;
  std::string out;         // with a newline at each end of a line
  bool line_open = false;  // a line was given out, and nothing yet says that it has ended
  size_t returns = 0;
  std::string last;
  const auto take = [&] {
    const std::string line{fuzz::view(buffer.line())};
    fuzz::check(line.size() <= Width, "how long a line is", bytes, line);
    fuzz::check(line.find('\n') == line.npos, "a newline in a line", bytes, line);
    if (buffer.continues()) fuzz::check(line_open, "what a line continues", bytes, line);
    else if (line_open) out += '\n';
    // No character is divided, where it is one.
    if (buffer.continues() && !line.empty() && !last.empty() && is_tail(line[0]) && is_utf8_lead(last.back()) &&
        last.size() >= Width - 3 && flush_every == 0)
      fuzz::check(false, "where a line is divided", bytes, line);
    line_open = true;
    last = line;
    returns += static_cast<size_t>(std::count(line.begin(), line.end(), '\r'));
    out += line;
  };
  size_t put = 0;
  for (const char c : bytes) {
    if (buffer.put(c)) take();
    if (flush_every != 0 && ++put % flush_every == 0 && buffer.flush()) take();
  }
  if (buffer.flush()) take();
  std::string expected = plain(bytes);
  std::string got = plain(out);
  // How the last line ended is not told.
  while (!expected.empty() && expected.back() == '\n') expected.pop_back();
  while (!got.empty() && got.back() == '\n') got.pop_back();
  if (flush_every == 0) fuzz::check(got == expected, "what comes out", expected, got);
  std::erase(expected, '\n');
  std::erase(got, '\n');
  fuzz::check(got == expected, "which bytes come out", expected, got);
  fuzz::check(returns >= kept_returns(bytes), "which carriage returns come out", bytes, out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const unsigned width = in.below(3);
  const unsigned flush_every = in.flag() ? 0 : 1 + in.below(12);
  const std::string bytes = in.rest_of({"\n", "\r", "\r\n", "a", "1234567", "12345678", "\xc3\xa4", "\xf0\x9f\x98\x80",
                                        "\xe2\x82\xac", "\xff", "\x80", "word ", std::string_view{"\0", 1}});
  if (width == 0) run<8>(bytes, flush_every);
  if (width == 1) run<9>(bytes, flush_every);
  if (width == 2) run<80>(bytes, flush_every);
  return 0;
}
