#include <lineout/catalogue/catalogue.hpp>

#include "support/messages.hpp"
#include "support/recorder.hpp"

#include <lineout/framings/rfc5424.hpp>
#include <lineout/values/interface_name.hpp>
#include <lineout/values/mac_address.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace lineout;
using list = std::vector<std::string>;

namespace {

inline constexpr event<mac_address, interface_name> discover{
    "DHCPDISCOVER", severity::info, "dhcpd", "DHCPDISCOVER from {} via {}", "a client asks for a lease"};
inline constexpr event<unsigned> wrote{"DHCPD_WROTE", severity::debug, "dhcpd", "Wrote {} leases to leases file.",
                                       "the leases are on the disk"};
inline constexpr event<> hangup{"PPPD_HANGUP", severity::err, "", "Hangup (SIGHUP)", "the line was hung up"};
inline constexpr event<text, uint8_t, bool, char> kinds{"KINDS", severity::info, "", "{} {:02x} {} {}", "of arguments"};

inline constexpr catalogue dhcp{discover, wrote};
inline constexpr catalogue all{hangup, dhcp, kinds};

static_assert(discover.id() == text{"DHCPDISCOVER"} && discover.severity() == severity::info);
static_assert(all.size() == 4);
static_assert(all[0].id == text{"PPPD_HANGUP"} && all[0].tag.empty() && all[0].argument_count == 0);
static_assert(all[1].id == text{"DHCPDISCOVER"} && all[1].words == text{"DHCPDISCOVER from {} via {}"});
static_assert(all[1].arguments[0] == text{"mac_address"} && all[1].arguments[1] == text{"interface_name"});
static_assert(all.find("DHCPD_WROTE") == &all[2] && all.find("DHCPD") == nullptr);
static_assert(all.end() - all.begin() == 4);

struct named {};
}  // namespace

template <> struct lineout::formatter<named> {
  static constexpr lineout::text name = "a name of its own";
  static constexpr void format(lineout::writer&, const named&) {}
};

namespace {
static_assert(detail::event_type<named>() == text{"a name of its own"});
static_assert(detail::event_type<unsigned char>() == text{"integer"});
static_assert(detail::event_type<const char*>() == text{"text"});

struct only_errors : options {
  static constexpr severity compiled_threshold = severity::err;
};

// All the ids that it was submitted.
struct ids_of : lineout::channel_base<ids_of> {
  list* ids;
  outcome submit(const message& what) {
    ids->push_back(string_of(what.id));
    return outcome::sent;
  }
};

}  // namespace

TEST_CASE("an event leaves with its severity, its words and its arguments") {
  list records;
  logger log{recorder{&records}, {"router1", "dhcpd"}};
  const mac_address client{"00:11:22:33:44:55"};
  emit(log, discover, client, "eth0");
  emit(log, wrote, 7);
  emit(log, hangup);
  CHECK(records == list{"<14>dhcpd: DHCPDISCOVER from 00:11:22:33:44:55 via eth0",
                        "<15>dhcpd: Wrote 7 leases to leases file.", "<11>dhcpd: Hangup (SIGHUP)"});
}

TEST_CASE("what converts to the declared type may be given for it") {
  list records;
  logger log{recorder{&records}, {"router1", "test"}};
  const std::string words = "one";
  emit(log, kinds, words, 255, true, 'x');
  emit(log, kinds, std::string_view{"two"}, uint8_t{7}, false, 'y');
  emit(log, kinds, "three\n", 0, false, 'z');
  CHECK(records == list{"<14>test: one ff true x", "<14>test: two 07 false y", "<14>test: three\\n 00 false z"});
}

TEST_CASE("an event may be emitted in the name of who has its tag") {
  list records;
  logger log{recorder{&records}, {"router1", "router"}};
  const origin_buffer daemon{"router1", discover.tag(), 67};
  const origin from = daemon.origin();
  emit(log, from, hangup);
  emit(log, hangup);
  CHECK(records == list{"<11>dhcpd[67]: Hangup (SIGHUP)", "<11>router: Hangup (SIGHUP)"});
}

TEST_CASE("the id of an event is its message's, and other messages have none") {
  list ids;
  logger log{ids_of{{}, &ids}, {"router1", "test"}};
  emit(log, hangup);
  log.info("no event");
  emit(log, log.origin(), wrote, 1);
  CHECK(ids == list{"PPPD_HANGUP", "", "DHCPD_WROTE"});
}

TEST_CASE("RFC 5424 has the id as MSGID") {
  list records;
  logger log{framed<rfc5424, recorder>{recorder{&records}}, {"router1", "pppd", 5}};
  emit(log, hangup);
  CHECK(records == list{"<11>1 - router1 pppd 5 PPPD_HANGUP - Hangup (SIGHUP)"});
}

TEST_CASE("both thresholds hold for events, and what was lost is counted and said") {
  list records;
  int failures = 0;
  logger<recorder, only_errors> log{recorder{&records, &failures}, {"router1", "test"}};
  emit(log, wrote, 1);
  CHECK(log.counts().accepted == 0);
  failures = 1;
  emit(log, hangup);
  CHECK(log.counts().lost == 1);
  emit(log, hangup);
  CHECK(records == list{"<12>test: 1 message lost", "<11>test: Hangup (SIGHUP)"});
  log.set_threshold(severity::crit);
  emit(log, hangup);
  CHECK(records.size() == 2);
}
