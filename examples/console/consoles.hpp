// A console for each way out. A line buffer's width is a part of its type, so this program has a few to choose from.
#pragma once

#include <array>
#include <deque>
#include <string>

#include "destinations.hpp"

inline constexpr std::array<size_t, 6> widths{40, 80, 120, 132, 160, 200};

inline std::string list_of_widths() {
  std::string list;
  for (const size_t width : widths)
    list += (list.empty() ? "" : width == widths.back() ? " or " : ", ") + std::to_string(width);
  return list;
}

template <size_t Width, typename Levels> struct console_options : lineout::console_options {
  static constexpr size_t width = Width;
  using levels = Levels;
};

// Each character goes to all of them.
template <typename Options> class consoles {
 public:
  consoles(std::deque<destination>& ways_out, lineout::priority level) {
    for (destination& one : ways_out) all_.emplace_back(one.log(), Options{}).set_priority(level);
  }
  void write(lineout::text characters) {
    for (auto& one : all_) one.write(characters);
  }
  void flush() {
    for (auto& one : all_) one.flush();
  }

 private:
  std::deque<lineout::console<const lineout::logger<lineout::channel_ref, lineout::posix::options>, Options>> all_;
};

// Calls action with the consoles that were asked for, and returns what it returns.
template <size_t Index = 0, typename Action>
auto with_consoles(const arguments& all, std::deque<destination>& ways_out, Action&& action) {
  if constexpr (Index + 1 < widths.size()) {
    if (all.width != widths[Index]) return with_consoles<Index + 1>(all, ways_out, action);
  }
  if (all.level_prefix) {
    consoles<console_options<widths[Index], lineout::levels::angle>> each{ways_out, all.priority};
    return action(each);
  }
  consoles<console_options<widths[Index], lineout::levels::none>> each{ways_out, all.priority};
  return action(each);
}
