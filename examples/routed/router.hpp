// The channel that all lines go through: marks after a silence, and behind them the rules of a syslog.conf.
#pragma once

#include "outputs.hpp"

class router {
 public:
  static constexpr lineout::size_t most_rules = 256;
  using rules = lineout::ruleset<most_rules, outputs>;

  // who: for lines without a tag of their own, and for marks. Its names outlive this.
  router(lineout::origin who, lineout::priority level, bool show)
      : who_{who}, level_{level}, channel_{rules{outputs{show}, who.hostname()}, who} {}

  // Reads a syslog.conf; says on standard error what is wrong in it, and where. load() does without the wrong lines;
  // reload() then does without all of it. Both return how many were wrong.
  lineout::size_t load(const std::string& name, const std::string& words, lineout::selector_dialect spoken);
  lineout::size_t reload(const std::string& name, const std::string& words, lineout::selector_dialect spoken);
  // The rules in force, as a table.
  void print();

  // "text", or "<PRI>TAG[PID]: text" as a program would send it to a syslogd.
  void line(std::string_view words, lineout::timestamp now);

  void tick(lineout::timestamp now) { channel_.tick(now); }
  void flush() { channel_.flush(); }
  void set_silence(lineout::uint32_t seconds) { channel_.set_seconds(seconds); }
  // How many lines have reached no output that was to have them.
  lineout::size_t lost() const { return lost_; }

 private:
  lineout::origin who_;
  lineout::priority level_;
  lineout::mark<rules> channel_;
  lineout::size_t lost_ = 0;
};
