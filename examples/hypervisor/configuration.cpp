#include "configuration.hpp"

namespace hypervisor {

namespace {

// A MAC address also as bytes separated by commas, each with or without 0x: 00,11,22,33,44,55.
parsed<mac_address> parse_mac_address(text value) {
  if (value.find(',') == value.size()) return mac_address::parse(value);
  char usual[32];
  size_t size = 0;
  for (size_t index = 0; index < value.size() && size < sizeof usual; ++index) {
    if (value[index] == '0' && index + 1 < value.size() && value[index + 1] == 'x') ++index;
    else usual[size++] = value[index] == ',' ? ':' : value[index];
  }
  return mac_address::parse({usual, size});
}

// 1 to 65535.
parsed<uint16_t> parse_number(text value) {
  parsed<uint16_t> result;
  uint32_t number = 0;
  for (const char c : value) {
    number = number * 10 + static_cast<uint32_t>(c - '0');
    if (c < '0' || c > '9' || number > 65535) {
      number = 0;
      break;
    }
  }
  if (number == 0) result.error = "a number from 1 to 65535 is wanted";
  result.value = static_cast<uint16_t>(number);
  return result;
}

parsed<card_kind> parse_card(text value) {
  if (value == ne2k::name) return {.value = card_kind::ne2k};
  if (value == e1000::name) return {.value = card_kind::e1000};
  return {.error = "the cards are ne2k and e1000"};
}

parsed<fault> parse_fault(text value) {
  if (value == "driver") return {.value = fault::driver};
  if (value == "exception") return {.value = fault::exception};
  if (value == "stack") return {.value = fault::stack};
  return {.error = "what can go wrong is driver, exception or stack"};
}

template <typename T> void take(T& to, text name, text value, const parsed<T>& read) {
  if (read) to = read.value;
  else serial_log.warning("{}={}: {}; {} is used", name, value, read.error, to);
}
template <typename T> void take(T& to, text name, text value, const parsed<T>& read, text otherwise) {
  if (read) to = read.value;
  else serial_log.warning("{}={}: {}; {}", name, value, read.error, otherwise);
}

void take_word(configuration& to, text word) {
  const text name = word.first(word.find('='));
  const text value = word.skip(name.size() + 1);
  if (name == "tty_mac_address") take(to.addresses.to_mac, name, value, parse_mac_address(value));
  else if (name == "tty_syslog.src_ipaddr") take(to.addresses.from, name, value, ipv4_address::parse(value));
  else if (name == "tty_syslog.dst_ipaddr") take(to.addresses.to, name, value, ipv4_address::parse(value));
  else if (name == "tty_syslog.dst_port") take(to.addresses.to_port, name, value, parse_number(value));
  else if (name == "nic") take(to.card, name, value, parse_card(value), "whichever there is is used");
  else if (name == "panic") take(to.injected.kind, name, value, parse_fault(value), "nothing will");
  else if (name == "stuck" && value.empty()) to.injected.stuck = true;
  else if (name == "recursion" && value.empty()) to.injected.chatty = true;
  else if (name == "smp" && value.empty()) to.second_processor_lines = 100;
  else if (name == "smp") {
    uint16_t lines = 100;
    take(lines, name, value, parse_number(value));
    to.second_processor_lines = lines;
  } else serial_log.warning("{}: no such option; it is passed over", word);
}

}  // namespace

configuration read_configuration(text command_line) {
  configuration result;
  result.injected.countdown = 5;
  text left = command_line.skip(command_line.find(' '));  // behind the hypervisor's own name
  while (!left.empty()) {
    const text word = left.first(left.find(' '));
    if (!word.empty()) take_word(result, word);
    left = left.skip(word.size() + 1);
  }
  return result;
}

}  // namespace hypervisor
