#include <lineout/catalogue/listing.hpp>

#include <lineout/values/interface_name.hpp>
#include <lineout/values/mac_address.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace lineout;

namespace {

inline constexpr event<mac_address, interface_name> discover{
    "DHCPDISCOVER", severity::info, "dhcpd", "DHCPDISCOVER from {} via {}", "a client asks for a lease"};
inline constexpr event<unsigned, text> odd{"ODD|ID`", severity::err, "", "`{:08x}` | \"{}\" {{x}} \\",
                                           "a \"pipe\" | and <b> and _this_, \\too"};
inline constexpr catalogue events{discover, odd};

std::string listed(listing how) {
  std::string result;
  write_listing(events, how, [&result](text piece) { result.append(piece.data(), piece.size()); });
  return result;
}

constexpr size_t size_of(listing how) {
  size_t size = 0;
  write_listing(events, how, [&size](text piece) { size += piece.size(); });
  return size;
}
static_assert(size_of(listing::csv) > 100);

}  // namespace

TEST_CASE("Markdown is a table in which nothing of the words is markup") {
  CHECK(listed(listing::markdown) ==
        "| id | severity | tag | message | description |\n"
        "|---|---|---|---|---|\n"
        "| `DHCPDISCOVER` | info | dhcpd | `DHCPDISCOVER from <mac_address> via <interface_name>` | a client asks for "
        "a lease |\n"
        "| `` ODD\\|ID` `` | err |  | `` `<integer>` \\| \"<text>\" {x} \\ `` | a \"pipe\" \\| and \\<b\\> and "
        "\\_this\\_, \\\\too |\n");
}

TEST_CASE("CSV has a heading, and quotation marks in its fields are doubled") {
  CHECK(
      listed(listing::csv) ==
      "id,severity,tag,message,arguments,description\r\n"
      "\"DHCPDISCOVER\",info,dhcpd,\"DHCPDISCOVER from <mac_address> via <interface_name>\",mac_address interface_name,"
      "\"a client asks for a lease\"\r\n"
      "\"ODD|ID`\",err,,\"`<integer>` | \"\"<text>\"\" {x} \\\",integer text,\"a \"\"pipe\"\" | and <b> and _this_, "
      "\\too\"\r\n");
}

TEST_CASE("JSON is a list of objects, with the format as it was declared too") {
  CHECK(
      listed(listing::json) ==
      "[\n"
      "{\"id\":\"DHCPDISCOVER\",\"severity\":\"info\",\"tag\":\"dhcpd\","
      "\"message\":\"DHCPDISCOVER from <mac_address> via <interface_name>\",\"format\":\"DHCPDISCOVER from {} via {}\","
      "\"arguments\":[\"mac_address\",\"interface_name\"],\"description\":\"a client asks for a lease\"},\n"
      "{\"id\":\"ODD|ID`\",\"severity\":\"err\",\"tag\":\"\",\"message\":\"`<integer>` | \\\"<text>\\\" {x} \\\\\","
      "\"format\":\"`{:08x}` | \\\"{}\\\" {{x}} \\\\\",\"arguments\":[\"integer\",\"text\"],"
      "\"description\":\"a \\\"pipe\\\" | and <b> and _this_, \\\\too\"}\n"
      "]\n");
}
