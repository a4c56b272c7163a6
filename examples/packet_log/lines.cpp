#include "lines.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

std::string string_of(lineout::text words) { return {words.begin(), words.end()}; }

}  // namespace

lines::lines(const arguments& all) : all_{all}, identity_{lineout::text{all.tag}} {
  if (all.quiet) return;
  if (all.syslog) {
    syslog_ = lineout::posix::destination{all.udp.empty() ? "unix:" + all.socket : "udp:" + all.udp};
    if (!syslog_) throw std::runtime_error{all.udp + all.socket + ": " + string_of(syslog_.error())};
    syslog_.set_patience(5000000);
  } else if (!all.output.empty()) {
    file_ = lineout::posix::file{all.output};
    if (!file_) throw std::runtime_error{all.output + ": " + string_of(file_.error())};
  }
}

void lines::write(lineout::severity level, std::string_view words) {
  if (all_.quiet) return;
  if (all_.syslog) log_.log(lineout::priority{all_.facility, level}, "{}", words);
  else if (!write_line(words)) ++lost_;
}

void lines::reopen() {
  if (!file_) return;
  lineout::posix::file again{all_.output};
  if (again) file_ = std::move(again);
  else std::fprintf(stderr, "packet_log: %s: %s\n", all_.output.c_str(), string_of(again.error()).c_str());
}

bool lines::write_line(std::string_view words) {
  std::string line{words};
  line += '\n';
  // Unlike a library, it waits for whoever reads.
  if (!file_) return std::fwrite(line.data(), 1, line.size(), stdout) == line.size() && std::fflush(stdout) == 0;
  lineout::packet bytes{line.data(), line.size(), 0};
  bytes.append(words.size());  // the file ends the line
  return file_.send(bytes) == lineout::outcome::sent;
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
