// journal_socket: a sink for systemd's journal, by its native protocol and without its library. Linux only.
#pragma once

#include <lineout/framings/journal.hpp>
#include <lineout/posix/unix_socket.hpp>

namespace lineout::posix {

// As unix_socket, with the journal's fields. A record that is too long for a datagram goes as a sealed file in memory.
class journal_socket : public unix_socket {
 public:
  using default_framing = journal;
  static constexpr size_t tailroom = 0;

  journal_socket() : journal_socket{text{"/run/systemd/journal/socket"}} {}
  explicit journal_socket(text path) : unix_socket{path, large_records_as_files{}} {}
};

static_assert(sink<journal_socket>);

}  // namespace lineout::posix
