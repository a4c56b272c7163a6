#include "arguments.hpp"

#include <charconv>
#include <set>
#include <type_traits>

#include "consoles.hpp"

namespace {

std::string to_string(lineout::text words) { return {words.data(), words.size()}; }

// Says where, counted from 1, when that helps.
template <typename T> std::string error_of(const lineout::parsed<T>& result, size_t offset = 0) {
  std::string error = to_string(result.error);
  if (result.position + offset > 0) error += " (at character " + std::to_string(result.position + offset + 1) + ")";
  return error;
}

template <typename T> std::string take(T& into, const lineout::parsed<T>& result) {
  if (!result) return error_of(result);
  into = result.value;
  return {};
}

// The whole of a text as a number from least to most.
template <typename T>
bool read_number(const std::string& digits, std::type_identity_t<T> least, std::type_identity_t<T> most, T& into) {
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, into);
  return error == std::errc{} && stop == end && into >= least && into <= most;
}

std::string take_width(arguments& all, const std::string& value) {
  if (read_number(value, 1, 9999, all.width))
    for (const size_t width : widths)
      if (width == all.width) return {};
  return "one of " + list_of_widths() + " is expected";
}

std::string take_pid(arguments& all, const std::string& value) {
  if (read_number(value, 1, UINT32_MAX, all.pid)) return {};
  return "a number from 1 to 4294967295 is expected";
}

std::string take_to(arguments& all, const std::string& value) {
  const size_t colon = value.find(':');
  if (colon != std::string::npos && !read_number(value.substr(colon + 1), 1, UINT16_MAX, all.frame.to_port))
    return "behind the ':' a port from 1 to 65535 is expected";
  return take(all.frame.to, lineout::ipv4_address::parse(value.substr(0, colon)));
}

std::string take_from_mac(arguments& all, const std::string& value) {
  return take(all.from_mac.emplace(), lineout::mac_address::parse(value));
}

template <way Kind> std::string take_way_out(arguments& all, const std::string& value) {
  all.ways_out.push_back({Kind, {}, value});
  return value.empty() ? "it is empty" : std::string{};
}

// Takes an option's value; says what is wrong with it, or nothing.
using taker = std::string (*)(arguments&, const std::string&);

struct option {
  std::string name;
  std::string value;  // what it is called in the help; empty: there is none
  bool repeatable;
  taker take;
  std::string help;
};

const std::vector<option>& options() {
  static const std::vector<option> table{
      {"--udp", "HOST:PORT", true, take_way_out<way::udp>,
       "datagrams to a syslog daemon; IPv6 as [::1]:514; port 514 if none"},
      {"--unix", "PATH", true, take_way_out<way::unix_socket>, "to this machine's daemon, as /dev/log"},
      {"--raw", "INTERFACE", true, take_way_out<way::raw>, "Ethernet frames made here (needs root or CAP_NET_RAW)"},
      {"--output", "FILE", true, take_way_out<way::output>,
       "lines as a daemon writes them, appended; - is standard output"},
      {"--pcap", "FILE", true, take_way_out<way::pcap>, "the frames of --raw, for Wireshark; - is standard output"},

      {"--from", "IP", false,
       [](arguments& all, const std::string& value) {
         return take(all.frame.from, lineout::ipv4_address::parse(value));
       },
       "the sender (--raw needs it; --pcap: 192.0.2.1)"},
      {"--to", "IP[:PORT]", false, take_to, "the receiver (--raw needs it; --pcap: 192.0.2.2; port 514)"},
      {"--to-mac", "MAC", false,
       [](arguments& all, const std::string& value) {
         return take(all.frame.to_mac, lineout::mac_address::parse(value));
       },
       "the receiver, or the router on the way (default: broadcast)"},
      {"--from-mac", "MAC", false, take_from_mac, "the sender (default: the interface's)"},

      {"--tag", "NAME", false, [](arguments& all, const std::string& value) { return all.tag = value, std::string{}; },
       "who speaks (default: console)"},
      {"--pid", "NUMBER", false, take_pid, "the process id behind the tag (default: none)"},
      {"--hostname", "NAME", false,
       [](arguments& all, const std::string& value) { return all.hostname = value, std::string{}; },
       "on which machine (default: this one)"},
      {"--priority", "F.S", false,
       [](arguments& all, const std::string& value) { return take(all.priority, lineout::parse_priority(value)); },
       "facility.severity, as local0.warning (default: user.info)"},
      {"--level-prefix", "", false,
       [](arguments& all, const std::string&) { return all.level_prefix = true, std::string{}; },
       "a line may begin with its own: <3>text is an error"},

      {"--file", "FILE", false,
       [](arguments& all, const std::string& value) { return all.file = value, std::string{}; },
       "read this instead of standard input"},
      {"--width", "N", false, take_width, ""},
      {"--help", "", false, [](arguments& all, const std::string&) { return all.help = true, std::string{}; },
       "this text"},
  };
  return table;
}

const option* find_option(const std::string& name) {
  for (const option& one : options())
    if (one.name == name) return &one;
  return nullptr;
}

// What only makes sense together.
std::string check(const arguments& all, const std::set<std::string>& given) {
  const bool raw = given.contains("--raw");
  for (const char* const needed : {"--from", "--to"})
    if (raw && !given.contains(needed))
      return "--raw also needs --from IP and --to IP[:PORT]: " + std::string{needed} + " is missing";
  for (const char* const detail : {"--from", "--to", "--to-mac", "--from-mac"})
    if (given.contains(detail) && !raw && !given.contains("--pcap"))
      return std::string{detail} + " is about frames: --raw or --pcap is missing";
  if (all.tag.empty()) return "--tag '': a name is expected";
  if (all.hostname && all.hostname->empty()) return "--hostname '': a name is expected";
  return {};
}

}  // namespace

std::string read_arguments(int count, char** words, arguments& result) {
  std::set<std::string> given;
  for (int index = 1; index < count; ++index) {
    const std::string word{words[index]};
    if (word == "-h") return result.help = true, std::string{};
    const size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    const option* const found = find_option(name);
    if (found == nullptr && word.starts_with("-")) return "unknown option '" + name + "': --help lists them";
    if (found == nullptr) return "'" + word + "' is not an option; a file to read is given with --file";
    if (!given.insert(name).second && !found->repeatable) return name + " is given twice";

    std::string value;
    if (found->value.empty() && equals != std::string::npos) return name + " takes no value";
    if (equals != std::string::npos) value = word.substr(equals + 1);
    else if (!found->value.empty() && ++index == count) return name + " needs a value: " + name + " " + found->value;
    else if (!found->value.empty()) value = words[index];

    const std::string error = found->take(result, value);
    if (!error.empty()) return name + " '" + value + "': " + error;
    if (result.help) return {};
    if (!result.ways_out.empty() && result.ways_out.back().option.empty()) result.ways_out.back().option = name;
  }
  return check(result, given);
}

std::string help_text() {
  std::string help =
      "usage: console [OPTION]...\n"
      "\n"
      "Reads a console's output from standard input and emits it as syslog, one message for each line.\n"
      "Without a destination it sends to a receiver of its own and shows what arrives there.\n";
  for (const option& one : options()) {
    if (one.name == "--udp") help += "\nDestinations, any number of each:\n";
    if (one.name == "--from") help += "\nThe frames of --raw and --pcap:\n";
    if (one.name == "--tag") help += "\nThe messages:\n";
    if (one.name == "--file") help += "\nThe input:\n";
    std::string left = "  " + one.name + (one.value.empty() ? "" : " " + one.value);
    left.resize(22, ' ');
    help +=
        left +
        (one.name == "--width" ? "longer lines are divided: " + list_of_widths() + " bytes (default: 80)" : one.help) +
        "\n";
  }
  help +=
      "\n"
      "Exit status: 0 all was sent, 1 something was lost (standard error says what), 2 the command line is wrong.\n"
      "\n"
      "  tail -f serial.log | console --udp 192.168.0.23:514 --tag hypervisor --hostname node7\n"
      "  console --file boot.log --output - --pcap boot.pcap\n"
      "  console --file boot.log --raw eth0 --from 192.168.0.7 --to 192.168.0.23 --to-mac 00:11:22:33:44:55\n";
  return help;
}
