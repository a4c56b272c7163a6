// needs: inetutils-syslogd
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <bitset>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::receiver;

// By PRI, whether a message is taken.
using taken = std::bitset<192>;

std::string rsyslogd_configuration(const support::temporary_directory& directory,
                                   const std::vector<std::string>& selectors) {
  std::string result = "global(workDirectory=\"" + directory.file("") +
                       "\" net.enableDNS=\"off\" localHostname=\"collector\")\n"
                       "module(load=\"imuxsock\" SysSock.Use=\"off\")\n"
                       "input(type=\"imuxsock\" socket=\"" +
                       directory.file("log.sock") +
                       "\" createPath=\"off\" useSpecialParser=\"on\" parseHostname=\"off\" ruleset=\"rx\")\n"
                       "template(name=\"text\" type=\"string\" string=\"%msg%\\n\")\n"
                       "ruleset(name=\"rx\" queue.type=\"Direct\") {\n";
  for (size_t index = 0; index < selectors.size(); ++index)
    result += selectors[index] + " action(type=\"omfile\" file=\"" + directory.file(std::to_string(index)) +
              "\" template=\"text\" asyncWriting=\"off\" flushOnTXEnd=\"on\")\n";
  return result + "}\n";
}

std::string inetutils_configuration(const support::temporary_directory& directory,
                                    const std::vector<std::string>& selectors) {
  std::string result;
  for (size_t index = 0; index < selectors.size(); ++index)
    result += selectors[index] + "\t-" + directory.file(std::to_string(index)) + "\n";
  return result;
}

// A datagram socket waits where the reader is slow: nothing is lost.
void send_all_priorities(const std::string& path) {
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "%s", path.c_str());
  const auto* const to = reinterpret_cast<const sockaddr*>(&address);
  for (unsigned pri = 0; pri <= 192; ++pri) {
    // The last one is for the end alone.
    char text[64];
    const int size = std::snprintf(text, sizeof text, "<%u>Nov 22 07:23:16 test: number %u", pri == 192 ? 8 : pri, pri);
    if (::sendto(socket, text, static_cast<size_t>(size), 0, to, sizeof address) != size)
      throw std::runtime_error{path + ": " + std::strerror(errno)};
  }
  ::close(socket);
}

// What a daemon takes by each of these selectors.
std::vector<taken> ask(receiver::kind daemon, std::vector<std::string> selectors) {
  const support::temporary_directory directory;
  const size_t count = selectors.size();
  selectors.push_back("*.*");
  const std::string configuration = directory.file("configuration");
  support::write_file(configuration, daemon == receiver::kind::rsyslogd
                                         ? rsyslogd_configuration(directory, selectors)
                                         : inetutils_configuration(directory, selectors));
  support::process process{receiver_command(daemon, directory, configuration, 0), directory.file("said")};
  const std::string socket = directory.file("log.sock");
  const std::string last = directory.file(std::to_string(count));
  const bool ready = support::eventually([&] { return std::filesystem::exists(socket) || !process.running(); });
  if (!ready || !process.running()) throw std::runtime_error{support::read_file(directory.file("said"))};
  send_all_priorities(socket);
  if (!support::eventually([&] { return support::read_file(last).find("number 192\n") != std::string::npos; }))
    throw std::runtime_error{"not everything arrived: " + support::read_file(directory.file("said"))};

  std::vector<taken> result(count);
  for (size_t index = 0; index < count; ++index) {
    std::istringstream lines{support::read_file(directory.file(std::to_string(index)))};
    for (std::string line; std::getline(lines, line);) {
      const size_t number = line.find("number ");
      if (number == std::string::npos) continue;
      const unsigned long pri = std::stoul(line.substr(number + 7));
      if (pri < 192) result[index].set(pri);
    }
  }
  return result;
}

taken ours(const lineout::selector& which) {
  taken result;
  for (unsigned pri = 0; pri < 192; ++pri)
    if (which.takes(lineout::priority::from_pri(pri).value)) result.set(pri);
  return result;
}

// Selectors as people write them, and as nobody does.
class generator {
 public:
  explicit generator(unsigned seed) : random_{seed} {}

  std::string selector() {
    std::string result = part();
    for (unsigned more = below(4); more > 0; --more)
      result += below(8) == 0 ? "," + part() : below(16) == 0 ? ";;" + part() : ";" + part();
    return result;
  }

 private:
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
  template <size_t Count> std::string one_of(const std::array<const char*, Count>& words) {
    return words[below(static_cast<unsigned>(Count))];
  }
  std::string cased(std::string word) {
    if (below(10) == 0)
      for (char& c : word) c = static_cast<char>(std::toupper(c));
    return word;
  }
  std::string facility() {
    static constexpr std::array names{"kern",   "user",   "mail",   "daemon",   "auth",   "syslog", "lpr",
                                      "news",   "uucp",   "cron",   "authpriv", "ftp",    "local0", "local1",
                                      "local2", "local3", "local4", "local5",   "local6", "local7"};
    if (below(4) == 0) return "*";
    return below(12) == 0 ? std::to_string(below(24) * 8) : cased(one_of(names));
  }
  std::string part() {
    static constexpr std::array levels{"emerg", "alert", "crit",  "err",  "warning", "notice", "info",
                                       "debug", "panic", "error", "warn", "none",    "*"};
    static constexpr std::array comparisons{"", "", "", "!", "=", "!="};
    std::string result = facility();
    for (unsigned more = below(3); more > 0; --more) result += "," + facility();
    result += "." + one_of(comparisons);
    return result + (below(12) == 0 ? std::to_string(below(8)) : cased(one_of(levels)));
  }

  std::mt19937 random_;
};

// The differences of rsyslogd from what its manual says, which are the ones that are left out here: it knows no numbers
// of facilities, and = before * is nothing to it.
class rsyslogd_generator : public generator {
 public:
  using generator::generator;

  std::string selector() {
    while (true) {
      const std::string made = generator::selector();
      const bool has_number = std::regex_search(made, std::regex{"(^|[,;])[0-9]"});
      if (!has_number && made.find("=*") == std::string::npos) return made;
    }
  }
};

constexpr size_t batches = 5;
constexpr size_t selectors_at_once = 400;  // a file is open for each

// ignored: PRIs that are not compared.
template <typename Generator> void compare(receiver::kind daemon, const taken& ignored) {
  Generator random{8};
  size_t selective = 0;
  for (size_t batch = 0; batch < batches; ++batch) {
    std::vector<std::string> selectors;
    while (selectors.size() < selectors_at_once) selectors.push_back(random.selector());
    const std::vector<taken> theirs = ask(daemon, selectors);
    for (size_t index = 0; index < selectors.size(); ++index) {
      const auto read = lineout::selector::parse(selectors[index], lineout::selector_dialect::sysklogd);
      CHECK_MESSAGE(read, selectors[index]);
      CHECK_MESSAGE((ours(read.value) | ignored) == (theirs[index] | ignored), selectors[index]);
      if (theirs[index].any() && !theirs[index].all()) ++selective;
    }
  }
  // The comparison is worth something.
  CHECK(selective > batches * selectors_at_once / 2);
}

// Messages from the kernel come another way: whoever sends one by the socket is a user.
taken kernel_messages() { return taken{0xff}; }

taken all_of(lineout::facility which) {
  taken result;
  for (unsigned level = 0; level < 8; ++level) result.set(static_cast<unsigned>(which) * 8 + level);
  return result;
}

bool missing(receiver::kind what) {
  const std::string reason = receiver::missing(what);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

std::vector<taken> read_as_sysklogd(const std::vector<std::string>& selectors) {
  std::vector<taken> result;
  for (const std::string& one : selectors)
    result.push_back(ours(lineout::selector::parse(one, lineout::selector_dialect::sysklogd).value));
  return result;
}

}  // namespace

TEST_CASE("rsyslogd takes the same messages by 2000 selectors") {
  if (!missing(receiver::kind::rsyslogd)) compare<rsyslogd_generator>(receiver::kind::rsyslogd, {});
}

TEST_CASE("inetutils' syslogd takes the same messages by 2000 selectors") {
  if (!missing(receiver::kind::inetutils)) compare<generator>(receiver::kind::inetutils, kernel_messages());
}

TEST_CASE("where rsyslogd differs: no numbers of facilities, and = before * is nothing to it") {
  if (missing(receiver::kind::rsyslogd)) return;
  const std::vector<std::string> selectors{"16.err", "mail.=*", "mail.*;mail.!=*"};
  const taken mail = all_of(lineout::facility::mail);
  const taken mail_err = mail & taken{0xf0000};
  CHECK(read_as_sysklogd(selectors) == std::vector{mail_err, mail, taken{}});
  CHECK(ask(receiver::kind::rsyslogd, selectors) == std::vector{taken{}, taken{}, mail});
}

TEST_CASE("where inetutils' syslogd differs: it has no names for the facilities 12 to 15") {
  if (missing(receiver::kind::inetutils)) return;
  const std::vector<std::string> selectors{"ntp.*", "bsd_security.*", "console.*", "cron_sol.*"};
  const auto read = read_as_sysklogd(selectors);
  const auto theirs = ask(receiver::kind::inetutils, selectors);
  for (unsigned index = 0; index < 4; ++index) {
    CHECK(read[index] == all_of(static_cast<lineout::facility>(12 + index)));
    CHECK(theirs[index].none());
  }
}

TEST_CASE("what is refused here selects nothing there, but for a comma before the dot") {
  const std::vector<std::string> refused{"mail.", "mail.crti",  "mial.err",      "mail.<err",    "mail.>=err",
                                         ".err",  "mail.!!err", "mail.err.crit", "mial.err;*.*", "mail,.err"};
  for (const std::string& one : refused) CHECK(!lineout::selector::parse(one, lineout::selector_dialect::sysklogd));
  for (const receiver::kind daemon : {receiver::kind::rsyslogd, receiver::kind::inetutils}) {
    if (missing(daemon)) return;
    const auto theirs = ask(daemon, refused);
    for (size_t index = 0; index + 1 < refused.size(); ++index) CHECK_MESSAGE(theirs[index].none(), refused[index]);
    CHECK(theirs.back() == (all_of(lineout::facility::mail) & taken{0xf0000}));
  }
}
