// examples/logger beside the logger(1) of util-linux: the same command lines, to the same sockets, byte for byte.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <poll.h>
#include <pwd.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>

#include "support/process.hpp"
#include "support/skip.hpp"

namespace {

using lineout::text;
using support::command;

const std::string reference = "/usr/bin/logger";
const std::string own = LINEOUT_LOGGER;

// Why the two cannot be compared here; empty if they can.
std::string missing() {
  const auto version = support::run({reference, "--version"});
  if (version.output.find("util-linux") == std::string::npos) return "no " + reference + " of util-linux";
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  const std::string name{host};
  if (!lineout::detail::is_hostname(text{name.substr(0, name.find('.'))}))
    return "this machine's name is not one for syslog";
  return {};
}

bool is_missing() {
  const std::string reason = missing();
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

std::string login() {
  const passwd* const user = getpwuid(getuid());
  return user == nullptr ? "" : user->pw_name;
}

// A receiver of this test's own, of each kind that there is.
class receiver {
 public:
  enum kind { udp, tcp, unix_datagrams, unix_stream };
  static constexpr kind kinds[] = {udp, tcp, unix_datagrams, unix_stream};

  explicit receiver(kind what) : stream_{what == tcp || what == unix_stream} {
    const int type = (stream_ ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    if (what == udp || what == tcp) {
      socket_ = ::socket(AF_INET, type, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof address;
      REQUIRE(bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
      getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
      options_ = {"-n", "127.0.0.1", "-P", std::to_string(ntohs(address.sin_port)), what == tcp ? "-T" : "-d"};
    } else {
      socket_ = ::socket(AF_UNIX, type, 0);
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      directory_.file("log").copy(address.sun_path, sizeof address.sun_path - 1);
      REQUIRE(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
      options_ = {"-u", directory_.file("log")};
    }
    const int megabyte = 1 << 20;
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &megabyte, sizeof megabyte);
    if (stream_) REQUIRE(listen(socket_, 5) == 0);
  }
  ~receiver() { close(socket_); }
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  // What sends to it.
  const command& options() const { return options_; }

  // What an emitter sends until its end: each datagram, or all of the stream.
  std::vector<std::string> receive_from(support::process& emitter) const {
    std::vector<std::string> result;
    int connection = -1;
    for (bool running = true; running;) {
      running = emitter.running();
      if (stream_ && connection < 0) connection = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      const int from = stream_ ? connection : socket_;
      while (from >= 0 && read_once(from, result)) {
      }
      pollfd waiting{from >= 0 ? from : socket_, POLLIN, 0};
      if (running) poll(&waiting, 1, 1);
    }
    if (connection >= 0) close(connection);
    std::string all;
    for (const std::string& piece : result) all += piece;
    return stream_ ? std::vector<std::string>{all} : result;
  }

 private:
  static bool read_once(int from, std::vector<std::string>& result) {
    std::string piece(70000, '\0');
    const ssize_t size = recv(from, piece.data(), piece.size(), 0);
    if (size <= 0) return false;
    piece.resize(static_cast<size_t>(size));
    result.push_back(piece);
    return true;
  }

  support::temporary_directory directory_;
  bool stream_;
  int socket_ = -1;
  command options_;
};

// What one of the two programs did.
struct emitted {
  int status = 0;
  std::vector<std::string> records{};
  std::string said{};
};

// Whether bytes at that place are as the pattern: d a digit, D a digit or a blank, A a letter, everything else itself.
bool is_at(const std::string& bytes, size_t at, std::string_view pattern) {
  if (at + pattern.size() > bytes.size()) return false;
  for (const char wanted : pattern) {
    const char c = bytes[at++];
    const bool digit = c >= '0' && c <= '9';
    if (wanted == 'd'   ? !digit
        : wanted == 'D' ? !digit && c != ' '
        : wanted == 'A' ? !lineout::detail::is_letter(c)
                        : c != wanted)
      return false;
  }
  return true;
}

void replace_all(std::string& bytes, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = bytes.find(from, at)) != std::string::npos; at += to.size())
    bytes.replace(at, from.size(), to);
}

// The time, the accuracy of this machine's clock and the program's own process id are the same in both; the time's
// offset is compared.
std::string normalised(std::string bytes, pid_t id) {
  constexpr std::string_view bsd_time = "AAA Dd dd:dd:dd ";
  constexpr std::string_view rfc_time = "1 dddd-dd-ddTdd:dd:dd";
  constexpr std::string_view fraction = ".dddddd";
  for (size_t at = 0; (at = bytes.find('>', at)) != std::string::npos; ++at) {
    if (is_at(bytes, at + 1, bsd_time)) bytes.replace(at + 1, bsd_time.size(), "TIME ");
    if (!is_at(bytes, at + 1, rfc_time)) continue;
    const bool with_fraction = is_at(bytes, at + 1 + rfc_time.size(), fraction);
    bytes.replace(at + 1, rfc_time.size() + (with_fraction ? fraction.size() : 0), "1 TIME");
  }
  const std::string accuracy = "syncAccuracy=\"";
  for (size_t at = 0; (at = bytes.find(accuracy, at)) != std::string::npos;) {
    at += accuracy.size();
    bytes.erase(at, bytes.find('"', at) - at);
  }
  const std::string number = std::to_string(id);
  replace_all(bytes, "[" + number + "]: ", "[PID]: ");
  replace_all(bytes, " " + number + " ", " PID ");
  return bytes;
}

// Takes octet counts off, which depend on the length of the process id; false where one is wrong.
bool take_counts_off(std::string& bytes, bool lines) {
  std::string result;
  while (!bytes.empty()) {
    char* end = nullptr;
    const size_t size = std::strtoul(bytes.c_str(), &end, 10);
    const size_t begin = static_cast<size_t>(end - bytes.c_str()) + 1;
    const size_t whole = begin + size + (lines ? 1 : 0);
    if (begin < 3 || whole > bytes.size() || bytes[begin - 1] != ' ') return false;
    result += bytes.substr(begin, whole - begin) + (lines ? "" : "|");
    bytes.erase(0, whole);
  }
  bytes = result;
  return true;
}

emitted run(const std::string& program, const receiver& to, const command& options, const std::string& input) {
  const support::temporary_directory directory;
  command all{program};
  all.insert(all.end(), to.options().begin(), to.options().end());
  all.insert(all.end(), options.begin(), options.end());
  emitted result;
  pid_t id = 0;
  {
    support::process running{all, directory.file("said"), input};
    id = running.id();
    result.records = to.receive_from(running);
    result.status = running.wait();
  }
  result.said = support::read_file(directory.file("said"));
  const bool counted = std::find(options.begin(), options.end(), "--octet-count") != options.end();
  // Words about what is wrong have no counts.
  const bool counted_words = counted && result.status == 0;
  if (counted && !result.records.empty()) CHECK(take_counts_off(result.records[0], false));
  if (counted_words) CHECK(take_counts_off(result.said, true));
  for (std::string& record : result.records) record = normalised(record, id);
  result.said = normalised(result.said, id);
  return result;
}

std::string shown(const command& words) {
  std::string line;
  for (const std::string& word : words) line += " '" + word + "'";
  return line;
}

// Command lines within what both programs are to do alike, the same ones each time.
class generator {
 public:
  explicit generator(unsigned seed) : random_{seed} {}

  size_t below(size_t limit) { return random_() % limit; }
  bool one_in(size_t count) { return below(count) == 0; }
  const std::string& one_of(const std::vector<std::string>& choices) { return choices[below(choices.size())]; }

  // A text without a newline.
  std::string words(size_t most) {
    static const std::vector<std::string> pieces{"disk",
                                                 "sda",
                                                 " ",
                                                 "  ",
                                                 "91%",
                                                 "\"quoted\"",
                                                 "[id",
                                                 "]",
                                                 "\\",
                                                 "\xc3\xa4",
                                                 "\xe2\x82\xac",
                                                 "\xf0\x9f\x98\x80",
                                                 "\t",
                                                 "\x01",
                                                 "\x7f",
                                                 "<13>",
                                                 "- -",
                                                 "%s",
                                                 "a: b",
                                                 "\xff",
                                                 "{}",
                                                 "=",
                                                 "@"};
    std::string result;
    for (size_t count = below(most) + 1; count > 0; --count) result += one_of(pieces);
    return result;
  }

  std::string lines(bool prefixes) {
    static const std::vector<std::string> levels{"<3>", "<0>",   "<191>",   "<192>", "<13", "<>",
                                                 "<x>", "<007>", "<12345>", "<165>", "<"};
    std::string result;
    for (size_t count = below(6); count > 0; --count) {
      if (prefixes && !one_in(3)) result += one_of(levels);
      if (one_in(8)) result += std::string(below(3000), static_cast<char>('a' + below(26)));
      else if (!one_in(5)) result += words(12);
      if (count > 1 || !one_in(3)) result += "\n";
    }
    return result;
  }

  std::string priority() {
    static const std::vector<std::string> facilities{
        "auth", "authpriv", "cron",   "daemon", "ftp",    "kern",   "lpr",  "mail", "news", "syslog", "user",
        "uucp", "security", "local0", "local1", "local7", "LOCAL3", "Mail", "16",   "88",   "184",    "0"};
    static const std::vector<std::string> severities{"alert", "crit",   "debug", "emerg", "err",     "error",
                                                     "info",  "notice", "panic", "warn",  "warning", "none",
                                                     "INFO",  "0",      "3",     "7"};
    const std::string severity = one_of(severities);
    return one_in(4) ? severity : one_of(facilities) + "." + severity;
  }

  command structured_data() {
    static const std::vector<std::string> ids{"disk@32473", "a.b-c@1.2.3", "origin", "meta", "timeQuality", "x@0"};
    static const std::vector<std::string> parameters{"name=\"sda\"",      "used=\"91\"",      "empty=\"\"",
                                                     "n=\"\\\"\\\\\\]\"", "u=\"\xc3\xa4 b\"", "x.y-z=\"a=b\"",
                                                     "o=\"\\[\""};
    command result;
    std::vector<std::string> left = ids;
    for (size_t count = below(3) + 1; count > 0; --count) {
      const size_t chosen = below(left.size());
      result.insert(result.end(), {"--sd-id", left[chosen]});
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(chosen));
      for (size_t number = below(4); number > 0; --number)
        result.insert(result.end(), {"--sd-param", one_of(parameters)});
    }
    return result;
  }

  command options(receiver::kind to, const std::string& file, std::string& input) {
    static const std::vector<std::string> tags{"diskd", "a", "systemd-udevd", "my_app", "postfix/smtpd", "run.sh",
                                               "a23456789b123456789c123456789d1"};
    static const std::vector<std::string> long_tags{
        "postfix/smtpd", "run.sh", "a23456789b123456789c123456789d123456789e12345678", "x:y[z]", "@!~"};
    static const std::vector<std::string> snips{"--rfc5424",        "--rfc5424=notime",      "--rfc5424=notq",
                                                "--rfc5424=nohost", "--rfc5424=notq,nohost", "--rfc5424=notime,nohost"};
    command result;
    bool rfc5424 = to == receiver::udp || to == receiver::tcp;
    if (one_in(3)) {
      result.push_back("--rfc3164");
      rfc5424 = false;
    } else if (!one_in(3)) {
      result.push_back(one_of(snips));
      rfc5424 = true;
    }
    if (rfc5424 && one_in(2)) result.insert(result.end(), {"-t", one_of(long_tags)});
    else if (!one_in(3) || !lineout::detail::is_app_name(text{login_}))
      result.insert(result.end(), {one_in(2) ? "-t" : "--tag", one_of(tags)});
    if (!one_in(3)) result.insert(result.end(), {one_in(2) ? "-p" : "--priority", priority()});
    if (one_in(3))
      result.push_back(one_of({"-i", "--id", "--id=4711", "--id=0", "--id=2147483647", "--id= 123", "--id=+5", "--id=007"}));
    if (one_in(3))
      result.insert(result.end(), {"--msgid", one_of({"LINK", "!x~", "a23456789b123456789c123456789d12"})});
    if (one_in(2)) {
      const command data = structured_data();
      result.insert(result.end(), data.begin(), data.end());
    }
    if (to == receiver::tcp && one_in(2)) result.push_back("--octet-count");
    if (one_in(3)) result.push_back(one_of({"-s", "--stderr"}));
    if (one_in(4)) result.insert(result.end(), {"-S", one_of({"64", "100", "1KiB", "2K", "1KB", "0x100", "1000", "+70", " 80", "0100", "1.5K", "0.5KiB", "1.K", "2kib"})});
    if (one_in(4)) result.push_back("-e");
    // What both refuse, or both take.
    if (one_in(12)) {
      static const std::vector<command> odd{{"-p", "ntp.info"}, {"-p", "console.err"}, {"-p", "audit.err"}, {"-p", "clock.err"},
                                            {"-p", "local0"},   {"-p", "96.info"},     {"-p", "security.err"}, {"-p", "mail.warn.x"},
                                            {"--id=0x10"},      {"--id=123 "},         {"--id="},           {"--id=1k"},
                                            {"-S", "1.5"},      {"-S", "2 K"},         {"-S", "1K5"},       {"-S", "10B"},
                                            {"-S", "-5"},       {"-S", ".5K"},         {"-S", "1KIB"},      {"--msgid", "a b"},
                                            {"--sd-id", "disk"}, {"--nonsense"},       {"--socket-errors=on"}, {"--socket-errors", "off"}};
      const command& chosen = odd[below(odd.size())];
      result.insert(result.end(), chosen.begin(), chosen.end());
    }
    const bool prefixes = one_in(3);
    if (prefixes) result.push_back("--prio-prefix");
    switch (below(3)) {
      case 0:
        input = lines(prefixes);
        break;
      case 1:
        support::write_file(file, lines(prefixes));
        result.insert(result.end(), {"-f", file});
        break;
      default:
        result.push_back("--");
        for (size_t count = below(5) + 1; count > 0; --count)
          result.push_back(one_in(12)   ? ""
                           : one_in(4)  ? std::string(58 + below(9), 'b')
                           : one_in(10) ? std::string(below(1500), 'w')
                                        : words(6));
    }
    return result;
  }

 private:
  std::mt19937 random_;
  std::string login_ = login();
};

// What a program sends to the journal in a /run of its own, with its status before and its words behind it; empty where
// there can be no such /run.
std::string sent_to_journal(const std::string& program, const std::string& entry) {
  const support::temporary_directory directory;
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", "/run", "tmpfs", 0, nullptr) != 0)
      _exit(1);
    mkdir("/run/systemd", 0755);
    mkdir("/run/systemd/journal", 0755);
    const int journal = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const sockaddr_un address{AF_UNIX, "/run/systemd/journal/socket"};
    if (bind(journal, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) _exit(1);
    const support::result done = support::run({program, "--journald", "-s"}, entry);
    char bytes[4096];
    const ssize_t size = recv(journal, bytes, sizeof bytes, 0);
    const std::string sent = size < 0 ? "nothing" : std::string(bytes, static_cast<size_t>(size));
    support::write_file(directory.file("sent"),
                        std::to_string(done.status) + "|" + sent + "|" + (done.status == 0 ? done.output : ""));
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return support::read_file(directory.file("sent"));
}

}  // namespace

TEST_CASE("what logger sends is what the one of util-linux sends, for 2000 command lines") {
  if (is_missing()) return;
  const support::temporary_directory directory;
  generator choose{20261122};
  size_t records = 0, refused = 0;
  const std::vector<std::string> zones{"UTC0", "XYZ-5:45", "ABC9:30"};
  for (const receiver::kind kind : receiver::kinds) {
    const receiver there{kind};
    for (int number = 0; number < 500; ++number) {
      std::string input;
      setenv("TZ", choose.one_of(zones).c_str(), 1);
      const command options = choose.options(kind, directory.file("input"), input);
      const emitted expected = run(reference, there, options, input);
      const emitted seen = run(own, there, options, input);
      const std::string line = shown(there.options()) + shown(options);
      CAPTURE(line);
      CAPTURE(input);
      CHECK(seen.status == expected.status);
      CHECK(seen.records == expected.records);
      if (expected.status == 0) CHECK(seen.said == expected.said);
      else ++refused;
      records += seen.records.size();
    }
  }
  unsetenv("TZ");
  CHECK(records > 1300);
  CHECK(refused > 50);
  CHECK(refused < 400);
}

TEST_CASE("logger joins words and divides lines where the one of util-linux does") {
  if (is_missing()) return;
  const receiver there{receiver::udp};
  const auto same = [&](command options, const std::string& input) {
    options.insert(options.begin(), {"-t", "a", "-S", "64"});
    const std::string line = shown(options);
    CAPTURE(line);
    CAPTURE(input);
    CHECK(run(own, there, options, input).records == run(reference, there, options, input).records);
  };
  for (const size_t first : {1, 31, 62, 63, 64, 65})
    for (size_t second = first < 62 ? 62 - first : 0; second + first <= 66; ++second)
      same({std::string(first, 'a'), std::string(second, 'b'), "c"}, "");
  for (const size_t length : {0, 63, 64, 65, 127, 128, 129, 192}) {
    same({}, std::string(length, 'x') + "\n\ny");
    same({"-e", "--prio-prefix"}, "<3>" + std::string(length, 'x') + "<4>z\n<5>");
  }
}

TEST_CASE("logger refuses what the one of util-linux refuses") {
  if (is_missing()) return;
  const receiver there{receiver::udp};
  const std::vector<command> wrong{{"-p", "nothing", "x"},
                                   {"-p", "nobody.err", "x"},
                                   {"-p", "3.3", "x"},
                                   {"-p", "9", "x"},
                                   {"-p", "mail.", "x"},
                                   {"-p", "", "x"},
                                   {"--id=x", "x"},
                                   {"-S", "x", "x"},
                                   {"--msgid", "a b", "x"},
                                   {"--sd-id", "disk", "x"},
                                   {"--sd-id", "@1", "x"},
                                   {"--sd-id", "a@", "x"},
                                   {"--sd-id", "a@1.", "x"},
                                   {"--sd-id", "a@x", "x"},
                                   {"--sd-id", "a b@1", "x"},
                                   {"--sd-id", "a=@1", "x"},
                                   {"--sd-id", "a[@1", "x"},
                                   {"--sd-id", "a@1", "--sd-id", "a@1", "x"},
                                   {"--sd-param", "a=\"b\"", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "a", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "a=b", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "=\"b\"", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "a=\"b", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "a=\"]\"", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "a=\"\\n\"", "x"},
                                   {"--sd-id", "a@1", "--sd-param", "a=\"b\"c", "x"},
                                   {"-t", "a23456789b123456789c123456789d123456789e123456789", "x"},
                                   {"-f", "/nonexistent/file"},
                                   {"--nonsense"},
                                   {"-Q"},
                                   {"-t"}};
  for (const command& options : wrong) {
    const std::string line = shown(options);
    CAPTURE(line);
    for (const std::string& program : {reference, own}) {
      const emitted seen = run(program, there, options, "");
      CHECK(seen.status == 1);
      CHECK(seen.records.empty());
      CHECK(seen.said.find("logger: ") != std::string::npos);
    }
  }
}

TEST_CASE("logger differs from the one of util-linux where that sends what is not valid, as its README says") {
  if (is_missing()) return;
  struct difference {
    command options;
    std::string theirs;
    std::string ours;  // empty: refused
  };
  const std::string begin = "<13>1 - - a - - - ";
  const std::string id33 = "a23456789b123456789c123456789d123";
  const auto rfc5424 = [](command more) {
    more.insert(more.begin(), {"--rfc5424=notime,nohost", "-t", "a"});
    return more;
  };
  const auto with_data = [&](const std::string& parameter) {
    return rfc5424({"--sd-id", "a@1", "--sd-param", parameter, "x"});
  };
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  const std::string name{host};
  const std::string bsd = "<13>TIME " + name.substr(0, name.find('.')) + " ";
  const std::vector<difference> differences{
      {{"--rfc3164", "-t", "a b", "x"}, bsd + "a b: x", bsd + "a_b: x"},
      {{"--rfc3164", "-t", "/usr/bin/smtpd", "x"}, bsd + "/usr/bin/smtpd: x", bsd + "smtpd: x"},
      {{"--rfc3164", "-t", id33, "x"}, bsd + id33 + ": x", bsd + id33.substr(0, 31) + ": x"},
      {{"--rfc3164", "-t", "", "x"}, bsd + ": x", bsd + "unknown: x"},
      {{"--rfc5424=notime,nohost", "-t", "a b", "x"}, "<13>1 - - a b - - - x", "<13>1 - - a_b - - - x"},
      {{"--rfc5424=notime,nohost", "-t", "", "x"}, "<13>1 - -  - - - x", "<13>1 - - - - - - x"},
      {rfc5424({"a\nb\rc"}), begin + "a\nb\rc", begin + "a\\nb\\rc"},
      {rfc5424({"-S", "5", "\xc3\xa4\xc3\xb6\xc3\xbc"}), begin + "\xc3\xa4\xc3\xb6\xc3", begin + "\xc3\xa4\xc3\xb6"},
      {rfc5424({"--octet-count", "x"}), "19 " + begin + "x", begin + "x"},
      {rfc5424({"-p", "mark.info", "x"}), "<198>1 - - a - - - x", ""},
      {rfc5424({"--id=4294967295", "x"}), "<13>1 - - a -1 - - x", ""},
      {rfc5424({"--id=-3", "x"}), "<13>1 - - a -3 - - x", ""},
      {rfc5424({"-S", "0.25K", std::string(300, 'x')}), begin + std::string(255, 'x'), begin + std::string(256, 'x')},
      {rfc5424({"--msgid", "", "x"}), "<13>1 - - a -  - x", ""},
      {rfc5424({"--msgid", id33, "x"}), "<13>1 - - a - " + id33 + " - x", ""},
      {rfc5424({"--msgid", "\t", "x"}), "<13>1 - - a - \t - x", ""},
      {rfc5424({"--sd-id", "a]@1", "--sd-param", "b=\"c\"", "x"}), "<13>1 - - a - - [a]@1 b=\"c\"] x", ""},
      {rfc5424({"--sd-id", id33 + "@1", "--sd-param", "b=\"c\"", "x"}), "<13>1 - - a - - [" + id33 + "@1 b=\"c\"] x",
       ""},
      {with_data("b c=\"d\""), "<13>1 - - a - - [a@1 b c=\"d\"] x", ""},
      {with_data("b]=\"c\""), "<13>1 - - a - - [a@1 b]=\"c\"] x", ""},
      {with_data("b=\"\n\""), "<13>1 - - a - - [a@1 b=\"\n\"] x", ""},
  };
  const receiver there{receiver::udp};
  for (const difference& one : differences) {
    const std::string line = shown(one.options);
    CAPTURE(line);
    // Octet counts are left where they are: these are datagrams.
    const auto sent_by = [&](const std::string& program) {
      const support::temporary_directory directory;
      command all{program};
      all.insert(all.end(), there.options().begin(), there.options().end());
      all.insert(all.end(), one.options.begin(), one.options.end());
      support::process running{all, directory.file("said")};
      const std::vector<std::string> records = there.receive_from(running);
      const std::string record = records.empty() ? "" : normalised(records[0], 0);
      CHECK(records.size() == (running.wait() == 0 ? 1 : 0));
      return record;
    };
    CHECK(sent_by(reference) == one.theirs);
    CHECK(sent_by(own) == one.ours);
  }
}

TEST_CASE("logger gives this machine's whole name where RFC 5424 has room for it, and a valid one elsewhere") {
  if (is_missing()) return;
  const auto on = [](const std::string& name, const std::string& program, const std::string& format) {
    const command all{
        "unshare", "-u",    "sh",       "-c",        "echo \"$0\" > /proc/sys/kernel/hostname && TZ=UTC0 exec \"$@\"",
        name,      program, "-n",       "127.0.0.1", "-P",
        "9",       "-d",    "--no-act", "-s",        "-t",
        "a",       format,  "x"};
    const auto result = support::run(all);
    return result.status == 0 ? normalised(result.output, 0) : "";
  };
  if (on("a", own, "--rfc3164").empty()) return support::skip("a host name of the test's own needs root");
  for (const std::string& program : {reference, own}) {
    CHECK(on("n_7.rack-2.example.com", program, "--rfc5424=notq") ==
          "<13>1 TIME+00:00 n_7.rack-2.example.com a - - - x\n");
    CHECK(on("n7.rack-2.example.com", program, "--rfc3164") == "<13>TIME n7 a: x\n");
  }
  CHECK(on("n_7.rack-2", reference, "--rfc3164") == "<13>TIME n_7 a: x\n");
  CHECK(on("n_7.rack-2", own, "--rfc3164") == "<13>TIME n-7 a: x\n");
}

TEST_CASE("logger keeps what is behind a NUL, and a line's end as DOS writes it visible") {
  const receiver there{receiver::udp};
  const emitted seen = run(own, there, {"--rfc5424=notime,nohost", "-t", "a"}, std::string{"a\0b\nc\r\n", 7});
  CHECK(seen.records == std::vector<std::string>{"<13>1 - - a - - - a\\x00b", "<13>1 - - a - - - c\\r"});
}

TEST_CASE("logger cuts a long line of characters between them, and loses none") {
  const receiver there{receiver::udp};
  std::string line;
  for (int number = 0; number < 1000; ++number) line += "\xe2\x82\xac";
  const emitted seen = run(own, there, {"--rfc5424=notime,nohost", "-t", "a", "-S", "64"}, line + "\n<x\n");
  std::string all;
  const std::string begin = "<13>1 - - a - - - ";
  for (const std::string& record : seen.records) {
    CHECK(record.starts_with(begin));
    CHECK(record.size() <= begin.size() + 64);
    CHECK((record.size() - begin.size()) % 3 == (record.ends_with("<x") ? 2 : 0));
    all += record.substr(begin.size());
  }
  CHECK((all == line + "<x"));
}

TEST_CASE("logger's time is now") {
  const receiver there{receiver::udp};
  const support::temporary_directory directory;
  setenv("TZ", "XYZ-5:45", 1);
  const time_t before = time(nullptr);
  support::process running{{own, "-n", "127.0.0.1", "-P", there.options()[3], "-t", "a", "x"}, directory.file("said")};
  const std::vector<std::string> records = there.receive_from(running);
  const time_t after = time(nullptr);
  unsetenv("TZ");
  REQUIRE(records.size() == 1);
  tm shown{};
  const char* const rest = strptime(records[0].c_str() + 6, "%Y-%m-%dT%H:%M:%S", &shown);
  REQUIRE(rest != nullptr);
  const time_t sent = timegm(&shown) - 345 * 60;
  CHECK(sent >= before);
  CHECK(sent <= after);
  CHECK(std::string{rest}.find("+05:45 ") < 8);
}

TEST_CASE("logger -h HOST is BSD's, and without a host it helps") {
  const receiver there{receiver::udp};
  const emitted seen = run(own, there, {"-h", "127.0.0.1", "-t", "a", "-i", "x"}, "");
  CHECK(seen.records == std::vector<std::string>{"<13>a[PID]: x"});
  for (const char* const option : {"-h", "--help"}) {
    const support::result help = support::run({own, option});
    CHECK(help.status == 0);
    CHECK(help.output.starts_with("usage: logger"));
  }
}

TEST_CASE("logger --no-act sends nothing and needs nobody, and shows what it would send") {
  const receiver there{receiver::unix_datagrams};
  const emitted seen = run(own, there, {"--no-act", "-s", "-t", "a", "x"}, "");
  CHECK(seen.records.empty());
  CHECK(seen.said == "<13>TIME a: x\n");
  CHECK(support::run({own, "--no-act", "-u", "/nonexistent", "-t", "a", "x"}).status == 0);
}

TEST_CASE("logger without a daemon is silent, or says so, as it is told") {
  for (const std::string& program : {reference, own}) {
    if (program == reference && !missing().empty()) continue;
    const auto with = [&](const std::string& option) {
      return support::run({program, "-u", "/nonexistent", option, "-t", "a", "x"});
    };
    CHECK(with("--socket-errors=off").status == 0);
    CHECK(with("--socket-errors=off").output.empty());
    CHECK(with("--socket-errors=on").status == 1);
    CHECK(with("--socket-errors=on").output.starts_with("logger: socket /nonexistent: "));
    CHECK(with("-s").status == 1);
    CHECK(support::run({program, "-n", "127.0.0.1", "-T", "-P", "1", "x"}).status == 1);
  }
}

TEST_CASE("logger says what it could not send") {
  const receiver there{receiver::udp};
  const emitted seen = run(own, there, {"-S", "80000", "-t", "a"}, std::string(70000, 'x'));
  CHECK(seen.status == 1);
  CHECK(seen.records.empty());
  CHECK(seen.said == "logger: send message failed: Message too long\n");
}

TEST_CASE("logger writes a journald entry as the one of util-linux does") {
  if (is_missing()) return;
  if (sent_to_journal(own, "MESSAGE=x\n").empty()) return support::skip("a mount namespace needs root");
  const std::vector<std::string> entries{"MESSAGE=one\nPRIORITY=3\nMESSAGE_ID=67feb6ffbaf24c5cbec13c008dd72309\n",
                                         "MESSAGE=one\nMESSAGE=two  \nX1=\nMESSAGE=three\n",
                                         "SYSLOG_IDENTIFIER=me\nMESSAGE=\xc3\xa4=b\n\nNOT=this\n", "novalue\n",
                                         "MESSAGE=no end"};
  for (const std::string& entry : entries) {
    CAPTURE(entry);
    CHECK(sent_to_journal(own, entry) == sent_to_journal(reference, entry));
  }
  CHECK(sent_to_journal(own, "MESSAGE=x\n") == "0|MESSAGE=x\nSYSLOG_IDENTIFIER=logger\n|MESSAGE=x\n");
  // The journal drops such fields without a word.
  for (const std::string entry : {"lower=x", "_X=y"}) {
    CHECK(sent_to_journal(reference, entry) == "0|" + entry + "\nSYSLOG_IDENTIFIER=logger\n|" + entry + "\n");
    CHECK(sent_to_journal(own, entry) == "1|nothing|");
  }
}

TEST_CASE("logger over TCP waits for a receiver that is slow, and every record arrives whole") {
  const receiver there{receiver::tcp};
  std::string lines;
  std::string expected;
  for (int number = 0; number < 60000; ++number) {
    const std::string line = std::to_string(number) + std::string(150, '.') + "\n";
    lines += line;
    expected += "<13>1 - - a - - - " + line;
  }
  const emitted seen = run(own, there, {"--rfc5424=notime,nohost", "-t", "a"}, lines);
  CHECK(seen.status == 0);
  REQUIRE(seen.records.size() == 1);
  CHECK((seen.records[0] == expected));
}
