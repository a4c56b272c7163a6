// loss_count: records that a sink answered for and has since found lost, until somebody asks for their number.
#pragma once

#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// For several threads and signal handlers. What a process has not been asked for before fork() is its own to tell, and
// not its child's.
class loss_count {
 public:
  void add(size_t count) {
    if (count == 0) return;
    forget_parents();
    count_.add(static_cast<int>(count));
  }
  // Each loss is given once.
  size_t take() {
    if (count_.load() == 0) return 0;
    forget_parents();
    return static_cast<size_t>(count_.exchange(0));
  }

 private:
  void forget_parents() {
    const int process = ::getpid();
    const int before = process_.exchange(process);
    if (before != 0 && before != process) count_.store(0);
  }

  shared_int count_;
  shared_int process_;
};

}  // namespace lineout::detail
