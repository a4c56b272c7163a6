#include <lineout/posix/detail/relp_reader.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using lineout::text;
using lineout::detail::relp_reader;
using found = relp_reader::found;

namespace {

std::string string(text value) { return {value.data(), value.size()}; }

// Everything that is found, one line each, when the bytes arrive in pieces of this size.
std::string read(const std::string& bytes, size_t piece) {
  relp_reader reader;
  std::string result;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    const std::string some = bytes.substr(at, piece);
    for (text arrived{some}; !arrived.empty();) {
      const found what = reader.take(arrived);
      if (what == found::nonsense) return result + "nonsense";
      if (what == found::frame)
        result += std::to_string(reader.transaction()) + "|" + string(reader.command()) + "|" + string(reader.data()) +
                  (reader.says_ok() ? "|ok\n" : "|no\n");
    }
  }
  return result;
}

}  // namespace

TEST_CASE("relp_reader finds the same frames however the bytes are cut") {
  const std::string bytes =
      "1 rsp 93 200 OK\nrelp_version=0\nrelp_software=librelp,1.11.0,http://librelp.adiscon.com\ncommands=syslog\n"
      "2 rsp 6 200 OK\n3 rsp 3 200\n4 rsp 9 500 wrong\n5 rsp 4 2000\n0 serverclose 0\n999999999 rsp 1 \n\n";
  const std::string expected =
      "1|rsp|200 OK\nrelp_version=0\nrelp_software=librelp,1.11.0,http://librelp.adiscon.com\ncommands=syslog|ok\n"
      "2|rsp|200 OK|ok\n3|rsp|200|ok\n4|rsp|500 wrong|no\n5|rsp|2000|no\n0|serverclose||no\n999999999|rsp|\n|no\n";
  for (size_t piece = 1; piece <= bytes.size(); ++piece) CHECK(read(bytes, piece) == expected);
}

TEST_CASE("relp_reader takes nothing for a frame that is none") {
  for (const char* const bytes : {"x",
                                  " ",
                                  "\n",
                                  "1\n",
                                  "1 \n",
                                  "1  ",
                                  "1 rsp\n",
                                  "1 r-p 0\n",
                                  "1 rsp x",
                                  "1 rsp \n",
                                  "1 rsp 1\n",
                                  "1 rsp 2 ab2",
                                  "1 rsp 2 abc",
                                  "1 rsp 0 ",
                                  "1 rsp 0 x",
                                  "1234567890 rsp",
                                  "1 rsp 1234567890",
                                  "-1 rsp",
                                  "1 rsp -1",
                                  "1 abcdefghijklmnopqrstuvwxyzabcdefg 0\n"}) {
    INFO(bytes);
    if (std::string{bytes} == "1 rsp 0 ") CHECK(read(bytes, 100).empty());  // what follows tells
    else CHECK(read(bytes, 100) == "nonsense");
  }
  CHECK(read("1 abcdefghijklmnopqrstuvwxyzabcdef 0\n", 1) == "1|abcdefghijklmnopqrstuvwxyzabcdef||no\n");
}

TEST_CASE("relp_reader keeps the first 512 bytes of long data and finds the next frame") {
  const std::string data(5000, 'd');
  CHECK(read("7 rsp 5000 " + data + "\n8 rsp 6 200 OK\n", 100) ==
        "7|rsp|" + data.substr(0, 512) + "|no\n8|rsp|200 OK|ok\n");
}

TEST_CASE("relp_reader finds an offer and a value among its values") {
  const auto offers = [](const std::string& data, text name, text value = {}) {
    const std::string frame = "1 rsp " + std::to_string(data.size()) + " " + data + "\n";
    relp_reader reader;
    text arrived{frame};
    CHECK(reader.take(arrived) == found::frame);
    return reader.offers(name, value);
  };
  const std::string data = "200 OK\nrelp_version=0\ncommands=eventlog,syslog,x\nempty";
  CHECK(offers(data, "relp_version"));
  CHECK(offers(data, "relp_version", "0"));
  CHECK_FALSE(offers(data, "relp_version", "1"));
  CHECK(offers(data, "commands", "eventlog"));
  CHECK(offers(data, "commands", "syslog"));
  CHECK(offers(data, "commands", "x"));
  CHECK_FALSE(offers(data, "commands", "sys"));
  CHECK_FALSE(offers(data, "commands", "syslogs"));
  CHECK(offers(data, "empty"));
  CHECK_FALSE(offers(data, "empty", "syslog"));
  CHECK_FALSE(offers(data, "200 OK"));
  CHECK_FALSE(offers("200 OK", "commands"));
}
