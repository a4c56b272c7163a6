// What the actions of a syslog.conf are in this program: files, commands, hosts, and standard output for users'
// terminals.
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <lineout/posix.hpp>
#include <memory>
#include <string>
#include <variant>
#include <vector>

// A command that reads lines; it is started by the first one. Its end of the pipe is closed when this goes, and then it
// has two seconds to end by itself.
class command : public lineout::sink_base {
 public:
  static constexpr lineout::size_t headroom = 0;
  static constexpr lineout::size_t tailroom = 1;

  explicit command(std::string words) : words_{std::move(words)} {}
  ~command() { close(); }
  command(command&& from) noexcept;
  command& operator=(command&&) = delete;

  lineout::outcome send(lineout::packet& bytes);

 private:
  bool start();
  void close();

  std::string words_;
  int pipe_ = -1;
  pid_t child_ = -1;
};

// Says on standard output what would have been done.
class shown : public lineout::sink_base {
 public:
  explicit shown(std::string name) : name_{std::move(name)} {}
  lineout::outcome send(lineout::packet& bytes);

 private:
  std::string name_;
};

// One action. A file has lines as syslogd writes them, a host has packets.
class destination : public lineout::channel_base<destination> {
 public:
  using to_file = lineout::framed<lineout::traditional, lineout::posix::file>;
  using to_users = lineout::prefix<to_file, 64>;
  using to_host = lineout::framed<lineout::rfc3164, lineout::posix::udp_socket>;
  using to_command = lineout::framed<lineout::traditional, command>;
  using to_show = lineout::framed<lineout::traditional, shown>;
  using any = std::variant<to_file, to_users, to_host, to_command, to_show>;

  static constexpr lineout::size_t headroom =
      std::max({to_file::headroom, to_users::headroom, to_host::headroom, to_command::headroom, to_show::headroom});
  static constexpr lineout::size_t tailroom =
      std::max({to_file::tailroom, to_users::tailroom, to_host::tailroom, to_command::tailroom, to_show::tailroom});

  destination(const lineout::action& wanted, bool show);

  // Empty: it can be used.
  std::string error() const;
  lineout::outcome submit(const lineout::message& what);

 private:
  any part_;
};

// Each rule has an output of its own, with its own count of repeats, as in a syslogd.
class outputs : public lineout::outputs_base<outputs> {
 public:
  static constexpr lineout::size_t headroom = lineout::dedupe<destination>::headroom;
  static constexpr lineout::size_t tailroom = lineout::dedupe<destination>::tailroom;

  // show: nothing is opened; standard output shows where each line would go.
  explicit outputs(bool show) : show_{show} {}

  lineout::parsed<lineout::size_t> find(const lineout::action& wanted);
  void settle(bool adopted);
  lineout::outcome submit(lineout::size_t number, const lineout::message& what);
  lineout::outcome submit_mark(lineout::size_t number, const lineout::message& what);
  void tick(lineout::timestamp now);
  void flush();

 private:
  struct output {
    lineout::dedupe<destination> channel;
    bool is_new = true;
  };

  bool show_;
  std::vector<std::unique_ptr<output>> all_;
  std::string error_;
};
static_assert(lineout::outputs<outputs>);
