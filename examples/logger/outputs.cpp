#include "outputs.hpp"

#include <string.h>

#include <chrono>
#include <thread>

namespace {

namespace posix = lineout::posix;
using lineout::outcome;
using lineout::text;

// The whole names that RFC 5424 has room for.
struct names : lineout::rfc5424_options {
  static constexpr size_t structured_data_limit = ::structured_data_limit;
  static constexpr size_t hostname_limit = 255;
  static constexpr size_t app_name_limit = 48;
  text host;
  text program;
  constexpr text hostname(const lineout::message&) const { return host; }
  constexpr text app_name(const lineout::message&) const { return program; }
};
using rfc5424 = lineout::basic_rfc5424<names>;

// This program has time: it waits, for ten seconds, where the library's sinks may not.
template <typename Condition> bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

template <lineout::sink Sink> class patient : public lineout::sink_decorator<Sink> {
 public:
  explicit patient(Sink sink) : lineout::sink_decorator<Sink>{std::move(sink)} {}

  outcome send(lineout::packet& bytes) {
    outcome result = outcome::lost;
    eventually([&] {
      lineout::packet attempt = bytes;
      result = this->next().send(attempt);
      const int error = result == outcome::lost ? this->next().last_error() : 0;
      return error != EAGAIN && error != ENOBUFS && error != EINPROGRESS;
    });
    // The rest of a record that a connection has taken a part of.
    if (result == outcome::queued)
      result = eventually([&] { return !this->next().poll(1); }) ? outcome::sent : outcome::lost;
    if constexpr (requires { this->next().abandoned(); })
      if (this->next().abandoned() > 0) result = outcome::lost;
    return result;
  }
  int last_error() const { return this->next().last_error(); }
};

template <typename Framing, typename Sink> class framed_output final : public output {
 public:
  framed_output(Framing framing, Sink sink) : channel_{std::move(framing), std::move(sink)} {}
  bool send(const lineout::message& what) override { return channel_.submit(what) == outcome::sent; }
  int last_error() const override { return channel_.next().last_error(); }

 private:
  lineout::framed<Framing, Sink> channel_;
};

template <typename Framing, typename Sink> std::unique_ptr<output> make(Framing framing, Sink sink) {
  return std::make_unique<framed_output<Framing, Sink>>(std::move(framing), std::move(sink));
}

std::string words_of(text words) { return {words.data(), words.size()}; }

std::string destination_of(const arguments& all) {
  const bool ipv6 = all.server->find(':') != std::string::npos && !all.server->starts_with('[');
  const unsigned port = all.port != 0 ? all.port : all.tcp ? 601 : 514;
  return (ipv6 ? "[" + *all.server + "]" : *all.server) + ":" + std::to_string(port);
}

template <typename Framing>
std::unique_ptr<output> open_server(Framing framing, const arguments& all, std::string& error) {
  const std::string destination = destination_of(all);
  if (!all.tcp) {
    posix::udp_socket socket{text{destination}};
    if (!socket) error = destination + ": " + words_of(socket.error());
    return make(framing, patient{std::move(socket)});
  }
  posix::tcp_socket socket{text{destination}};
  eventually([&] { return !socket.poll(1); });
  if (!socket.connected()) {
    const std::string why = socket ? ::strerror(socket.last_error()) : words_of(socket.error());
    error = "failed to connect to " + destination + ": " + why;
  }
  if (all.octet_count) return make(lineout::octet_counting{framing}, patient{std::move(socket)});
  return make(lineout::newline{framing}, patient{std::move(socket)});
}

// As logger(1): whether it is an error that nobody listens depends on who would see it.
bool wants_socket_errors(const arguments& all) {
  return all.socket_errors.value_or(all.standard_error || ::access("/run/systemd/system", F_OK) == 0);
}

template <typename Framing>
std::unique_ptr<output> open_local(Framing framing, const arguments& all, std::string& error) {
  posix::unix_socket socket = all.socket.empty() ? posix::unix_socket{} : posix::unix_socket{text{all.socket}};
  if (!socket || (!socket.error().empty() && wants_socket_errors(all)))
    error = "socket " + (all.socket.empty() ? "/dev/log" : all.socket) + ": " +
            (socket.last_error() != 0 ? std::string{::strerror(socket.last_error())} : words_of(socket.error()));
  return make(framing, patient{std::move(socket)});
}

template <typename Framing>
std::vector<std::unique_ptr<output>> open_outputs_of(Framing framing, const arguments& all, std::string& error) {
  std::vector<std::unique_ptr<output>> result;
  if (!all.no_act) result.push_back(all.server ? open_server(framing, all, error) : open_local(framing, all, error));
  if (all.standard_error) {
    posix::file file{"/dev/stderr"};
    const bool counted = all.octet_count && all.server && all.tcp;
    result.push_back(counted ? make(lineout::octet_counting{framing}, std::move(file))
                             : make(framing, std::move(file)));
  }
  return result;
}

}  // namespace

const size_t output_headroom = lineout::octet_counting<rfc5424>::headroom;
const size_t output_tailroom = 1;

std::vector<std::unique_ptr<output>> open_outputs(const arguments& all, const header& who, std::string& error) {
  switch (all.format) {
    case protocol::rfc5424:
      return open_outputs_of(rfc5424{names{{}, text{who.hostname}, text{who.app_name}}}, all, error);
    case protocol::rfc3164:
      return open_outputs_of(lineout::rfc3164{}, all, error);
    case protocol::bsd:
      return open_outputs_of(lineout::rfc3164{}, all, error);
    case protocol::by_destination:
      break;
  }
  return open_outputs_of(lineout::local{}, all, error);
}
