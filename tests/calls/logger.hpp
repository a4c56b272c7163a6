#include <lineout/logger.hpp>
#include <lineout/posix/udp_socket.hpp>
extern lineout::logger<lineout::posix::udp_socket> program;
