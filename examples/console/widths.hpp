// The widths that this program is compiled for: a line buffer's is a part of its type.
#pragma once

#include <array>
#include <string>

inline constexpr std::array<size_t, 6> widths{40, 80, 120, 132, 160, 200};

inline std::string list_of_widths() {
  std::string list;
  for (const size_t width : widths)
    list += (list.empty() ? "" : width == widths.back() ? " or " : ", ") + std::to_string(width);
  return list;
}
