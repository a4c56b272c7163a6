// What a guest does that is the hypervisor's: its serial port, which becomes lines of the log; the network card, which
// it does not see; and the ways in which it ends.
#include "exceptions.hpp"
#include "guests.hpp"
#include "log.hpp"

extern "C" {
void run_guest(hypervisor::registers*, lineout::uintptr_t guest_block, lineout::uintptr_t host_block);
extern lineout::uint64_t guest_pages[512], guest_pages_entries[2048];
}

namespace hypervisor {

namespace {

enum class exit_code : uint64_t {
  cpuid = 0x72,
  halt = 0x78,
  port = 0x7b,
  shutdown = 0x7f,
  vmmcall = 0x81,
  nested_page = 0x400,
};

alignas(4096) constinit uint8_t port_map[12288]{};
constinit vmcb host_block{};

void intercept_ports(uint32_t first, uint32_t count) {
  for (uint32_t port = first; port < first + count; ++port)
    port_map[port / 8] = static_cast<uint8_t>(port_map[port / 8] | (1U << (port % 8)));
}

// An access to a port, as the processor reports it.
struct access {
  uint16_t port;
  bool reads;
  bool text_instruction;
  bool repeated;
  uint32_t size;
};

uint32_t read_port(uint16_t port, uint32_t size) { return size == 1 ? in8(port) : size == 2 ? in16(port) : in32(port); }
void write_port(uint16_t port, uint32_t size, uint32_t value) {
  if (size == 1) out8(port, static_cast<uint8_t>(value));
  else if (size == 2) out16(port, static_cast<uint16_t>(value));
  else out32(port, value);
}

class port_access {
 public:
  // Of one element. False: this ends the guest, as how says.
  bool write(uint16_t port, uint32_t size, uint32_t value, guest_end& how) {
    if (port >= serial_base && port < serial_base + 8) {
      write_serial(port, static_cast<uint8_t>(value));
    } else if (port == 0x604) {
      if ((value & 0x2000) != 0) return ends(how, guest_end::powered_off);
      write_port(port, size, value);
    } else if (port == 0x64 || port == 0xcf9) {
      if (port == 0x64 ? (value & 0xff) == 0xfe : (value & 4) != 0) return ends(how, guest_end::reset);
      write_port(port, size, value);
    } else if (port >= pci::address_port && port < pci::data_port) {
      if (port == pci::address_port && size == 4) selected_ = value;
      write_port(port, size, value);
    } else if (port >= pci::data_port && port < pci::data_port + 4 && !card_is_selected()) {
      out32(pci::address_port, selected_);
      write_port(port, size, value);
    }
    return true;  // whatever else is intercepted is not there
  }
  uint32_t read(uint16_t port, uint32_t size) {
    const bool data = port >= pci::data_port && port < pci::data_port + 4;
    if (port >= serial_base && port < serial_base + 8) return in8(port);
    if (port == 0x604 || port == 0x64 || (port >= pci::address_port && port < pci::data_port) ||
        (data && !card_is_selected()))
      return read_port(port, size);
    return 0xffffffff;
  }

 private:
  static bool ends(guest_end& how, guest_end what) {
    how = what;
    return false;
  }
  bool card_is_selected() const { return card.function() != 0 && (selected_ & 0x80ffff00) == card.function(); }
  // The port is the guest's to use; a copy of what it transmits is logged.
  void write_serial(uint16_t port, uint8_t value) {
    const bool divisor = (in8(serial_base + 3) & 0x80) != 0;
    out8(port, value);
    if (port != serial_base || divisor) return;
    own_line::in_a_line = value != '\n';
    guest_console.put(static_cast<char>(value));
  }

  uint32_t selected_ = 0;
};
constinit port_access ports{};

uint64_t mask_of(uint32_t size) { return size == 4 ? 0xffffffff : (uint64_t{1} << (size * 8)) - 1; }

// OUTS, where the guest's memory is its own segments and nothing else. False: as above, or it has paging.
bool write_text(guest& which, const access& what, guest_end& how) {
  vmcb& block = which.block;
  if ((block.cr0 & 0x80000000) != 0) return false;
  const uint64_t mask = (block.cs.attributes & 0x400) != 0 ? 0xffffffff : 0xffff;
  const uint64_t step = (block.rflags & 0x400) != 0 ? 0 - uint64_t{what.size} : what.size;
  for (uint64_t left = what.repeated ? which.more.rcx & mask : 1; left > 0; --left) {
    const uintptr_t address = block.ds.base + (which.more.rsi & mask);
    uint32_t value = 0;
    if (address + what.size <= guest_memory_end) __builtin_memcpy(&value, memory_at(address), what.size);
    which.more.rsi = (which.more.rsi & ~mask) | ((which.more.rsi + step) & mask);
    if (!ports.write(what.port, what.size, value, how)) return false;
  }
  if (what.repeated) which.more.rcx &= ~mask;
  return true;
}

bool use_port(guest& which, guest_end& how) {
  vmcb& block = which.block;
  const uint64_t information = block.exit_information[0];
  const access what{.port = static_cast<uint16_t>(information >> 16),
                    .reads = (information & 1) != 0,
                    .text_instruction = (information & 4) != 0,
                    .repeated = (information & 8) != 0,
                    .size = static_cast<uint32_t>(information >> 4) & 7};
  if (what.text_instruction) {
    if (what.reads || !write_text(which, what, how)) return false;
  } else if (what.reads) {
    const uint64_t mask = mask_of(what.size);
    block.rax = (what.size == 4 ? 0 : block.rax & ~mask) | (ports.read(what.port, what.size) & mask);
  } else if (!ports.write(what.port, what.size, static_cast<uint32_t>(block.rax & mask_of(what.size)), how)) {
    return false;
  }
  block.rip = block.exit_information[1];
  return true;
}

void skip(vmcb& block, uint64_t bytes) {
  block.rip += bytes;
  block.interrupt_shadow = 0;
}

void identify_processor(guest& which) {
  const uint32_t leaf = static_cast<uint32_t>(which.block.rax);
  cpuid_result result = cpuid(leaf, static_cast<uint32_t>(which.more.rcx));
  if (leaf == 0x80000001) result.c &= ~uint32_t{4};  // no SVM
  if (leaf == 0x8000000a) result = {};
  which.block.rax = result.a;
  which.more.rbx = result.b;
  which.more.rcx = result.c;
  which.more.rdx = result.d;
  skip(which.block, 2);
}

// False: that was the guest's end.
bool handle_exit(guest& which, guest_end& how) {
  vmcb& block = which.block;
  how = guest_end::failed;
  switch (static_cast<exit_code>(block.exit_code)) {
    case exit_code::port:
      return use_port(which, how);
    case exit_code::cpuid:
      identify_processor(which);
      return true;
    case exit_code::halt:
      how = guest_end::halted;
      skip(block, 1);
      return (block.rflags & 0x200) != 0;  // with interrupts it would go on
    case exit_code::vmmcall:
      how = guest_end::gave_up;
      return false;
    case exit_code::shutdown:
      how = guest_end::reset;
      return false;
    case exit_code::nested_page:
      own_log.err("the guest reaches for {:#x}, which is not its own", block.exit_information[1]);
      return false;
    default:
      return false;
  }
}

}  // namespace

void hide_memory(uintptr_t begin, uintptr_t end) {
  for (uintptr_t address = begin; address < end; address += 0x200000) guest_pages_entries[address >> 21] = 0;
}

void hide_card() {
  if (card.kind() == card_kind::ne2k) intercept_ports(card.first_port(), ne2k::ports);
  if (card.kind() == card_kind::e1000) take_away(guest_pages_entries, card.registers(), e1000::registers_size);
}

guest_end run(guest& which) {
  vmcb& block = which.block;
  intercept_ports(serial_base, 8);
  intercept_ports(pci::address_port, 8);
  intercept_ports(0x64, 1);   // the keyboard controller, which resets
  intercept_ports(0x604, 2);  // power management
  intercept_ports(0xf4, 1);   // QEMU's exit status

  block.intercepts = (1U << 18) | (1U << 24) | (1U << 27) | (1U << 31);  // CPUID, HLT, ports, shutdown
  block.intercept_instructions = 0x7f;                                   // SVM's own
  block.port_map = address_of(port_map);
  block.address_space = 1;
  block.nested_paging = 1;
  block.nested_pages = address_of(guest_pages);
  block.efer = 0x1000;
  block.rflags = 2;
  block.dr6 = 0xffff0ff0;
  block.dr7 = 0x400;
  block.page_attributes = 0x0007040600070406;
  block.ldt = {.selector = 0, .attributes = 0x82, .limit = 0, .base = 0};
  block.task = {.selector = 0, .attributes = 0x8b, .limit = 0xffff, .base = 0};

  asm volatile("vmsave %0" : : "a"(address_of(&host_block)) : "memory");
  guest_end how = guest_end::failed;
  do {
    run_guest(&which.more, address_of(&block), address_of(&host_block));
  } while (handle_exit(which, how));
  if (how == guest_end::failed)
    own_log.err("the guest stops at {:#x}, exit {:#x} ({:#x}, {:#x})", block.rip, block.exit_code,
                block.exit_information[0], block.exit_information[1]);
  guest_console.flush();
  return how;
}

}  // namespace hypervisor
