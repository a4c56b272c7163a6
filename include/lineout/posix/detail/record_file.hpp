// record_file: records appended to a file, a pipe or a terminal, each whole or not at all.
#pragma once

#include <lineout/posix/detail/appender.hpp>
#include <lineout/posix/detail/deadline.hpp>
#include <lineout/posix/detail/one_writer.hpp>

namespace lineout::detail {

// How a record_file begins.
struct record_file_options {
  mode_t mode = 0640;
  bool begins_anew = false;  // a file that is there is emptied
  bool careful = false;      // as root: no symbolic link is followed, and no file with a second name is taken
};

// What file and pcap_file have in common. A part that cannot be taken back is torn: the next record is preceded by the
// separator; without a separator nothing more is written. kept_path: so many bytes of it are kept, less one, and a
// file whose descriptor the program has closed is opened anew. 0: it is not, and every further record is lost.
template <size_t KeptPath> class record_file {
 public:
  constexpr record_file() = default;
  record_file(record_file&& other) noexcept = default;
  record_file& operator=(record_file&& other) noexcept = default;

  record_file(text path, const record_file_options& options) {
    const errno_keeper keeper;
    mode_ = options.mode;
    char name[PATH_MAX];
    if (path.empty()) {
      error_ = "the path is missing";
    } else if (!copy_terminated(name, path)) {
      error_ = "the path is too long or has a NUL in it";
    } else if (!open(name, options)) {
      if (error_.empty()) error_ = error_words(errno);
      bytes_.fail(errno);
    }
    if constexpr (KeptPath > 0)
      if (*this && !copy_terminated(path_, path)) path_[0] = '\0';
  }

  explicit operator bool() const { return static_cast<bool>(bytes_.file()); }
  text error() const {
    if (!error_.empty()) return error_;
    if (!bytes_.file()) return "there is no file";
    return lost_descriptor_.load() != 0 ? text{"the program has closed its descriptor"} : text{};
  }
  int last_error() const { return bytes_.last_error(); }
  void panic() { panic_.store(1); }
  bool panicking() const { return panic_.load() != 0; }
  // How many microseconds a record waits for whoever reads a pipe or a terminal, when that is full. With a patience
  // records are written one by one.
  void set_patience(uint32_t microseconds) { patience_.store(static_cast<int>(microseconds)); }
  uint32_t patience() const { return panicking() ? 0 : static_cast<uint32_t>(patience_.load()); }

  outcome write(const char* data, size_t size, char separator) {
    const iovec record{const_cast<char*>(data), size};
    outcome result = outcome::lost;
    write(&record, &result, 1, separator);
    return result;
  }

  // As many records, which lie one behind the other, as are written together. Gives how many these were, from the
  // first on: 1 at least.
  size_t write(const iovec* records, outcome* outcomes, size_t count, char separator) {
    const errno_keeper keeper;
    deadline time{patience()};
    if (patience() == 0) return write_now(records, outcomes, count, separator);
    do write_now(records, outcomes, 1, separator);
    while (outcomes[0] == outcome::lost && means_full(bytes_.last_error()) && patience() > 0 && time.pause());
    return 1;
  }

 private:
  static constexpr uint32_t longest_wait = 1000000;

  size_t write_now(const iovec* records, outcome* outcomes, size_t count, char separator) {
    outcomes[0] = outcome::lost;
    if (!bytes_.file()) return 1;
    patient_wait wait{panicking() ? 0 : longest_wait};
    const write_access alone{door_, wait};
    file_status before;
    if (!bytes_.file().is_ours(before) && !open_again(before)) return 1;
    // Beside another thread, which has not ended in time, nothing is taken back.
    return write_together(alone, records, outcomes, bytes_.together(records, count), separator,
                          alone ? before.size : -1);
  }

  size_t write_together(const undisturbed& scope, const iovec* records, outcome* outcomes, some_pieces all,
                        char separator, off_t before) {
    if (bytes_.torn()) {
      if (!bytes_.end_torn(scope, separator)) return 1;
      if (before >= 0) ++before;
    }
    bool taken_back = true;
    const size_t whole = bytes_.append(scope, records, all, before, taken_back);
    set_all(outcomes, whole, outcome::sent);
    if (whole == all.count || (whole > 0 && !bytes_.torn())) return whole;
    set_all(outcomes + whole, 1, outcome::lost);
    if (whole > 0 || all.count == 1 || bytes_.torn()) return whole + 1;
    // There may be room for one of them.
    for (size_t index = 0; index < all.count; ++index) {
      outcomes[index] = outcome::lost;
      file_status now;
      if (!bytes_.file().is_ours(now)) continue;
      write_together(scope, records + index, outcomes + index, {1, records[index].iov_len}, separator,
                     before < 0 ? -1 : now.size);
    }
    return all.count;
  }

  [[gnu::noinline]] bool open_again(file_status& status) {
    if constexpr (KeptPath > 0)
      if (path_[0] != '\0' && open(path_, {mode_, false, false}) && bytes_.file().is_ours(status)) {
        lost_descriptor_.store(0);
        return true;
      }
    bytes_.fail(EBADF);
    lost_descriptor_.store(1);
    return false;
  }

  // The standard stream to which this name leads, by whatever path: 1, 2, or -1.
  static int stream_behind(const char* name, struct stat& status) {
    struct stat there {};
    if (::stat(name, &there) != 0) return -1;
    for (int number = 1; number <= 2; ++number)
      if (::fstat(number, &status) == 0 && identity_of(status) == identity_of(there)) return number;
    return -1;
  }
  bool open(const char* name, const record_file_options& options) {
    struct stat status {};
    const int stream = stream_behind(name, status);
    // These have one position, or one end, for all who write there; it is shared and its flags are left alone.
    if (stream >= 0 && (S_ISSOCK(status.st_mode) || S_ISREG(status.st_mode)))
      return take(::fcntl(stream, F_DUPFD_CLOEXEC, 3), S_ISREG(status.st_mode) ? file_kind::stream : file_kind::socket);
    // Being a reader too, a FIFO can be opened before there is one, and no signal tells that the last has gone.
    if (stream < 0 && ::stat(name, &status) == 0 && S_ISFIFO(status.st_mode))
      return take(::open(name, O_RDWR | O_CLOEXEC | O_NONBLOCK), file_kind::pipe);
    const bool careful = options.careful && stream < 0 && ::geteuid() == 0;
    constexpr int always = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    descriptor opened{::open(name, always | (careful ? O_NOFOLLOW : 0), options.mode)};
    if (!opened || ::fstat(opened.number(), &status) != 0) {
      if (careful && errno == ELOOP)
        error_ = "it is a symbolic link, which root does not follow, or there are too many";
      return false;
    }
    if (careful && S_ISREG(status.st_mode) && status.st_nlink > 1) {
      error_ = "it has a second name (a hard link), which root does not write to";
      return false;
    }
    if (options.begins_anew && S_ISREG(status.st_mode) && ::ftruncate(opened.number(), 0) != 0) return false;
    return take(opened.release(), S_ISREG(status.st_mode)    ? file_kind::regular
                                  : S_ISFIFO(status.st_mode) ? file_kind::pipe
                                                             : file_kind::terminal);
  }
  bool take(int number, file_kind kind) { return number >= 0 && bytes_.take(descriptor{number}, kind); }

  appender bytes_;
  one_writer door_;
  text error_;
  mode_t mode_ = 0640;
  shared_int panic_;
  shared_int patience_;
  shared_int lost_descriptor_;
  [[no_unique_address]] char path_[KeptPath + 1] = {};
};

}  // namespace lineout::detail
