// console: a console's output as syslog. --help says how; destinations.cpp and consoles.hpp put the library's parts
// together.
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "consoles.hpp"
#include "demo.hpp"
#include "input.hpp"

namespace {

void say(const std::string& line) { std::fprintf(stderr, "console: %s\n", line.c_str()); }

int refuse(const std::string& line) {
  say(line);
  return 2;
}

// What is not valid in syslog has been repaired by the library; the user hears of it.
void say_what_was_repaired(const arguments& all, const lineout::origin_buffer& names, bool hostname_repaired) {
  const auto note = [](const std::string& given, lineout::text used, const char* expected) {
    say("note: the " + given + " is sent as '" + std::string{used.data(), used.size()} + "': " + expected);
  };
  if (names.app_name_repaired())
    note("tag '" + all.tag + "'", names.origin().app_name(),
         "a tag is 1 to 48 letters, digits, hyphens and underscores");
  if (hostname_repaired)
    note(all.hostname ? "hostname '" + *all.hostname + "'" : "hostname of this machine", names.origin().hostname(),
         "a hostname is 1 to 63 letters, digits, dots and hyphens");
}

// How to call this program from where the user is.
std::string shorter(std::string program) {
  char here[PATH_MAX];
  if (::getcwd(here, sizeof here) == nullptr) return program;
  const std::string folder = std::string{here} + "/";
  return program.starts_with(folder) ? program.substr(folder.size()) : program;
}

// The first lines of these characters.
lineout::text first_lines(lineout::text characters, size_t count) {
  size_t size = 0;
  for (; count > 0 && size < characters.size(); ++size)
    if (characters[size] == '\n') --count;
  return characters.first(size);
}

// Reads until the end. A UDP receiver whose buffer is full drops packets and tells nobody, so that these get at most ten
// lines in a millisecond. What went wrong, or nothing.
template <typename Consoles> std::string read_all(int input, bool pace, Consoles& each) {
  char bytes[4096];
  std::string error;
  while (const size_t size = read_input(input, bytes, sizeof bytes, error)) {
    for (lineout::text left{bytes, size}; !left.empty();) {
      const lineout::text some = pace ? first_lines(left, 10) : left;
      each.write(some);
      left = left.skip(some.size());
      if (pace && !interrupted()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  each.flush();
  return error;
}

// Whether everything arrived, as far as it can be known.
bool say_what_was_lost(const std::deque<destination>& ways_out) {
  bool any = false;
  for (const destination& one : ways_out) any = any || one.log().counts().lost > 0 || one.last_error() == ECONNREFUSED;
  if (!any) return true;
  for (const destination& one : ways_out) {
    const lineout::counts seen = one.log().counts();
    std::string line = one.name() + ": accepted " + std::to_string(seen.accepted) + ", sent " +
                       std::to_string(seen.sent) + ", lost " + std::to_string(seen.lost) + ", truncated " +
                       std::to_string(seen.truncated);
    const int error = one.last_error();
    if (error == ECONNREFUSED && seen.lost == 0)
      line += "; " + std::to_string(seen.lost_later) + " refused there: nobody listens, or did not all the time";
    else if (error != 0) line += "; last failure: " + std::string{::strerror(error)};
    say(line);
  }
  return false;
}

}  // namespace

int main(int count, char** words) {
  arguments all;
  const std::string wrong = read_arguments(count, words, all);
  if (!wrong.empty()) return refuse(wrong);
  if (all.help) return std::fputs(help_text().c_str(), stdout), 0;

  std::string unreadable;
  const int input = open_input(all.file ? all.file->c_str() : nullptr, unreadable);
  if (input < 0) return refuse((all.file ? "--file " + *all.file : "standard input") + ": " + unreadable);

  const lineout::posix::identity here{all.tag};
  const lineout::text hostname = all.hostname ? lineout::text{*all.hostname} : here.origin().hostname();
  const lineout::origin_buffer names{hostname, all.tag, all.pid};
  const bool hostname_repaired = all.hostname ? names.hostname_repaired() : here.hostname_repaired();

  std::deque<destination> ways_out;
  lineout::fan_out_list<32> channels;
  for (const way_out& wanted : all.ways_out) {
    const destination& made = ways_out.emplace_back(wanted, all, names);
    if (!made.error().empty()) return refuse(made.name() + ": " + made.error());
    if (channels.add(made.channel()) == channels.none) return refuse(made.name() + ": these are too many");
    if (!made.note().empty()) say("note: " + made.name() + ": " + made.note() + "; tried again with each line");
  }

  say_what_was_repaired(all, names, hostname_repaired);
  end_input_on_signals(channels);
  if (ways_out.empty()) return show_demo(input, !all.file, all, names, shorter(words[0]));

  if (::isatty(input) != 0) say("note: reads this terminal; Ctrl-D ends it, and --file FILE reads a file");
  const bool pace = std::any_of(all.ways_out.begin(), all.ways_out.end(), [](const way_out& wanted) {
    return wanted.kind == way::udp || wanted.kind == way::raw;
  });
  const std::string failed = with_consoles(all, ways_out, [&](auto& each) { return read_all(input, pace, each); });
  if (!failed.empty()) say((all.file ? "--file " + *all.file : "standard input") + ": " + failed);
  return say_what_was_lost(ways_out) && failed.empty() ? 0 : 1;
}
