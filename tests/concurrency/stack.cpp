// The deepest stack of what queues, batches and keeps, measured on a painted stack and printed. A panic takes at most
// 1 KB beyond what the sink takes for one record, so that it fits a signal handler's small alternate stack.
#include <lineout/posix.hpp>

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include <doctest/doctest.h>

#include "support/sanitizers.hpp"

using namespace lineout;

namespace {

constexpr origin here{"host", "app"};

constexpr bool is_measured = support::measures_stacks;

// Bytes of stack that a call takes beyond an empty one's.
template <typename Call> size_t depth_of(Call call) {
  if (!is_measured) return call(), 0;
  constexpr size_t size = 256 * 1024;
  struct run {
    Call* call;
    unsigned char* memory;
    size_t lowest;
  };
  void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  const auto deepest = [&](auto&& action) {
    std::memset(memory, 0xa5, size);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, memory, size);
    using type = std::remove_reference_t<decltype(action)>;
    pthread_t thread;
    pthread_create(
        &thread, &attributes, [](void* what) -> void* { return (*static_cast<type*>(what))(), nullptr; }, &action);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    size_t untouched = 0;
    while (static_cast<unsigned char*>(memory)[untouched] == 0xa5) ++untouched;
    return size - untouched;
  };
  auto nothing = [] { asm volatile("" : : : "memory"); };
  const size_t empty = deepest(nothing);
  const size_t result = deepest(call);
  munmap(memory, size);
  return result > empty ? result - empty : 0;
}
size_t print(const char* what, size_t bytes) {
  std::printf("%s: %zu bytes of stack\n", what, bytes);
  return bytes;
}

struct no_time : options {
  using clock = clocks::none;
};

// Takes many at once, and no stack.
struct many : null {
  void send_all(packet*, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = outcome::sent;
  }
};

template <typename Sink> void a_queue_takes_little_in_a_panic(const char* name, Sink sink) {
  using ring_type = message_ring<256, 1200>;
  const auto ring = std::make_unique<ring_type>();
  using channel_type = queued<framed<rfc3164, Sink>, ring_type>;
  logger<channel_type, no_time> log{channel_type{framed<rfc3164, Sink>{detail::move(sink)}, *ring}, here};
  const auto say = [&] { log.warning("disk {} at {}%", "sda", 91); };
  // Everything is bound, and in its place, at the second time.
  say();
  log.channel().drain();
  std::printf("%s:\n", name);
  const size_t line = print("  a line is queued", depth_of(say));
  print("  a drain of one", depth_of([&] { log.channel().drain(); }));
  for (int count = 0; count < 64; ++count) say();
  print("  a drain of many", depth_of([&] { log.channel().drain(); }));
  for (int count = 0; count < 300; ++count) say();
  const size_t panic = print("  panic()", depth_of([&] { log.panic(); }));
  const size_t after = print("  a line after it", depth_of(say));
  const size_t second = print("  panic() again", depth_of([&] { log.panic(); }));
  char bytes[200] = {};
  const size_t of_sink = print("  the sink alone", depth_of([&] {
                                 for (int count = 0; count < 4; ++count) {  // refused, too
                                   packet record{bytes, sizeof bytes, 100};
                                   record.append(40);
                                   log.channel().next().next().send(record);
                                   usleep(1000);
                                 }
                               }));
  if (!is_measured) return;
  CHECK(panic <= of_sink + 1024);
  CHECK(after <= line + of_sink + 1024);
  CHECK(second <= of_sink + 1024);
}

}  // namespace

TEST_CASE("a queue's panic, and lines after it, take at most 1 KB of stack beyond any sink's") {
  a_queue_takes_little_in_a_panic("a queue to a sink that takes many", many{});
  a_queue_takes_little_in_a_panic("a queue to udp_socket", posix::udp_socket{"127.0.0.1:9"});
  a_queue_takes_little_in_a_panic("a queue to file", posix::file{"/dev/null"});
  static locked<many, posix::mutex> behind_a_lock;
  a_queue_takes_little_in_a_panic("a queue to a locked sink", shared{behind_a_lock});
  static batched<many, posix::monotonic_timer> batch{many{}};
  a_queue_takes_little_in_a_panic("a queue to a batch", shared{batch});
  constexpr frame_addresses addresses{
      .from_mac = "02:00:00:00:00:01", .from = "192.168.0.7", .to = "192.168.0.23"};
  constexpr auto transmit = [](const char*, size_t) { return true; };
  a_queue_takes_little_in_a_panic("a queue to udp_frame", udp_frame{callback{transmit}, addresses});
}

TEST_CASE("a batch takes what its header says") {
  static batched<many, posix::monotonic_timer> sink{many{}};
  char bytes[100] = {};
  const auto send = [&] {
    packet record{bytes, sizeof bytes, 0};
    record.append(100);
    sink.send(record);
  };
  send();
  print("a record into a batch", depth_of(send));
  for (int count = 0; count < 30; ++count) send();
  const size_t flush = print("a batch of 64 is sent", depth_of([&] { sink.flush(); }));
  for (int count = 0; count < 30; ++count) send();
  const size_t panic = print("panic() of a batch", depth_of([&] { sink.panic(); }));
  if (!is_measured) return;
  CHECK(flush <= 64 * 40 + 512);
  CHECK(panic <= 512);
}

TEST_CASE("a backlog takes a text and its headers to send one that it has kept") {
  static backlog_storage<4096> storage;
  struct shut : channel_base<shut> {
    bool* open;
    explicit shut(bool* is) : open{is} {}
    outcome submit(const message&) { return *open ? outcome::sent : outcome::lost; }
  };
  static bool open = false;
  backlog channel{shut{&open}, storage};
  char bytes[100] = {};
  const auto submit = [&] {
    packet body{bytes, sizeof bytes, 0};
    body.append(50);
    channel.submit(message{{facility::user, severity::err}, {}, &here, body});
  };
  submit();
  print("a message is kept", depth_of(submit));
  open = true;
  const size_t replay = print("a replay", depth_of([&] { channel.replay(); }));
  if (is_measured) CHECK(replay <= backlog_options::text_size + 1024);
}

TEST_CASE("a panic in a signal handler on a small alternate stack stays on it") {
  using ring_type = message_ring<64, 1200>;
  static ring_type ring;
  using channel_type = queued<framed<rfc3164, posix::udp_socket>, ring_type>;
  static logger<channel_type, no_time> log{
      channel_type{framed<rfc3164, posix::udp_socket>{posix::udp_socket{"127.0.0.1:9"}}, ring}, here};
  for (int count = 0; count < 60; ++count) log.info("{}", count);
  constexpr size_t size = 16384;
  constexpr size_t below = 65536;
  auto* const memory = static_cast<unsigned char*>(
      mmap(nullptr, below + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  std::memset(memory, 0xa5, below + size);
  stack_t alternate{};
  alternate.ss_sp = memory + below;
  alternate.ss_size = size;
  stack_t before{};
  REQUIRE(sigaltstack(&alternate, &before) == 0);
  struct sigaction action {};
  action.sa_handler = [](int) {
    log.panic();
    log.emerg("stopped");
  };
  action.sa_flags = SA_ONSTACK;
  struct sigaction old {};
  sigaction(SIGUSR1, &action, &old);
  raise(SIGUSR1);
  sigaction(SIGUSR1, &old, nullptr);
  sigaltstack(&before, nullptr);
  CHECK(ring.counts().sent == 61);
  CHECK(ring.counts().queued == 0);
  size_t untouched = 0;
  while (untouched < below + size && memory[untouched] == 0xa5) ++untouched;
  std::printf("a handler that panics took %zu bytes, with the system's part\n", below + size - untouched);
  if (is_measured) CHECK(untouched >= below);
  munmap(memory, below + size);
}
