#include <lineout/framings/any_framing.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

namespace {

std::string framed_as(any_framing framing) {
  made_message what{"text", {facility::mail, severity::err}, timestamp::at(1700000000), any_framing::headroom, 1};
  what.from({"host", "app", 7});
  const message given = what.get();
  packet bytes = given.body;
  framing.frame(bytes, given);
  return {bytes.data(), bytes.size()};
}

[[maybe_unused]] constinit any_framing constant{record_format::ietf, record_end::newline};

}  // namespace

TEST_CASE("each format and each end is chosen by name") {
  const std::string time = "Nov 14 22:13:20 ";
  CHECK(framed_as({}) == "<19>" + time + "host app[7]: text");
  CHECK(framed_as(any_framing{record_format::bsd}) == "<19>" + time + "host app[7]: text");
  CHECK(framed_as(any_framing{record_format::ietf}) == "<19>1 2023-11-14T22:13:20+00:00 host app 7 - - text");
  CHECK(framed_as(any_framing{record_format::daemon}) == "<19>" + time + "app[7]: text");
  CHECK(framed_as(any_framing{record_format::line}) == time + "host app[7]: text");
  CHECK(framed_as(any_framing{record_format::bsd, record_end::newline}) == "<19>" + time + "host app[7]: text\n");
  CHECK(framed_as(any_framing{record_format::bsd, record_end::octet_count}) == "37 <19>" + time + "host app[7]: text");
}
