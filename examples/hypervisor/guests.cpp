#include "guests.hpp"

extern "C" const char small_guest[], small_guest_end[];

namespace hypervisor {

namespace {

uint32_t load32(const char* at) {
  uint32_t value;
  __builtin_memcpy(&value, at, sizeof value);
  return value;
}
template <typename T> void store(uintptr_t address, T value) {
  __builtin_memcpy(memory_at(address), &value, sizeof value);
}

// One entry of the map of memory that a kernel is given.
void store_range(uintptr_t parameters, uint8_t index, uint64_t begin, uint64_t end, uint32_t type) {
  const uintptr_t at = parameters + 0x2d0 + index * 20U;
  store(at, begin);
  store(at + 8, end - begin);
  store(at + 16, type);
}

}  // namespace

void prepare_small_guest(guest& to) {
  constexpr uintptr_t where = 0x7c00;
  __builtin_memcpy(memory_at(where), small_guest, static_cast<size_t>(small_guest_end - small_guest));
  vmcb& block = to.block;
  const segment data{.selector = 0, .attributes = 0x093, .limit = 0xffff, .base = 0};
  block.es = block.ss = block.ds = block.fs = block.gs = data;
  block.cs = {.selector = 0, .attributes = 0x09b, .limit = 0xffff, .base = 0};
  block.idt.limit = 0x3ff;
  block.cr0 = 0x10;
  block.rip = where;
  block.rsp = where;
}

bool prepare_linux(guest& to, lineout::text image, lineout::text command_line, uintptr_t memory_end) {
  using lineout::text;
  constexpr uintptr_t parameters = 0x10000, words = 0x20000, kernel = 0x100000;
  constexpr size_t header = 0x1f1;
  if (image.size() < 0x1000 || !(image.skip(0x202).first(4) == "HdrS") ||
      (load32(image.data() + 0x206) & 0xffff) < 0x205)
    return false;

  const size_t sectors = static_cast<uint8_t>(image[header]) == 0 ? 4 : static_cast<uint8_t>(image[header]);
  const text code = image.skip((sectors + 1) * 512);
  const size_t header_end = 0x202 + static_cast<uint8_t>(image[0x201]);
  if (code.empty() || code.size() > guest_memory_end - kernel || command_line.size() > 2047) return false;

  __builtin_memset(memory_at(parameters), 0, 4096);
  __builtin_memcpy(memory_at(parameters + header), image.data() + header, header_end - header);
  store(parameters + 0x210, uint8_t{0xff});  // loaded by something that has no number
  store(parameters + 0x228, static_cast<uint32_t>(words));
  store_range(parameters, 0, 0, 0x9f000, 1);
  store_range(parameters, 1, 0x9f000, kernel, 2);
  store_range(parameters, 2, kernel, guest_memory_end, 1);
  store_range(parameters, 3, guest_memory_end, memory_end, 2);
  store(parameters + 0x1e8, uint8_t{4});
  __builtin_memcpy(memory_at(words), command_line.data(), command_line.size());
  store(words + command_line.size(), char{0});
  __builtin_memcpy(memory_at(kernel), code.data(), code.size());

  vmcb& block = to.block;
  const segment data{.selector = 0x18, .attributes = 0xc93, .limit = 0xffffffff, .base = 0};
  block.es = block.ss = block.ds = block.fs = block.gs = data;
  block.cs = {.selector = 0x10, .attributes = 0xc9b, .limit = 0xffffffff, .base = 0};
  block.cr0 = 0x11;
  block.rip = kernel;
  to.more.rsi = parameters;
  return true;
}

}  // namespace hypervisor
