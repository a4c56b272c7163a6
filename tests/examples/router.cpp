// examples/router as its user meets it: its manual, its messages, its storm.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>
#include <sstream>

#include "support/router.hpp"

namespace {

using support::command;
using support::documented;
using support::documented_messages;
using support::lines_of;
using support::run_router;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The fields of a line of CSV, out of their quotation marks.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields{""};
  bool quoted = false;
  for (size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"' && quoted && at + 1 < line.size() && line[at + 1] == '"') fields.back() += line[++at];
    else if (line[at] == '"') quoted = !quoted;
    else if (line[at] == ',' && !quoted) fields.emplace_back();
    else if (line[at] != '\r') fields.back() += line[at];
  }
  return fields;
}

size_t count_of(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace

TEST_CASE("the catalogue has every message of the document, with its severity, its tag and its placeholders") {
  const auto said = run_router({"--list=csv"});
  CHECK(said.status == 0);
  const auto lines = lines_of(said.output);
  REQUIRE(documented_messages().size() == 323);
  REQUIRE(lines.size() == 324);
  std::set<std::string> ids;
  for (size_t index = 0; index < 323; ++index) {
    const documented& expected = documented_messages()[index];
    const auto fields = fields_of(lines[index + 1]);
    CAPTURE(lines[index + 1]);
    REQUIRE(fields.size() == 6);
    CHECK(ids.insert(fields[0]).second);
    CHECK(lineout::parse_severity(fields[1]).value == static_cast<lineout::severity>(expected.severity));
    CHECK((fields[2].empty() ? "router" : fields[2]) == expected.tag);
    CHECK(support::shape_of(fields[3]) == expected.shape);
    CHECK(fields[5].size() > 10);
  }
}

TEST_CASE("the manual is there in three forms") {
  const auto markdown = run_router({"--list"});
  CHECK(markdown.status == 0);
  CHECK(lines_of(markdown.output).size() == 325);
  CHECK(markdown.output == run_router({"--list=markdown"}).output);
  CHECK(contains(
      markdown.output,
      "| `DHCPD_DISCOVER` | info | dhcpd | `DHCPDISCOVER from <mac_address> via <interface_name>` | a client asks "
      "for a lease |\n"));
  for (const std::string& line : lines_of(markdown.output)) CHECK_MESSAGE(count_of(line, "|") == 6, line);
  const auto json = run_router({"--list=json"});
  CHECK(json.status == 0);
  CHECK(count_of(json.output, "{\"id\":") == 323);
  CHECK(contains(json.output, "\"arguments\":[\"thread\",\"integer\",\"integer\",\"ipv4_address\"]"));
}

TEST_CASE("without arguments every message is shown once, filled with values, by the daemon that says it") {
  const auto said = run_router({});
  CHECK(said.status == 0);
  const auto lines = lines_of(said.output);
  REQUIRE(lines.size() == 323);
  for (size_t index = 0; index < 323; ++index) {
    const documented& expected = documented_messages()[index];
    const auto line = support::traditional_line(lines[index]);
    CAPTURE(lines[index]);
    CHECK(line.app_name == expected.tag);
    CHECK(line.process_id.empty() == !expected.with_process_id);
    CHECK(std::regex_match(line.text, expected.text));
  }
}

TEST_CASE("in the form of RFC 5424 a message has its id as MSGID") {
  const int receiver = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(receiver, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(receiver, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const auto said = run_router(
      {"--rfc5424", "--hostname", "router1", "--udp", "127.0.0.1:" + std::to_string(ntohs(address.sin_port))});
  CHECK(said.status == 0);
  const auto lines = lines_of(run_router({"--list=csv"}).output);
  // As many as surely fit into the socket's buffer.
  for (size_t index = 1; index <= 50; ++index) {
    char bytes[1024];
    const ssize_t got = ::recv(receiver, bytes, sizeof bytes, MSG_DONTWAIT);
    REQUIRE(got > 0);
    std::istringstream words{std::string(bytes, static_cast<size_t>(got))};
    std::string pri, time, host, app, process_id, id;
    words >> pri >> time >> host >> app >> process_id >> id;
    CHECK(host == "router1");
    CHECK(id == fields_of(lines[index])[0]);
  }
  ::close(receiver);
}

TEST_CASE("a storm sends at most what was asked for in a second, and says how it goes") {
  const support::temporary_directory directory;
  const auto said = run_router({"--output", directory.file("storm"), "--storm", "500", "--seconds", "1"});
  CHECK(said.status == 0);
  // A machine that is busy may not get so far.
  const auto sent = lines_of(support::read_file(directory.file("storm")));
  CHECK(sent.size() > 0);
  CHECK(sent.size() <= 500);
  const std::string count = std::to_string(sent.size());
  CHECK(contains(said.output, " in a second; accepted " + count + ", sent " + count + ", lost 0\n"));
  CHECK(std::set<std::string>(sent.begin(), sent.end()).size() > sent.size() / 2);
}

TEST_CASE("what is lost is said, where and why") {
  const auto said = run_router({"--unix", "/nonexistent/log", "--storm", "10", "--seconds", "1"});
  CHECK(said.status == 1);
  const std::regex words{
      "router: --unix /nonexistent/log: lost [1-9][0-9]*; last failure: No such file or directory\n"};
  CHECK_MESSAGE(std::regex_search(said.output, words), said.output);
}

TEST_CASE("--help succeeds and tells of every option") {
  const auto said = run_router({"--help"});
  CHECK(said.status == 0);
  for (const char* const option :
       {"--udp", "--unix", "--output", "--storm", "--seconds", "--rfc5424", "--hostname", "--list", "--help"})
    CHECK_MESSAGE(contains(said.output, "  " + std::string{option}), option);
  for (const std::string& line : lines_of(said.output)) CHECK_MESSAGE(line.size() <= 110, line);
}

TEST_CASE("a wrong command line gets one line that says what is wrong, and status 2") {
  const std::vector<std::pair<command, std::string>> cases{
      {{"--bogus"}, "unknown option '--bogus'"},
      {{"words"}, "unknown option 'words'"},
      {{"--storm"}, "--storm needs a value"},
      {{"--storm", "0"}, "--storm '0': a number from 1 to 1000000 is expected"},
      {{"--storm", "7x"}, "--storm '7x': a number"},
      {{"--seconds", "7"}, "--storm N is missing"},
      {{"--list=xml"}, "--list 'xml': markdown, csv or json is expected"},
      {{"--list="}, "markdown, csv or json is expected"},
      {{"--help=yes"}, "--help takes no value"},
      {{"--udp", ""}, "--udp '': it is empty"},
      {{"--udp", "127.0.0.1:99999"}, "--udp 127.0.0.1:99999: the port is greater than 65535"},
      {{"--output", "/nonexistent/file"}, "--output /nonexistent/file: no such file or directory"}};
  for (const auto& [options, words] : cases) {
    const auto said = run_router(options);
    CAPTURE(said.output);
    CHECK(said.status == 2);
    CHECK(said.output.starts_with("router: "));
    CHECK(contains(said.output, words));
    CHECK(lines_of(said.output).size() == 1);
  }
}
