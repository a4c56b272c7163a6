// emit WAY FRAMING DESTINATION: sends the messages on its standard input by lineout. A message is a line of blank-separated
// words: PRI, seconds (-1: no time), nanoseconds, minutes east of UTC, process id, and in hexadecimal digits behind an x
// host name, app name, message id, structured data and text. Says how many were sent and lost, and the longest call.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lineout/framings/octet_counting.hpp>
#include <lineout/logger.hpp>
#include <lineout/net.hpp>
#include <lineout/posix.hpp>
#include <lineout/sinks/callback.hpp>
#include <lineout/sinks/udp_frame.hpp>
#include <string>
#include <vector>

namespace {

using namespace lineout;

timestamp now;
struct given_clock {
  timestamp now() const { return ::now; }
};
struct given_options : options {
  using clock = given_clock;
};

struct given {
  unsigned pri;
  long long seconds;
  unsigned nanoseconds;
  int offset;
  unsigned process;
  std::string host, app, id, data, text;
};

std::string unhex(const std::string& word) {
  std::string result;
  for (size_t at = 1; at + 1 < word.size(); at += 2)
    result += static_cast<char>(std::stoi(word.substr(at, 2), nullptr, 16));
  return result;
}

std::vector<given> read_messages() {
  std::vector<given> result;
  char* line = nullptr;
  ::size_t room = 0;
  while (getline(&line, &room, stdin) > 0) {
    std::vector<std::string> words;
    for (char* word = strtok(line, " \n"); word != nullptr; word = strtok(nullptr, " \n")) words.push_back(word);
    if (words.size() != 10) exit(2);
    result.push_back({static_cast<unsigned>(std::stoul(words[0])), std::stoll(words[1]),
                      static_cast<unsigned>(std::stoul(words[2])), std::stoi(words[3]),
                      static_cast<unsigned>(std::stoul(words[4])), unhex(words[5]), unhex(words[6]), unhex(words[7]),
                      unhex(words[8]), unhex(words[9])});
  }
  free(line);
  return result;
}

// pause: microseconds after each 16 messages, for ways on which a receiver cannot slow a sender down.
template <typename Channel> int send(Channel channel, unsigned pause) {
  const std::vector<given> messages = read_messages();
  logger<Channel, given_options> log{static_cast<Channel&&>(channel), origin{"host", "app"}};
  for (int attempt = 0; attempt < 200 && log.poll(1); ++attempt) usleep(10000);
  const posix::monotonic_timer timer;
  unsigned longest = 0;
  unsigned count = 0;
  for (const given& one : messages) {
    const origin_buffer names{one.host, one.app, one.process};
    const origin from = names;
    now = one.seconds < 0 ? timestamp{} : timestamp::at(one.seconds, one.nanoseconds, one.offset);
    heading about{priority::of_valid(static_cast<uint8_t>(one.pri)), one.id, &from};
    about.structured_data = one.data;
    const unsigned begin = timer.microseconds();
    log.log(about, "{}", one.text);
    if (const unsigned taken = timer.microseconds() - begin; taken > longest) longest = taken;
    if (pause != 0 && ++count % 16 == 0) usleep(pause);
  }
  log.flush();
  const auto counts = log.counts();
  fprintf(stderr, "accepted %zu sent %zu queued %zu lost %zu, the longest call %u us\n", counts.accepted, counts.sent,
          counts.queued, counts.lost, longest);
  return counts.lost == 0 ? 0 : 1;
}

template <typename Framing> int send_by(const std::string& way, const char* to) {
  if (way == "udp") return send(framed{Framing{}, posix::udp_socket{to}}, 2000);
  if (way == "line") {
    posix::tcp_socket socket{to};
    socket.set_patience(5000000);
    return send(framed{newline<Framing>{}, detail::move(socket)}, 0);
  }
  if (way == "count") {
    posix::tcp_socket socket{to};
    socket.set_patience(5000000);
    return send(framed{octet_counting<Framing>{}, detail::move(socket)}, 0);
  }
  if (way == "unix") {
    posix::unix_socket socket{to};
    socket.set_patience(5000000);
    return send(framed{Framing{}, detail::move(socket)}, 0);
  }
  if (way == "relp") {
    static char memory[1 << 20];
    posix::relp_options options;
    options.tcp.patience = options.flush_patience = 5000000;
    return send(framed{Framing{}, posix::relp_socket{to, memory, options}}, 0);
  }
  if (way == "frames") {
    const frame_addresses addresses{.to_mac = "00:11:22:33:44:55",
                                    .from_mac = "02:00:00:00:00:01",
                                    .from = "192.0.2.7",
                                    .to = "192.0.2.23"};
    return send(framed{Framing{}, udp_frame{posix::pcap_file{to}, addresses}}, 0);
  }
  if (way == "hex") {
    const int file = ::open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const auto write = [file](const char* bytes, lineout::size_t size) {
      std::string line;
      char code[4];
      for (lineout::size_t at = 0; at < size; ++at) {
        snprintf(code, sizeof code, "%02x", static_cast<unsigned char>(bytes[at]));
        line += code;
      }
      line += '\n';
      return ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    };
    return send(framed{Framing{}, callback{write}}, 0);
  }
  return 2;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const std::string framing = words[2];
  if (framing == "rfc3164") return send_by<rfc3164>(words[1], words[3]);
  if (framing == "rfc5424") return send_by<rfc5424>(words[1], words[3]);
  if (framing == "local") return send_by<local>(words[1], words[3]);
  return 2;
}
