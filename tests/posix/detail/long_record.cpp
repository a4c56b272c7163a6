#include <lineout/posix/detail/long_record.hpp>

#include "posix/support.hpp"

using lineout::text;
using lineout::detail::deadline;
using lineout::detail::record_header_size;

namespace {

constexpr bool header_is(text header, text words) {
  char record[200]{};
  size_t size = 0;
  for (const char c : header) record[size++] = c;
  for (const char c : words) record[size++] = c;
  return record_header_size({record, size}) == header.size();
}

static_assert(header_is("<13>Nov 22 07:23:16 router1 diskd[311]: ", "disk sda: full"));
static_assert(header_is("<13>tag: ", "text"));
static_assert(header_is("<13>", "no tag"));
static_assert(header_is("<165>1 2026-11-22T07:23:16.5Z host app 1 ID - ", "text: more"));
static_assert(header_is("<165>1 - - - - - [a@1 b=\"x ] \\\" y\"][c] ", "text"));
static_assert(record_header_size("text without a PRI: here") == 0);
static_assert(record_header_size("<13>1 - - -") == 0);
static_assert(record_header_size("") == 0);

}  // namespace

TEST_CASE("a record is cut to so many bytes with its mark, or split into as few pieces as take it, no character torn") {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) == 0);
  const std::string record = "<13>tag: one \xe2\x82\xac two \xe2\x82\xac three";
  for (size_t most = 13; most < record.size(); ++most) {
    deadline none{0};
    CHECK(lineout::detail::send_cut(ends[0], {record.data(), record.size()}, most, none));
    const std::string cut = support::receive(ends[1]);
    CHECK(cut.size() <= most);
    CHECK(cut.size() + 3 > most);
    CHECK(cut == record.substr(0, cut.size() - 3) + "...");
    CHECK((record[cut.size() - 3] & 0xc0) != 0x80);
    CHECK(lineout::detail::send_split(ends[0], {record.data(), record.size()}, most, none));
    std::string whole;
    while (support::has_more(ends[1])) {
      const std::string piece = support::receive(ends[1]);
      CHECK(piece.size() <= most);
      CHECK(piece.substr(0, 9) == "<13>tag: ");
      CHECK((piece[9] & 0xc0) != 0x80);
      whole += piece.substr(9);
    }
    CHECK(whole == record.substr(9));
  }
  deadline none{0};
  CHECK_FALSE(lineout::detail::send_split(ends[0], {record.data(), record.size()}, 12, none));
  CHECK_FALSE(support::has_more(ends[1]));
  close(ends[0]);
  close(ends[1]);
}
