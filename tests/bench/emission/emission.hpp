// emission: ways to the daemon's socket.
#pragma once

#include "../queued/queued.hpp"

namespace bench {

// Where /dev/log is read; null where there is none.
extern receiver* dev_log;

template <typename Operation>
contender& add_to_dev_log(suite& all, std::string_view name, Operation operation, size_t singles = burst) {
  return add_queued(
             all, name, kind::peer, operation, nullptr, [] { return dev_log->received(); }, singles)
      .check([operation]() mutable -> std::string {
        dev_log->keep(true);
        operation();
        eventually([] { return !dev_log->kept().empty(); });
        const std::vector<std::string> came = dev_log->kept();
        dev_log->keep(false);
        if (came.size() != 1) return "does not arrive once";
        std::string_view line = came[0];
        while (line.ends_with('\n') || line.ends_with('\0')) line.remove_suffix(1);
        return line.starts_with("<132>") && line.ends_with(text_example) ? "" : "sends \"" + came[0] + "\"";
      });
}

}  // namespace bench
