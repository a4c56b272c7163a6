// udp: datagrams to a receiver on this machine: one at a time, many in a system call, and many that the system cuts out
// of one.
#include "udp/udp.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>

namespace bench {
receiver& the_receiver() {
  static receiver only;
  return only;
}
}  // namespace bench

namespace {

using bench::datagrams;
using bench::kind;
using lineout::batch_order;

// Sixteen sizes from 60 to 140, four messages of each, and never two of one size in a row.
constexpr size_t mixed_size(size_t number) { return 60 + number * 7 % 16 * 80 / 15; }
std::string mixed_line(size_t number) { return bench::line_of(mixed_size(number)); }
std::string mixed_text(size_t number) { return mixed_line(number).substr(bench::prefix_example.size()); }
std::string equal_line(size_t) { return bench::line_of(bench::line_size); }

// Ready-made bytes, and how the system takes them.
class bare {
 public:
  explicit bare(std::string (*line)(size_t)) {
    socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons(bench::the_receiver().port());
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) std::exit(1);
    for (size_t number = 0; number < datagrams; ++number) {
      lines_[number] = line(number);
      parts_[number] = {lines_[number].data(), lines_[number].size()};
      headers_[number].msg_hdr.msg_iov = &parts_[number];
      headers_[number].msg_hdr.msg_iovlen = 1;
    }
  }
  void one_by_one() {
    for (const std::string& line : lines_)
      if (::send(socket_, line.data(), line.size(), 0) < 0) fail();
  }
  void together() {
    for (unsigned done = 0; done < datagrams;) {
      const int sent = ::sendmmsg(socket_, headers_ + done, datagrams - done, 0);
      if (sent < 0) fail();
      done += static_cast<unsigned>(sent);
    }
  }
  void segmented() {
    msghdr all{};
    all.msg_iov = parts_;
    all.msg_iovlen = datagrams;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(uint16_t))] = {};
    all.msg_control = control;
    all.msg_controllen = sizeof control;
    cmsghdr* const size = CMSG_FIRSTHDR(&all);
    size->cmsg_level = SOL_UDP;
    size->cmsg_type = UDP_SEGMENT;
    size->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    const uint16_t each = static_cast<uint16_t>(lines_[0].size());
    std::memcpy(CMSG_DATA(size), &each, sizeof each);
    if (::sendmsg(socket_, &all, 0) < 0) fail();
  }

 private:
  [[noreturn]] static void fail() {
    std::perror("udp: a bare send");
    std::exit(1);
  }

  int socket_;
  std::string lines_[datagrams];
  iovec parts_[datagrams];
  mmsghdr headers_[datagrams] = {};
};

template <typename Logger> void reference(Logger& log) {
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < datagrams; ++number)
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
}
template <typename Logger> void mixed(Logger& log) {
  static const std::string longest = bench::line_of(140).substr(bench::prefix_example.size());
  for (size_t number = 0; number < datagrams; ++number)
    log.warning("{}", std::string_view{longest}.substr(0, mixed_size(number) - bench::prefix_example.size()));
}

using framed = lineout::framed<lineout::cached<lineout::rfc3164>, lineout::posix::udp_socket>;
using ring = lineout::message_ring<1024, 384>;

struct queue {
  explicit queue(batch_order how, size_t most_blanks = 0)
      : log{lineout::queued<framed, ring>{
                framed{lineout::posix::udp_socket{lineout::text{bench::the_receiver().address()}, how, most_blanks}}, memory},
            bench::origin} {}
  ring memory;
  lineout::logger<lineout::queued<framed, ring>, bench::reference_options> log;
  bench::full_queue<decltype(log)> full{log};
};

// Of what has another order, or blanks behind it.
std::string any_text(size_t) { return {}; }

}  // namespace

int main(int count, char** arguments) {
  bench::suite all{"udp", count, arguments};
  static bare equal{equal_line};
  static bare unequal{mixed_line};
  bench::add_udp(
      all, "floor, send", kind::floor, [] { equal.one_by_one(); }, equal_line);
  bench::add_udp(
      all, "floor, sendmmsg, mixed sizes", kind::floor, [] { unequal.together(); }, mixed_line);
  bench::add_udp(
      all, "floor, sendmmsg, equal sizes", kind::floor, [] { equal.together(); }, equal_line);
  bench::add_udp(
      all, "floor, UDP_SEGMENT", kind::floor, [] { equal.segmented(); }, equal_line);

  static lineout::logger<framed, bench::reference_options> direct{
      framed{lineout::posix::udp_socket{lineout::text{bench::the_receiver().address()}}}, bench::origin};
  static queue in_order{batch_order::in_order};
  static queue by_length{batch_order::by_length};
  static queue padded{batch_order::by_length, 128};
  bench::add_udp(
      all, "lineout, direct", kind::lineout, [] { reference(direct); }, bench::reference_text);
  bench::add_udp(
      all, "lineout", kind::lineout,
      [] {
        reference(in_order.log);
        in_order.log.channel().drain();
      },
      bench::reference_text);
  static queue drained{batch_order::in_order};
  bench::add_udp(
      all, "lineout, drained", kind::lineout, [] { drained.full.drain(); }, bench::reference_text,
      [] { drained.full.fill(); });
  const auto mixed_by = [](queue& one) {
    return [&one] {
      mixed(one.log);
      one.log.channel().drain();
    };
  };
  bench::add_udp(all, "lineout, mixed sizes", kind::lineout, mixed_by(in_order), mixed_text);
  bench::add_udp(all, "lineout, mixed sizes by length", kind::lineout, mixed_by(by_length), any_text);
  bench::add_udp(all, "lineout, mixed sizes padded", kind::lineout, mixed_by(padded), any_text);
  return all.run();
}
