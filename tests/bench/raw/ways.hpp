// ways: how Linux takes ready-made frames for an interface, 64 at a time.
#pragma once

#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <sys/socket.h>

#include <string>

namespace bench {

constexpr size_t frames = 64;

// A socket for frames that leave by an interface. Whatever fails ends the program with words.
class packets {
 public:
  enum class queueing { discipline, bypassed };

  packets(const char* interface, queueing how, std::string frame);
  void one_by_one();
  void together();

 private:
  int socket_;
  std::string frame_;
  mmsghdr headers_[frames];
  iovec part_;
};

// The same through a ring of frames in memory that the kernel sees (TPACKET_V2), past the queueing discipline.
class packet_ring {
 public:
  packet_ring(const char* interface, std::string frame);
  void together();

 private:
  static constexpr size_t frame_room = 2048;
  static constexpr size_t slots = 256;
  tpacket2_hdr& header(size_t number) {
    return *reinterpret_cast<tpacket2_hdr*>(memory_ + number % slots * frame_room);
  }

  int socket_;
  std::string frame_;
  char* memory_;
  size_t next_ = 0;
};

// The 64 messages as one frame, which the kernel segments (PACKET_VNET_HDR, GSO_UDP_L4).
class super_frame {
 public:
  // A frame whose Ethernet, IPv4 and UDP headers are 42 bytes.
  super_frame(const char* interface, const std::string& frame);
  void together();

 private:
  int socket_;
  std::string frame_;
};

// AF_XDP in copy mode, without a program in the kernel: frames lie in memory that is registered once.
class xdp {
 public:
  // Why there can be none; empty if there can.
  const std::string& missing() const { return missing_; }

  xdp(const char* interface, std::string frame);
  void together();

 private:
  static constexpr uint32_t slots = 256;
  static constexpr uint32_t frame_room = 2048;
  struct ring {
    uint32_t* producer = nullptr;
    uint32_t* consumer = nullptr;
    void* entries = nullptr;
  };
  bool open(const char* interface);
  bool map(ring& to, const xdp_ring_offset& offsets, size_t entry, off_t which);

  int socket_ = -1;
  std::string missing_;
  std::string frame_;
  char* memory_ = nullptr;
  ring sent_;
  ring completed_;
  uint32_t next_ = 0;
};

}  // namespace bench
