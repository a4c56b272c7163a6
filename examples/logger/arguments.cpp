#include "arguments.hpp"

#include <getopt.h>
#include <inttypes.h>
#include <strings.h>

#include <charconv>
#include <set>
#include <sstream>

namespace {

using lineout::text;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Upper and lower case are alike; word is in lower case.
bool is_word(const std::string& name, const char* word) { return ::strcasecmp(name.c_str(), word) == 0; }

std::string quoted(const std::string& words) { return "'" + words + "'"; }

// The whole of a text as a number up to most.
bool read_number(const std::string& digits, uintmax_t most, uintmax_t& into) {
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, into);
  return error == std::errc{} && stop == end && into <= most;
}

// The same behind blanks and a plus sign, as strtoul() reads it.
bool read_id(const std::string& digits, uintmax_t& into) {
  size_t begin = digits.find_first_not_of(" \t\n\v\f\r");
  if (begin != std::string::npos && digits[begin] == '+') ++begin;
  return begin != std::string::npos && read_number(digits.substr(begin), INT32_MAX, into);
}

// The facilities of <syslog.h> by name, where security is auth, or as the numbers of their macros, 8 for LOG_MAIL's 16.
bool read_facility(const std::string& name, lineout::facility& into) {
  uintmax_t number = 0;
  if (read_number(name, 23 * 8, number)) {
    if (number % 8 != 0 || (number > 11 * 8 && number < 16 * 8)) return false;
    into = static_cast<lineout::facility>(number / 8);
    return true;
  }
  const auto found = lineout::parse_facility(is_word(name, "security") ? "auth" : text{name});
  into = found.value;
  // <syslog.h> has no names for 12 to 15.
  const auto value = static_cast<unsigned>(found.value);
  return found && (value < 12 || value > 15);
}

// "none" is what <syslog.h> has for no severity at all, and what logger(1) has always sent as the most severe one.
bool read_severity(const std::string& name, lineout::severity& into) {
  uintmax_t number = 0;
  if (read_number(name, 16, number)) {
    into = static_cast<lineout::severity>(number % 8);
    return number < 8 || number == 16;
  }
  const auto found = lineout::parse_severity(is_word(name, "none") ? "emerg" : text{name});
  into = found.value;
  return static_cast<bool>(found);
}

std::string take_priority(const std::string& value, lineout::priority& into) {
  const size_t dot = value.find('.');
  const std::string facility = dot == std::string::npos ? "user" : value.substr(0, dot);
  if (!read_facility(facility, into.facility)) return "unknown facility name: " + facility;
  const std::string severity = dot == std::string::npos ? value : value.substr(dot + 1);
  if (!read_severity(severity, into.severity)) return "unknown priority name: " + severity;
  if (into.facility == lineout::facility::kern) into.facility = lineout::facility::user;
  return {};
}

// "2000", "2K" and "2KiB" (2048), "2KB" (2000), "1.5K" (1536).
std::string take_size(const std::string& value, size_t& into) {
  constexpr uintmax_t most = 16 << 20;
  const std::string wrong =
      "failed to parse message size: " + quoted(value) + ": a number of bytes from 1 to 16M is expected";
  char* end = nullptr;
  const uintmax_t number = strtoumax(value.c_str(), &end, 0);
  if (value.find('-') != std::string::npos || end == value.c_str() || number > most) return wrong;
  uintmax_t fraction = 0, parts = 1;
  const bool has_point = *end == '.';
  if (has_point)
    for (++end; is_digit(*end); ++end)
      if (parts < 1000000) fraction = fraction * 10 + static_cast<uintmax_t>(*end - '0'), parts *= 10;
  const std::string suffix{end};
  uintmax_t factor = 1;
  if (suffix.empty() && has_point) return wrong;
  if (!suffix.empty()) {
    const bool decimal = suffix.size() == 2 && suffix[1] == 'B';
    if (!decimal && suffix.size() > 1 && suffix.substr(1) != "iB" && suffix.substr(1) != "ib") return wrong;
    const size_t power = std::string_view{"kmKM"}.find(suffix[0]);
    if (power == std::string_view::npos) return wrong;
    factor = decimal ? 1000 : 1024;
    if (power % 2 == 1) factor *= factor;
  }
  const uintmax_t size = number * factor + factor * fraction / parts;
  if (size == 0 || size > most) return wrong;
  into = size;
  return {};
}

std::string take_port(const std::string& value, bool tcp, uint16_t& into) {
  uintmax_t number = 0;
  if (read_number(value, UINT16_MAX, number) && number > 0) return into = static_cast<uint16_t>(number), std::string{};
  const servent* const service = ::getservbyname(value.c_str(), tcp ? "tcp" : "udp");
  if (service == nullptr)
    return "unknown port " + quoted(value) + ": a service or a number from 1 to 65535 is expected";
  return into = ntohs(static_cast<uint16_t>(service->s_port)), std::string{};
}

// Elements as they are given on the command line, one --sd-id and its --sd-params after the other.
class structured_data {
 public:
  std::string add_element(const std::string& id) {
    if (!is_id(id)) return "invalid structured data ID: " + quoted(id);
    if (!ids_.insert(id).second) return "structured data ID " + quoted(id) + " is not unique";
    finish();
    element_ = "[" + id;
    return {};
  }

  std::string add_parameter(const std::string& words) {
    if (element_.empty()) return "--sd-id was not specified for --sd-param " + words;
    if (!lineout::is_structured_data(text{"[x " + words + "]"}) || !is_escaped(words))
      return "invalid structured data parameter: " + quoted(words);
    element_ += " " + words;
    with_parameters_ = true;
    return {};
  }

  // An element without a parameter is none.
  std::string finish() {
    if (with_parameters_) all_ += element_ + "]";
    with_parameters_ = false;
    return all_;
  }
  bool has(const std::string& id) const { return ids_.contains(id); }

 private:
  // A registered name, or one's own: name@ and an enterprise number, with more numbers behind dots.
  static bool is_id(const std::string& id) {
    const size_t at = id.find('@');
    if (at == std::string::npos) return id == "timeQuality" || id == "origin" || id == "meta";
    if (at == 0 || !lineout::is_structured_data_name(id) || id.find('[') < at) return false;
    std::istringstream numbers{id.substr(at + 1)};
    for (std::string number; std::getline(numbers, number, '.');)
      if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return false;
    return is_digit(id.back());
  }
  // One parameter, in which a backslash stands only where one is needed or before '['.
  static bool is_escaped(const std::string& words) {
    for (size_t index = words.find('"') + 1; index + 1 < words.size(); ++index) {
      if (words[index] == '"') return false;
      if (words[index] != '\\') continue;
      if (std::string_view{"[]\"\\"}.find(words[++index]) == std::string_view::npos) return false;
    }
    return true;
  }

  std::set<std::string> ids_;
  std::string element_;
  bool with_parameters_ = false;
  std::string all_;
};

void take_rfc5424(const std::string& flags, arguments& result, std::vector<std::string>& warnings) {
  std::istringstream list{flags};
  for (std::string flag; std::getline(list, flag, ',');) {
    if (flag == "notime") result.with_time = result.with_time_quality = false;
    else if (flag == "notq") result.with_time_quality = false;
    else if (flag == "nohost") result.with_hostname = false;
    else if (!flag.empty()) warnings.push_back("ignoring unknown option argument: " + flag);
  }
}

enum : int {
  no_act = 256,
  octet_count,
  prio_prefix,
  rfc3164,
  rfc5424,
  sd_id,
  sd_param,
  msgid,
  socket_errors,
  journald,
  id,
  help
};

constexpr option long_options[] = {{"id", optional_argument, nullptr, id},
                                   {"stderr", no_argument, nullptr, 's'},
                                   {"file", required_argument, nullptr, 'f'},
                                   {"no-act", no_argument, nullptr, no_act},
                                   {"priority", required_argument, nullptr, 'p'},
                                   {"tag", required_argument, nullptr, 't'},
                                   {"socket", required_argument, nullptr, 'u'},
                                   {"socket-errors", required_argument, nullptr, socket_errors},
                                   {"udp", no_argument, nullptr, 'd'},
                                   {"tcp", no_argument, nullptr, 'T'},
                                   {"server", required_argument, nullptr, 'n'},
                                   {"port", required_argument, nullptr, 'P'},
                                   {"version", no_argument, nullptr, 'V'},
                                   {"help", no_argument, nullptr, help},
                                   {"octet-count", no_argument, nullptr, octet_count},
                                   {"prio-prefix", no_argument, nullptr, prio_prefix},
                                   {"rfc3164", no_argument, nullptr, rfc3164},
                                   {"rfc5424", optional_argument, nullptr, rfc5424},
                                   {"size", required_argument, nullptr, 'S'},
                                   {"msgid", required_argument, nullptr, msgid},
                                   {"skip-empty", no_argument, nullptr, 'e'},
                                   {"sd-id", required_argument, nullptr, sd_id},
                                   {"sd-param", required_argument, nullptr, sd_param},
                                   {"journald", optional_argument, nullptr, journald},
                                   {nullptr, 0, nullptr, 0}};

}  // namespace

std::string read_arguments(int count, char** words, arguments& result, std::vector<std::string>& warnings) {
  structured_data data;
  std::string port;
  std::string wrong;
  const auto own_id = static_cast<uint32_t>(::getpid());
  opterr = 0;
  for (int found;
       wrong.empty() && (found = getopt_long(count, words, ":ef:h:ip:S:st:u:dTn:P:V", long_options, nullptr)) != -1;) {
    const std::string value{optarg == nullptr ? "" : optarg};
    uintmax_t number = 0;
    switch (found) {
      case 'e':
        result.skip_empty = true;
        break;
      case 'f':
        result.file = value;
        break;
      case 'i':
        result.id = own_id;
        break;
      case 'p':
        wrong = take_priority(value, result.priority);
        break;
      case 'S':
        wrong = take_size(value, result.size);
        break;
      case 's':
        result.standard_error = true;
        break;
      case 't':
        result.tag = value;
        break;
      case 'u':
        result.socket = value;
        break;
      case 'd':
        result.tcp = false;
        break;
      case 'T':
        result.tcp = true;
        break;
      case 'n':
        result.server = value;
        break;
      case 'P':
        port = value;
        break;
      case 'V':
        return result.version = true, std::string{};
      case help:
        return result.help = true, std::string{};
      case 'h':
        result.server = value;
        result.tcp = false;
        if (result.format == protocol::by_destination) result.format = protocol::bsd;
        break;
      case id:
        if (optarg == nullptr) result.id = own_id;
        else if (read_id(value, number)) result.id = static_cast<uint32_t>(number);
        else wrong = "failed to parse id: " + quoted(value);
        break;
      case no_act:
        result.no_act = true;
        break;
      case octet_count:
        result.octet_count = true;
        break;
      case prio_prefix:
        result.priority_prefix = true;
        break;
      case rfc3164:
        result.format = protocol::rfc3164;
        break;
      case rfc5424:
        result.format = protocol::rfc5424;
        take_rfc5424(value, result, warnings);
        break;
      case sd_id:
        wrong = data.add_element(value);
        break;
      case sd_param:
        wrong = data.add_parameter(value);
        break;
      case msgid:
        result.message_id = value;
        if (!lineout::is_message_id(text{value}))
          wrong = "--msgid " + quoted(value) + ": 1 to 32 printable ASCII characters without a blank are expected";
        break;
      case socket_errors:
        result.socket_errors.reset();
        if (value == "on" || value == "off") result.socket_errors = value == "on";
        else if (value != "auto") warnings.push_back("invalid argument: " + value + ": using automatic errors");
        break;
      case journald:
        result.journald = true;
        if (optarg != nullptr) result.journald_file = value;
        break;
      case ':':
        if (optopt == 'h') return result.help = true, std::string{};
        wrong = "option " + std::string{words[optind - 1]} + " needs an argument";
        break;
      default:
        wrong = "unknown option " + std::string{words[optind - 1]};
    }
  }
  if (!wrong.empty()) return wrong;
  if (!port.empty()) wrong = take_port(port, result.tcp, result.port);
  result.structured_data = data.finish();
  if (data.has("timeQuality")) result.with_time_quality = false;
  result.words.assign(words + optind, words + count);
  if (result.file && !result.words.empty())
    warnings.push_back("--file <file> and <message> are mutually exclusive, the file is not read");
  return wrong;
}

const char* help_text() {
  return R"(usage: logger [options] [<message>]

Enters messages into the system log: the words of the command line, or each line of standard input.

 -i                       log the process id of this program
     --id[=<id>]          log this id, or otherwise that process id
 -f, --file <file>        log the contents of this file
 -e, --skip-empty         do not log empty lines of a file
     --no-act             do everything but to send
 -p, --priority <prio>    facility.severity, as local0.warning (default: user.notice)
     --prio-prefix        a line may begin with its own priority: <11>
 -s, --stderr             write the message to standard error as well
 -S, --size <size>        the most bytes of a message's text (default: 1024)
 -t, --tag <tag>          who speaks (default: the user)

 -n, --server <name>      to this machine's syslog daemon
 -h <name>                the same as BSD has it: no time and no host name, which the receiver adds
 -P, --port <port>        its port (default: 514; 601 for TCP)
 -T, --tcp                by TCP
 -d, --udp                by UDP (the default)
     --octet-count        over TCP, precede each message by its size (RFC 6587) instead of ending it with a newline
 -u, --socket <socket>    to this Unix socket (default: where the local daemon listens)
     --socket-errors <on|off|auto>
                          whether it is an error that nobody listens there
     --journald[=<file>]  write a journald entry, of lines NAME=value

     --rfc3164            the BSD syslog protocol
     --rfc5424[=<snip>]   the syslog protocol (the default with -n); without some of notime, notq and nohost
     --msgid <msgid>      its message id
     --sd-id <id>         begin structured data, as disk@32473
     --sd-param <data>    a parameter of them, as 'name="sda"'

     --help               this text
 -V, --version            the version

Exit status: 0 all was sent, or nobody listens and that is no error; 1 something was lost or is wrong.
)";
}
