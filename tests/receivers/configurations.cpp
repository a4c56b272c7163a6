// needs: inetutils-syslogd
// The systems' default files, as the daemons that Debian has route by them.
#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

#include "support/configurations.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::receiver;
using support::sent_message;

// The words with a file for each action, which has the number of its line; discards stay.
std::string with_files(const std::string& words, const std::string& folder, const std::string& suffix) {
  std::istringstream lines{words};
  std::string result, line;
  for (size_t number = 1; std::getline(lines, line); ++number) {
    const size_t tab = line.rfind('\t');
    const bool is_rule =
        tab != std::string::npos && line[0] != '#' && line.back() != '\\' && line.substr(tab + 1) != "~";
    if (is_rule) line = line.substr(0, tab + 1) + folder + std::to_string(number) + suffix;
    result += line + "\n";
  }
  return result;
}

// As is known by the text of a message that has arrived: "PROGRAM HOST number PRI".
std::string name_of(const sent_message& what) { return what.program + " " + what.host + " " + support::words_of(what); }

void send_all(const std::string& path, bool with_host) {
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "%s", path.c_str());
  const auto send = [&](const std::string& words) {
    if (::sendto(socket, words.data(), words.size(), 0, reinterpret_cast<const sockaddr*>(&address), sizeof address) <
        0)
      throw std::runtime_error{path + ": " + std::strerror(errno)};
  };
  support::for_each_message([&](const sent_message& what) {
    if (!with_host && what.host != "here") return;
    send("<" + std::to_string(what.facility * 8 + what.severity) + ">Nov 22 07:23:16 " +
         (with_host ? what.host + " " : "") + what.program + ": " + support::words_of(what));
  });
  send("<14>Nov 22 07:23:16 " + std::string{with_host ? "here " : ""} + "app: the last one");
  ::close(socket);
}

// What has arrived, by the line of its rule.
std::map<size_t, std::set<std::string>> ask(receiver::kind daemon, const support::configuration& one, bool with_host) {
  const support::temporary_directory directory;
  const std::string last = directory.file("last"), folder = directory.file(""),
                    configuration = directory.file("configuration");
  if (daemon == receiver::kind::rsyslogd) {
    // Its modules and settings would be the machine's; the rest stands as it is.
    const std::string words = std::regex_replace(one.words, std::regex{"(^|\n)(module|\\$|  permit)[^\n]*"}, "$1#");
    support::write_file(configuration,
                        "global(workDirectory=\"" + folder +
                            "\" net.enableDNS=\"off\" localHostname=\"here\")\n"
                            "module(load=\"imuxsock\" SysSock.Use=\"off\")\n"
                            "input(type=\"imuxsock\" socket=\"" +
                            directory.file("log.sock") +
                            "\" createPath=\"off\" useSpecialParser=\"off\" parseHostname=\"on\" "
                            "usePIDFromSystem=\"off\" RateLimit.Interval=\"0\")\n"
                            "template(name=\"kept\" type=\"string\" string=\"%programname% %hostname%%msg%\\n\")\n"
                            ":msg, isequal, \" the last one\" " +
                            last + ";kept\n& stop\n" + with_files(words, folder, ";kept"));
  } else {
    support::write_file(configuration, with_files(one.words, folder, "") + "user.=info\t" + last + "\n");
  }
  support::process process{receiver_command(daemon, directory, configuration, 0), directory.file("said")};
  const std::string socket = directory.file("log.sock");
  if (!support::eventually([&] { return std::filesystem::exists(socket) || !process.running(); }) || !process.running())
    throw std::runtime_error{support::read_file(directory.file("said"))};
  send_all(socket, with_host);
  if (!support::eventually([&] {
        return support::read_file(last).find(with_host ? "here the last one" : "the last one") != std::string::npos;
      }))
    throw std::runtime_error{"not everything arrived: " + support::read_file(directory.file("said"))};
  // It writes what it keeps for later.
  process.stop();
  std::map<size_t, std::set<std::string>> result;
  for (const auto& [line, expected] : one.takes) {
    std::istringstream lines{support::read_file(folder + std::to_string(line))};
    for (std::string words; std::getline(lines, words);) {
      const size_t number = words.find("number ");
      if (number == std::string::npos) continue;
      if (with_host) result[line].insert(words);
      else
        result[line].insert(words.substr(words.rfind(' ', number - 2) + 1, number - 3 - words.rfind(' ', number - 2)) +
                            " here " + words.substr(number));
    }
  }
  return result;
}

bool missing(receiver::kind what) {
  const std::string reason = receiver::missing(what);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

void compare(receiver::kind daemon, const std::string& name, bool with_host) {
  if (missing(daemon)) return;
  for (const support::configuration& one : support::default_configurations()) {
    if (one.name != name) continue;
    const auto theirs = ask(daemon, one, with_host);
    for (const auto& [line, expected] : one.takes) {
      std::set<std::string> wanted;
      support::for_each_message([&, &takes = expected](const sent_message& what) {
        // What a program sends as the kernel is a user's to inetutils' syslogd.
        const bool counts = with_host || (what.host == "here" && what.facility != 0);
        if (counts && takes(what)) wanted.insert(name_of(what));
      });
      std::set<std::string> got;
      const auto found = theirs.find(line);
      if (found != theirs.end())
        for (const std::string& words : found->second)
          if (with_host || std::stoi(words.substr(words.rfind(' ') + 1)) > 7) got.insert(words);
      CHECK_MESSAGE(got == wanted, name << ", line " << line << ": " << got.size() << " for " << wanted.size()
                                        << (got.empty() ? "" : ", " + *got.begin()));
    }
  }
}

}  // namespace

TEST_CASE("rsyslogd routes by Debian's file as is written by hand") {
  compare(receiver::kind::rsyslogd, "debian", true);
}
TEST_CASE("rsyslogd routes by Slackware's file as is written by hand") {
  compare(receiver::kind::rsyslogd, "slackware", true);
}
TEST_CASE("inetutils' syslogd routes by Slackware's file as is written by hand") {
  compare(receiver::kind::inetutils, "slackware", false);
}
