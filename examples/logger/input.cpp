#include "input.hpp"

#include <unistd.h>

namespace {

using lineout::text;

// How many bytes to cut off so that at most limit are left, and no character is cut unless a single one is longer.
size_t bytes_within(text words, size_t limit) {
  if (words.size() <= limit) return words.size();
  // A byte that goes on with a character of UTF-8, of which there are three at most.
  const auto goes_on = [&words](size_t at) { return (static_cast<unsigned char>(words[at]) & 0xc0) == 0x80; };
  size_t whole = limit;
  while (whole > 0 && limit - whole < 3 && goes_on(whole)) --whole;
  if (goes_on(whole)) return limit;
  return whole > 0 ? whole : limit;
}

// A stream, one byte at a time.
class reader {
 public:
  explicit reader(int from) : from_{from} {}

  // The next byte, or -1 at the end.
  int next() {
    if (position_ == size_) {
      do size_ = ::read(from_, buffer_, sizeof buffer_);
      while (size_ < 0 && errno == EINTR);
      position_ = 0;
      if (size_ <= 0) return failed_ = size_ < 0, size_ = 0, -1;
    }
    return static_cast<unsigned char>(buffer_[position_++]);
  }
  bool failed() const { return failed_; }

 private:
  int from_;
  char buffer_[65536];
  ssize_t position_ = 0;
  ssize_t size_ = 0;
  bool failed_ = false;
};

bool is_digit(int byte) { return byte >= '0' && byte <= '9'; }

// Takes a line's own priority, <0> to <191>, from its beginning, which is byte; what turns out to be none stays in
// line. One without a facility has the one that was asked for. Gives the byte behind it.
int take_prefix(reader& from, int byte, std::string& line, const arguments& all, lineout::priority& level) {
  unsigned pri = 0;
  line += static_cast<char>(byte);
  while (is_digit(byte = from.next()) && pri <= 191) {
    line += static_cast<char>(byte);
    pri = pri * 10 + static_cast<unsigned>(byte - '0');
  }
  level = all.priority;
  if (byte == -1 || byte == '\n') return byte;
  line += static_cast<char>(byte);
  if (byte == '>' && pri <= 191) {
    line.clear();
    level = lineout::priority::from_pri(pri).value;
    if (level.facility == lineout::facility::kern) level.facility = all.priority.facility;
  }
  return from.next();
}

}  // namespace

void take_words(const arguments& all, const taker& take) {
  std::string joined;
  for (const std::string& word : all.words) {
    if (!joined.empty() && joined.size() + word.size() > all.size - 1) {
      take(text{joined}, all.priority);
      joined.clear();
    }
    if (word.size() > all.size) {
      take(text{word}.first(bytes_within(text{word}, all.size)), all.priority);
      continue;
    }
    if (!joined.empty()) joined += ' ';
    joined += word;
  }
  if (!joined.empty()) take(text{joined}, all.priority);
}

bool take_lines(int from, const arguments& all, const taker& take) {
  reader input{from};
  lineout::priority level = all.priority;
  std::string line;
  for (int byte = input.next(); byte != -1 || !line.empty();) {
    if (all.priority_prefix && byte == '<' && line.empty()) byte = take_prefix(input, byte, line, all, level);
    while (byte != -1 && byte != '\n' && line.size() < all.size) {
      line += static_cast<char>(byte);
      byte = input.next();
    }
    // A character that would be cut is kept for the message that continues the line.
    std::string rest;
    if (byte != -1 && byte != '\n' && line.size() == all.size && all.size > 4) {
      line += static_cast<char>(byte);
      rest = line.substr(bytes_within(text{line}, all.size));
      line.resize(line.size() - rest.size());
      rest.pop_back();
    }
    if (!line.empty() || !all.skip_empty) take(text{line}, level);
    line = rest;
    if (byte == '\n' && line.empty()) byte = input.next();
  }
  return !input.failed();
}
