#include <lineout/posix/pcap_file.hpp>

#include <sys/resource.h>

#include <cstring>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::pcap_file;
using support::read_file;
using support::send;
using support::send_all;

namespace {

uint32_t word(const std::string& from, size_t position) {
  uint32_t result = 0;
  REQUIRE(from.size() >= position + sizeof result);
  memcpy(&result, from.data() + position, sizeof result);
  return result;
}
uint16_t half_word(const std::string& from, size_t position) {
  uint16_t result = 0;
  REQUIRE(from.size() >= position + sizeof result);
  memcpy(&result, from.data() + position, sizeof result);
  return result;
}

}  // namespace

TEST_CASE("pcap_file begins with the header of a classic pcap file") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  const pcap_file pcap{path};
  CHECK(pcap);
  CHECK(pcap.error().empty());
  const std::string content = read_file(path);
  REQUIRE(content.size() == 24);
  CHECK(word(content, 0) == 0xa1b2c3d4);
  CHECK(half_word(content, 4) == 2);
  CHECK(half_word(content, 6) == 4);
  CHECK(word(content, 8) == 0);
  CHECK(word(content, 12) == 0);
  CHECK(word(content, 16) == 65535);
  CHECK(word(content, 20) == 1);
}

TEST_CASE("pcap_file writes each frame behind its length and the real time") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  pcap_file pcap{path};
  timespec before{};
  timespec after{};
  clock_gettime(CLOCK_REALTIME, &before);
  CHECK(send(pcap, "a frame") == outcome::sent);
  CHECK(send(pcap, "another frame") == outcome::sent);
  clock_gettime(CLOCK_REALTIME, &after);
  const std::string content = read_file(path);
  REQUIRE(content.size() == 24 + 16 + 7 + 16 + 13);
  const auto microseconds = [&](size_t at) { return int64_t{word(content, at)} * 1000000 + word(content, at + 4); };
  CHECK(microseconds(24) >= int64_t{before.tv_sec} * 1000000 + before.tv_nsec / 1000);
  CHECK(microseconds(24 + 23) >= microseconds(24));
  CHECK(microseconds(24 + 23) <= int64_t{after.tv_sec} * 1000000 + after.tv_nsec / 1000);
  CHECK(word(content, 24 + 4) < 1000000);
  CHECK(word(content, 24 + 8) == 7);
  CHECK(word(content, 24 + 12) == 7);
  CHECK(content.substr(24 + 16, 7) == "a frame");
  CHECK(word(content, 24 + 23 + 8) == 13);
  CHECK(content.substr(24 + 23 + 16) == "another frame");
}

TEST_CASE("pcap_file begins an existing file anew") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  {
    pcap_file pcap{path};
    CHECK(send(pcap, "old") == outcome::sent);
  }
  const pcap_file pcap{path};
  CHECK(read_file(path).size() == 24);
}

TEST_CASE("pcap_file loses a frame without room for its header, and one that is too long") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  pcap_file pcap{path};
  char storage[20] = {};
  lineout::packet bytes{storage, sizeof storage, 15};
  bytes.append(5);
  CHECK(pcap.send(bytes) == outcome::lost);
  CHECK(send(pcap, std::string(65536, 'x')) == outcome::lost);
  CHECK(read_file(path).size() == 24);
  CHECK(send(pcap, std::string(65535, 'x')) == outcome::sent);
}

TEST_CASE("pcap_file takes back what a limit leaves of a frame, and keeps errno") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  pcap_file pcap{path};
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{50, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &limit);
  errno = 12345;
  const outcome result = send(pcap, "longer than there is room");
  const int after = errno;
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  CHECK(result == outcome::lost);
  CHECK(after == 12345);
  CHECK(read_file(path).size() == 24);
  CHECK(send(pcap, "next") == outcome::sent);
  CHECK(read_file(path).substr(24 + 16) == "next");
}

TEST_CASE("pcap_file says in words why it cannot be begun, and loses") {
  const support::temporary_directory directory;
  const std::string missing = directory / "missing/frames.pcap";
  pcap_file nowhere{missing};
  CHECK_FALSE(nowhere);
  CHECK(support::string(nowhere.error()) == "no such file or directory");
  CHECK(send(nowhere, "x") == outcome::lost);
  pcap_file full{"/dev/full"};
  CHECK_FALSE(full);
  CHECK(support::string(full.error()) == "no space left on the device");
  CHECK(send(full, "x") == outcome::lost);
  pcap_file none;
  CHECK_FALSE(none);
  CHECK(send(none, "x") == outcome::lost);
}

TEST_CASE("pcap_file writes many frames at once, each behind its own header, and loses one that is too long") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  const std::string same = directory / "same.pcap";
  pcap_file pcap{path};
  pcap_file one_by_one{same};
  std::vector<std::string> some{"a frame", "", std::string(65536, 'x'), std::string(65535, 'y'), "another"};
  const std::vector<outcome> expected{outcome::sent, outcome::sent, outcome::lost, outcome::sent, outcome::sent};
  CHECK(send_all(pcap, some) == expected);
  for (size_t index = 0; index < some.size(); ++index) CHECK(send(one_by_one, some[index]) == expected[index]);
  std::string content = read_file(path);
  std::string other = read_file(same);
  REQUIRE(content.size() == other.size());
  // But for the time.
  size_t at = 24;
  while (at < content.size()) {
    content.replace(at, 8, 8, '?');
    other.replace(at, 8, 8, '?');
    at += 16 + word(content, at + 8);
  }
  CHECK((content == other));
  pcap_file none;
  CHECK(send_all(none, {"one", "two"}) == support::all(2, outcome::lost));
}

TEST_CASE("pcap_file: as root a link is not followed and no second name is emptied, but a standard stream is found") {
  if (geteuid() != 0) return support::skip("that root takes care needs root");
  const support::temporary_directory directory;
  const std::string precious = directory / "precious";
  const std::string path = directory / "frames.pcap";
  {
    const support::handle file{open(precious.c_str(), O_WRONLY | O_CREAT, 0600)};
    REQUIRE(write(file.number, "precious", 8) == 8);
  }
  REQUIRE(symlink(precious.c_str(), path.c_str()) == 0);
  pcap_file linked{path};
  CHECK_FALSE(linked);
  CHECK(support::string(linked.error()) == "it is a symbolic link, which root does not follow, or there are too many");
  REQUIRE(unlink(path.c_str()) == 0);
  REQUIRE(link(precious.c_str(), path.c_str()) == 0);
  pcap_file doubled{path};
  CHECK_FALSE(doubled);
  CHECK(support::string(doubled.error()) == "it has a second name (a hard link), which root does not write to");
  CHECK(send(doubled, "x") == outcome::lost);
  CHECK(read_file(precious) == "precious");
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const support::handle reader{ends[0]};
  const support::handle writer{ends[1]};
  CHECK(support::in_child([&] {
    dup2(writer.number, 1);
    pcap_file frames{"/dev/stdout"};
    return frames && send(frames, "x") == outcome::sent;
  }));
  CHECK(support::receive(reader.number).size() == 24 + 16 + 1);
}

TEST_CASE("pcap_file whose descriptor the program has closed loses, says why, and leaves the program's files alone") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  CHECK(support::in_child([&] {
    pcap_file frames{path};
    if (send(frames, "x") != outcome::sent) return false;
    for (int number = 3; number < 256; ++number) close(number);
    const support::handle own{open((directory / "own").c_str(), O_RDWR | O_CREAT, 0600)};
    return send(frames, "x") == outcome::lost && frames.last_error() == EBADF &&
           support::string(frames.error()) == "the program has closed its descriptor";
  }));
  CHECK(read_file(path).size() == 24 + 17);
  CHECK(read_file(directory / "own").empty());
}
