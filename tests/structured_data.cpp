#include <lineout/structured_data.hpp>

#include <lineout/channels/queued.hpp>
#include <lineout/logger.hpp>
#include <lineout/values/floating.hpp>

#include "support/recorder.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

namespace {

using namespace lineout;

constexpr origin here{"h", "app"};
using strings = std::vector<std::string>;

// RFC 5424 section 6.3 read by hand: the parameters of the one element that a line has; nothing where it is none.
std::map<std::string, std::string> parameters(const std::string& line, std::string& id) {
  std::map<std::string, std::string> result;
  size_t at = line.find('[');
  if (at == std::string::npos) return result;
  size_t end = line.find_first_of(" ]", at);
  id = line.substr(at + 1, end - at - 1);
  at = end;
  while (line[at] == ' ') {
    const size_t equals = line.find('=', at);
    const std::string name = line.substr(at + 1, equals - at - 1);
    REQUIRE(line[equals + 1] == '"');
    std::string value;
    for (at = equals + 2; line[at] != '"'; ++at) {
      REQUIRE(line[at] != ']');
      if (line[at] == '\\') ++at;
      value += line[at];
    }
    ++at;
    result[name] = value;
  }
  REQUIRE(line[at] == ']');
  return result;
}

// What a text's value is when it has been made clean, one byte after the other: only ASCII is given here.
std::string cleaned(const std::string& words) {
  std::string result;
  for (const char c : words) {
    char escape[8];
    if (c == '\n') result += "\\n";
    else if (c == '\r') result += "\\r";
    else if (c == '\t') result += "\\t";
    else if (c >= 0x20 && c < 0x7f) result += c;
    else {
      snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c));
      result += escape;
    }
  }
  return result;
}

struct counted {
  int* writes;
};

}  // namespace

template <> struct lineout::formatter<counted> {
  static void format(writer& out, const counted& value) {
    ++*value.writes;
    out.literal("counted");
  }
};

TEST_CASE("typed parameters arrive as they were given, with a MSGID") {
  strings records;
  logger log{framed{rfc5424{}, recorder{&records}}, here};
  const std::string name = "sda";
  log.log(heading{severity::warning, "DISKFULL", sd("disk@32473", {"name", name}, {"used", 91}, {"ratio", 0.5})},
          "disk {} at {}%", name, 91);
  CHECK(records == strings{"<12>1 - h app - DISKFULL [disk@32473 name=\"sda\" used=\"91\" ratio=\"0.500000\"] "
                           "disk sda at 91%"});
  records.clear();
  log.log(heading{priority{facility::local3, severity::err}, "", sd("meta")}, "none");
  CHECK(records == strings{"<155>1 - h app - - [meta] none"});
}

TEST_CASE("every value is read back from the quotation marks as it was cleaned") {
  strings records;
  logger log{framed{rfc5424{}, recorder{&records}}, here};
  std::mt19937 random{3};
  const std::string nasty = "\"\\]\n\r\t\x1b\x7f[= ";
  for (int round = 0; round < 3000; ++round) {
    std::string words[3];
    for (std::string& one : words)
      for (size_t size = random() % 16; size > 0; --size)
        one += random() % 2 == 0 ? nasty[random() % nasty.size()] : static_cast<char>(0x20 + random() % 0x5f);
    records.clear();
    log.log(heading{severity::info, "ID", sd("x@1", {"a", words[0]}, {"b", words[1].c_str()}, {"c", text{words[2]}})},
            "text");
    REQUIRE(records.size() == 1);
    std::string id;
    const auto found = parameters(records[0], id);
    CHECK(id == "x@1");
    CHECK(found.size() == 3);
    CHECK(found.at("a") == cleaned(words[0]));
    CHECK(found.at("b") == cleaned(words[1]));
    CHECK(found.at("c") == cleaned(words[2]));
    CHECK(records[0].substr(records[0].size() - 6) == "] text");
  }
}

TEST_CASE("bytes of any kind leave as UTF-8 without controls") {
  strings records;
  logger log{framed{rfc5424{}, recorder{&records}}, here};
  std::mt19937 random{4};
  for (int round = 0; round < 2000; ++round) {
    std::string words;
    for (size_t size = random() % 20; size > 0; --size) words += static_cast<char>(random());
    records.clear();
    log.log(heading{severity::info, "ID", sd("x@1", {"a", words})}, "text");
    const size_t end = records[0].find("\"] text");
    REQUIRE(end != std::string::npos);
    for (size_t at = 0; at < records[0].size();) {
      const auto byte = static_cast<unsigned char>(records[0][at]);
      CHECK(byte >= 0x20);
      CHECK(byte != 0x7f);
      const size_t size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
      for (size_t index = 1; index < size; ++index)
        CHECK((static_cast<unsigned char>(records[0][at + index]) & 0xc0) == 0x80);
      if (byte == 0xc2) CHECK(static_cast<unsigned char>(records[0][at + 1]) >= 0xa0);
      at += size;
    }
  }
}

TEST_CASE("what does not fit is left out whole and counted") {
  strings records;
  logger log{framed{rfc5424{}, recorder{&records}}, here};
  for (size_t size = 230; size < 260; ++size) {
    records.clear();
    const size_t before = log.counts().truncated;
    log.log(heading{severity::info, "ID", sd("x@1", {"a", std::string(size, 'v')})}, "text");
    // [x@1 a="..."] is 10 bytes and the value.
    const bool fits = size + 10 <= 256;
    CHECK(records[0] == (fits ? "<14>1 - h app - ID [x@1 a=\"" + std::string(size, 'v') + "\"] text"
                              : "<14>1 - h app - ID - text"));
    CHECK(log.counts().truncated - before == (fits ? 0 : 1));
    // Each quotation mark takes two.
    records.clear();
    log.log(heading{severity::info, "ID", sd("x@1", {"a", std::string(size / 2, '"')})}, "text");
    CHECK((records[0].find("[x@1") != std::string::npos) == (size / 2 * 2 + 10 <= 256));
  }
}

TEST_CASE("below the threshold nothing is written") {
  strings records;
  int writes = 0;
  logger log{framed{rfc5424{}, recorder{&records}}, here};
  log.set_threshold(severity::notice);
  log.log(heading{severity::info, "ID", sd("x@1", {"a", counted{&writes}})}, "text");
  CHECK(writes == 0);
  log.log(heading{severity::notice, "ID", sd("x@1", {"a", counted{&writes}})}, "text");
  CHECK(writes == 1);
  CHECK(records.size() == 1);
}

TEST_CASE("structured data waits in a queue with its message") {
  strings records;
  message_ring<8, 512> ring;
  logger log{queued{framed{rfc5424{}, recorder{&records}}, ring}, here};
  for (int number = 0; number < 3; ++number)
    log.log(heading{severity::info, "NUMBER", sd("x@1", {"n", number})}, "number {}", number);
  CHECK(records.empty());
  log.poll(10);
  CHECK(records == strings{"<14>1 - h app - NUMBER [x@1 n=\"0\"] number 0", "<14>1 - h app - NUMBER [x@1 n=\"1\"] number 1",
                           "<14>1 - h app - NUMBER [x@1 n=\"2\"] number 2"});
}
