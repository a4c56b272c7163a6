#include "arguments.hpp"

#include <getopt.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr char help[] = R"(usage: packet_log [options] [filter expression]

Prints one line for each packet, as ipmon does, and keeps packets in a capture file, as pflogd does.

Packets come from
  -f, --file FILE        a pcap or pflog file; - is standard input, and what is read without -f or -i
  -i, --interface NAME   a live interface (needs root or CAP_NET_RAW)
  -t, --tail             at the end of the file, wait for more
      --name NAME        what to call the interface of a capture that does not say it (default: -)
  The filter expression is tcpdump's.

Lines go to standard output, or to
  -s, --syslog           this machine's syslog daemon, at ipmon's levels and without the date
      --unix PATH        its socket (default: /dev/log)
      --udp HOST:PORT    a daemon elsewhere
  -L, --facility NAME    (default: local0)
      --tag NAME         (default: packet_log)
      --output FILE      a file, appended to
  -q, --quiet            no lines

What they show
  -n, --names            names of hosts and ports
  -v, --verbose          TCP sequence number, acknowledgement and window
  -x, --hex              behind each line the packet in hexadecimal
  -X, --hex-header       and what the capture has in front of it
  -o LETTERS             I: what a filter did; N: translations (of a pflog file; default: IN)

Packets are kept in
  -w, --write FILE       a capture file: verified, appended to, begun anew if not whole
      --snaplen BYTES    the most of each packet, 1 to 262144 (default: 262144; a file that is there has its own)
  -d, --delay SECONDS    how long they wait in memory (0 to 3600; default: 60)
  -B, --binary FILE      a capture file that is written to at once; packet_log -f reads it
      --check FILE       only say whether FILE is whole

SIGHUP opens all files again, SIGALRM writes what waits, SIGUSR1 says how many packets there were.
-s is ipmon's; pflogd's -s is --snaplen here, its -f is -w, its -x is --check.
)";

[[noreturn]] void fail(const std::string& words) {
  std::fprintf(stderr, "packet_log: %s; see packet_log --help\n", words.c_str());
  std::exit(2);
}

unsigned number(const std::string& option, const std::string& digits, unsigned least, unsigned most) {
  unsigned value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || stop != end || value < least || value > most)
    fail(option + ": a number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
  return value;
}

void take_records(arguments& all, const std::string& letters) {
  all.filter_records = all.translation_records = false;
  for (const char letter : letters) {
    if (letter == 'I') all.filter_records = true;
    else if (letter == 'N') all.translation_records = true;
    else if (letter == 'S') std::fputs("packet_log: -o S: a capture has no records of states\n", stderr);
    else fail("-o: the letters are I, N and S");
  }
  if (!all.filter_records && !all.translation_records) fail("-o: nothing is left to show");
}

}  // namespace

arguments read_arguments(int count, char** words) {
  enum { name_option = 256, unix_option, udp_option, tag_option, output_option, snaplen_option, check_option };
  const option long_options[] = {{"file", 1, nullptr, 'f'},
                                 {"interface", 1, nullptr, 'i'},
                                 {"tail", 0, nullptr, 't'},
                                 {"name", 1, nullptr, name_option},
                                 {"syslog", 0, nullptr, 's'},
                                 {"unix", 1, nullptr, unix_option},
                                 {"udp", 1, nullptr, udp_option},
                                 {"facility", 1, nullptr, 'L'},
                                 {"tag", 1, nullptr, tag_option},
                                 {"output", 1, nullptr, output_option},
                                 {"quiet", 0, nullptr, 'q'},
                                 {"names", 0, nullptr, 'n'},
                                 {"verbose", 0, nullptr, 'v'},
                                 {"hex", 0, nullptr, 'x'},
                                 {"hex-header", 0, nullptr, 'X'},
                                 {"write", 1, nullptr, 'w'},
                                 {"snaplen", 1, nullptr, snaplen_option},
                                 {"delay", 1, nullptr, 'd'},
                                 {"binary", 1, nullptr, 'B'},
                                 {"check", 1, nullptr, check_option},
                                 {"help", 0, nullptr, 'h'},
                                 {}};
  arguments all;
  bool from_file = false;
  int letter;
  while ((letter = getopt_long(count, words, "f:i:tsL:qnvxXo:w:d:B:h", long_options, nullptr)) != -1) {
    const std::string value = optarg != nullptr ? optarg : "";
    switch (letter) {
      case 'f':
        all.input = value;
        from_file = true;
        break;
      case 'i':
        all.interface = value;
        break;
      case 't':
        all.follow = true;
        break;
      case name_option:
        all.name = value;
        break;
      case 's':
        all.syslog = true;
        break;
      case unix_option:
        all.syslog = true;
        all.socket = value;
        break;
      case udp_option:
        all.syslog = true;
        all.udp = value;
        break;
      case 'L': {
        const auto facility = lineout::parse_facility(value);
        if (!facility) fail("-L: " + std::string{facility.error.begin(), facility.error.end()});
        all.facility = facility.value;
        break;
      }
      case tag_option:
        all.tag = value;
        break;
      case output_option:
        all.output = value;
        break;
      case 'q':
        all.quiet = true;
        break;
      case 'n':
        all.names = true;
        break;
      case 'v':
        all.verbose = true;
        break;
      case 'x':
        all.hex_packet = true;
        break;
      case 'X':
        all.hex_header = true;
        break;
      case 'o':
        take_records(all, value);
        break;
      case 'w':
        all.capture = value;
        break;
      case snaplen_option:
        all.snap_length = number("--snaplen", value, 1, lineout::posix::longest_frame);
        break;
      case 'd':
        all.delay = number("-d", value, 0, 3600);
        break;
      case 'B':
        all.binary = value;
        break;
      case check_option:
        all.check = value;
        break;
      case 'h':
        std::fputs(help, stdout);
        std::exit(0);
      default:
        std::fputs("packet_log: see packet_log --help\n", stderr);
        std::exit(2);
    }
  }
  for (; optind < count; ++optind) all.expression += (all.expression.empty() ? "" : " ") + std::string{words[optind]};
  if (from_file && !all.interface.empty()) fail("packets come from a file or from an interface");
  if (all.syslog && !all.output.empty()) fail("lines go to syslog or to a file");
  if (!all.socket.empty() && !all.udp.empty()) fail("--unix and --udp are two destinations, and one is possible");
  if (!all.capture.empty() && all.capture == all.binary) fail("-w and -B are two files");
  return all;
}
