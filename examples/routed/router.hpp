// The channel that all lines go through: marks after a silence, and behind them the rules of a syslog.conf.
#pragma once

#include "outputs.hpp"

class router {
 public:
  static constexpr lineout::size_t most_rules = 256;
  using rules = lineout::ruleset<most_rules, outputs>;

  // who: for lines without a tag of their own, and for marks. Its names outlive this.
  router(lineout::origin who, lineout::priority level, bool show)
      : who_{who}, level_{level}, channel_{rules{outputs{show, times_, ending_}, who.hostname()}, who} {}

  // Reads a syslog.conf; says on standard error what is wrong in it, and where. load() does without the wrong lines;
  // reload() then does without all of it. Both return how many were wrong.
  lineout::size_t load(const std::string& name, const std::string& words, lineout::conf_dialect spoken);
  lineout::size_t reload(const std::string& name, const std::string& words, lineout::conf_dialect spoken);
  // The rules in force, as a table.
  void print();

  // What received.hpp reads.
  void line(std::string_view words, lineout::timestamp now);

  void tick(lineout::timestamp now) { channel_.tick(now); }
  void poll() { channel_.poll(16); }
  // At the end: commands have three seconds to read what they were given.
  void finish();
  void set_silence(lineout::uint32_t seconds) { channel_.set_seconds(seconds); }
  // How many lines have reached no output that was to have them.
  lineout::size_t lost() const { return lost_; }
  // How many outputs could not be used, or were commands that failed.
  lineout::size_t failures() { return channel_.next().outputs().failures() + ending_.failures(); }

 private:
  lineout::origin who_;
  lineout::priority level_;
  dated::times times_{};
  ending_commands ending_{};
  lineout::mark<rules> channel_;
  lineout::size_t lost_ = 0;
};
