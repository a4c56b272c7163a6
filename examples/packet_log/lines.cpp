#include "lines.hpp"

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>

namespace {

std::string string_of(lineout::text words) { return {words.begin(), words.end()}; }

// Tries again for five seconds while the receiver's buffer is full: a program may wait where a library may not.
template <lineout::sink Sink> class patient : public lineout::sink_decorator<Sink> {
 public:
  explicit patient(Sink sink) : lineout::sink_decorator<Sink>{std::move(sink)} {}

  lineout::outcome send(lineout::packet& bytes) {
    for (int left = 5000; left > 0; --left) {
      lineout::packet attempt = bytes;
      if (this->next().send(attempt) == lineout::outcome::sent) return lineout::outcome::sent;
      if (this->next().last_error() != EAGAIN && this->next().last_error() != ENOBUFS) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return lineout::outcome::lost;
  }
};

}  // namespace

// The logger is kept by the function that uses it.
template <typename Sink> void lines::use(Sink sink, lineout::facility facility) {
  using logger = decltype(lineout::logger{patient<Sink>{std::move(sink)}, identity_});
  const auto log = std::make_shared<logger>(patient<Sink>{std::move(sink)}, identity_);
  write_ = [this, log, facility](lineout::severity level, std::string_view words) {
    log->log(lineout::priority{facility, level}, "{}", words);
    lost_ = log->counts().lost;
  };
}

lines::lines(const arguments& all) : identity_{lineout::text{all.tag}}, path_{all.output} {
  if (all.quiet) {
    write_ = [](lineout::severity, std::string_view) {};
  } else if (!all.udp.empty()) {
    lineout::posix::udp_socket socket{all.udp};
    if (!socket) throw std::runtime_error{all.udp + ": " + string_of(socket.error())};
    use(std::move(socket), all.facility);
  } else if (all.syslog) {
    lineout::posix::unix_socket socket =
        all.socket.empty() ? lineout::posix::unix_socket{} : lineout::posix::unix_socket{all.socket};
    if (!socket) throw std::runtime_error{all.socket + ": " + string_of(socket.error())};
    use(std::move(socket), all.facility);
  } else if (!path_.empty()) {
    file_ = lineout::posix::file{path_};
    if (!file_) throw std::runtime_error{path_ + ": " + string_of(file_.error())};
    write_ = [this](lineout::severity, std::string_view words) { write_to_file(words); };
  } else {
    // Unlike a library, it waits for whoever reads.
    write_ = [this](lineout::severity, std::string_view words) {
      std::fwrite(words.data(), 1, words.size(), stdout);
      if (std::fputc('\n', stdout) == EOF || std::fflush(stdout) != 0) ++lost_;
    };
  }
}

void lines::reopen() {
  if (path_.empty() || !file_) return;
  lineout::posix::file again{path_};
  if (again) file_ = std::move(again);
  else std::fprintf(stderr, "packet_log: %s: %s\n", path_.c_str(), string_of(again.error()).c_str());
}

void lines::write_to_file(std::string_view words) {
  std::string line{words};
  line += '\0';  // room for the end of the line
  lineout::packet bytes{line.data(), line.size(), 0};
  bytes.append(words.size());
  if (file_.send(bytes) != lineout::outcome::sent) ++lost_;
}

void write_hex(lines& out, std::string_view bytes) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), size_t{16}))) {
    const std::string_view row = bytes.substr(0, 16);
    std::string line;
    std::string printable;
    for (const char one : row) {
      constexpr const char* digits = "0123456789abcdef";
      const auto value = static_cast<unsigned char>(one);
      line += {digits[value >> 4], digits[value & 15], ' '};
      printable += one >= ' ' && one <= '~' ? one : '.';
    }
    line.resize(55, ' ');
    out.write(lineout::severity::info, line + printable);
  }
}
