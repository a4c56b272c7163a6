#include "outputs.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

namespace {

using lineout::action_kind;

std::string string_of(lineout::text words) { return {words.data() == nullptr ? "" : words.data(), words.size()}; }

std::string name_of(const lineout::action& wanted) {
  const std::string target = string_of(wanted.target);
  switch (wanted.kind) {
    case action_kind::pipe:
    case action_kind::fifo:
      return "|" + target;
    case action_kind::forward:
      return (wanted.connected ? "@@" : "@") + target;
    case action_kind::everyone:
      return "*";
    default:
      return target;
  }
}

// "HOST:PORT" with the port as a number; empty: there is no such service.
std::string address_of(const lineout::action& wanted) {
  const std::string target = string_of(wanted.target);
  const std::string host = target.find(':') == std::string::npos ? target : "[" + target + "]";
  std::string port = wanted.port.empty() ? "514" : string_of(wanted.port);
  if (port[0] < '0' || port[0] > '9') {
    const servent* const found = ::getservbyname(port.c_str(), wanted.connected ? "tcp" : "udp");
    if (found == nullptr) return {};
    port = std::to_string(ntohs(static_cast<uint16_t>(found->s_port)));
  }
  return host + ":" + port;
}

lineout::record_format format_of(const lineout::action& wanted) {
  if (wanted.format == lineout::action_format::ietf) return lineout::record_format::ietf;
  return wanted.kind == action_kind::forward ? lineout::record_format::bsd : lineout::record_format::line;
}

// Why lines cannot be appended there; nothing is created.
std::string error_of_file(const std::string& path, bool is_fifo) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return "it is a directory";
    if (is_fifo && !S_ISFIFO(status.st_mode)) return "it is no named pipe";
    return ::access(path.c_str(), W_OK) == 0 ? "" : std::strerror(errno);
  }
  if (errno != ENOENT || is_fifo) return std::strerror(errno);
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  return ::access(folder.c_str(), W_OK | X_OK) == 0 ? "" : std::strerror(errno);
}

std::string error_of(const lineout::action& wanted) {
  switch (wanted.kind) {
    case action_kind::file:
    case action_kind::fifo:
      return error_of_file(string_of(wanted.target), wanted.kind == action_kind::fifo);
    case action_kind::forward: {
      const std::string address = address_of(wanted);
      if (address.empty()) return "there is no service of this name";
      // A datagram socket sends nothing before it is asked to: it only looks the name up.
      const lineout::posix::udp_socket probe{address};
      return probe ? "" : string_of(probe.error());
    }
    default:
      return {};
  }
}

}  // namespace

lineout::outcome shown::send(lineout::packet& bytes) {
  std::printf("%-20s %.*s\n", name_.c_str(), static_cast<int>(bytes.size()), bytes.data());
  std::fflush(stdout);
  return lineout::outcome::sent;
}

lineout::outcome dated::submit(const lineout::message& what) {
  lineout::message given = what;
  if (now_->given.known() && what.time == now_->came) given.time = now_->given;
  return next().submit(given);
}

output::output(const lineout::action& wanted, bool show, const dated::times& now, ending_commands& ending)
    : wanted_{wanted},
      show_{show},
      command_{lineout::any_framing{format_of(wanted)}, command{string_of(wanted.target), ending}},
      shown_{shown{name_of(wanted)}},
      users_{"to " + (wanted.target.empty() ? std::string{"everyone"} : string_of(wanted.target)) + ": ", {}},
      channel_{dated{now, {}}} {}

any_channel output::choose() {
  if (show_) return shown_;
  switch (wanted_.kind) {
    case action_kind::pipe:
      return command_;
    case action_kind::users:
    case action_kind::everyone:
      return users_;
    default:
      break;
  }
  if (rotated_ != nullptr) return *rotated_;
  return place_;
}

std::string output::open() {
  const std::string target = string_of(wanted_.target);
  const lineout::record_format format = format_of(wanted_);
  channel_.next().next() = choose();
  if (show_) return {};
  switch (wanted_.kind) {
    case action_kind::users:
    case action_kind::everyone:
      users_.next() = lineout::posix::destination{"stdout:"};
      return string_of(users_.next().error());
    case action_kind::forward: {
      const auto end = wanted_.counted ? lineout::record_end::octet_count : lineout::record_end::newline;
      place_ = lineout::posix::destination{(wanted_.connected ? "tcp:" : "udp:") + address_of(wanted_), format, end};
      break;
    }
    case action_kind::file:
    case action_kind::fifo:
      if (wanted_.rotate_size > 0) {
        lineout::posix::log_settings settings;
        settings.size_limit = wanted_.rotate_size;
        settings.keep = wanted_.rotate_count;
        rotated_ = std::make_unique<rotated>(lineout::any_framing{format}, lineout::posix::log_file{target, settings});
        channel_.next().next() = choose();
        return rotated_->next() ? "" : string_of(rotated_->next().error());
      }
      place_ = lineout::posix::destination{"file:" + target, format};
      break;
    default:
      return {};
  }
  return place_ ? "" : string_of(place_.error());
}

lineout::parsed<lineout::size_t> outputs::find(const lineout::action& wanted) {
  error_ = show_ ? "" : error_of(wanted);
  if (!error_.empty()) {
    ++not_found_;
    return {.error = error_};
  }
  auto place = std::find(all_.begin(), all_.end(), nullptr);
  if (place == all_.end()) place = all_.insert(place, nullptr);
  *place = std::make_unique<output>(wanted, show_, *now_, *ending_);
  return {.value = static_cast<lineout::size_t>(place - all_.begin())};
}

void outputs::settle(bool adopted) {
  for (auto& one : all_) {
    if (one == nullptr) continue;
    if (one->is_new != adopted) {
      one->channel().flush();
      one.reset();
    } else {
      one->is_new = false;
    }
  }
  const lineout::size_t not_found = std::exchange(not_found_, 0);
  if (!adopted) return;
  failures_ = not_found;
  for (auto& one : all_) {
    const std::string error = one == nullptr ? "" : one->open();
    if (error.empty()) continue;
    ++failures_;
    std::fprintf(stderr, "routed: an output cannot be used: %s\n", error.c_str());
  }
}

lineout::outcome outputs::submit(lineout::size_t number, const lineout::message& what) {
  return all_[number]->channel().submit(what);
}
lineout::outcome outputs::submit_mark(lineout::size_t number, const lineout::message& what) {
  return all_[number]->channel().submit_mark(what);
}
void outputs::tick(lineout::timestamp now) {
  for (auto& one : all_)
    if (one != nullptr) one->channel().tick(now);
  ending_->poll();
}
void outputs::flush() {
  for (auto& one : all_)
    if (one != nullptr) one->channel().flush();
}
bool outputs::poll(lineout::size_t budget) {
  bool busy = false;
  for (auto& one : all_) busy = (one != nullptr && one->channel().poll(budget)) || busy;
  return busy;
}
