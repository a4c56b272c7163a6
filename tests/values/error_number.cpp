#include <lineout/values/error_number.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::error_number;
using lineout::text;
using on_linux = lineout::basic_error_number<lineout::detail::errors_of_linux>;
using on_bsd = lineout::basic_error_number<lineout::detail::errors_of_bsd>;

static_assert(on_linux{111}.name() == text{"ECONNREFUSED"});
static_assert(on_linux{11}.name() == text{"EAGAIN"});
static_assert(on_linux{133}.name() == text{"EHWPOISON"});
static_assert(on_linux{41}.name().empty() && on_linux{58}.name().empty() && on_linux{134}.name().empty());
static_assert(on_linux{0}.name().empty() && on_linux{-111}.name().empty());
static_assert(on_bsd{61}.name() == text{"ECONNREFUSED"} && on_bsd{35}.name() == text{"EAGAIN"});
static_assert(on_bsd{11}.name() == text{"EDEADLK"} && on_bsd{78}.name() == text{"ENOSYS"});
static_assert(on_bsd{79}.name().empty());
static_assert(!lineout::detail::has_short_names("EPERM ESEVENTEEN_LETTERS EIO"));

static_assert(on_linux::parse("ECONNREFUSED").value == on_linux{111});
static_assert(on_linux::parse("EWOULDBLOCK").value == on_linux{11});
static_assert(on_bsd::parse("EWOULDBLOCK").value == on_bsd{35});
static_assert(on_linux::parse("ENOTSUP").value == on_linux{95});
static_assert(on_linux::parse("0").value == on_linux{0});
static_assert(on_linux::parse("4711").value == on_linux{4711});
static_assert(!on_linux::parse(""));
static_assert(!on_linux::parse("-"));
static_assert(!on_linux::parse("ECONN"));
static_assert(!on_linux::parse("EPERM ENOENT"));
static_assert(!on_linux::parse("econnrefused"));
static_assert(on_linux::parse("12x").position == 2);
static_assert(!on_linux::parse("100000"));

}  // namespace

TEST_CASE("an error is its name and number, its name, or its number") {
  CHECK(formatted("{}", on_linux{111}) == "ECONNREFUSED (111)");
  CHECK(formatted("{:s}", on_linux{111}) == "ECONNREFUSED");
  CHECK(formatted("{:d}", on_linux{111}) == "111");
  CHECK(formatted("[{:>20}]", on_linux{2}) == "[          ENOENT (2)]");
  CHECK(formatted("{}", on_linux{131}) == "ENOTRECOVERABLE (131)");
}

TEST_CASE("a number without a name is itself") {
  CHECK(formatted("{}", error_number{0}) == "0");
  CHECK(formatted("{:s}", error_number{4711}) == "4711");
  CHECK(formatted("{}", error_number{-2147483647 - 1}) == "-2147483648");
}

TEST_CASE("the names are those of this system") {
  CHECK(error_number{ECONNREFUSED}.name() == text{"ECONNREFUSED"});
  CHECK(error_number{EAGAIN}.name() == text{"EAGAIN"});
  CHECK(error_number{ENAMETOOLONG}.name() == text{"ENAMETOOLONG"});
  CHECK(error_number{ETIMEDOUT}.name() == text{"ETIMEDOUT"});
#if defined(__GLIBC__) && defined(_GNU_SOURCE) && __GLIBC_PREREQ(2, 32)
  for (int number = 0; number < 200; ++number) {
    const char* const known = ::strerrorname_np(number);
    std::string name = known == nullptr || number == 0 ? "" : known;
    if (name == "ENOTSUP") name = "EOPNOTSUPP";
    CHECK(error_number{number}.name() == text{name});
  }
#endif
}

TEST_CASE("every name is read as its number") {
  for (int number = 1; number < 134; ++number) {
    const text name = on_linux{number}.name();
    if (!name.empty()) CHECK(on_linux::parse(name).value == on_linux{number});
  }
}
