#include "arguments.hpp"

#include <charconv>

namespace router {

const char* const help_text =
    "usage: router [OPTION]...\n"
    "\n"
    "Emits the 323 messages of a router's daemons, each once and with plausible values. Without a destination\n"
    "they are shown on standard output.\n"
    "\n"
    "Destinations, any number of each:\n"
    "  --udp HOST:PORT     datagrams to a syslog daemon; IPv6 as [::1]:514; port 514 if none\n"
    "  --unix PATH         to this machine's daemon, as /dev/log\n"
    "  --output FILE       lines as a daemon writes them, appended; - is standard output\n"
    "\n"
    "What is sent:\n"
    "  --storm N           N messages in each second instead, chosen by chance, with a line of progress\n"
    "  --seconds N         so long (default: until it is interrupted)\n"
    "  --rfc5424           datagrams in the form of RFC 5424, with the message's id as MSGID\n"
    "  --hostname NAME     on which machine (default: this one)\n"
    "\n"
    "The reference manual:\n"
    "  --list[=FORMAT]     prints all messages and sends none; as markdown (default), csv or json\n"
    "  --help              this text\n"
    "\n"
    "Exit status: 0 all was sent, 1 something was lost (standard error says what), 2 the command line is wrong.\n"
    "\n"
    "  router --udp 192.168.0.23:514 --storm 1000\n"
    "  router --list > messages.md\n";

namespace {

std::string take_number(const std::string& digits, uint32_t most, uint32_t& into) {
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, into);
  if (error == std::errc{} && stop == end && into >= 1 && into <= most) return {};
  return "a number from 1 to " + std::to_string(most) + " is expected";
}

std::string take_list(const std::string& format, arguments& result) {
  if (format.empty() || format == "markdown") result.list = lineout::listing::markdown;
  else if (format == "csv") result.list = lineout::listing::csv;
  else if (format == "json") result.list = lineout::listing::json;
  else return "markdown, csv or json is expected";
  return {};
}

std::string take_value(const std::string& name, const std::string& value, arguments& result) {
  if (name == "--storm") return take_number(value, 1000000, result.storm);
  if (name == "--seconds") return take_number(value, 1000000, result.seconds);
  if (value.empty()) return "it is empty";
  if (name == "--hostname") result.hostname = value;
  else result.destinations.push_back({name, value});
  return {};
}

}  // namespace

std::string read_arguments(int count, char** words, arguments& result) {
  for (int index = 1; index < count; ++index) {
    const std::string word{words[index]};
    const size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    const bool has_value = equals != std::string::npos;
    std::string value = has_value ? word.substr(equals + 1) : std::string{};

    std::string error;
    if (name == "--help" || name == "-h" || name == "--rfc5424") {
      if (has_value) return name + " takes no value";
      (name == "--rfc5424" ? result.rfc5424 : result.help) = true;
      if (result.help) return {};
    } else if (name == "--list") {
      error = has_value && value.empty() ? "markdown, csv or json is expected" : take_list(value, result);
    } else if (name == "--storm" || name == "--seconds" || name == "--hostname" || name == "--udp" ||
               name == "--unix" || name == "--output") {
      if (!has_value && ++index == count) return name + " needs a value: --help shows which";
      if (!has_value) value = words[index];
      error = take_value(name, value, result);
    } else {
      return "unknown option '" + name + "': --help lists them";
    }
    if (!error.empty()) return name + " '" + value + "': " + error;
  }
  if (result.seconds > 0 && result.storm == 0) return "--seconds is about a storm: --storm N is missing";
  return {};
}

}  // namespace router
