#include "outputs.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

namespace {

std::string string_of(lineout::text words) { return {words.data(), words.size()}; }

std::string name_of(const lineout::action& wanted) {
  const std::string target = string_of(wanted.target);
  switch (wanted.kind) {
    case lineout::action_kind::file:
      return target;
    case lineout::action_kind::pipe:
      return "|" + target;
    case lineout::action_kind::forward:
      return "@" + target;
    case lineout::action_kind::users:
      return target;
    case lineout::action_kind::everyone:
      return "*";
  }
  return target;
}

destination::any make(const lineout::action& wanted, bool show) {
  if (show) return destination::to_show{shown{name_of(wanted)}};
  const std::string target = string_of(wanted.target);
  switch (wanted.kind) {
    case lineout::action_kind::pipe:
      return destination::to_command{command{target}};
    case lineout::action_kind::forward: {
      const std::string host = target.find(':') == std::string::npos ? target : "[" + target + "]";
      const std::string port = wanted.port.empty() ? "514" : string_of(wanted.port);
      return destination::to_host{lineout::posix::udp_socket{host + ":" + port}};
    }
    case lineout::action_kind::users:
    case lineout::action_kind::everyone: {
      const std::string names = "to " + (target.empty() ? "everyone" : target) + ": ";
      return destination::to_users{names, destination::to_file{lineout::posix::file{"/dev/stdout"}}};
    }
    case lineout::action_kind::file:
      break;
  }
  return destination::to_file{lineout::posix::file{wanted.target}};
}

}  // namespace

command::command(command&& from) noexcept : words_{std::move(from.words_)}, pipe_{from.pipe_}, child_{from.child_} {
  from.pipe_ = -1;
  from.child_ = -1;
}

bool command::start() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
  child_ = ::fork();
  if (child_ == 0) {
    ::dup2(ends[0], 0);
    ::signal(SIGPIPE, SIG_DFL);
    ::execl("/bin/sh", "sh", "-c", words_.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[0]);
  pipe_ = ends[1];
  if (child_ > 0) return true;
  close();
  return false;
}

void command::close() {
  if (pipe_ >= 0) ::close(pipe_);
  pipe_ = -1;
  if (child_ <= 0) return;
  for (int look = 0; look < 200; ++look) {
    if (::waitpid(child_, nullptr, WNOHANG) != 0) {
      child_ = -1;
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  ::kill(child_, SIGTERM);
  ::waitpid(child_, nullptr, 0);
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

lineout::outcome shown::send(lineout::packet& bytes) {
  std::printf("%-20s %.*s\n", name_.c_str(), static_cast<int>(bytes.size()), bytes.data());
  std::fflush(stdout);
  return lineout::outcome::sent;
}

destination::destination(const lineout::action& wanted, bool show) : part_{make(wanted, show)} {}

std::string destination::error() const {
  if (const auto* const file = std::get_if<to_file>(&part_); file != nullptr && !file->next())
    return string_of(file->next().error());
  if (const auto* const host = std::get_if<to_host>(&part_); host != nullptr && !host->next())
    return string_of(host->next().error());
  return {};
}

lineout::outcome destination::submit(const lineout::message& what) {
  return std::visit([&what](auto& part) { return part.submit(what); }, part_);
}

lineout::parsed<lineout::size_t> outputs::find(const lineout::action& wanted) {
  destination made{wanted, show_};
  error_ = made.error();
  if (!error_.empty()) return {.error = error_};
  auto place = std::find(all_.begin(), all_.end(), nullptr);
  if (place == all_.end()) place = all_.insert(place, nullptr);
  *place = std::make_unique<output>(output{lineout::dedupe{std::move(made)}});
  return {.value = static_cast<lineout::size_t>(place - all_.begin())};
}

void outputs::settle(bool adopted) {
  for (auto& one : all_) {
    if (one == nullptr) continue;
    if (one->is_new != adopted) {
      one->channel.flush();
      one.reset();
    } else {
      one->is_new = false;
    }
  }
}

lineout::outcome outputs::submit(lineout::size_t number, const lineout::message& what) {
  return all_[number]->channel.submit(what);
}
lineout::outcome outputs::submit_mark(lineout::size_t number, const lineout::message& what) {
  return all_[number]->channel.submit_mark(what);
}
void outputs::tick(lineout::timestamp now) {
  for (auto& one : all_)
    if (one != nullptr) one->channel.tick(now);
}
void outputs::flush() {
  for (auto& one : all_)
    if (one != nullptr) one->channel.flush();
}
