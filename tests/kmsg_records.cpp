#include <lineout/kmsg_records.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;
using list = std::vector<std::string>;

namespace {

struct small : kmsg_options {
  static constexpr size_t text_size = 16;
  static constexpr size_t structured_data_size = 96;
};

// The messages that come out, as "PRI words {structured data}"; each line of given is one of the console's.
template <typename Options = kmsg_options> list messages(const list& given) {
  kmsg_records<Options> reader;
  list result;
  const auto take = [&](priority level, text words, text data) {
    std::string line = std::to_string(level.pri()) + " " + std::string{words.data(), words.size()};
    if (!data.empty()) line += " {" + std::string{data.data(), data.size()} + "}";
    CHECK((data.empty() || is_structured_data(data)));
    CHECK(data.size() <= Options::structured_data_size);
    result.push_back(line);
  };
  for (const std::string& line : given) {
    const bool continues = line.substr(0, 1) == "+";
    reader.line(text{line}.skip(continues ? 1 : 0), continues, priority{facility::user, severity::info}, take);
  }
  reader.flush(take);
  reader.flush(take);
  return result;
}

}  // namespace

TEST_CASE("a record is a message of its level, with its number and time") {
  CHECK(messages({"6,339,5140900,-;NET: Registered PF_INET6"}) ==
        list{"6 NET: Registered PF_INET6 {[kmsg@32473 sequence=\"339\" time=\"5.140900\"]}"});
  CHECK(messages({"30,1,7,-,caller=T1;systemd[1]: x;y", "4,2,1000000,c;z"}) ==
        list{"30 systemd[1]: x;y {[kmsg@32473 sequence=\"1\" time=\"0.000007\"]}",
             "4 z {[kmsg@32473 sequence=\"2\" time=\"1.000000\"]}"});
  CHECK(messages({"12,18446744,9223372036854775807,-;"}) ==
        list{"12  {[kmsg@32473 sequence=\"18446744\" time=\"9223372036854.775807\"]}"});
}

TEST_CASE("its KEY=value lines become values, escaped as RFC 5424 has it") {
  CHECK(messages({"6,340,5140901,-;e1000e: Link is Up", " SUBSYSTEM=net", " DEVICE=+pci:0000:00:19.0",
                  "6,341,5140902,-;x"}) == list{"6 e1000e: Link is Up {[kmsg@32473 sequence=\"340\" time=\"5.140901\" "
                                                "SUBSYSTEM=\"net\" DEVICE=\"+pci:0000:00:19.0\"]}",
                                                "6 x {[kmsg@32473 sequence=\"341\" time=\"5.140902\"]}"});
  CHECK(messages({"6,1,1,-;x", " A=a\"b\\c]d", " =none", " B C=blank", " D="}) ==
        list{"6 x {[kmsg@32473 sequence=\"1\" time=\"0.000001\" A=\"a\\\"b\\\\c\\]d\" D=\"\"]}"});
}

TEST_CASE("a line that is no record's is a message as it is") {
  CHECK(messages({"plain", " SUBSYSTEM=net"}) == list{"14 plain", "14  SUBSYSTEM=net"});
  for (const char* const wrong :
       {"6,339;x", "6,339,5,-", ",1,1,-;x", "6,,1,-;x", "x,1,1,-;x", "6,1,1;x", "-6,1,1,-;x", ";x", ""})
    CHECK(messages({wrong}) == list{"14 " + std::string{wrong}});
  CHECK(messages({"6,1,1,-;x", "plain", " A=b"}) ==
        list{"6 x {[kmsg@32473 sequence=\"1\" time=\"0.000001\"]}", "14 plain", "14  A=b"});
  CHECK(messages({"192,1,1,-;x"}) == list{"14 x {[kmsg@32473 sequence=\"1\" time=\"0.000001\"]}"});
}

TEST_CASE("a value that does not fit is left out whole, and a text is cut between characters") {
  CHECK(messages<small>({"6,1,1,-;0123456789abcde\xc3\xa4"
                         "tail",
                         " A=b", " LONG=" + std::string(80, 'x'), " C=d"}) ==
        list{"6 0123456789abcde {[kmsg@32473 sequence=\"1\" time=\"0.000001\" A=\"b\" C=\"d\"]}"});
  for (size_t size = 0; size < 120; ++size) {
    const list all = messages<small>({"6,1,1,-;x", " K=" + std::string(size, ']')});
    CHECK(all.size() == 1);
  }
}

TEST_CASE("what continues a line goes on with the text, and is not taken for a line of its own") {
  CHECK(messages({"6,1,1,-;one", "+ two", "+ A=b", " C=d", "+ddd"}) ==
        list{"6 one two A=b {[kmsg@32473 sequence=\"1\" time=\"0.000001\" C=\"d\"]}"});
  CHECK(messages({"plain", "+more"}) == list{"14 plain", "14 more"});
}
