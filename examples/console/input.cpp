#include "input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace {

volatile sig_atomic_t signalled = 0;
int signal_pipe[2] = {-1, -1};
constinit lineout::channel_ref ways_out;

}  // namespace

void end_input_on_signals(lineout::channel_ref all) {
  ways_out = all;
  // A signal between a look at the flag and the wait for input would be missed; a pipe remembers it.
  if (::pipe(signal_pipe) != 0) return;
  for (const int end : signal_pipe) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
  struct sigaction action {};
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  action.sa_handler = [](int) {
    const int saved = errno;
    signalled = 1;
    ways_out.panic();
    [[maybe_unused]] const ssize_t written = ::write(signal_pipe[1], "", 1);
    errno = saved;
  };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return signalled != 0; }

int open_input(const char* path, std::string& error) {
  const int input = path == nullptr ? STDIN_FILENO : ::open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  struct stat status {};
  if (input < 0 || ::fstat(input, &status) != 0) error = ::strerror(errno);
  else if (S_ISDIR(status.st_mode)) error = ::strerror(EISDIR);
  return error.empty() ? input : -1;
}

size_t read_input(int input, char* bytes, size_t room, std::string& error) {
  while (!interrupted()) {
    pollfd wanted[] = {{.fd = input, .events = POLLIN, .revents = 0},
                       {.fd = signal_pipe[0], .events = POLLIN, .revents = 0}};
    if (::poll(wanted, 2, -1) < 0 || wanted[0].revents == 0) continue;
    const ssize_t size = ::read(input, bytes, room);
    if (size >= 0) return static_cast<size_t>(size);
    if (errno != EINTR && errno != EAGAIN) return error = ::strerror(errno), 0;
  }
  return 0;
}
