// raw: whole frames given to an interface in a network namespace of this program's own: to one whose driver drops them
// (dummy, or ifb), so that it is the way there that costs; and to one end of a cable, at whose other end a socket
// receives.
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "raw/ways.hpp"
#include "udp/udp.hpp"

namespace bench {
receiver& the_receiver() {
  static receiver only{"10.77.0.2"};
  return only;
}
}  // namespace bench

namespace {

using bench::kind;

constexpr const char* commands[] = {
    "ip link set lo up",
    "ip link add silent type dummy 2> /dev/null || ip link add silent type ifb",
    "ip link set silent up",
    "ip link add near type veth peer name far",
    "ip address add 10.77.0.1/24 dev near",
    "ip address add 10.77.0.2/32 dev far",
    "ip link set far address 02:00:00:00:00:0b",
    "ip link set near up",
    "ip link set far up",
};

// Both ends of the cable are in one namespace, so that the far end is to take what has a sender's address of its own.
bool set_to(const char* name, char value) {
  std::ofstream file{std::string{"/proc/sys/net/ipv4/conf/"} + name};
  return static_cast<bool>(file << value << std::flush);
}

// Empty, or why there are no interfaces.
std::string make_interfaces() {
  if (geteuid() != 0) return "needs root";
  if (unshare(CLONE_NEWNET) != 0) return "there are no network namespaces here";
  for (const char* command : commands)
    if (std::system(command) != 0) return std::string{command} + ": failed";
  if (!set_to("all/rp_filter", '0') || !set_to("far/rp_filter", '0') || !set_to("far/accept_local", '1'))
    return "the far end cannot be told what to accept";
  return {};
}

struct way {
  const char* interface;
  const char* words;
  bool delivers;
};
constexpr way links[] = {{"silent", "", false}, {"near", ", delivered", true}};

lineout::frame_addresses addresses() {
  return {.to_mac = "02:00:00:00:00:0b",
          .from_mac = "02:00:00:00:00:0a",
          .from = "10.77.0.1",
          .to = "10.77.0.2",
          .from_port = 514,
          .to_port = bench::the_receiver().port()};
}

// The bytes of a reference message.
std::string ready_made() {
  std::string result;
  char storage[256];
  lineout::packet bytes{storage, sizeof storage, 64};
  const std::string line = bench::line_of(bench::line_size);
  std::memcpy(bytes.append(line.size()), line.data(), line.size());
  lineout::udp_frame frame{[&result](const char* data, size_t size) { result.assign(data, size); }, addresses()};
  frame.send(bytes);
  return result;
}

template <typename Once>
bench::contender& add(bench::suite& all, std::string name, const way& where, kind what, Once once,
                      std::function<void()> prepare = {}) {
  name += where.words;
  if (where.delivers) return bench::add_udp(all, name, what, once, bench::reference_text, prepare);
  return all.add(name, what, once)
      .messages(bench::frames)
      .uncounted()
      .around(16,
              [prepare] {
                if (prepare) prepare();
              },
              {});
}

template <typename Logger> void say(Logger& log) {
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < bench::frames; ++number)
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
}

using framed = lineout::framed<lineout::cached<lineout::rfc3164>, lineout::udp_frame<lineout::posix::packet_socket>>;
using ring = lineout::message_ring<1024, 384>;

framed to(const way& where) {
  return framed{lineout::udp_frame{lineout::posix::packet_socket{where.interface}, addresses()}};
}
struct queue {
  explicit queue(const way& where) : log{lineout::queued<framed, ring>{to(where), memory}, bench::origin} {}
  ring memory;
  lineout::logger<lineout::queued<framed, ring>, bench::reference_options> log;
  bench::full_queue<decltype(log)> full{log};
};

void add_floors(bench::suite& all, const way& where, const std::string& frame) {
  using bench::packets;
  const auto plain = std::make_shared<packets>(where.interface, packets::queueing::discipline, frame);
  const auto bypassing = std::make_shared<packets>(where.interface, packets::queueing::bypassed, frame);
  const auto mapped = std::make_shared<bench::packet_ring>(where.interface, frame);
  const auto super = std::make_shared<bench::super_frame>(where.interface, frame);
  const auto xdp = std::make_shared<bench::xdp>(where.interface, frame);
  add(all, "floor, send", where, kind::floor, [plain] { plain->one_by_one(); });
  add(all, "floor, send past the queue", where, kind::floor, [bypassing] { bypassing->one_by_one(); });
  add(all, "floor, sendmmsg past the queue", where, kind::floor, [bypassing] { bypassing->together(); });
  add(all, "floor, transmit ring past the queue", where, kind::floor, [mapped] { mapped->together(); });
  add(all, "floor, segmented", where, kind::floor, [super] { super->together(); });
  if (xdp->missing().empty()) add(all, "floor, AF_XDP", where, kind::floor, [xdp] { xdp->together(); });
  else std::fprintf(stderr, "raw: left out: %s\n", xdp->missing().c_str());
}

void add_lineout(bench::suite& all, const way& where) {
  using logger = lineout::logger<framed, bench::reference_options>;
  const auto direct = std::make_shared<logger>(to(where), bench::origin);
  const auto queued = std::make_shared<queue>(where);
  const auto drained = std::make_shared<queue>(where);
  const auto with_losses = [](bench::contender& one, auto counts) {
    one.at_end([counts](bench::row& out) { out.set("lost", static_cast<double>(counts())); });
  };
  using sink = lineout::udp_frame<lineout::posix::packet_socket>;
  const auto ready = std::make_shared<bench::ready_made<sink>>(
      sink{lineout::posix::packet_socket{where.interface}, addresses()}, bench::line_of(bench::line_size));
  with_losses(add(all, "lineout, ready-made", where, kind::lineout, [ready] { ready->send(); }),
              [ready] { return ready->lost(); });
  with_losses(add(all, "lineout, direct", where, kind::lineout, [direct] { say(*direct); }),
              [direct] { return direct->counts().lost; });
  with_losses(add(all, "lineout", where, kind::lineout,
                  [queued] {
                    say(queued->log);
                    queued->log.channel().drain();
                  }),
              [queued] { return queued->log.channel().counts().lost; });
  with_losses(add(
                  all, "lineout, drained", where, kind::lineout, [drained] { drained->full.drain(); },
                  [drained] { drained->full.fill(); }),
              [drained] { return drained->log.channel().counts().lost; });
}

}  // namespace

int main(int count, char** arguments) {
  const std::string missing = make_interfaces();
  if (!missing.empty()) {
    std::fprintf(stderr, "raw: left out: %s\n", missing.c_str());
    return 0;
  }
  bench::suite all{"raw", count, arguments};
  const std::string frame = ready_made();
  for (const way& where : links) {
    add_floors(all, where, frame);
    add_lineout(all, where);
  }
  return all.run();
}
