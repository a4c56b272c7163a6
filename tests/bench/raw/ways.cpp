#include "ways.hpp"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {

namespace {

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

int open_packets(const char* interface, bool bypass) {
  const int made = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  sockaddr_ll here{};
  here.sll_family = AF_PACKET;
  here.sll_ifindex = static_cast<int>(::if_nametoindex(interface));
  if (::bind(made, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0) fail(interface);
  const int yes = 1;
  if (bypass && ::setsockopt(made, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof yes) != 0) fail("PACKET_QDISC_BYPASS");
  return made;
}

}  // namespace

packets::packets(const char* interface, queueing how, std::string frame)
    : socket_{open_packets(interface, how == queueing::bypassed)}, frame_{std::move(frame)}, headers_{} {
  part_ = {frame_.data(), frame_.size()};
  for (mmsghdr& header : headers_) {
    header.msg_hdr.msg_iov = &part_;
    header.msg_hdr.msg_iovlen = 1;
  }
}
void packets::one_by_one() {
  for (size_t number = 0; number < frames; ++number)
    if (::send(socket_, frame_.data(), frame_.size(), 0) < 0) fail("send");
}
void packets::together() {
  for (unsigned done = 0; done < frames;) {
    const int sent = ::sendmmsg(socket_, headers_ + done, frames - done, 0);
    if (sent < 0) fail("sendmmsg");
    done += static_cast<unsigned>(sent);
  }
}

packet_ring::packet_ring(const char* interface, std::string frame)
    : socket_{open_packets(interface, true)}, frame_{std::move(frame)} {
  const int version = TPACKET_V2;
  tpacket_req wanted{};
  wanted.tp_frame_size = frame_room;
  wanted.tp_frame_nr = slots;
  wanted.tp_block_size = frame_room * slots;
  wanted.tp_block_nr = 1;
  if (::setsockopt(socket_, SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0 ||
      ::setsockopt(socket_, SOL_PACKET, PACKET_TX_RING, &wanted, sizeof wanted) != 0)
    fail("PACKET_TX_RING");
  void* const mapped = ::mmap(nullptr, frame_room * slots, PROT_READ | PROT_WRITE, MAP_SHARED, socket_, 0);
  if (mapped == MAP_FAILED) fail("mmap");
  memory_ = static_cast<char*>(mapped);
}
void packet_ring::together() {
  constexpr size_t offset = TPACKET2_HDRLEN - sizeof(sockaddr_ll);
  for (size_t number = 0; number < frames; ++number, ++next_) {
    tpacket2_hdr& here = header(next_);
    while (__atomic_load_n(&here.tp_status, __ATOMIC_ACQUIRE) != TP_STATUS_AVAILABLE)
      if (::send(socket_, nullptr, 0, 0) < 0) fail("a ring's send");
    std::memcpy(reinterpret_cast<char*>(&here) + offset, frame_.data(), frame_.size());
    here.tp_len = static_cast<uint32_t>(frame_.size());
    __atomic_store_n(&here.tp_status, TP_STATUS_SEND_REQUEST, __ATOMIC_RELEASE);
  }
  if (::send(socket_, nullptr, 0, 0) < 0) fail("a ring's send");
}

super_frame::super_frame(const char* interface, const std::string& frame) : socket_{open_packets(interface, false)} {
  const int yes = 1;
  if (::setsockopt(socket_, SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof yes) != 0) fail("PACKET_VNET_HDR");
  constexpr size_t link = 14;
  constexpr size_t headers = link + 20 + 8;
  const size_t message = frame.size() - headers;
  struct {                     // virtio 1.2 section 5.1.6
    uint8_t flags = 1;         // the checksum is to be computed
    uint8_t segmentation = 5;  // UDP
    uint16_t headers = 42;
    uint16_t segment;
    uint16_t checksum_from = link + 20;
    uint16_t checksum_at = 6;
  } head;
  head.segment = static_cast<uint16_t>(message);
  frame_.assign(reinterpret_cast<const char*>(&head), sizeof head);
  std::string all = frame.substr(0, headers);
  for (size_t number = 0; number < frames; ++number) all += frame.substr(headers);
  const auto put = [&all](size_t at, size_t value) {
    all[at] = static_cast<char>(value >> 8);
    all[at + 1] = static_cast<char>(value);
  };
  const auto sum = [&all](size_t from, size_t size) {
    uint32_t value = 0;
    for (size_t at = from; at < from + size; at += 2)
      value +=
          static_cast<uint32_t>(static_cast<unsigned char>(all[at]) << 8 | static_cast<unsigned char>(all[at + 1]));
    return value;
  };
  const auto folded = [](uint32_t value) {
    value = (value & 0xffff) + (value >> 16);
    return (value & 0xffff) + (value >> 16);
  };
  put(link + 2, all.size() - link);
  put(link + 10, 0);
  put(link + 10, ~folded(sum(link, 20)) & 0xffff);
  put(link + 24, all.size() - link - 20);
  // Of the pseudo-header; the kernel adds the rest.
  put(link + 26, folded(sum(link + 12, 8) + 17 + static_cast<uint32_t>(all.size() - link - 20)));
  frame_ += all;
}
void super_frame::together() {
  if (::send(socket_, frame_.data(), frame_.size(), 0) < 0) fail("a segmented send");
}

xdp::xdp(const char* interface, std::string frame) : frame_{std::move(frame)} {
  if (!open(interface)) missing_ = std::string{"AF_XDP on "} + interface + ": " + std::strerror(errno);
}
bool xdp::open(const char* interface) {
  socket_ = ::socket(AF_XDP, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return false;
  void* const mapped =
      ::mmap(nullptr, size_t{frame_room} * slots, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return false;
  memory_ = static_cast<char*>(mapped);
  xdp_umem_reg memory{};
  memory.addr = reinterpret_cast<uint64_t>(mapped);
  memory.len = size_t{frame_room} * slots;
  memory.chunk_size = frame_room;
  const uint32_t size = slots;
  xdp_mmap_offsets offsets{};
  socklen_t length = sizeof offsets;
  if (::setsockopt(socket_, SOL_XDP, XDP_UMEM_REG, &memory, sizeof memory) != 0 ||
      ::setsockopt(socket_, SOL_XDP, XDP_UMEM_FILL_RING, &size, sizeof size) != 0 ||
      ::setsockopt(socket_, SOL_XDP, XDP_UMEM_COMPLETION_RING, &size, sizeof size) != 0 ||
      ::setsockopt(socket_, SOL_XDP, XDP_TX_RING, &size, sizeof size) != 0 ||
      ::getsockopt(socket_, SOL_XDP, XDP_MMAP_OFFSETS, &offsets, &length) != 0 ||
      !map(sent_, offsets.tx, sizeof(xdp_desc), XDP_PGOFF_TX_RING) ||
      !map(completed_, offsets.cr, sizeof(uint64_t), XDP_UMEM_PGOFF_COMPLETION_RING))
    return false;
  sockaddr_xdp here{};
  here.sxdp_family = AF_XDP;
  here.sxdp_flags = XDP_COPY;
  here.sxdp_ifindex = ::if_nametoindex(interface);
  return ::bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
}
bool xdp::map(ring& to, const xdp_ring_offset& offsets, size_t entry, off_t which) {
  void* const mapped =
      ::mmap(nullptr, offsets.desc + slots * entry, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, socket_, which);
  if (mapped == MAP_FAILED) return false;
  char* const base = static_cast<char*>(mapped);
  to.producer = reinterpret_cast<uint32_t*>(base + offsets.producer);
  to.consumer = reinterpret_cast<uint32_t*>(base + offsets.consumer);
  to.entries = base + offsets.desc;
  return true;
}
void xdp::together() {
  auto* const descriptors = static_cast<xdp_desc*>(sent_.entries);
  for (size_t number = 0; number < frames; ++number, ++next_) {
    const uint64_t at = uint64_t{next_ % slots} * frame_room;
    std::memcpy(memory_ + at, frame_.data(), frame_.size());
    descriptors[next_ % slots] = {at, static_cast<uint32_t>(frame_.size()), 0};
  }
  __atomic_store_n(sent_.producer, next_, __ATOMIC_RELEASE);
  // Some are taken by each call; memory may be used again when it is said to be completed.
  while (__atomic_load_n(completed_.producer, __ATOMIC_ACQUIRE) != next_)
    if (::sendto(socket_, nullptr, 0, MSG_DONTWAIT, nullptr, 0) < 0 && errno != EAGAIN && errno != EBUSY &&
        errno != ENOBUFS)
      fail("an AF_XDP send");
  __atomic_store_n(completed_.consumer, next_, __ATOMIC_RELEASE);
}

}  // namespace bench
