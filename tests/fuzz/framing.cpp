// Every framing, read back by the grammar that it claims: the fields that went in, and nobody else's.
#include <time.h>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/framings/newline.hpp>
#include <lineout/framings/octet_counting.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>

#include "support.hpp"

namespace {

struct fields {
  unsigned pri;
  int64_t seconds;  // -1: no time
  uint32_t nanoseconds;
  int offset;
  std::string host, app, process, id, data, text;
};

template <typename Framing> std::string framed(Framing& framing, const fields& of, const lineout::origin& from) {
  std::vector<char> storage(Framing::headroom + of.text.size() + Framing::tailroom);
  lineout::packet body{storage.data(), storage.size(), Framing::headroom};
  __builtin_memcpy(body.append(of.text.size()), of.text.data(), of.text.size());
  const auto when =
      of.seconds < 0 ? lineout::timestamp{} : lineout::timestamp::at(of.seconds, of.nanoseconds, of.offset);
  const fuzz::exact id{of.id};
  const fuzz::exact data{of.data};
  framing.frame(
      body, lineout::message{lineout::priority::of_valid(static_cast<uint8_t>(of.pri)), when, &from, body, id, data});
  return {body.data(), body.size()};
}

// Takes words from the front; false: they are not there.
bool take(std::string& from, const std::string& words) {
  if (!from.starts_with(words)) return false;
  from.erase(0, words.size());
  return true;
}
bool take_word(std::string& from, std::string& word) {
  const size_t end = from.find(' ');
  if (end == from.npos) return false;
  word = from.substr(0, end);
  from.erase(0, end + 1);
  return true;
}

std::string bsd_time(const fields& of) {
  const time_t shown = of.seconds + of.offset * 60;
  tm broken{};
  gmtime_r(&shown, &broken);
  char words[32];
  strftime(words, sizeof words, "%b %e %H:%M:%S ", &broken);
  return words;
}
std::string iso_time(const fields& of) {
  const time_t shown = of.seconds + of.offset * 60;
  tm broken{};
  gmtime_r(&shown, &broken);
  char words[64];
  std::string result{words, strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%S", &broken)};
  if (of.nanoseconds > 0) {
    snprintf(words, sizeof words, ".%06u", of.nanoseconds / 1000);
    result += words;
  }
  const int minutes = of.offset < 0 ? -of.offset : of.offset;
  snprintf(words, sizeof words, "%c%02d:%02d", of.offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return result + words;
}

void check_bsd(std::string record, const fields& of, bool with_host) {
  const std::string whole = record;
  fuzz::check(take(record, "<" + std::to_string(of.pri) + ">"), "the PRI", whole);
  if (of.seconds >= 0) {
    fuzz::check(take(record, bsd_time(of)), "the time", whole, bsd_time(of));
    if (with_host) fuzz::check(take(record, of.host + " "), "the host name", whole, of.host);
  }
  const std::string tag = of.app.substr(0, 31) + (of.process.empty() ? "" : "[" + of.process + "]") + ": ";
  fuzz::check(take(record, tag), "the tag", whole, tag);
  fuzz::check(record == of.text, "the text", whole, of.text);
}

bool is_name(const std::string& words, size_t most, std::string_view without = "") {
  if (words.empty() || words.size() > most) return false;
  for (const char c : words)
    if (c < '!' || c > '~' || without.find(c) != without.npos) return false;
  return true;
}
// STRUCTURED-DATA of RFC 5424 section 6.
bool is_data(std::string words) {
  if (words.empty()) return false;
  while (!words.empty()) {
    if (!take(words, "[")) return false;
    size_t end = words.find_first_of(" ]");
    if (end == words.npos || !is_name(words.substr(0, end), 32, "=]\"")) return false;
    words.erase(0, end);
    while (take(words, " ")) {
      end = words.find('=');
      if (end == words.npos || !is_name(words.substr(0, end), 32, "=]\"")) return false;
      words.erase(0, end + 1);
      if (!take(words, "\"")) return false;
      size_t at = 0;
      while (at < words.size() && words[at] != '"') {
        if (words[at] == ']') return false;
        at += words[at] == '\\' && at + 1 < words.size() && std::string_view{"\"\\]"}.find(words[at + 1]) < 3 ? 2 : 1;
      }
      if (at >= words.size()) return false;
      words.erase(0, at + 1);
    }
    if (!take(words, "]")) return false;
  }
  return true;
}
bool is_ascii(const std::string& words) {
  for (const char c : words)
    if (c < ' ' || c == 0x7f) return false;
  return true;
}

void check_5424(std::string record, const fields& of) {
  const std::string whole = record;
  std::string word;
  fuzz::check(take(record, "<" + std::to_string(of.pri) + ">1 "), "the PRI and the version", whole);
  fuzz::check(take_word(record, word) && word == (of.seconds < 0 ? "-" : iso_time(of)), "the time", whole, word);
  fuzz::check(take_word(record, word) && word == of.host, "the host name", whole, word);
  fuzz::check(take_word(record, word) && word == of.app, "the app name", whole, word);
  fuzz::check(take_word(record, word) && word == (of.process.empty() ? "-" : of.process), "the process id", whole,
              word);
  const bool with_id = is_name(of.id, 32) && of.id != "-";
  fuzz::check(take_word(record, word) && word == (with_id ? of.id : "-"), "the message id", whole, word);
  // What is not ASCII may be refused: the fuzzer of texts looks at UTF-8.
  const bool with_data = is_data(of.data) && of.data.size() <= 256;
  if (record.starts_with("- ")) {
    fuzz::check(!with_data || !is_ascii(of.data), "whether structured data is left out", whole, of.data);
    record.erase(0, 2);
  } else {
    fuzz::check(with_data && take(record, of.data + " "), "the structured data", whole, of.data);
  }
  if (of.text.starts_with("\xef\xbb\xbf")) fuzz::check(take(record, "\xef\xbb\xbf"), "a second byte order mark", whole);
  fuzz::check(record == of.text, "the text", whole, of.text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lineout;
  fuzz::input in{data, size};
  fields of;
  of.pri = in.below(192);
  of.seconds = in.below(8) == 0 ? -1 : static_cast<int64_t>(in.number(5) % 253370764800) + 86400;
  of.nanoseconds = static_cast<uint32_t>(in.number(4) % 1000000000);
  if (in.flag()) of.nanoseconds -= of.nanoseconds % 1000000;
  of.offset = static_cast<int>(in.number(2) % 2879) - 1439;
  if (in.flag()) of.offset = 0;
  const auto process = static_cast<uint32_t>(in.number(in.below(5)));
  of.process = process == 0 ? "" : std::to_string(process);
  const bool slashes = in.flag();
  const bool with_words = in.flag();
  const std::string host = in.text(in.below(90));
  const std::string app = in.text(in.below(70));
  of.id = with_words ? "ID" + in.text(in.below(3)) : in.text(in.below(40));
  of.data = with_words ? in.text(0) : in.text(in.below(20));
  for (unsigned count = with_words ? in.below(24) : 0; count > 0; --count) {
    static constexpr std::string_view words[] = {"[a@1", "]", " b=",   "\"", "v", "\\\"",     "\\]",
                                                 "\\\\", " ", "[meta", "\\", "=", " b=\"v\"", "\xc3\xa4"};
    of.data += words[in.below(14)];
  }
  of.text = in.rest();
  for (char& c : of.text) c = c == '\0' || c == '\n' || c == '\r' ? ' ' : c;  // a text has none of these

  const origin_buffer names{host, app, process,
                            slashes ? app_name_characters::dots_and_slashes : app_name_characters::plain};
  const origin from = names;
  of.host = fuzz::view(from.hostname());
  of.app = fuzz::view(from.app_name());
  fuzz::check(!of.host.empty() && of.host.size() <= 63 && is_name(of.host, 63, " :/@[]_"), "a host name", host,
              of.host);
  fuzz::check(of.host.back() != '-' && of.host[0] != '-', "the ends of a host name", host, of.host);
  fuzz::check(is_name(of.app, 48, " :[]") && of.app != "-", "an app name", app, of.app);

  rfc3164 bsd;
  basic_rfc3164<unknown_time::keep_hostname> bsd_with_host;
  local on_this_machine;
  rfc5424 modern;
  cached<rfc3164> cached_bsd;
  cached<local> cached_local;
  newline<rfc3164> lines;
  octet_counting<rfc5424> counted;
  const std::string record = framed(bsd, of, from);
  check_bsd(record, of, true);
  check_bsd(framed(on_this_machine, of, from), of, false);
  if (of.seconds >= 0) fuzz::check(framed(bsd_with_host, of, from) == record, "the host name without a time", record);
  for (int time = 0; time < 2; ++time) {
    fuzz::check(framed(cached_bsd, of, from) == record, "a cached header", record);
    fuzz::check(framed(cached_local, of, from) == framed(on_this_machine, of, from), "a cached header", record);
  }
  const origin_buffer other{app, host, process ^ 1};
  const origin other_origin = other;
  fuzz::check(framed(cached_bsd, of, other_origin) == framed(bsd, of, other_origin), "another one's cached header",
              record);
  fuzz::check(framed(lines, of, from) == record + "\n", "a line", record);
  const std::string second = framed(modern, of, from);
  check_5424(second, of);
  fuzz::check(framed(counted, of, from) == std::to_string(second.size()) + " " + second, "an octet count", second);
  return 0;
}
