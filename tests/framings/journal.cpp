#include <lineout/framings/journal.hpp>

#include <doctest/doctest.h>

#include "posix/journal_fields.hpp"

using namespace lineout;
using support::journal_fields;

namespace {

constexpr origin program{"router1", "pppd", 1234};

// What a journal reads, and that nothing else was written.
journal_fields fields_of(const std::string& words, text id = {}, text data = {}, const origin& from = program,
                         priority level = {facility::local0, severity::warning}) {
  std::string storage(journal::headroom + words.size() + journal::tailroom, '#');
  packet body{storage.data(), storage.size(), journal::headroom};
  char* const at = body.append(words.size());
  for (size_t index = 0; index < words.size(); ++index) at[index] = words[index];
  journal{}.frame(body, message{level, timestamp::at(1800000000), &from, body, id, data});
  std::string fault;
  const journal_fields result = support::read_journal_message({body.data(), body.size()}, fault);
  CHECK(fault.empty());
  return result;
}

}  // namespace

TEST_CASE("a journal reads priority, facility, tag, process id and the text") {
  CHECK(fields_of("hello") == journal_fields{{"PRIORITY", "4"},
                                             {"SYSLOG_FACILITY", "16"},
                                             {"SYSLOG_IDENTIFIER", "pppd"},
                                             {"SYSLOG_PID", "1234"},
                                             {"MESSAGE", "hello"}});
  constexpr origin without{"router1", "kernel"};
  CHECK(fields_of("", {}, {}, without, {facility::kern, severity::emerg}) ==
        journal_fields{{"PRIORITY", "0"}, {"SYSLOG_FACILITY", "0"}, {"SYSLOG_IDENTIFIER", "kernel"}, {"MESSAGE", ""}});
}

TEST_CASE("the text may have several lines, and any bytes") {
  std::string all;
  for (int value = 0; value < 256; ++value) all += static_cast<char>(value);
  for (const std::string& words : {std::string{"one\ntwo\n\nPRIORITY=0\n"}, all, std::string(70000, '\n')})
    CHECK(fields_of(words).find("MESSAGE")->second == words);
}

TEST_CASE("a message's id and the parameters of its structured data are fields, unescaped") {
  const journal_fields fields =
      fields_of("x", "DISK", R"([disk@32473 name="sda" used="9\"1\\\]\n"][meta sequenceId="1" empty=""])");
  CHECK(fields.find("SYSLOG_MSGID")->second == "DISK");
  CHECK(fields.find("SD_DISK_32473_NAME")->second == "sda");
  CHECK(fields.find("SD_DISK_32473_USED")->second == R"(9"1\]\n)");
  CHECK(fields.find("SD_META_SEQUENCEID")->second == "1");
  CHECK(fields.find("SD_META_EMPTY")->second.empty());
  CHECK(fields.size() == 10);
}

TEST_CASE("no parameter passes for another field, and what is not valid or has no room is left out whole") {
  CHECK(fields_of("x", {}, R"([syslog identifier="other"])").count("SYSLOG_IDENTIFIER") == 1);
  CHECK(fields_of("x", "two words", R"([disk name="sda)").size() == 5);
  std::string many = "[element-with-a-long-name@32473";
  for (int count = 0; count < 40; ++count)
    many += " parameter" + std::to_string(count) + "=\"" + std::to_string(count) + "\"";
  many += "]";
  const journal_fields some = fields_of("x", {}, {many.data(), many.size()});
  CHECK(some.size() > 5 + 5);
  CHECK(some.size() < 5 + 40);
  size_t known = 0;
  for (const auto& [name, value] : some)
    if (name == "SD_ELEMENT_WITH_A_LONG_NAME_32473_PARAMETER" + value) ++known;
  CHECK(known == some.size() - 5);
  const std::string long_names = "[" + std::string(32, 'e') + " " + std::string(32, 'n') + "=\"v\" tag=\"w\"]";
  const journal_fields cut = fields_of("x", {}, {long_names.data(), long_names.size()});
  CHECK(cut.find("SD_" + std::string(28, 'E') + "_" + std::string(32, 'N'))->second == "v");
  CHECK(cut.find("SD_" + std::string(32, 'E') + "_TAG")->second == "w");
}
