// routed: does with lines what a syslog.conf says, without a daemon.
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

#include "demo.hpp"
#include "router.hpp"

namespace {

constexpr const char* usage =
    "usage: routed [options] SYSLOG.CONF\n"
    "\n"
    "Reads lines from standard input and does with each what SYSLOG.CONF says: appends it to files, forwards it to "
    "hosts,\n"
    "hands it to commands. A line may be as programs and other machines send it to a syslogd: <PRI> and the header of\n"
    "RFC 3164 or RFC 5424. SIGHUP reads SYSLOG.CONF again and opens the files anew; if anything is wrong in it, all "
    "stays\n"
    "as it was. Without arguments: a demonstration.\n"
    "\n"
    "  -p, --priority FACILITY.SEVERITY  of lines without <PRI> (user.notice)\n"
    "  -t, --tag NAME                    of lines without a tag (routed)\n"
    "      --hostname NAME               this machine's, if not its own\n"
    "  -m, --mark SECONDS                \"-- MARK --\" after so long a silence (1200), to where mark.info is "
    "selected\n"
    "      --dialect NAME                whose SYSLOG.CONF it is: freebsd (if none is named), netbsd, openbsd, macos,\n"
    "                                    sysklogd (also for Slackware, BusyBox and inetutils) or rsyslog (also for "
    "Debian)\n"
    "      --show                        says on standard output where each line would go, and opens nothing\n"
    "      --check                       says what the rules are, and ends with status 1 if any line is wrong\n"
    "  -h, --help                        this\n";

struct arguments {
  std::string file{};
  lineout::priority level{lineout::facility::user, lineout::severity::notice};
  std::string tag = "routed";
  std::string hostname{};
  lineout::uint32_t silence = 1200;
  lineout::conf_dialect dialect = lineout::conf_dialect::freebsd;
  bool show = false;
  bool check = false;
};

[[noreturn]] void refuse(const std::string& why) {
  std::fprintf(stderr, "routed: %s; --help says what there is\n", why.c_str());
  std::exit(2);
}

arguments read_arguments(int count, char** words) {
  arguments result;
  for (int index = 1; index < count; ++index) {
    const std::string name = words[index];
    const auto value = [&] {
      if (index + 1 == count) refuse(name + " needs a value");
      return std::string{words[++index]};
    };
    if (name == "-h" || name == "--help") {
      std::fputs(usage, stdout);
      std::exit(0);
    } else if (name == "-p" || name == "--priority") {
      const std::string given = value();
      const auto read = lineout::parse_priority(given);
      if (!read) refuse(given + ": " + std::string{read.error.data(), read.error.size()});
      result.level = read.value;
    } else if (name == "-t" || name == "--tag") {
      result.tag = value();
    } else if (name == "--hostname") {
      result.hostname = value();
    } else if (name == "-m" || name == "--mark") {
      const std::string given = value();
      const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), result.silence);
      if (error != std::errc{} || end != given.data() + given.size() || result.silence == 0)
        refuse(given + " is no number of seconds");
    } else if (name == "--dialect") {
      const std::string given = value();
      const auto read = lineout::parse_conf_dialect(given);
      if (!read) refuse(given + ": " + std::string{read.error.data(), read.error.size()});
      result.dialect = read.value;
    } else if (name == "--show") {
      result.show = true;
    } else if (name == "--check") {
      result.check = true;
    } else if (name.starts_with('-') && name != "-") {
      refuse("there is no option " + name);
    } else if (!result.file.empty()) {
      refuse("there is one SYSLOG.CONF");
    } else {
      result.file = name;
    }
  }
  if (result.file.empty()) refuse("SYSLOG.CONF is missing");
  return result;
}

std::optional<std::string> read_file(const std::string& name) {
  std::ifstream file{name, std::ios::binary};
  std::ostringstream words;
  if (!file || !(words << file.rdbuf() || file.peek() == std::ifstream::traits_type::eof())) return {};
  return words.str();
}

volatile sig_atomic_t hang_up = 0;
volatile sig_atomic_t finish = 0;

void on_signal(int which) { (which == SIGHUP ? hang_up : finish) = 1; }

void catch_signals() {
  struct sigaction caught {};
  caught.sa_handler = on_signal;
  for (const int which : {SIGHUP, SIGTERM, SIGINT}) ::sigaction(which, &caught, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

void reload(router& all, const arguments& given) {
  const auto words = read_file(given.file);
  if (!words) std::fprintf(stderr, "%s: %s\n", given.file.c_str(), std::strerror(errno));
  if (words && all.reload(given.file, *words, given.dialect) == 0) std::fprintf(stderr, "routed: reloaded\n");
  else std::fprintf(stderr, "routed: the rules stay as they were\n");
}

// Lines until the end of input, or a signal.
void run(router& all, const arguments& given) {
  const lineout::posix::system_clock clock;
  std::string pending;
  bool more = true;
  while (more && !finish) {
    if (hang_up) {
      hang_up = 0;
      reload(all, given);
    }
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, 250) > 0) {
      char bytes[4096];
      const ssize_t size = ::read(STDIN_FILENO, bytes, sizeof bytes);
      if (size > 0) pending.append(bytes, static_cast<size_t>(size));
      else if (size == 0 || errno != EINTR) more = false;
    }
    if (!more && !pending.empty()) pending += '\n';
    size_t begin = 0;
    for (size_t end; (end = pending.find('\n', begin)) != std::string::npos; begin = end + 1)
      all.line(std::string_view{pending}.substr(begin, end - begin), clock.now());
    pending.erase(0, begin);
    all.tick(clock.now());
    all.poll();
  }
  all.finish();
}

}  // namespace

int main(int count, char** words) {
  if (count == 1) {
    run_demo();
    return 0;
  }
  const arguments given = read_arguments(count, words);
  const auto conf = read_file(given.file);
  if (!conf) refuse(given.file + ": " + std::strerror(errno));

  const lineout::posix::identity me{given.tag};
  const lineout::origin_buffer who{given.hostname.empty() ? me.origin().hostname() : lineout::text{given.hostname},
                                   given.tag, me.origin().process_id()};
  const auto all = std::make_unique<router>(who.origin(), given.level, given.show || given.check);
  all->set_silence(given.silence);
  const lineout::size_t wrong = all->load(given.file, *conf, given.dialect);
  if (given.check) {
    all->print();
    return wrong == 0 ? 0 : 1;
  }
  catch_signals();
  std::fprintf(stderr, "routed: ready\n");
  run(*all, given);
  if (all->lost() > 0) std::fprintf(stderr, "routed: %zu lines lost\n", all->lost());
  return all->lost() > 0 || all->failures() > 0 ? 1 : 0;
}
