#include <lineout/posix/detail/program_lock.hpp>

#include "posix/support.hpp"

using namespace lineout::detail;

namespace {

lock_result lock(const support::handle& file, uint32_t microseconds = 0) {
  patient_wait wait{microseconds};
  return lock_file(file.number, wait);
}

}  // namespace

TEST_CASE("a program's lock keeps other writers out, and no reader can keep it out") {
  const support::temporary_directory directory;
  const std::string path = directory / "file";
  const support::handle first{open(path.c_str(), O_RDWR | O_CREAT, 0600)};
  const support::handle second{open(path.c_str(), O_RDWR)};
  CHECK(lock(first) == lock_result::held);
  CHECK(lock(first) == lock_result::held);
  CHECK(lock(second) == lock_result::busy);
  CHECK(lock(second, 10000) == lock_result::busy);
  unlock_file(first.number);
  CHECK(lock(second) == lock_result::held);
  unlock_file(second.number);
  const support::handle reader{open(path.c_str(), O_RDONLY)};
  REQUIRE(flock(reader.number, LOCK_EX) == 0);
  CHECK(lock(first) == lock_result::held);
  unlock_file(first.number);
  struct flock shared {};
  shared.l_type = F_RDLCK;
  REQUIRE(fcntl(reader.number, F_OFD_SETLK, &shared) == 0);
  CHECK(lock(first) == lock_result::beside);
}

TEST_CASE("a program's lock ends with the file's last descriptor, and is shared with a child") {
  const support::temporary_directory directory;
  const std::string path = directory / "file";
  support::handle first{open(path.c_str(), O_RDWR | O_CREAT, 0600)};
  const support::handle second{open(path.c_str(), O_RDWR)};
  CHECK(lock(first) == lock_result::held);
  CHECK(support::in_child([&] { return lock(first) == lock_result::held && lock(second) == lock_result::busy; }));
  first.close();
  CHECK(lock(second) == lock_result::held);
}
