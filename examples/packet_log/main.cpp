// ipmon and pflogd in one program: a packet filter's captures as lines of syslog, and as capture files that stay whole.
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "lines.hpp"
#include "link.hpp"
#include "names.hpp"
#include "source.hpp"

namespace {

using lineout::posix::pcap_log;

volatile std::sig_atomic_t stop = 0, hang_up = 0, alarm_rang = 0, report_wanted = 0;

void handle_signals() {
  const auto handle = [](int number, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigaction(number, &action, nullptr);
  };
  for (const int number : {SIGINT, SIGTERM}) handle(number, [](int) { stop = 1; });
  handle(SIGHUP, [](int) { hang_up = 1; });
  handle(SIGALRM, [](int) { alarm_rang = 1; });
  handle(SIGUSR1, [](int) { report_wanted = 1; });
  handle(SIGPIPE, SIG_IGN);
}

bool was_set(volatile std::sig_atomic_t& flag) {
  const bool result = flag != 0;
  flag = 0;
  return result;
}

std::string string_of(lineout::text words) { return {words.begin(), words.end()}; }

// A capture file that says on standard error what it finds and what becomes of it.
class kept_packets {
 public:
  kept_packets(const std::string& path, const lineout::posix::pcap_settings& settings)
      : path_{path}, file_{path, settings}, wanted_{settings.snap_length} {
    if (!file_) throw std::runtime_error{path_ + ": " + string_of(file_.error())};
    tell();
  }

  void keep(const frame& one) {
    file_.keep(one.bytes, one.size_on_the_wire, one.time);
    tell();
  }
  void poll() {
    file_.poll(1);
    tell();
  }
  void flush() {
    file_.flush();
    tell();
  }
  void reopen() {
    if (!file_.reopen()) say(string_of(file_.error()));
    tell();
  }
  // Whether everything has been written.
  bool finish() {
    flush();
    const auto& counted = file_.count();
    return counted.lost == 0 && counted.waiting == 0;
  }
  std::string counts() const {
    const auto& counted = file_.count();
    return path_ + ": " + std::to_string(counted.written) + " written, " + std::to_string(counted.waiting) +
           " waiting, " + std::to_string(counted.lost) + " lost";
  }

 private:
  void say(const std::string& words) const {
    std::fprintf(stderr, "packet_log: %s: %s\n", path_.c_str(), words.c_str());
  }
  void tell() {
    const std::string aside = string_of(file_.moved_aside());
    if (aside != aside_) {
      say(string_of(file_.fault()) + " (at byte " + std::to_string(file_.fault_position()) + "); it is now " + aside);
      aside_ = aside;
    }
    if (file_.snap_length() != 0 && file_.snap_length() != snap_length_) {
      snap_length_ = file_.snap_length();
      if (snap_length_ != wanted_) say("its snap length is " + std::to_string(snap_length_) + ", and stays");
    }
    if (file_.suspended() != suspended_) {
      suspended_ = !suspended_;
      if (suspended_)
        say("suspended: " +
            (file_ ? std::strerror(file_.last_error()) : string_of(file_.error())));
      else say("resumed; " + std::to_string(file_.count().lost) + " packets were lost");
    }
  }

  std::string path_;
  std::string aside_{};
  pcap_log file_;
  uint32_t wanted_;
  uint32_t snap_length_ = 0;
  bool suspended_ = false;
};

lineout::timestamp local(const timespec& time) {
  tm civil{};
  localtime_r(&time.tv_sec, &civil);
  return lineout::timestamp::at(time.tv_sec, static_cast<uint32_t>(time.tv_nsec),
                                static_cast<int>(civil.tm_gmtoff / 60));
}

int check(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::fprintf(stderr, "packet_log: %s: %s\n", path.c_str(), std::strerror(errno)), 1;
  const lineout::posix::pcap_check found = lineout::posix::check_pcap(file);
  ::close(file);
  if (found.error.empty()) return 0;
  std::fprintf(stderr, "packet_log: %s: %s (at byte %lld)\n", path.c_str(), string_of(found.error).c_str(),
               static_cast<long long>(found.position));
  return 1;
}

class packet_log {
 public:
  explicit packet_log(const arguments& all)
      : all_{all},
        source_{open_source(all)},
        lines_{all},
        names_{all.names},
        buffer_(all.capture.empty() ? 0 : 1 << 20) {
    if (!is_known_link(source_->link_type()))
      throw std::runtime_error{"captures of link type " + std::to_string(source_->link_type()) + " are not known here"};
    lineout::posix::pcap_settings settings{.snap_length = all.snap_length, .link_type = source_->link_type()};
    if (!all.binary.empty()) files_.push_back(std::make_unique<kept_packets>(all.binary, settings));
    settings.buffer = buffer_.data();
    settings.buffer_size = buffer_.size();
    settings.delay = all.delay;
    if (!all.capture.empty()) files_.push_back(std::make_unique<kept_packets>(all.capture, settings));
  }

  int run() {
    frame one;
    source::result found = source::result::nothing_yet;
    while (stop == 0 && found != source::result::end) {
      answer_signals();
      found = source_->next(one);
      if (found == source::result::frame) take(one);
      else
        for (const auto& file : files_) file->poll();
    }
    int status = 0;
    for (const auto& file : files_)
      if (!file->finish()) status = 1;
    const std::string error = stop != 0 ? "" : source_->error();
    if (!error.empty()) std::fprintf(stderr, "packet_log: %s\n", error.c_str());
    if (lines_.lost() > 0)
      std::fprintf(stderr, "packet_log: %llu lines lost\n", static_cast<unsigned long long>(lines_.lost()));
    if (status != 0 || !all_.interface.empty()) report();
    return status != 0 || !error.empty() || lines_.lost() > 0 ? 1 : 0;
  }

 private:
  void answer_signals() {
    if (was_set(hang_up)) {
      lines_.reopen();
      for (const auto& file : files_) file->reopen();
    }
    if (was_set(alarm_rang))
      for (const auto& file : files_) file->flush();
    if (was_set(report_wanted)) report();
  }

  void report() {
    std::fprintf(stderr, "packet_log: %llu packets, %llu that were not IP\n", static_cast<unsigned long long>(packets_),
                 static_cast<unsigned long long>(others_));
    for (const auto& file : files_) std::fprintf(stderr, "packet_log: %s\n", file->counts().c_str());
    const std::string losses = source_->losses();
    if (!losses.empty()) std::fprintf(stderr, "packet_log: %s\n", losses.c_str());
  }

  void take(const frame& one) {
    ++packets_;
    for (const auto& file : files_) file->keep(one);
    link_packet link = read_link(source_->link_type(), one.bytes);
    if (link.packet.empty()) {
      ++others_;
      return;
    }
    if (link.is_translation ? !all_.translation_records : !all_.filter_records) return;
    if (link.record.interface.empty())
      link.record.interface = !all_.name.empty()        ? all_.name
                                                               : !all_.interface.empty() ? all_.interface
                                                                                         : std::string_view{
        "-"
      };
    link.record.time = local(one.time);
    const lineout::packet_summary summary{
        link.packet, link.record, {.date = !all_.syslog, .verbose = all_.verbose}, names_};
    char line[2048];
    lineout::writer out{line, line + sizeof line, lineout::control_characters::escape};
    summary.write(out);
    lines_.write(summary.severity(), {line, out.size()});
    if (all_.hex_header) write_hex(lines_, {link.header.data(), link.header.size()});
    if (all_.hex_packet) write_hex(lines_, {link.packet.data(), link.packet.size()});
  }

  const arguments& all_;
  std::unique_ptr<source> source_;
  lines lines_;
  system_names names_;
  std::vector<char> buffer_;
  std::vector<std::unique_ptr<kept_packets>> files_{};
  uint64_t packets_ = 0;
  uint64_t others_ = 0;
};

}  // namespace

int main(int count, char** words) {
  const arguments all = read_arguments(count, words);
  if (!all.check.empty()) return check(all.check);
  handle_signals();
  try {
    return packet_log{all}.run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "packet_log: %s\n", error.what());
    return 1;
  }
}
