#include <lineout/posix/detail/appender.hpp>

#include <sys/resource.h>

#include "posix/support.hpp"

using lineout::detail::appender;
using lineout::detail::descriptor;
using lineout::detail::file_kind;
using lineout::detail::undisturbed;
using support::read_file;

namespace {

struct records {
  std::string bytes;
  std::vector<iovec> pieces;
  explicit records(const std::vector<std::string>& each) {
    for (const std::string& one : each) bytes += one;
    char* at = bytes.data();
    for (const std::string& one : each) pieces.push_back({at, one.size()}), at += one.size();
  }
  lineout::detail::some_pieces all() const { return {pieces.size(), bytes.size()}; }
};

struct place {
  support::temporary_directory directory;
  std::string path = directory / "file";
  appender bytes;
  place() {
    REQUIRE(bytes.take(descriptor{open(path.c_str(), O_RDWR | O_CREAT | O_APPEND, 0600)}, file_kind::regular));
  }
};

// No file may be larger.
class limit {
 public:
  explicit limit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~limit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("an appender keeps of many records those that are whole, and takes the part of the next one back") {
  place here;
  const undisturbed scope;
  const records some{{"one,", "two,", "three,"}};
  bool taken_back = false;
  CHECK(here.bytes.append(scope, some.pieces.data(), some.all(), 0, taken_back) == 3);
  CHECK_FALSE(taken_back);
  {
    const limit at{14 + 10};
    CHECK(here.bytes.append(scope, some.pieces.data(), some.all(), 14, taken_back) == 2);
  }
  CHECK(taken_back);
  CHECK_FALSE(here.bytes.torn());
  CHECK(here.bytes.last_error() == ENOSPC);
  CHECK(read_file(here.path) == "one,two,three,one,two,");
}

TEST_CASE("an appender takes nothing back where somebody else has written, or where it may not") {
  place here;
  const undisturbed scope;
  const records one{{"0123456789"}};
  bool taken_back = true;
  const limit at{4};
  // It believes in a size that the file has not.
  CHECK(here.bytes.append(scope, one.pieces.data(), one.all(), 3, taken_back) == 0);
  CHECK_FALSE(taken_back);
  CHECK(here.bytes.torn());
  CHECK(read_file(here.path) == "0123");
  CHECK_FALSE(here.bytes.end_torn(scope, '\n'));
  CHECK(here.bytes.last_error() == EFBIG);
  CHECK(here.bytes.cut(0));
  CHECK_FALSE(here.bytes.torn());
  CHECK(here.bytes.append(scope, one.pieces.data(), one.all(), -1, taken_back) == 0);
  CHECK(here.bytes.torn());
  CHECK(here.bytes.cut(1));
  here.bytes.set_torn();
  CHECK(here.bytes.end_torn(scope, '\n'));
  CHECK(read_file(here.path) == "0\n");
}

TEST_CASE("an appender writes a record of several parts, all or nothing") {
  place here;
  const undisturbed scope;
  const records parts{{"head", "body"}};
  CHECK(here.bytes.append_one(scope, parts.pieces.data(), 2, 8, 0));
  const limit at{14};
  CHECK_FALSE(here.bytes.append_one(scope, parts.pieces.data(), 2, 8, 8));
  CHECK(read_file(here.path) == "headbody");
}

TEST_CASE("an appender writes together what its kind of file takes whole") {
  appender pipe;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const support::handle reader{ends[0]};
  REQUIRE(pipe.take(descriptor{ends[1]}, file_kind::pipe));
  const records some{{std::string(2000, 'a'), std::string(2000, 'b'), std::string(200, 'c')}};
  CHECK(pipe.together(some.pieces.data(), 3).count == 2);
  appender terminal;
  REQUIRE(terminal.take(descriptor{open("/dev/null", O_WRONLY)}, file_kind::terminal));
  CHECK(terminal.together(some.pieces.data(), 3).count == 1);
  place here;
  CHECK(here.bytes.together(some.pieces.data(), 3).count == 3);
  CHECK(here.bytes.together(some.pieces.data(), 3, 2100).count == 1);
  CHECK_FALSE(here.bytes.take(descriptor{}, file_kind::regular));
}
