#include <lineout/rules/name_filter.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr bool takes(program_filter filter, origin who, facility from = facility::user, text words = "") {
  char storage[64] = {};
  packet body{storage, sizeof storage, 0};
  for (const char c : words) *body.append(1) = c;
  return filter.takes({{from, severity::info}, {}, &who, body});
}
constexpr bool takes(host_filter filter, origin who) { return filter.takes({{}, {}, &who, {}}); }
constexpr bool program(program_filter filter, const origin& who) { return takes(filter, who); }
constexpr bool host(host_filter filter, const origin& who) { return takes(filter, who); }

constexpr origin sshd{"router1", "sshd"};
constexpr origin ssh{"router1", "ssh"};
constexpr origin full{"Router1.example.net", "sftp"};

size_t refused(text words) {
  const auto result = program_filter::parse(words);
  CHECK_FALSE(result);
  return result.position;
}

}  // namespace

// A name is a whole name, wherever it stands in the list.
static_assert(program("sshd,sftp", sshd) && program("sftp,sshd", sshd) && program("!sshd", sshd) &&
              program("!+sshd", sshd));
static_assert(!program("sshd,sftp", ssh) && !program("sshd", ssh) && !program("ssh", sshd) && !program("SSHD", sshd));
static_assert(program("sshd-session,ssh", ssh) && program("foossh,ssh", ssh) && !program("foossh,sshbar", ssh));

// Left out, and everybody.
static_assert(!program("-sshd", sshd) && program("!-sshd", ssh) && !program("!-a,sshd,b", sshd));
static_assert(program("*", ssh) && program("!*", ssh) && program("!", ssh) && program("", ssh) && program({}, ssh));
static_assert(program("!+*", ssh));

// A kernel's message may begin with the name.
static_assert(takes(program_filter{"ipfw"}, {"h", "kernel"}, facility::kern, "ipfw: 100 Deny"));
static_assert(!takes(program_filter{"-ipfw"}, {"h", "kernel"}, facility::kern, "ipfw: 100 Deny"));
static_assert(takes(program_filter{"kernel"}, {"h", "kernel"}, facility::kern, "ipfw: 100 Deny"));
static_assert(!takes(program_filter{"ipfw"}, {"h", "kernel"}, facility::kern, "ipfw:100 Deny"));
static_assert(!takes(program_filter{"ipfw"}, {"h", "kernel"}, facility::kern, "ipfw"));
static_assert(!takes(program_filter{"ipfw"}, {"h", "app"}, facility::user, "ipfw: 100 Deny"));

// Hosts: upper and lower case, domains, addresses, the local one.
static_assert(host("+router1", sshd) && host("+ROUTER1,x", sshd) && host("router1", sshd) && !host("+router", sshd));
static_assert(!host("-router1", sshd) && host("-router2", sshd) && host("+*", sshd) && host({}, sshd));
static_assert(host("+router1", full) && host("+router1.example.net", full) && !host("+router1.example.org", full));
static_assert(host("+router1.example.net", sshd) && !host("+router2.example.net", sshd));
static_assert(host("+10.0.0.1", {"10.0.0.1", "a"}) && !host("+10", {"10.0.0.1", "a"}) &&
              !host("+10.0.0.11", {"10.0.0.1", "a"}));
static_assert(host({"+@", "router1"}, sshd) && !host({"-@", "router1"}, full) && !host({"+@", "other"}, sshd));
static_assert(host({"+other,@", "router1"}, sshd) && !host("+@", sshd));

TEST_CASE("names that are known at run time are read the same way") {
  const auto programs = program_filter::parse("-cron,at");
  REQUIRE(programs);
  CHECK_FALSE(programs.value.takes(made_message{"x"}.from({"h", "at"})));
  CHECK(programs.value.takes(made_message{"x"}.from({"h", "a"})));
  const auto hosts = host_filter::parse("+@", "here");
  REQUIRE(hosts);
  CHECK(hosts.value.takes(made_message{"x"}.from({"here", "at"})));
  CHECK_FALSE(hosts.value.takes(made_message{"x"}.from({"there", "at"})));
}

TEST_CASE("a wrong list is refused with the position of what is wrong, and then takes everybody") {
  CHECK(refused("a,,b") == 2);
  CHECK(refused("!,a") == 1);
  CHECK(refused("!a,") == 3);
  CHECK(refused("!a b") == 2);
  CHECK(refused("a,*") == 2);
  CHECK(refused("!-*") == 2);
  CHECK(refused("-") == 1);
  CHECK(refused("a\nb") == 1);
  CHECK(host_filter::parse("+a/b").position == 2);
  CHECK(program_filter::parse("a,,b").value.takes(made_message{"x"}));
}

TEST_CASE("a literal list may be of several thousand characters") {
  constexpr program_filter programs{
      "program0,program1,program2,program3,program4,program5,program6,program7,program8,program9,program10,"
      "program11,program12,program13,program14,program15,program16,program17,program18,program19,program20,"
      "program21,program22,program23,program24,program25,program26,program27,program28,program29,program30,"
      "program31,program32,program33,program34,program35,program36,program37,program38,program39,program40,"
      "program41,program42,program43,program44,program45,program46,program47,program48,program49,program50,"
      "program51,program52,program53,program54,program55,program56,program57,program58,program59,program60,"
      "program61,program62,program63,program64,program65,program66,program67,program68,program69,program70,"
      "program71,program72,program73,program74,program75,program76,program77,program78,program79,program80,"
      "program81,program82,program83,program84,program85,program86,program87,program88,program89,program90,"
      "program91,program92,program93,program94,program95,program96,program97,program98,program99,program100"
      ",program101,program102,program103,program104,program105,program106,program107,program108,program109,"
      "program110,program111,program112,program113,program114,program115,program116,program117,program118,p"
      "rogram119,program120,program121,program122,program123,program124,program125,program126,program127,pr"
      "ogram128,program129,program130,program131,program132,program133,program134,program135,program136,pro"
      "gram137,program138,program139,program140,program141,program142,program143,program144,program145,prog"
      "ram146,program147,program148,program149,program150,program151,program152,program153,program154,progr"
      "am155,program156,program157,program158,program159,program160,program161,program162,program163,progra"
      "m164,program165,program166,program167,program168,program169,program170,program171,program172,program"
      "173,program174,program175,program176,program177,program178,program179,program180,program181,program1"
      "82,program183,program184,program185,program186,program187,program188,program189,program190,program19"
      "1,program192,program193,program194,program195,program196,program197,program198,program199,program200"
      ",program201,program202,program203,program204,program205,program206,program207,program208,program209,"
      "program210,program211,program212,program213,program214,program215,program216,program217,program218,p"
      "rogram219,program220,program221,program222,program223,program224,program225,program226,program227,pr"
      "ogram228,program229,program230,program231,program232,program233,program234,program235,program236,pro"
      "gram237,program238,program239,program240,program241,program242,program243,program244,program245,prog"
      "ram246,program247,program248,program249,program250,program251,program252,program253,program254,progr"
      "am255,program256,program257,program258,program259,program260,program261,program262,program263,progra"
      "m264,program265,program266,program267,program268,program269,program270,program271,program272,program"
      "273,program274,program275,program276,program277,program278,program279,program280,program281,program2"
      "82,program283,program284,program285,program286,program287,program288,program289,program290,program29"
      "1,program292,program293,program294,program295,program296,program297,program298,program299,program300"
      ",program301,program302,program303,program304,program305,program306,program307,program308,program309,"
      "program310,program311,program312,program313,program314,program315,program316,program317,program318,p"
      "rogram319,program320,program321,program322,program323,program324,program325,program326,program327,pr"
      "ogram328,program329,program330,program331,program332,program333,program334,program335,program336,pro"
      "gram337,program338,program339,program340,program341,program342,program343,program344,program345,prog"
      "ram346,program347,program348,program349,program350,program351,program352,program353,program354,progr"
      "am355,program356,program357,program358,program359,program360,program361,program362,program363,progra"
      "m364,program365,program366,program367,program368,program369,program370,program371,program372,program"
      "373,program374,program375,program376,program377,program378,program379,program380,program381,program3"
      "82,program383,program384,program385,program386,program387,program388,program389,program390,program39"
      "1,program392,program393,program394,program395,program396,program397,program398,program399"};
  constexpr host_filter hosts{
      "host0.example,host1.example,host2.example,host3.example,host4.example,host5.example,host6.example,ho"
      "st7.example,host8.example,host9.example,host10.example,host11.example,host12.example,host13.example,"
      "host14.example,host15.example,host16.example,host17.example,host18.example,host19.example,host20.exa"
      "mple,host21.example,host22.example,host23.example,host24.example,host25.example,host26.example,host2"
      "7.example,host28.example,host29.example,host30.example,host31.example,host32.example,host33.example,"
      "host34.example,host35.example,host36.example,host37.example,host38.example,host39.example,host40.exa"
      "mple,host41.example,host42.example,host43.example,host44.example,host45.example,host46.example,host4"
      "7.example,host48.example,host49.example,host50.example,host51.example,host52.example,host53.example,"
      "host54.example,host55.example,host56.example,host57.example,host58.example,host59.example,host60.exa"
      "mple,host61.example,host62.example,host63.example,host64.example,host65.example,host66.example,host6"
      "7.example,host68.example,host69.example,host70.example,host71.example,host72.example,host73.example,"
      "host74.example,host75.example,host76.example,host77.example,host78.example,host79.example,host80.exa"
      "mple,host81.example,host82.example,host83.example,host84.example,host85.example,host86.example,host8"
      "7.example,host88.example,host89.example,host90.example,host91.example,host92.example,host93.example,"
      "host94.example,host95.example,host96.example,host97.example,host98.example,host99.example,host100.ex"
      "ample,host101.example,host102.example,host103.example,host104.example,host105.example,host106.exampl"
      "e,host107.example,host108.example,host109.example,host110.example,host111.example,host112.example,ho"
      "st113.example,host114.example,host115.example,host116.example,host117.example,host118.example,host11"
      "9.example,host120.example,host121.example,host122.example,host123.example,host124.example,host125.ex"
      "ample,host126.example,host127.example,host128.example,host129.example,host130.example,host131.exampl"
      "e,host132.example,host133.example,host134.example,host135.example,host136.example,host137.example,ho"
      "st138.example,host139.example,host140.example,host141.example,host142.example,host143.example,host14"
      "4.example,host145.example,host146.example,host147.example,host148.example,host149.example,host150.ex"
      "ample,host151.example,host152.example,host153.example,host154.example,host155.example,host156.exampl"
      "e,host157.example,host158.example,host159.example,host160.example,host161.example,host162.example,ho"
      "st163.example,host164.example,host165.example,host166.example,host167.example,host168.example,host16"
      "9.example,host170.example,host171.example,host172.example,host173.example,host174.example,host175.ex"
      "ample,host176.example,host177.example,host178.example,host179.example,host180.example,host181.exampl"
      "e,host182.example,host183.example,host184.example,host185.example,host186.example,host187.example,ho"
      "st188.example,host189.example,host190.example,host191.example,host192.example,host193.example,host19"
      "4.example,host195.example,host196.example,host197.example,host198.example,host199.example,host200.ex"
      "ample,host201.example,host202.example,host203.example,host204.example,host205.example,host206.exampl"
      "e,host207.example,host208.example,host209.example,host210.example,host211.example,host212.example,ho"
      "st213.example,host214.example,host215.example,host216.example,host217.example,host218.example,host21"
      "9.example,host220.example,host221.example,host222.example,host223.example,host224.example,host225.ex"
      "ample,host226.example,host227.example,host228.example,host229.example,host230.example,host231.exampl"
      "e,host232.example,host233.example,host234.example,host235.example,host236.example,host237.example,ho"
      "st238.example,host239.example,host240.example,host241.example,host242.example,host243.example,host24"
      "4.example,host245.example,host246.example,host247.example,host248.example,host249.example,host250.ex"
      "ample,host251.example,host252.example,host253.example,host254.example,host255.example,host256.exampl"
      "e,host257.example,host258.example,host259.example,host260.example,host261.example,host262.example,ho"
      "st263.example,host264.example,host265.example,host266.example,host267.example,host268.example,host26"
      "9.example,host270.example,host271.example,host272.example,host273.example,host274.example,host275.ex"
      "ample,host276.example,host277.example,host278.example,host279.example,host280.example,host281.exampl"
      "e,host282.example,host283.example,host284.example,host285.example,host286.example,host287.example,ho"
      "st288.example,host289.example,host290.example,host291.example,host292.example,host293.example,host29"
      "4.example,host295.example,host296.example,host297.example,host298.example,host299.example"};
  static_assert(sizeof(programs) > 0 && sizeof(hosts) > 0);
  CHECK(true);
}
