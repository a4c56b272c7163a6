// appender: whole records at the end of an open file; what a full disk has taken of one is taken back.
#pragma once

#include <limits.h>

#include <lineout/message.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/detail/own_file.hpp>
#include <lineout/posix/detail/undisturbed.hpp>

namespace lineout::detail {

// What is open. A stream is a regular file whose position other programs share: a part cannot be taken back there.
enum class file_kind : uint8_t { regular, stream, terminal, pipe, socket };

// The one place that writes to files, for file, log_file, pcap_file and pcap_log. One write() for each record, or for
// several that lie one behind the other. Whoever uses it sees to it that one thread at a time does.
class appender {
 public:
  constexpr appender() = default;

  bool take(descriptor&& opened, file_kind kind) {
    if (!file_.take(static_cast<descriptor&&>(opened))) return false;
    kind_ = kind;
    torn_.store(0);
    return true;
  }
  own_file& file() { return file_; }
  const own_file& file() const { return file_; }
  // The error number of the latest failure, or 0.
  int last_error() const { return last_error_.load(); }
  void fail(int error) { last_error_.store(error); }

  // How many of the records one write() may have: at most PIPE_BUF bytes for a pipe, which are taken whole.
  some_pieces together(const iovec* records, size_t count, size_t most = ~size_t{0}) const {
    if (is_on_disk()) return pieces_within(records, count, most);
    return pieces_within(records, kind_ == file_kind::pipe ? count : 1, PIPE_BUF);
  }

  // A part of a record stands at the end, and could not be taken back.
  bool torn() const { return torn_.load() != 0; }
  void set_torn() { torn_.store(1); }
  bool end_torn(const undisturbed& scope, char separator) {
    const iovec one{&separator, 1};
    if (separator == '\0' || put(scope, &one, 1, 1) != 1) return false;
    torn_.store(0);
    return true;
  }

  // Where that part ends.
  off_t torn_end() const { return torn_end_; }
  // Takes everything behind this byte away. Where that fails the file is torn.
  bool cut(off_t end) {
    const bool done = ::ftruncate(file_.number(), end) == 0;
    torn_.store(done ? 0 : 1);
    return done;
  }

  // How many of these records, from the first on, are in the file now. before: its size until now, or -1 where nothing
  // may be taken back. taken_back: whether a part was.
  size_t append(const undisturbed& scope, const iovec* records, some_pieces all, off_t before, bool& taken_back) {
    const iovec region{records->iov_base, all.size};
    size_t part = put(scope, &region, 1, all.size);
    if (part == all.size) return all.count;
    const off_t written = static_cast<off_t>(part);
    const size_t whole = part == 0 ? 0 : whole_pieces(records, all.count, part);
    if (part > 0) taken_back = take_back(before < 0 ? -1 : before + written, static_cast<off_t>(part));
    return whole;
  }
  // All of these parts of one record, or nothing.
  bool append_one(const undisturbed& scope, const iovec* parts, int count, size_t size, off_t before) {
    const size_t part = put(scope, parts, count, size);
    if (part > 0 && part < size) take_back(before + static_cast<off_t>(part), static_cast<off_t>(part));
    return part == size;
  }

 private:
  bool is_on_disk() const { return kind_ == file_kind::regular || kind_ == file_kind::stream; }

  size_t put(const undisturbed& scope, const iovec* parts, int count, size_t size) {
    ssize_t written = -1;
    do {
      if (kind_ == file_kind::socket) written = send_now(file_.number(), static_cast<char*>(parts->iov_base), size);
      else if (count == 1) written = ::write(file_.number(), parts->iov_base, size);
      else written = ::writev(file_.number(), parts, count);
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
      scope.take_signal_of(errno);
      last_error_.store(errno);
      return 0;
    }
    // A file that takes only a part has no room for the rest.
    if (static_cast<size_t>(written) < size) last_error_.store(is_on_disk() ? ENOSPC : EAGAIN);
    return static_cast<size_t>(written);
  }

  // Where nobody has written behind it; else the file is torn.
  [[gnu::noinline]] bool take_back(off_t end, off_t part) {
    file_status now;
    const bool last = kind_ == file_kind::regular && end >= part && look_at(file_.number(), now) && now.size == end;
    if (end >= 0) torn_end_ = end;
    if (!last) torn_.store(1);
    return last && cut(end - part);
  }

  own_file file_;
  file_kind kind_ = file_kind::regular;
  shared_int torn_;
  off_t torn_end_ = 0;
  shared_int last_error_;
};

}  // namespace lineout::detail
