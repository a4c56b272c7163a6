#include <lineout/posix/pcap_log.hpp>

#include <sys/wait.h>

#include <csignal>
#include <cstring>
#include <random>
#include <vector>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::check_pcap;
using lineout::posix::pcap_log;
using lineout::posix::pcap_settings;
using support::read_file;

namespace {

// The frames of a file that is whole; a single "(not whole)" of another.
std::vector<std::string> frames_of(const std::string& path) {
  const support::handle file{open(path.c_str(), O_RDONLY)};
  if (file.number < 0) return {"(no file)"};
  if (!check_pcap(file.number).error.empty()) return {"(not whole)"};
  const std::string content = read_file(path);
  std::vector<std::string> frames;
  for (size_t at = 24; at < content.size();) {
    uint32_t size;
    memcpy(&size, &content[at + 8], sizeof size);
    frames.push_back(content.substr(at + 16, size));
    at += 16 + size;
  }
  return frames;
}
using frames = std::vector<std::string>;

outcome keep(pcap_log& journal, const std::string& frame) {
  return journal.keep(frame, static_cast<uint32_t>(frame.size()), {1700000000, 123456789});
}

struct place {
  support::temporary_directory directory;
  std::string path = directory / "packets.pcap";
  char buffer[4096];
  pcap_settings settings{.snap_length = 200, .buffer = buffer, .buffer_size = sizeof buffer};
};

}  // namespace

TEST_CASE("a journal's frames are written when its buffer is full, when asked for, and at its end") {
  place here;
  {
    pcap_log journal{here.path, here.settings};
    REQUIRE(journal);
    CHECK(read_file(here.path).size() == 24);
    CHECK(keep(journal, "one") == outcome::queued);
    CHECK(frames_of(here.path).empty());
    CHECK(journal.count().waiting == 1);
    CHECK(journal.write_out());
    CHECK(frames_of(here.path) == frames{"one"});
    CHECK(journal.count().written == 1);
    for (int count = 0; count < 100; ++count) keep(journal, std::string(150, 'x'));
    CHECK(frames_of(here.path).size() > 50);
    CHECK(journal.count().written + journal.count().waiting == 101);
  }
  CHECK(frames_of(here.path).size() == 101);
}

TEST_CASE("what waits in a journal is written when it is old enough, if somebody polls or something more is kept") {
  place here;
  here.settings.delay = 1;
  pcap_log journal{here.path, here.settings};
  keep(journal, "one");
  CHECK(journal.poll(1));
  while (journal.poll(1)) usleep(10000);
  CHECK(frames_of(here.path) == frames{"one"});
  uint64_t kept = 1;
  for (; journal.count().written < 2; ++kept) {
    keep(journal, "x");
    usleep(10000);
  }
  CHECK(frames_of(here.path).size() == journal.count().written);
  CHECK(journal.count().written + journal.count().waiting == kept);
}

TEST_CASE("a journal without a buffer writes each frame at once") {
  place here;
  here.settings.buffer = nullptr;
  pcap_log journal{here.path, here.settings};
  CHECK(keep(journal, "one") == outcome::sent);
  CHECK(keep(journal, "") == outcome::sent);
  CHECK(frames_of(here.path) == frames{"one", ""});
}

TEST_CASE("a journal goes on behind what is there, and keeps its snap length") {
  place here;
  {
    pcap_log journal{here.path, here.settings};
    keep(journal, "one");
  }
  here.settings.snap_length = 1000;
  pcap_log journal{here.path, here.settings};
  CHECK(journal.snap_length() == 200);
  CHECK(journal.moved_aside().empty());
  keep(journal, std::string(300, 'x'));
  journal.write_out();
  CHECK(frames_of(here.path) == frames{"one", std::string(200, 'x')});
  uint32_t on_the_wire;
  memcpy(&on_the_wire, &read_file(here.path)[24 + 19 + 12], sizeof on_the_wire);
  CHECK(on_the_wire == 300);
}

TEST_CASE("a journal goes on in the file's own byte order and unit of time") {
  place here;
  std::string header = "\xa1\xb2\x3c\x4d" + std::string{"\0\2\0\4\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\1", 20};
  if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
    header = "\x4d\x3c\xb2\xa1" + std::string{"\2\0\4\0\0\0\0\0\0\0\0\0\0\1\0\0\1\0\0\0", 20};
  const support::handle file{open(here.path.c_str(), O_WRONLY | O_CREAT, 0600)};
  REQUIRE(write(file.number, header.data(), header.size()) == 24);
  {
    pcap_log journal{here.path, here.settings};
    REQUIRE(journal);
    CHECK(journal.snap_length() == 256);
    keep(journal, "one");
  }
  CHECK(check_pcap(support::handle{open(here.path.c_str(), O_RDONLY)}.number).error.empty());
  const uint32_t record[4] = {__builtin_bswap32(1700000000), __builtin_bswap32(123456789), __builtin_bswap32(3),
                              __builtin_bswap32(3)};
  CHECK(read_file(here.path).substr(24, 16) == std::string{reinterpret_cast<const char*>(record), 16});
}

TEST_CASE("a file that is not whole is moved aside as it is, under a name that is free") {
  place here;
  for (const char* const aside : {".bad", ".bad.1", ".bad.2"}) {
    {
      pcap_log journal{here.path, here.settings};
      keep(journal, "one");
    }
    REQUIRE(truncate(here.path.c_str(), 24 + 18) == 0);
    pcap_log journal{here.path, here.settings};
    REQUIRE(journal);
    CHECK(support::string(journal.moved_aside()) == here.path + aside);
    CHECK(support::string(journal.fault()) == "a record is not all there");
    CHECK(journal.fault_position() == 24);
    CHECK(read_file(here.path + aside).size() == 24 + 18);
    CHECK(read_file(here.path).size() == 24);
  }
  here.settings.link_type = 117;
  CHECK(support::string(pcap_log{here.path, here.settings}.fault()) == "it is of another link type");
}

TEST_CASE("two journals are not kept in one file at a time, and no link is followed by root") {
  place here;
  const pcap_log first{here.path, here.settings};
  const pcap_log second{here.path, here.settings};
  CHECK(first);
  CHECK_FALSE(second);
  CHECK(support::string(second.error()) == "another program writes to it");
  const std::string link = here.directory / "link";
  REQUIRE(symlink("elsewhere.pcap", link.c_str()) == 0);
  if (geteuid() == 0) CHECK_FALSE(pcap_log{link, here.settings});
}

TEST_CASE("a journal says why it cannot be begun, and begins when it can be") {
  place here;
  here.settings.delay = 0;
  const std::string path = here.directory / "later/packets.pcap";
  pcap_log journal{path, here.settings};
  CHECK_FALSE(journal);
  CHECK(support::string(journal.error()) == "no such file or directory");
  CHECK(keep(journal, "lost") == outcome::lost);
  CHECK(journal.count().lost == 1);
  REQUIRE(mkdir((here.directory / "later").c_str(), 0700) == 0);
  CHECK(keep(journal, "one") == outcome::sent);
  CHECK(frames_of(path) == frames{"one"});
  CHECK(pcap_log{}.error() == lineout::text{"there is no file"});
  CHECK(support::string(pcap_log{"/dev/null", here.settings}.error()) == "it is not a regular file");
}

TEST_CASE("a file that was renamed, removed or emptied is begun again; what waited is not lost") {
  place here;
  pcap_log journal{here.path, here.settings};
  keep(journal, "one");
  REQUIRE(rename(here.path.c_str(), (here.path + ".0").c_str()) == 0);
  CHECK(journal.reopen());
  keep(journal, "two");
  CHECK(journal.write_out());
  CHECK(frames_of(here.path + ".0") == frames{"one"});
  CHECK(frames_of(here.path) == frames{"two"});
  REQUIRE(unlink(here.path.c_str()) == 0);
  keep(journal, "three");
  CHECK(journal.write_out());
  CHECK(frames_of(here.path) == frames{"three"});
  REQUIRE(truncate(here.path.c_str(), 0) == 0);
  keep(journal, "four");
  CHECK(journal.write_out());
  CHECK(frames_of(here.path) == frames{"four"});
  REQUIRE(truncate(here.path.c_str(), 30) == 0);
  keep(journal, "five");
  CHECK(journal.write_out());
  CHECK(frames_of(here.path) == frames{"five"});
  CHECK(support::string(journal.moved_aside()) == here.path + ".bad");
  CHECK(journal.count().lost == 0);
}

TEST_CASE("a journal whose directory is gone goes on when it is back") {
  place here;
  const std::string folder = here.directory / "folder";
  REQUIRE(mkdir(folder.c_str(), 0700) == 0);
  pcap_log journal{folder + "/packets.pcap", here.settings};
  REQUIRE(system(("rm -r " + folder).c_str()) == 0);
  keep(journal, "one");
  CHECK_FALSE(journal.write_out());
  CHECK(journal.suspended());
  CHECK(keep(journal, "lost") == outcome::lost);
  REQUIRE(mkdir(folder.c_str(), 0700) == 0);
  CHECK(journal.write_out());
  CHECK(keep(journal, "two") == outcome::queued);
  CHECK(journal.write_out());
  CHECK(frames_of(folder + "/packets.pcap") == frames{"one", "two"});
  CHECK(journal.count().lost == 1);
}

TEST_CASE("a journal that is moved takes its frames along") {
  place here;
  pcap_log first{here.path, here.settings};
  keep(first, "one");
  {
    pcap_log second{std::move(first)};
    CHECK(keep(second, "two") == outcome::queued);
  }
  CHECK(frames_of(here.path) == frames{"one", "two"});
}

TEST_CASE("on a full disk a journal stays whole, counts what it loses, and goes on when there is room") {
  if (!support::may_mount()) return support::skip("a small tmpfs of its own needs the permission to mount");
  const bool done = support::in_child([] {
    for (const size_t buffer_size : {size_t{0}, size_t{3000}, size_t{20000}}) {
      if (!support::hide_under_tmpfs("/mnt", "size=64k")) return false;
      std::vector<char> buffer(buffer_size);
      const pcap_settings settings{.snap_length = 2000, .buffer = buffer.data(), .buffer_size = buffer_size};
      pcap_log journal{"/mnt/packets.pcap", settings};
      std::mt19937 random{4};
      uint64_t sent = 0;
      const auto send = [&](int count) {
        for (; count > 0; --count, ++sent) keep(journal, std::string(random() % 1500, 'x'));
      };
      const auto adds_up = [&] {
        const auto& counted = journal.count();
        return counted.written + counted.lost + counted.waiting == sent &&
               frames_of("/mnt/packets.pcap").size() == counted.written;
      };
      send(200);
      if (!journal.suspended() || journal.last_error() != ENOSPC || journal.count().lost == 0 || !adds_up())
        return false;
      const uint64_t lost = journal.count().lost;
      if (journal.write_out() && buffer_size > 0) return false;
      if (mount("none", "/mnt", "tmpfs", MS_REMOUNT, "size=1m") != 0 || !journal.write_out()) return false;
      send(10);
      if (!journal.write_out() || journal.count().lost != lost || journal.count().waiting != 0 || !adds_up())
        return false;
    }
    return true;
  });
  CHECK(done);
}

TEST_CASE("killed at any instant, a journal has lost no frame that was written, and begins again") {
  place here;
  here.settings.snap_length = 60000;
  std::mt19937 random{5};
  uint32_t written = 0;
  std::vector<uint32_t> on_disk;
  const auto collect = [&](const std::string& path) {
    std::string content = read_file(path);
    // As far as it is whole.
    for (size_t at = 24; at + 20 <= content.size();) {
      uint32_t size;
      memcpy(&size, &content[at + 8], sizeof size);
      if (at + 16 + size > content.size()) break;
      uint32_t number;
      memcpy(&number, &content[at + 16], sizeof number);
      on_disk.push_back(number);
      at += 16 + size;
    }
    unlink(path.c_str());
  };
  int torn = 0;
  for (int round = 0; round < 60; ++round) {
    int told[2];
    REQUIRE(pipe(told) == 0);
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      std::vector<char> buffer(round % 3 == 0 ? 0 : 100000);
      pcap_settings settings = here.settings;
      settings.buffer = buffer.data();
      settings.buffer_size = buffer.size();
      settings.delay = round % 3 == 1 ? 0 : 60;
      pcap_log journal{here.path, settings};
      std::mt19937 sizes{static_cast<unsigned>(round)};
      for (uint32_t number = written; journal; ++number) {
        std::string frame(4 + sizes() % 50000, 'x');
        memcpy(&frame[0], &number, sizeof number);
        keep(journal, frame);
        // Written for certain: everything before the oldest that waits.
        const uint32_t certain = number + 1 - journal.count().waiting;
        if (write(told[1], &certain, sizeof certain) != sizeof certain) _exit(1);
      }
      _exit(2);
    }
    close(told[1]);
    const support::handle end{told[0]};
    const auto stop = static_cast<int>(random() % 200);
    uint32_t certain = written;
    for (int count = 0; count < stop; ++count) REQUIRE(read(end.number, &certain, sizeof certain) == sizeof certain);
    usleep(static_cast<unsigned>(random() % 500));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    while (read(end.number, &certain, sizeof certain) == sizeof certain) continue;
    {
      pcap_log next{here.path, here.settings};
      REQUIRE(next);
      if (!next.moved_aside().empty()) ++torn;
      if (!next.moved_aside().empty()) collect(support::string(next.moved_aside()));
    }
    CHECK(frames_of(here.path) != frames{"(not whole)"});
    collect(here.path);
    REQUIRE(on_disk.size() >= certain);
    for (uint32_t number = 0; number < on_disk.size(); ++number) REQUIRE(on_disk[number] == number);
    written = static_cast<uint32_t>(on_disk.size());
  }
  MESSAGE("torn and moved aside: " << torn << " of 60");
}

TEST_CASE("a pcap_log goes on behind what is there and writes when asked to") {
  const support::temporary_directory directory;
  const std::string path = directory / "frames.pcap";
  char buffer[1000];
  const lineout::posix::pcap_settings settings{.link_type = 117, .buffer = buffer, .buffer_size = sizeof buffer};
  {
    pcap_log pcap{path, settings};
    CHECK(pcap);
    CHECK(support::keeps_errno([&] { return support::send(pcap, "one"); }) == outcome::queued);
    CHECK(pcap.keep("two", 60, {1, 0}) == outcome::queued);
    CHECK(pcap.poll(1));
    CHECK(read_file(path).size() == 24);
    pcap.write_out();
    CHECK_FALSE(pcap.poll(1));
    CHECK(pcap.count().written == 2);
    CHECK_FALSE(pcap.suspended());
  }
  CHECK(read_file(path).size() == 24 + 19 + 19);
  pcap_log pcap{path, settings};
  CHECK(pcap.snap_length() == 65535);
  CHECK(pcap.moved_aside().empty());
  CHECK(rename(path.c_str(), (path + ".0").c_str()) == 0);
  CHECK(pcap.reopen());
  CHECK(read_file(path).size() == 24);
  CHECK(truncate((path + ".0").c_str(), 50) == 0);
  const pcap_log other{path + ".0", settings};
  CHECK(support::string(other.moved_aside()) == path + ".0.bad");
  CHECK(support::string(other.fault()) == "a record's header is not all there");
  CHECK(other.fault_position() == 43);
}

TEST_CASE("a journal's frames that waited at a fork are written by the parent alone, and both go on in one file") {
  place here;
  pcap_log journal{here.path, here.settings};
  keep(journal, "parent's");
  CHECK(support::in_child([&] {
    pcap_log mine{static_cast<pcap_log&&>(journal)};
    return mine.write_out() && mine.count().waiting == 0 && keep(mine, "child's") == outcome::queued &&
           mine.write_out() && mine.count().lost == 0;
  }));
  CHECK(frames_of(here.path) == frames{"child's"});
  CHECK(journal.write_out());
  CHECK(frames_of(here.path) == frames{"child's", "parent's"});
}

TEST_CASE("a journal tells once of frames that it had queued and that the new file cannot hold") {
  place here;
  pcap_log journal{here.path, here.settings};
  keep(journal, "one");
  keep(journal, "two");
  CHECK(journal.take_losses() == 0);
  REQUIRE(unlink(here.path.c_str()) == 0);
  pcap_settings shorter = here.settings;
  shorter.snap_length = 2;
  shorter.buffer = nullptr;
  { const pcap_log other{here.path, shorter}; }
  CHECK(journal.write_out());
  CHECK(journal.take_losses() == 2);
  CHECK(journal.take_losses() == 0);
  CHECK(journal.count().lost == 2);
  CHECK(frames_of(here.path).empty());
}

TEST_CASE("a journal whose descriptor was closed and given to another file begins with its own again") {
  place here;
  CHECK(support::in_child([&] {
    pcap_log journal{here.path, here.settings};
    keep(journal, "one");
    if (!journal.write_out()) return false;
    for (int number = 3; number < 256; ++number) close(number);
    const support::handle own{open((here.directory / "own").c_str(), O_RDWR | O_CREAT, 0600)};
    keep(journal, "two");
    return journal.write_out();
  }));
  CHECK(frames_of(here.path) == frames{"one", "two"});
  CHECK(read_file(here.directory / "own").empty());
}

TEST_CASE("a reader cannot keep a journal from its file") {
  place here;
  { pcap_log journal{here.path, here.settings}; }
  const support::handle reader{open(here.path.c_str(), O_RDONLY)};
  REQUIRE(flock(reader.number, LOCK_EX) == 0);
  struct flock shared {};
  shared.l_type = F_RDLCK;
  REQUIRE(fcntl(reader.number, F_OFD_SETLK, &shared) == 0);
  pcap_log journal{here.path, here.settings};
  CHECK(keep(journal, "one") == outcome::queued);
  CHECK(journal.write_out());
  CHECK(frames_of(here.path) == frames{"one"});
}

TEST_CASE("a journal in panic writes what waits and then each frame at once") {
  place here;
  pcap_log journal{here.path, here.settings};
  keep(journal, "one");
  journal.panic();
  CHECK(frames_of(here.path) == frames{"one"});
  CHECK(keep(journal, "two") == outcome::sent);
  CHECK(frames_of(here.path) == frames{"one", "two"});
}
