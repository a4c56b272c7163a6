#include <lineout/posix/journal_socket.hpp>

#include <lineout/logger.hpp>

#include "posix/journal_fields.hpp"
#include "posix/sockets.hpp"

using lineout::outcome;
using lineout::posix::journal_socket;
using support::journal_fields;
using support::send;
using support::send_all;

namespace {

// A journal's socket, which reads a datagram, or the file whose descriptor comes instead of it.
class journal {
 public:
  explicit journal(const std::string& path) : socket_{support::unix_receiver(path, SOCK_DGRAM)} {}

  std::string next(bool* was_file = nullptr) const {
    std::string bytes(300000, '\0');
    iovec piece{bytes.data(), bytes.size()};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    pollfd look{socket_.number, POLLIN, 0};
    if (poll(&look, 1, 2000) != 1) return "(nothing arrived)";
    const ssize_t size = recvmsg(socket_.number, &message, 0);
    bytes.resize(size > 0 ? static_cast<size_t>(size) : 0);
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (was_file != nullptr) *was_file = header != nullptr;
    if (header == nullptr) return bytes;
    int number = -1;
    memcpy(&number, CMSG_DATA(header), sizeof number);
    const support::handle file{number};
    // As journald does: a file that can still be changed is not taken.
    const int seals = fcntl(number, F_GET_SEALS);
    if ((seals & (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)) != (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE))
      return "(not sealed)";
    struct stat status {};
    fstat(number, &status);
    bytes.resize(static_cast<size_t>(status.st_size));
    return pread(number, bytes.data(), bytes.size(), 0) == status.st_size ? bytes : "(not readable)";
  }

 private:
  support::handle socket_;
};

journal_fields fields(const std::string& bytes) {
  std::string fault;
  const journal_fields result = support::read_journal_message(bytes, fault);
  CHECK(fault.empty());
  return result;
}

}  // namespace

TEST_CASE("a logger on a journal_socket writes the journal's fields") {
  const support::temporary_directory directory;
  const std::string path = directory / "socket";
  const journal there{path};
  lineout::logger log{journal_socket{path}, lineout::origin{"host", "diskd", 311}};
  log.warning("disk {} at {}%", "sda", 91);
  CHECK(fields(there.next()) == journal_fields{{"PRIORITY", "4"},
                                               {"SYSLOG_FACILITY", "1"},
                                               {"SYSLOG_IDENTIFIER", "diskd"},
                                               {"SYSLOG_PID", "311"},
                                               {"MESSAGE", "disk sda at 91%"}});
}

TEST_CASE("journal_socket sends what is too long for a datagram as a sealed file, and leaks no descriptor") {
  const support::temporary_directory directory;
  const std::string path = directory / "socket";
  const journal there{path};
  journal_socket socket{path};
  const std::set<int> before = support::descriptors();
  bool was_file = false;
  for (const size_t size : {size_t{1000}, size_t{250000}, size_t{5000000}}) {
    std::string record = "MESSAGE=" + std::string(size, 'x') + "\n";
    CHECK(support::keeps_errno([&] { return send(socket, record); }) == outcome::sent);
    CHECK((there.next(&was_file) == record));
    CHECK(was_file == (size > 200000));
    record[8] = 'y';
    CHECK(send_all(socket, {record, "MESSAGE=small\n"}) == support::all(2, outcome::sent));
    CHECK((there.next() == record));
    CHECK(there.next() == "MESSAGE=small\n");
  }
  CHECK(support::descriptors() == before);
}

TEST_CASE("journal_socket made before the journal loses until it is there, and says so") {
  const support::temporary_directory directory;
  const std::string path = directory / "socket";
  journal_socket socket{path};
  CHECK(send(socket, "MESSAGE=early\n") == outcome::lost);
  CHECK(support::string(socket.error()) == "no such file or directory");
  const journal there{path};
  CHECK(send(socket, "MESSAGE=late\n") == outcome::sent);
  CHECK(there.next() == "MESSAGE=late\n");
}
