#include "demo.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "boot_text.hpp"
#include "consoles.hpp"
#include "drawing.hpp"
#include "input.hpp"

namespace {

// A UDP port of this machine's own, which the system chooses.
class receiver {
 public:
  receiver() : socket_{::socket(AF_INET, SOCK_DGRAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (socket_ < 0 || ::bind(socket_, generic, size) != 0 || ::getsockname(socket_, generic, &size) != 0) return;
    name_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~receiver() { ::close(socket_); }
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  // Empty: there is none.
  const std::string& name() const { return name_; }

  // False: nothing is there now.
  bool receive(std::string& datagram) {
    datagram.resize(2048);
    const ssize_t size = ::recv(socket_, datagram.data(), datagram.size(), MSG_DONTWAIT);
    datagram.resize(size > 0 ? static_cast<size_t>(size) : 0);
    return size >= 0;
  }

 private:
  int socket_;
  std::string name_;
};

// The console under demonstration, and where its messages come out.
template <typename Consoles> class demonstration {
 public:
  demonstration(const arguments& all, receiver& end, const destination& sender, Consoles& each)
      : all_{all}, end_{end}, sender_{sender}, each_{each} {}

  void write(lineout::text characters) {
    for (const char& one : characters) {
      each_.write({&one, 1});
      if (one == '\n' || sender_.log().counts().accepted > shown_) show();
    }
  }
  void end() {
    each_.flush();
    show();
  }
  size_t shown() const { return shown_; }

 private:
  void show() {
    std::string datagram;
    while (end_.receive(datagram)) {
      if (shown_++ == 0) draw(datagram);
      std::printf("  %s\n", datagram.c_str());
    }
    std::fflush(stdout);
  }

  void draw(const std::string& datagram) {
    std::string frame;
    lineout::udp_frame card{[&](const char* data, size_t size) { frame.assign(data, size); }, all_.frame};
    char storage[card.headroom + 1472];
    lineout::packet bytes{storage, sizeof storage, card.headroom};
    std::copy(datagram.begin(), datagram.end(), bytes.append(datagram.size()));
    card.send(bytes);
    std::printf(
        "The first one as the Ethernet frame (%zu bytes) that firmware without a network stack hands to its "
        "NIC:\n\n%s\n",
        frame.size(), draw_frame(frame).c_str());
    std::printf("What arrives at %s, a UDP port of this program:\n\n", end_.name().c_str());
  }

  const arguments& all_;
  receiver& end_;
  const destination& sender_;
  Consoles& each_;
  size_t shown_ = 0;
};

// Says what went wrong with the input, or nothing.
template <typename Consoles> std::string show(int input, bool boot, demonstration<Consoles>& shown) {
  bool empty = true;
  std::string failed;
  if (!boot || ::isatty(input) == 0) {
    // A pipe into which nobody writes would look like a program that hangs.
    pollfd waiting{.fd = input, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, 2000) == 0)
      std::fputs("console: note: waits for lines on its input; < /dev/null shows the built-in ones\n", stderr);
    char bytes[4096];
    while (const size_t size = read_input(input, bytes, sizeof bytes, failed)) {
      if (empty) std::puts("Each line of the input becomes a syslog message (RFC 3164).\n");
      empty = false;
      shown.write({bytes, size});
    }
  }
  if (empty && boot && !interrupted()) {
    std::puts("The console of a hypervisor that starts, 17 lines that are built in, becomes syslog (RFC 3164).\n");
    shown.write(boot_text);
  }
  shown.end();
  return failed;
}

}  // namespace

int show_demo(int input, bool boot, const arguments& all, lineout::origin who, const std::string& program) {
  receiver end;
  std::deque<destination> only;
  const destination& sender = only.emplace_back(way_out{way::udp, "--udp", end.name()}, all, who);
  if (end.name().empty() || !sender.error().empty())
    return std::fputs("console: this machine has no loopback network\n", stderr), 1;

  size_t arrived = 0;
  const std::string failed = with_consoles(all, only, [&](auto& each) {
    demonstration shown{all, end, sender, each};
    const std::string error = show(input, boot, shown);
    arrived = shown.shown();
    return error;
  });

  if (!failed.empty()) std::fprintf(stderr, "console: the input: %s\n", failed.c_str());
  const lineout::counts counts = sender.log().counts();
  std::printf("\n%zu message%s sent, %zu arrived, and nothing left this machine. Next:\n\n", counts.sent,
              counts.sent == 1 ? "" : "s", arrived);
  std::printf("  %s --help\n", program.c_str());
  std::printf("  dmesg | %s\n", program.c_str());
  std::printf("  tail -f serial.log | %s --udp 192.168.0.23:514    # your syslog daemon\n", program.c_str());
  std::printf("  %s --file boot.log --pcap boot.pcap    # for Wireshark\n", program.c_str());
  return failed.empty() && counts.lost == 0 && arrived == counts.sent ? 0 : 1;
}
