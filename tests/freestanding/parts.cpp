// Every other part of the core that firmware may choose, each used once.
#include <lineout/lineout.hpp>

bool firmware_write(const char* bytes, lineout::size_t size);
lineout::uint64_t firmware_ticks();

namespace {

struct ticking : lineout::options {
  using clock = lineout::clocks::fixed;
};

using uart = lineout::callback<bool (*)(const char*, lineout::size_t)>;
using framed_uart = lineout::framed<lineout::local, uart>;
constinit lineout::logger<framed_uart, ticking> to_uart{framed_uart{uart{&firmware_write}}, {"board-7", "motor"}};

constinit lineout::memory<512> ring;

using tagged = lineout::udp_frame<uart, lineout::stack<lineout::udp, lineout::ipv4, lineout::vlan, lineout::ethernet>>;
constinit tagged to_vlan{
    uart{&firmware_write},
    lineout::stack{lineout::udp{514, 514}, lineout::ipv4{"10.0.0.2", "10.0.0.1"}, lineout::vlan{42},
                   lineout::ethernet{lineout::mac_address::broadcast(), "02:00:00:00:00:0a"}}};

constinit lineout::line_buffer<80> line;

lineout::backlog_storage<1024> kept;
using keeping = lineout::locked<lineout::backlog<framed_uart, 1024>, lineout::locks::interrupts<lineout::locks::spin>>;
constinit keeping out{framed_uart{uart{&firmware_write}}, kept};
constinit lineout::logger<lineout::shared<keeping>, ticking> kept_log{lineout::shared{out}, {"board-7", "motor"}};

}  // namespace

void firmware_use(lineout::packet& bytes, char c) {
  ring.send(bytes);
  to_vlan.send(bytes);
  if (line.put(c)) to_uart.info("{}", line.line());
  ring.for_each([](lineout::text record) { firmware_write(record.data(), record.size()); });
  ring.replay<256>(to_vlan);
}

bool firmware_keep(unsigned number) {
  out.with([](auto& backlog) { backlog.recover(); });
  kept_log.info("kept {}", number);
  kept_log.panic();
  return kept_log.poll(8);
}

bool firmware_read(lineout::text words, lineout::ipv4_address& address, lineout::priority& priority) {
  const auto read_address = lineout::ipv4_address::parse(words);
  const auto read_priority = lineout::parse_priority(words);
  address = read_address.value;
  priority = read_priority.value;
  return read_address && read_priority;
}

lineout::civil_time firmware_date(lineout::int64_t seconds) { return lineout::timestamp::at(seconds, 0, -300).civil(); }
