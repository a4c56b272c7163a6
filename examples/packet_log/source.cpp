#include "source.hpp"

#include <pcap/pcap.h>
#include <poll.h>

#include <cstring>
#include <stdexcept>
#include <vector>

namespace {

constexpr int patience = 200;  // milliseconds

void wait_for(int number) {
  pollfd waiting{number, POLLIN, 0};
  poll(&waiting, 1, patience);
}

// libpcap's own numbers differ from those in files in one that is of use here.
constexpr unsigned raw_in_files = 101;
int to_pcap(unsigned link_type) { return link_type == raw_in_files ? DLT_RAW : static_cast<int>(link_type); }
unsigned from_pcap(int link_type) { return link_type == DLT_RAW ? raw_in_files : static_cast<unsigned>(link_type); }

// A compiled filter expression; everything passes an empty one.
class filter {
 public:
  filter(const std::string& expression, unsigned link_type) {
    if (expression.empty()) return;
    pcap_t* const dead = pcap_open_dead(to_pcap(link_type), static_cast<int>(lineout::posix::longest_frame));
    const bool good = pcap_compile(dead, &program_, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0;
    const std::string error = good ? "" : pcap_geterr(dead);
    pcap_close(dead);
    if (!good) throw std::runtime_error{"filter expression: " + error};
    used_ = true;
  }
  ~filter() {
    if (used_) pcap_freecode(&program_);
  }
  filter(const filter&) = delete;
  filter& operator=(const filter&) = delete;

  bool passes(const frame& one) const {
    if (!used_) return true;
    pcap_pkthdr header{};
    header.caplen = static_cast<bpf_u_int32>(one.bytes.size());
    header.len = one.size_on_the_wire;
    return pcap_offline_filter(&program_, &header, reinterpret_cast<const u_char*>(one.bytes.data())) != 0;
  }

 private:
  bpf_program program_{};
  bool used_ = false;
};

// A classic capture file, read as it comes.
class capture_file : public source {
 public:
  explicit capture_file(const arguments& all) : follow_{all.follow} {
    file_ = all.input == "-" ? 0 : ::open(all.input.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) throw std::runtime_error{all.input + ": " + std::strerror(errno)};
    while (have() < 24) {
      const state now = read_more();
      if (now == state::end) throw std::runtime_error{all.input + ": it ends before its header does"};
    }
    uint32_t magic;
    std::memcpy(&magic, bytes_.data(), sizeof magic);
    switch (magic) {
      case 0xa1b2c3d4:
        break;
      case 0xa1b23c4d:
        nanoseconds_ = true;
        break;
      case 0xd4c3b2a1:
        swapped_ = true;
        break;
      case 0x4d3cb2a1:
        swapped_ = nanoseconds_ = true;
        break;
      case 0x0a0d0d0a:
        throw std::runtime_error{all.input + ": it is a pcapng file; editcap -F pcap makes it a pcap file"};
      default:
        throw std::runtime_error{all.input + ": it is not a capture file"};
    }
    link_type_ = word(20) & 0x3ffffff;
    begin_ = 24;
    filter_ = std::make_unique<filter>(all.expression, link_type_);
  }

  result next(frame& into) override {
    for (;;) {
      const size_t wanted = have() < 16 ? 16 : 16 + size_t{word(8)};
      if (wanted > 16 + size_t{lineout::posix::longest_frame}) {
        error_ = "a record is longer than packets are";
        return result::end;
      }
      if (have() < wanted) {
        const state now = read_more();
        if (now == state::nothing) return result::nothing_yet;
        if (now == state::more) continue;
        if (have() > 0 && error_.empty()) error_ = "the capture ends inside a record";
        return result::end;
      }
      into.time = {static_cast<time_t>(word(0)), static_cast<long>(word(4)) * (nanoseconds_ ? 1 : 1000)};
      into.size_on_the_wire = word(12);
      into.bytes = {bytes_.data() + begin_ + 16, wanted - 16};
      begin_ += wanted;
      if (filter_->passes(into)) return result::frame;
    }
  }
  unsigned link_type() const override { return link_type_; }
  std::string error() const override { return error_; }

 private:
  enum class state { more, nothing, end };

  size_t have() const { return end_ - begin_; }
  uint32_t word(size_t at) const {
    uint32_t value;
    std::memcpy(&value, bytes_.data() + begin_ + at, sizeof value);
    return swapped_ ? __builtin_bswap32(value) : value;
  }
  state read_more() {
    if (begin_ > 0) {
      std::memmove(bytes_.data(), bytes_.data() + begin_, have());
      end_ -= begin_;
      begin_ = 0;
    }
    pollfd waiting{file_, POLLIN, 0};
    if (poll(&waiting, 1, patience) <= 0) return state::nothing;
    const ssize_t size = ::read(file_, bytes_.data() + end_, bytes_.size() - end_);
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) return state::nothing;
    if (size < 0) error_ = std::strerror(errno);
    if (size > 0) {
      end_ += static_cast<size_t>(size);
      return state::more;
    }
    if (size == 0 && follow_) {
      poll(nullptr, 0, patience);
      return state::nothing;
    }
    return state::end;
  }

  int file_;  // open until the program ends
  bool follow_;
  bool swapped_ = false;
  bool nanoseconds_ = false;
  unsigned link_type_ = 0;
  std::vector<char> bytes_ = std::vector<char>(lineout::posix::longest_frame + 65536);
  size_t begin_ = 0;
  size_t end_ = 0;
  std::unique_ptr<filter> filter_;
  std::string error_;
};

class live_interface : public source {
 public:
  explicit live_interface(const arguments& all) {
    char error[PCAP_ERRBUF_SIZE] = {};
    live_ = pcap_create(all.interface.c_str(), error);
    if (live_ == nullptr) throw std::runtime_error{all.interface + ": " + error};
    pcap_set_snaplen(live_, static_cast<int>(all.snap_length));
    pcap_set_promisc(live_, 0);
    pcap_set_timeout(live_, patience);
    if (pcap_activate(live_) < 0) fail(all.interface);
    bpf_program program{};
    if (pcap_compile(live_, &program, all.expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) fail("filter expression");
    const bool set = pcap_setfilter(live_, &program) == 0;
    pcap_freecode(&program);
    if (!set || pcap_setnonblock(live_, 1, error) != 0) fail(all.interface);
  }
  ~live_interface() override { pcap_close(live_); }
  live_interface(const live_interface&) = delete;
  live_interface& operator=(const live_interface&) = delete;

  result next(frame& into) override {
    pcap_pkthdr* header = nullptr;
    const u_char* bytes = nullptr;
    const int found = pcap_next_ex(live_, &header, &bytes);
    if (found == 1) {
      into.bytes = {reinterpret_cast<const char*>(bytes), header->caplen};
      into.size_on_the_wire = header->len;
      into.time = {header->ts.tv_sec, header->ts.tv_usec * 1000};
      return result::frame;
    }
    if (found < 0) return result::end;
    wait_for(pcap_get_selectable_fd(live_));
    return result::nothing_yet;
  }
  unsigned link_type() const override { return from_pcap(pcap_datalink(live_)); }
  std::string error() const override { return pcap_geterr(live_); }
  std::string losses() override {
    pcap_stat counted{};
    if (pcap_stats(live_, &counted) != 0) return {};
    return std::to_string(counted.ps_recv) + " received by the system, " + std::to_string(counted.ps_drop) +
           " dropped there";
  }

 private:
  [[noreturn]] void fail(const std::string& where) {
    const std::string error = pcap_geterr(live_);
    pcap_close(live_);
    throw std::runtime_error{where + ": " + (error.empty() ? "it cannot be opened" : error)};
  }

  pcap_t* live_ = nullptr;
};

}  // namespace

std::unique_ptr<source> open_source(const arguments& all) {
  if (all.interface.empty()) return std::make_unique<capture_file>(all);
  return std::make_unique<live_interface>(all);
}
