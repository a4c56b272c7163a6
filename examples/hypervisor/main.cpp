// A type-1 hypervisor with nothing under it: its own lines, and its guest's console, leave as syslog.
#include "configuration.hpp"
#include "exceptions.hpp"
#include "guests.hpp"
#include "second_processor.hpp"

extern "C" {
extern const char load_begin[], end[];

// What a multiboot loader leaves (Multiboot Specification 0.6.96, section 3.3).
struct boot_information {
  lineout::uint32_t flags, memory_lower, memory_upper, boot_device, command_line, module_count, modules;
};
struct boot_module {
  lineout::uint32_t begin, end, words, reserved;
};
[[noreturn]] void hypervisor_main(const boot_information* information);
}

namespace hypervisor {

namespace {

constinit guest the_guest{};
alignas(4096) constinit char host_state[4096]{};

text text_at(uint32_t address) { return memory_at(address); }

void start_virtualization() {
  const bool there = (cpuid(0x80000001).c & 4) != 0 && (cpuid(0x8000000a).d & 1) != 0;
  if (!there) {
    serial_log.emerg("this processor has no SVM with nested paging; QEMU has one with -cpu max");
    stop_machine(ending::no_virtualization);
  }
  write_register(0xc0000080, read_register(0xc0000080) | 0x1000);
  write_register(0xc0010117, address_of(host_state));
}

void start_network(const configuration& from) {
  injected = from.injected;
  const card_kind found = card.start(from.card);
  if (found == card_kind::none) serial_log.err("there is no ne2k and no e1000: what is said is lost, and counted");
  else if (from.card != card_kind::none && found != from.card)
    serial_log.warning("nic: there is no such card; the {} is used", card.name());
  wire.with([&from](auto& frames) {
    frames.layers().template get<udp>() = {from.addresses.from_port, from.addresses.to_port};
    frames.layers().template get<ipv4>() = ipv4{from.addresses.from, from.addresses.to};
    frames.layers().template get<ethernet>() = {from.addresses.to_mac, card.address()};
  });
}

// A kernel, if one was handed over, with the module's words behind its name as its command line.
void prepare_guest(const boot_information& information) {
  if (information.module_count == 0) {
    hide_memory(guest_memory_end, (address_of(end) + 0x1fffff) & ~uintptr_t{0x1fffff});
    prepare_small_guest(the_guest);
    return;
  }
  const boot_module& module = *reinterpret_cast<const boot_module*>(uintptr_t{information.modules});
  const text words = text_at(module.words);
  const text image{memory_at(module.begin), module.end - module.begin};
  hide_memory(guest_memory_end, (module.end + 0x1fffff) & ~uintptr_t{0x1fffff});
  const uintptr_t memory_end = 0x100000 + uintptr_t{information.memory_upper} * 1024;
  own_log.info("a guest kernel of {} bytes, command line: {}", image.size(), words.skip(words.find(' ') + 1));
  if (!prepare_linux(the_guest, image, words.skip(words.find(' ') + 1), memory_end))
    panic("this is no kernel that can be started");
}

text words_for(guest_end how) {
  switch (how) {
    case guest_end::gave_up:
      return "it has given up";
    case guest_end::reset:
      return "it has reset itself";
    case guest_end::powered_off:
      return "it has powered off";
    case guest_end::halted:
      return "it has halted for good";
    case guest_end::failed:
      return "it has failed";
  }
  return "";
}

}  // namespace

}  // namespace hypervisor

void hypervisor_main(const boot_information* information) {
  using namespace hypervisor;
  prepare_exceptions();
  take_exceptions(0);
  start_virtualization();
  const configuration from = read_configuration(text_at(information->command_line));
  start_network(from);
  own_log.info("started at {:#x}, {} MiB of memory, {} at {}", address_of(load_begin),
               (information->memory_upper + 1024) / 1024, card.name(), card.address());
  own_log.info("logs to {}:{} at {}", from.addresses.to, from.addresses.to_port, from.addresses.to_mac);

  prepare_guest(*information);
  hide_card();
  bool second = from.second_processor_lines != 0;
  if (second) {
    second = start_second_processor(from.second_processor_lines);
    if (!second) own_log.warning("there is no second processor");
    write_lines(from.second_processor_lines);
  }
  own_console.write("the guest runs: ");
  const guest_end how = run(the_guest);
  own_console.write(words_for(how));
  own_console.put('\n');
  if (second && !second_processor_finished()) own_log.warning("the second processor has not finished");
  say_counts();
  if (how == guest_end::failed) stop_machine(ending::guest_failed);
  power_off();
}
