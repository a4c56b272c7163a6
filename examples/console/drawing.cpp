#include "drawing.hpp"

#include <lineout/lineout.hpp>

#include <cstdint>

namespace {

constexpr size_t width = 74;  // of the widest column

bool begins_character(char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }

// As wide as a column, whatever UTF-8 it is of.
std::string cell(std::string words, size_t columns) {
  size_t needed = 0;
  size_t cut = 0;
  for (size_t index = 0; index < words.size(); ++index) {
    if (!begins_character(words[index])) continue;
    if (needed++ == columns - 3) cut = index;
  }
  if (needed > columns) return words.substr(0, cut) + "...";
  return words + std::string(columns - needed, ' ');
}

class table {
 public:
  void row(const std::string& name, size_t bytes, const std::string& content) {
    const std::string size = std::to_string(bytes);
    line(name, std::string(size.size() < 3 ? 3 - size.size() : 0, ' ') + size, content);
  }
  void more(const std::string& content) { line("", "", content); }
  void rule() { drawn_ += "  +----------+-----+" + std::string(width + 2, '-') + "+\n"; }
  std::string drawn() const { return drawn_; }

 private:
  void line(const std::string& name, const std::string& size, const std::string& content) {
    drawn_ += "  | " + cell(name, 8) + " | " + cell(size, 3) + " | " + cell(content, width) + " |\n";
  }

  std::string drawn_;
};

// A part of a frame, read from its beginning.
class reader {
 public:
  explicit reader(std::string_view bytes) : bytes_{bytes} {}

  std::string_view take(size_t count) {
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  // Up to this and with it.
  std::string_view take_until(std::string_view end) {
    return take(std::min(bytes_.find(end), bytes_.size()) + end.size());
  }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

unsigned octet(std::string_view bytes, size_t index) { return static_cast<uint8_t>(bytes[index]); }
unsigned number(std::string_view bytes, size_t index) { return octet(bytes, index) << 8 | octet(bytes, index + 1); }

std::string hex(std::string_view bytes, const char* between) {
  constexpr const char* digits = "0123456789abcdef";
  std::string result;
  for (size_t index = 0; index < bytes.size(); ++index) {
    if (index > 0) result += between;
    result += digits[octet(bytes, index) >> 4];
    result += digits[octet(bytes, index) & 15];
  }
  return result;
}

std::string dotted(std::string_view bytes) {
  std::string result;
  for (size_t index = 0; index < bytes.size(); ++index)
    result += (index > 0 ? "." : "") + std::to_string(octet(bytes, index));
  return result;
}

// Fields side by side: their bytes in one line, what they mean in the next.
class fields {
 public:
  void add(std::string_view bytes, const std::string& meaning) {
    const std::string shown = hex(bytes, " ");
    const size_t columns = std::max(shown.size(), meaning.size()) + 2;
    bytes_ += cell(shown, columns);
    meanings_ += cell(meaning, columns);
  }
  void put(table& into, const std::string& name, size_t size) const {
    into.row(name, size, bytes_);
    into.more(meanings_);
  }
  void put(table& into) const {
    into.more(bytes_);
    into.more(meanings_);
  }

 private:
  std::string bytes_;
  std::string meanings_;
};

void draw_headers(table& into, reader& frame) {
  const std::string_view ethernet = frame.take(14);
  fields link;
  const std::string to = hex(ethernet.substr(0, 6), ":");
  link.add(ethernet.substr(0, 6), to == "ff:ff:ff:ff:ff:ff" ? "to everybody" : "to");
  link.add(ethernet.substr(6, 6), "from");
  link.add(ethernet.substr(12, 2), "IPv4");
  link.put(into, "Ethernet", ethernet.size());
  into.rule();

  const std::string_view ip = frame.take(20);
  fields routing;
  routing.add(ip.substr(0, 2), "version 4");
  routing.add(ip.substr(2, 2), std::to_string(number(ip, 2)) + " bytes");
  routing.add(ip.substr(4, 2), "number " + std::to_string(number(ip, 4)));
  routing.add(ip.substr(6, 2), "whole");
  routing.add(ip.substr(8, 1), std::to_string(octet(ip, 8)) + " hops");
  routing.add(ip.substr(9, 1), "UDP");
  routing.add(ip.substr(10, 2), "checksum");
  routing.put(into, "IPv4", ip.size());
  fields ends;
  ends.add(ip.substr(12, 4), "from " + dotted(ip.substr(12, 4)));
  ends.add(ip.substr(16, 4), "to " + dotted(ip.substr(16, 4)));
  ends.put(into);
  into.rule();

  const std::string_view udp = frame.take(8);
  fields ports;
  ports.add(udp.substr(0, 2), "from port " + std::to_string(number(udp, 0)));
  ports.add(udp.substr(2, 2), "to port " + std::to_string(number(udp, 2)));
  ports.add(udp.substr(4, 2), std::to_string(number(udp, 4)) + " bytes");
  ports.add(udp.substr(6, 2), "checksum");
  ports.put(into, "UDP", udp.size());
  into.rule();
}

std::string meaning_of(std::string_view pri) {
  unsigned value = 0;
  for (const char c : pri)
    if (c >= '0' && c <= '9') value = value * 10 + static_cast<unsigned>(c - '0');
  const lineout::priority level = lineout::priority::from_pri(value).value;
  const auto words = [](lineout::text keyword) { return std::string{keyword.data(), keyword.size()}; };
  return words(keyword(level.facility)) + " " + std::to_string(value >> 3) + " * 8 + " +
         words(keyword(level.severity)) + " " + std::to_string(value & 7);
}

}  // namespace

std::string draw_frame(std::string_view frame) {
  table drawing;
  reader left{frame};
  drawing.rule();
  draw_headers(drawing, left);

  const auto text_row = [&](const char* name, std::string_view bytes, const std::string& meaning = {}) {
    drawing.row(name, bytes.size(), cell(std::string{bytes}, meaning.empty() ? width : 20) + meaning);
  };
  const std::string_view pri = left.take_until(">");
  text_row("PRI", pri, meaning_of(pri));
  text_row("time", left.take(16));
  text_row("hostname", left.take_until(" "));
  text_row("tag", left.take_until(": "));
  text_row("text", left.rest());
  drawing.rule();
  return drawing.drawn();
}
