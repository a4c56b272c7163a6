// logger: logger(1) over the library's framings and sinks. --help says how; outputs.cpp puts them together.
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/timex.h>

#include <cstdio>

#include "input.hpp"
#include "journal.hpp"
#include "outputs.hpp"

namespace {

void say(const std::string& line) { std::fprintf(stderr, "logger: %s\n", line.c_str()); }

int fail(const std::string& line) {
  say(line);
  return 1;
}

std::string login() {
  const passwd* const user = ::getpwuid(::getuid());
  return user == nullptr || *user->pw_name == '\0' ? "<someone>" : user->pw_name;
}

std::string host() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

// What RFC 5424 allows: printable ASCII.
std::string printable(std::string name) {
  for (char& c : name)
    if (c < '!' || c > '~') c = '_';
  return name.empty() ? "-" : name;
}

// How good this machine's time is (RFC 5424 section 7.1).
std::string time_quality() {
  ntptimeval quality{};
  if (::ntp_gettime(&quality) != TIME_OK) return "[timeQuality tzKnown=\"1\" isSynced=\"0\"]";
  return "[timeQuality tzKnown=\"1\" isSynced=\"1\" syncAccuracy=\"" + std::to_string(quality.maxerror) + "\"]";
}

// Sends each text, and remembers whether something was lost.
class sender {
 public:
  sender(const arguments& all, const header& who, outputs& to)
      : with_time_{all.with_time && all.format != protocol::bsd},
        who_{who},
        id_{all.message_id},
        data_{(all.with_time_quality ? time_quality() : "") + all.structured_data},
        to_{to} {}

  void send(lineout::text words, lineout::priority level) {
    // A NUL, a line feed and a carriage return, of which each becomes up to four characters, would end a record early.
    const size_t size = words.size() * 4;
    storage_.resize(outputs::headroom + size + outputs::tailroom);
    char* const begin = storage_.data() + outputs::headroom;
    lineout::writer out{begin, begin + size, lineout::control_characters::keep};
    out.text(words);
    lineout::packet body{storage_.data(), storage_.size(), outputs::headroom};
    body.append(out.size());
    const lineout::timestamp now = with_time_ ? clock_.now() : lineout::timestamp{};
    const lineout::message what{level, now, &who_.origin, body, lineout::text{id_}, lineout::text{data_}};
    if (!to_.send(what)) lost_ = true;
  }

  // To be asked at the end.
  bool has_lost() { return !to_.finish() || lost_; }

 private:
  bool with_time_;
  const header& who_;
  std::string id_;
  std::string data_;
  outputs& to_;
  lineout::posix::system_clock clock_;
  std::vector<char> storage_;
  bool lost_ = false;
};

}  // namespace

int main(int count, char** words) {
  arguments all;
  std::vector<std::string> warnings;
  const std::string wrong = read_arguments(count, words, all, warnings);
  for (const std::string& warning : warnings) say(warning);
  if (!wrong.empty()) return say(wrong), fail("--help lists the options");
  if (all.help) return std::fputs(help_text(), stdout), 0;
  if (all.version) return std::puts("logger from lineout"), 0;

  const auto& file = all.journald ? all.journald_file : all.file;
  const int input = file ? ::open(file->c_str(), O_RDONLY | O_CLOEXEC) : 0;
  if (input < 0) return fail("file " + *file + ": " + ::strerror(errno));
  if (all.journald) {
    const std::string error = send_journal_entry(input, all);
    return error.empty() ? 0 : fail(error);
  }

  if (all.format == protocol::by_destination && all.server) all.format = protocol::rfc5424;
  const std::string tag = all.tag.value_or(login());
  const std::string hostname = host();
  if (all.format == protocol::rfc5424 && tag.size() > 48) return fail("tag '" + tag + "' is too long");
  if (all.structured_data.size() > structured_data_limit - 128) return fail("the structured data are too long");
  const lineout::origin_buffer names{lineout::text{hostname.substr(0, hostname.find('.'))}, lineout::text{tag}, all.id,
                                     lineout::app_name_characters::dots_and_slashes};
  const header who{names, all.with_hostname ? printable(hostname) : "-", printable(tag)};

  outputs to{all, who};
  if (!to.error().empty()) return fail(to.error());
  sender log{all, who, to};
  const taker take = [&log](lineout::text text, lineout::priority level) { log.send(text, level); };
  if (!all.words.empty()) take_words(all, take);
  else if (!take_lines(input, all, take)) return fail(std::string{"reading failed: "} + ::strerror(errno));

  const bool silent = !all.server && all.socket_errors != true;
  if (!log.has_lost()) return 0;
  if (silent && (to.last_error() == ENOENT || to.last_error() == ECONNREFUSED)) return 0;
  return fail(std::string{"send message failed: "} + ::strerror(to.last_error()));
}
