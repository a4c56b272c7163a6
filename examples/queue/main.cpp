// queue [HOST[:PORT]]: lines that wait in a ring of the program's own, and that a thread sends, many in a system call.
#include <lineout/posix.hpp>

namespace {

constinit lineout::message_ring<1024, 384> waiting;
using to_network = lineout::framed<lineout::cached<lineout::rfc3164>, lineout::posix::udp_socket>;
using queue = lineout::queued<to_network, decltype(waiting)>;

}  // namespace

int main(int count, char** arguments) {
  const lineout::posix::identity me;
  const char* const where = count > 1 ? arguments[1] : "127.0.0.1:514";
  lineout::logger<queue, lineout::posix::coarse_options> log{
      queue{to_network{lineout::posix::udp_socket{where}}, waiting}, me};
  lineout::posix::poll_thread sender{log};

  for (int order = 1; order <= 1000; ++order) log.info("order {} is filled at {}", order, 4 * order + 1);

  sender.stop();
  return waiting.counts().sent == 1000 ? 0 : 1;
}
