#include "commands.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

namespace {

constexpr lineout::uint32_t patience = 2000;  // milliseconds
constexpr lineout::uint32_t last_patience = 1000;

lineout::uint32_t milliseconds() {
  using namespace std::chrono;
  return static_cast<lineout::uint32_t>(
      duration_cast<std::chrono::milliseconds>(steady_clock::now().time_since_epoch()).count());
}

}  // namespace

void ending_commands::add(pid_t child, std::string words) { all_.push_back({child, std::move(words), milliseconds()}); }

bool ending_commands::poll() {
  for (size_t index = 0; index < all_.size();) {
    one& that = all_[index];
    int status = 0;
    if (::waitpid(that.child, &status, WNOHANG) != 0) {
      if (that.signal == 0 && status != 0) {
        ++failures_;
        const char* const how = WIFSIGNALED(status) ? "signal" : "status";
        std::fprintf(stderr, "routed: |%s: ended with %s %d\n", that.words.c_str(), how,
                     WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
      }
      all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(index));
      continue;
    }
    const lineout::uint32_t age = milliseconds() - that.since;
    const int wanted = age > patience + last_patience ? SIGKILL : age > patience ? SIGTERM : 0;
    if (wanted != that.signal) ::kill(-that.child, wanted);
    that.signal = wanted;
    ++index;
  }
  return all_.empty();
}

void ending_commands::finish() {
  while (!poll()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

command::command(command&& from) noexcept
    : words_{std::move(from.words_)}, ending_{from.ending_}, pipe_{from.pipe_}, child_{from.child_} {
  from.pipe_ = -1;
  from.child_ = -1;
}

bool command::start() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
  child_ = ::fork();
  if (child_ == 0) {
    ::setpgid(0, 0);
    ::dup2(ends[0], 0);
    for (const int which : {SIGPIPE, SIGHUP, SIGTERM, SIGINT}) ::signal(which, SIG_DFL);
    ::execl("/bin/sh", "sh", "-c", words_.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[0]);
  pipe_ = ends[1];
  if (child_ > 0) {
    ::setpgid(child_, child_);
    return true;
  }
  close();
  return false;
}

void command::close() {
  if (pipe_ >= 0) ::close(pipe_);
  pipe_ = -1;
  if (child_ > 0) ending_->add(child_, words_);
  child_ = -1;
}

lineout::outcome command::send(lineout::packet& bytes) {
  if (pipe_ < 0 && !start()) return lineout::outcome::lost;
  lineout::packet line = bytes;
  char* const newline = line.append(1);
  if (newline == nullptr) return lineout::outcome::lost;
  *newline = '\n';
  // A pipe takes a line of up to PIPE_BUF bytes whole or not at all.
  const ssize_t written = ::write(pipe_, line.data(), line.size());
  if (written == static_cast<ssize_t>(line.size())) return lineout::outcome::sent;
  // Nobody reads any more: the next line starts it again.
  if (written < 0 && errno == EPIPE) close();
  return lineout::outcome::lost;
}
