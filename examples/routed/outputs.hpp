// What the actions of a syslog.conf are in this program: files, commands, hosts, and standard output for users'
// terminals.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"

// Says on standard output what would have been done.
class shown : public lineout::sink_base {
 public:
  explicit shown(std::string name) : name_{std::move(name)} {}
  lineout::outcome send(lineout::packet& bytes);

 private:
  std::string name_;
};

// The most room that any of the channels needs.
using any_channel = lineout::basic_channel_ref<lineout::posix::destination::headroom + 64>;

// A channel that gives a line the time that it came with. Counts of repeats before it, and marks, keep theirs.
class dated : public lineout::channel_decorator<any_channel> {
 public:
  // Both outlive it: when the line came, and the time that it came with.
  struct times {
    lineout::timestamp came{};
    lineout::timestamp given{};
  };

  dated(const times& now, any_channel next) : channel_decorator{next}, now_{&now} {}
  lineout::outcome submit(const lineout::message& what);

 private:
  const times* now_;
};

// One rule's output: the channels that it may be, and a reference to the one that it is.
class output {
 public:
  output(const lineout::action& wanted, bool show, const dated::times& now, ending_commands& ending);
  output(output&&) = delete;

  // Opens what it writes to; says in words why not, or nothing.
  std::string open();
  auto& channel() { return channel_; }
  bool is_new = true;

 private:
  any_channel choose();

  lineout::action wanted_;
  bool show_;
  lineout::posix::destination place_{};
  using rotated = lineout::framed<lineout::any_framing, lineout::posix::log_file>;
  std::unique_ptr<rotated> rotated_{};
  lineout::framed<lineout::any_framing, command> command_;
  lineout::framed<lineout::traditional, shown> shown_;
  lineout::prefix<lineout::posix::destination, 64> users_;
  lineout::dedupe<dated> channel_;
};

// Each rule has an output of its own, with its own count of repeats, as in a syslogd. Nothing is created or connected
// before all rules have been found right.
class outputs : public lineout::outputs_base<outputs> {
 public:
  static constexpr lineout::size_t headroom = any_channel::headroom;
  static constexpr lineout::size_t tailroom = any_channel::tailroom;

  // show: nothing is opened; standard output shows where each line would go. now: of the line that is submitted; both
  // outlive this.
  outputs(bool show, const dated::times& now, ending_commands& ending) : show_{show}, now_{&now}, ending_{&ending} {}

  lineout::parsed<lineout::size_t> find(const lineout::action& wanted);
  void settle(bool adopted);
  lineout::outcome submit(lineout::size_t number, const lineout::message& what);
  lineout::outcome submit_mark(lineout::size_t number, const lineout::message& what);
  void tick(lineout::timestamp now);
  void flush();
  // Nothing is sent any more.
  void close() { all_.clear(); }
  bool poll(lineout::size_t budget);

  // How many outputs of the rules in force could not be opened.
  lineout::size_t failures() const { return failures_; }

 private:
  bool show_;
  const dated::times* now_;
  ending_commands* ending_;
  std::vector<std::unique_ptr<output>> all_;
  std::string error_;
  lineout::size_t failures_ = 0;
  lineout::size_t not_found_ = 0;  // of the rules that are being loaded
};
static_assert(lineout::outputs<outputs>);
