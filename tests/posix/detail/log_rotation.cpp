#include <lineout/posix/detail/log_rotation.hpp>

#include "posix/support.hpp"

using namespace lineout::detail;
using support::read_file;

namespace {

// The path, until it is called again.
log_path& at(const std::string& path) {
  static log_path result;
  REQUIRE(result.set(lineout::text{path.data(), path.size()}));
  return result;
}

void write_file(const std::string& path, const std::string& content) {
  const support::handle file{open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600)};
  REQUIRE(write(file.number, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
}

struct place {
  support::temporary_directory directory;
  std::string path = directory / "log";
  std::string torn = directory / "log.torn";

  end_of_log repair(const std::string& content) const {
    write_file(path, content);
    const support::handle file{open(path.c_str(), O_RDWR | O_APPEND)};
    return repair_end(file.number, at(path), static_cast<off_t>(content.size()), 0640);
  }
  int fault() const {
    int why = 0;
    CHECK_FALSE(open_log({AT_FDCWD, path.c_str()}, 0640, nullptr, why));
    return why;
  }
};

}  // namespace

TEST_CASE("an end that is whole is left alone") {
  const place here;
  CHECK(here.repair("") == end_of_log::whole);
  CHECK(here.repair("\n") == end_of_log::whole);
  CHECK(here.repair("one\ntwo\n") == end_of_log::whole);
  CHECK(read_file(here.path) == "one\ntwo\n");
  CHECK(access(here.torn.c_str(), F_OK) != 0);
}

TEST_CASE("a torn end is moved aside, to the last byte, behind what is there, for the same readers") {
  const place here;
  CHECK(here.repair("one\ntw") == end_of_log::moved);
  CHECK(read_file(here.path) == "one\n");
  CHECK(here.repair("t") == end_of_log::moved);
  CHECK(read_file(here.path).empty());
  std::string expected = "tw\nt\n";
  // Around the size of a block, and with what a loss of power leaves.
  for (const size_t size : {1023U, 1024U, 1025U, 5000U, 65536U}) {
    const std::string tail(size, size == 5000 ? '\0' : 'x');
    CHECK(here.repair("one\n" + tail) == end_of_log::moved);
    CHECK(read_file(here.path) == "one\n");
    expected += tail + "\n";
  }
  CHECK(read_file(here.torn) == expected);
  struct stat status {};
  REQUIRE(stat(here.torn.c_str(), &status) == 0);
  CHECK((status.st_mode & 07) == 0);
}

TEST_CASE("what cannot be moved aside, or is no line, stays and is ended") {
  const place here;
  const std::string much(70000, 'x');
  CHECK(here.repair("one\n" + much) == end_of_log::ended);
  CHECK(read_file(here.path) == "one\n" + much + "\n");
  REQUIRE(mkdir(here.torn.c_str(), 0700) == 0);
  CHECK(here.repair("one\ntw") == end_of_log::ended);
  CHECK(read_file(here.path) == "one\ntw\n");
}

TEST_CASE("only as root: no link is followed, and no second name is written to") {
  const place here;
  write_file(here.directory / "other", "");
  REQUIRE(symlink("other", here.path.c_str()) == 0);
  int fault = 0;
  CHECK(static_cast<bool>(open_log({AT_FDCWD, here.path.c_str()}, 0640, nullptr, fault)) == (geteuid() != 0));
  REQUIRE(symlink("other", here.torn.c_str()) == 0);
  REQUIRE(unlink(here.path.c_str()) == 0);
  if (geteuid() != 0) return support::skip("that root takes care needs root");
  CHECK(fault == ELOOP);
  CHECK(here.repair("one\ntw") == end_of_log::ended);
  CHECK(read_file(here.directory / "other").empty());
  REQUIRE(link(here.path.c_str(), (here.directory / "second").c_str()) == 0);
  CHECK(here.fault() == log_fault::several_names);
  CHECK(support::string(log_fault_words(here.fault())).substr(0, 20) == "it has a second name");
}

TEST_CASE("a log is a regular file") {
  const place here;
  REQUIRE(mkfifo(here.path.c_str(), 0600) == 0);
  CHECK(here.fault() == log_fault::not_regular);
}

TEST_CASE("a log that comes after another has its mode and owner") {
  const place here;
  struct stat other {};
  other.st_mode = S_IFREG | 0604;
  other.st_uid = geteuid() == 0 ? 12345 : geteuid();
  other.st_gid = geteuid() == 0 ? 12346 : getegid();
  int fault = 0;
  CHECK(open_log({AT_FDCWD, here.path.c_str()}, 0640, &other, fault));
  struct stat status {};
  REQUIRE(stat(here.path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0604);
  CHECK(status.st_uid == other.st_uid);
  CHECK(status.st_gid == other.st_gid);
  other.st_mode = S_IFREG | 0600;
  CHECK(open_log({AT_FDCWD, here.path.c_str()}, 0640, &other, fault));
  REQUIRE(stat(here.path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0604);
}

TEST_CASE("files are renamed in turn, up to a number that is free; the last one goes") {
  const place here;
  const auto content = [&] {
    std::string all;
    for (const char* const name : {"log", "log.0", "log.1", "log.2", "log.3"})
      all += read_file(here.directory / name) + ",";
    return all;
  };
  for (const char* const one : {"a", "b", "c", "d"}) {
    write_file(here.path, one);
    CHECK(rename_in_turn(at(here.path), 3));
  }
  CHECK(content() == ",d,c,b,,");
  REQUIRE(unlink((here.directory / "log.1").c_str()) == 0);
  write_file(here.path, "e");
  CHECK(rename_in_turn(at(here.path), 3));
  CHECK(content() == ",e,d,b,,");
  write_file(here.path, "f");
  CHECK(rename_in_turn(at(here.path), 1));
  CHECK(content() == ",f,d,b,,");
}

TEST_CASE("where a name is taken by a directory nothing is renamed") {
  const place here;
  write_file(here.path, "a");
  REQUIRE(mkdir((here.directory / "log.0").c_str(), 0700) == 0);
  CHECK_FALSE(rename_in_turn(at(here.path), 1));
  CHECK(errno == EISDIR);
  CHECK(read_file(here.path) == "a");
}

TEST_CASE("a name beside another ends in a word or a number, and one that is too long is refused by the system") {
  CHECK(std::string{name_beside{"log", "torn"}} == "log.torn");
  CHECK(std::string{name_beside{"log", 0U}} == "log.0");
  CHECK(std::string{name_beside{"log", 4294967295U}} == "log.4294967295");
  CHECK(std::string{name_beside{std::string(300, 'x').c_str(), 7U}} == std::string(256, 'x') + ".7");
}

TEST_CASE("a path has a directory and a last part, also without a slash and in the root; one that is moved is empty") {
  const place here;
  write_file(here.path, "a");
  const auto inode = [](int directory, const char* name) {
    struct stat status {};
    return fstatat(directory, name, &status, 0) == 0 ? status.st_ino : 0;
  };
  log_path path;
  CHECK_FALSE(path);
  REQUIRE(path.set(lineout::text{here.path.data(), here.path.size()}));
  CHECK(std::string{path.last_part()} == "log");
  CHECK(inode(path.open_directory().number(), "log") == inode(AT_FDCWD, here.path.c_str()));
  CHECK(path.path() == here.path);
  const log_path moved{static_cast<log_path&&>(path)};
  CHECK(moved.path() == here.path);
  CHECK_FALSE(path);
  REQUIRE(path.set("/log"));
  CHECK(inode(path.open_directory().number(), ".") == inode(AT_FDCWD, "/"));
  REQUIRE(path.set("log"));
  CHECK(inode(path.open_directory().number(), ".") == inode(AT_FDCWD, "."));
  CHECK_FALSE(path.set(lineout::text{"a\0b", 3}));
  CHECK_FALSE(path);
}
