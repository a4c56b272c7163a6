#include "demo.hpp"

#include <cstdio>

namespace {

constexpr const char* conf =
    "# what everybody wants to know, and what only some do\n"
    "*.notice;authpriv.none      /var/log/messages\n"
    "*.info;mark.info            /var/log/all\n"
    "authpriv.*                  /var/log/secure\n"
    "*.emerg                     *\n"
    "kern.<warning               |kernel-watch\n"
    "!pppd,ipmon\n"
    "*.*                         @loghost\n";

constexpr const char* bad_conf =
    "*.notice                    /var/log/messages\n"
    "*.info;mial.none            /var/log/all\n";

constexpr const char* good_conf = "*.warning                   /var/log/warnings\n";

class day {
 public:
  day() : router_{{"router1", "routed"}, {lineout::facility::user, lineout::severity::notice}, true} {}

  void run() {
    say("the rules");
    std::fputs(conf, stdout);
    router_.load("syslog.conf", conf, lineout::conf_dialect::freebsd);

    say("each message goes where it is selected");
    for (const char* line :
         {"<30>dhcpd[80]: lease 10.0.0.17 to 00:16:3e:00:00:17", "<86>sshd[411]: session opened for root",
          "<30>pppd[97]: IPCP: up", "<6>kernel: eth0: link up", "<0>kernel: temperature critical"})
      at(1, line);

    say("a link that flaps for 200 seconds: repeats are a count, after 30 and then 120 seconds, and at last");
    for (int second = 0; second < 200; ++second) at(1, "<28>ifd[52]: eth3: carrier lost");
    at(1, "<29>ifd[52]: eth3: given up");

    say("nothing for 45 minutes: a mark each 20");
    for (int second = 0; second < 2700; ++second) at(1, nullptr);

    say("SIGHUP with a wrong syslog.conf: the old rules stay");
    std::fputs(bad_conf, stdout);
    reload(bad_conf);
    at(1, "<28>ifd[52]: eth4: carrier lost");

    say("SIGHUP with a good one");
    std::fputs(good_conf, stdout);
    reload(good_conf);
    at(1, "<28>ifd[52]: eth4: carrier lost");
    at(1, "<30>dhcpd[80]: lease 10.0.0.18 to 00:16:3e:00:00:18");
    router_.finish();
  }

 private:
  static void say(const char* what) {
    std::printf("\n-- %s\n", what);
    std::fflush(stdout);
  }
  void at(int seconds, const char* line) {
    now_ += seconds;
    const auto now = lineout::timestamp::at(now_);
    router_.tick(now);
    if (line != nullptr) router_.line(line, now);
  }
  void reload(const char* words) {
    std::fflush(stdout);
    if (router_.reload("syslog.conf", words, lineout::conf_dialect::freebsd) != 0)
      std::fprintf(stderr, "routed: the rules stay as they were\n");
  }

  router router_;
  lineout::int64_t now_ = 1795348800;  // 2026-11-22 12:00:00
};

}  // namespace

void run_demo() { day{}.run(); }
