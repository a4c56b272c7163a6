// Files as the systems have them by default, written for these tests in each system's grammar, and by hand what each of
// their rules takes. An action stands behind tabs, and is the last thing on its line; a rule is known by that line.
#pragma once

#include <lineout/rules/conf_dialect.hpp>

#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace support {

struct sent_message {
  unsigned facility;
  unsigned severity;
  std::string program;
  std::string host;
};
inline const std::array<std::string, 5> sending_programs{"sshd", "sudo", "devd", "postfix", "app"};
inline const std::array<std::string, 3> sending_hosts{"here", "router1", "router22"};

using expectation = std::function<bool(const sent_message&)>;

struct configuration {
  std::string name;
  lineout::conf_dialect dialect;
  std::string words;
  std::map<size_t, expectation> takes;  // by line
};

namespace facilities {
enum : unsigned {
  kern,
  user,
  mail,
  daemon,
  auth,
  syslog,
  lpr,
  news,
  uucp,
  cron,
  authpriv,
  ftp,
  ntp,
  security,
  console,
  clock,
  local0,
  local2 = 18
};
}  // namespace facilities

// At least as severe as the level of its facility, or as the general one; -1: none.
inline bool by(const sent_message& what, int level, std::map<unsigned, int> others = {}) {
  const auto found = others.find(what.facility);
  return static_cast<int>(what.severity) <= (found == others.end() ? level : found->second);
}
inline bool one_of(unsigned value, std::initializer_list<unsigned> values) {
  for (const unsigned one : values)
    if (one == value) return true;
  return false;
}

inline std::vector<configuration> default_configurations() {
  using namespace facilities;
  using m = const sent_message&;
  std::vector<configuration> result;
  result.push_back(
      {"freebsd",
       lineout::conf_dialect::freebsd,
       "# What needs an operator goes to the console.\n"
       "*.err;kern.warning;auth.notice;mail.crit\t\t/dev/console\n"
       "*.notice;authpriv.none;kern.debug;lpr.info;mail.crit;news.err\t/var/log/messages\n"
       "security.*\t\t\t\t/var/log/security\n"
       "auth.info;authpriv.info\t\t\t/var/log/auth.log\n"
       "cron.*\t\t\t\t\t-/var/log/cron\n"
       "!-devd\n"
       "*.=debug\t\t\t\t/var/log/debug.log\n"
       "*.emerg\t\t\t\t\t*\n"
       "!devd\n"
       "*.>=notice\t\t\t\t/var/log/devd.log\n"
       "!sudo\n"
       "#+router1\n"
       "*.*\t\t\t\t\t/var/log/sudo.router1\n"
       "!*\n"
       "+*\n"
       ":hostname, icase_ereregex, \"^ROUTER[0-9]{2}$\"\n"
       "*.warning\t\t\t\t@loghost:514\n"
       ":*\n"
       "local0.<warning;local2.!err\t\t\t|exec cat > /dev/null\n"
       "#-- more --\n"
       "*.=crit;mail.none\t\t\t\troot,operator\n",
       {{2,
         [](m w) {
           return by(w, 3, {{kern, 4}, {auth, 5}, {mail, 2}});
         }},
        {3,
         [](m w) {
           return by(w, 5, {{authpriv, -1}, {kern, 7}, {lpr, 6}, {mail, 2}, {news, 3}});
         }},
        {4, [](m w) { return w.facility == security; }},
        {5,
         [](m w) {
           return by(w, -1, {{auth, 6}, {authpriv, 6}});
         }},
        {6, [](m w) { return w.facility == cron; }},
        {8, [](m w) { return w.severity == 7 && w.program != "devd"; }},
        {9, [](m w) { return w.severity == 0 && w.program != "devd"; }},
        {11, [](m w) { return w.severity <= 5 && w.program == "devd"; }},
        {14, [](m w) { return w.program == "sudo" && w.host == "router1"; }},
        {18, [](m w) { return w.severity <= 4 && w.host == "router22"; }},
        {20, [](m w) { return (w.facility == local0 && w.severity > 4) || (w.facility == local2 && w.severity > 3); }},
        {22, [](m w) { return w.severity == 2 && w.facility != mail; }}}});
  const auto stopped = [](m w) {
    return (w.program == "sudo" && one_of(w.facility, {auth, authpriv}) && w.severity <= 6) ||
           (w.host == "router1" && w.facility == local0);
  };
  result.push_back(
      {"openbsd",
       lineout::conf_dialect::openbsd,
       "*.notice;auth,authpriv,cron,ftp,kern,lpr,mail,user.none\t/var/log/messages\n"
       "kern.debug;syslog,user.info\t\t/var/log/messages\n"
       "auth.info\t\t\t\t/var/log/authlog\n"
       "authpriv.debug\t\t\t\t/var/log/secure\n"
       "!!sudo\n"
       "auth,authpriv.info\t\t\t/var/log/sudo\n"
       "!*\n"
       "++router1\n"
       "local0.*\t\t\t\t@tcp://loghost:601\n"
       "+*\n"
       "#!sshd\n"
       "*.err\t\t\t\t\troot\n"
       "*.emerg\t\t\t\t\t*\n",
       {{1,
         [](m w) {
           return w.severity <= 5 && !one_of(w.facility, {auth, authpriv, cron, ftp, kern, lpr, mail, user});
         }},
        {2,
         [](m w) {
           return by(w, -1, {{kern, 7}, {syslog, 6}, {user, 6}});
         }},
        {3, [](m w) { return w.facility == auth && w.severity <= 6; }},
        {4, [](m w) { return w.facility == authpriv; }},
        {6,
         [](m w) {
           return w.program == "sudo" && by(w, -1, {{auth, 6}, {authpriv, 6}});
         }},
        {9, [](m w) { return w.host == "router1" && w.facility == local0; }},
        {12, [stopped](m w) { return w.severity <= 3 && !stopped(w); }},
        {13, [stopped](m w) { return w.severity == 0 && !stopped(w); }}}});
  result.push_back({"netbsd",
                    lineout::conf_dialect::netbsd,
                    "*.err;kern.*;auth.notice;authpriv.none;mail.crit\t/dev/console\n"
                    "*.info;auth,authpriv,cron,ftp,kern,lpr,mail.none\t-/var/log/messages\n"
                    "auth,authpriv.info;security.debug\t/var/log/authlog\n"
                    "#!postfix\n"
                    "mail.!=info\t\t\t\t/var/log/maillog\n"
                    "!*\n"
                    "-@\n"
                    "*.<=notice;daemon.none\t\t\t/var/log/others\n"
                    "+*\n"
                    "*.emerg\t\t\t\t\t*\n",
                    {{1,
                      [](m w) {
                        return by(w, 3, {{kern, 7}, {auth, 5}, {authpriv, -1}, {mail, 2}});
                      }},
                     {2,
                      [](m w) {
                        return w.severity <= 6 && !one_of(w.facility, {auth, authpriv, cron, ftp, kern, lpr, mail});
                      }},
                     {3,
                      [](m w) {
                        return by(w, -1, {{auth, 7}, {authpriv, 6}});
                      }},
                     {5, [](m w) { return w.program == "postfix" && w.facility == mail && w.severity != 6; }},
                     {8, [](m w) { return w.host != "here" && w.severity >= 5 && w.facility != daemon; }},
                     {10, [](m w) { return w.severity == 0; }}}});
  result.push_back({"macos",
                    lineout::conf_dialect::macos,
                    "# authpriv and what installs things have files of their own\n"
                    "*.notice;authpriv,remoteauth,ftp,install,internal.none\t/var/log/system.log\n"
                    "kern.*\t\t\t\t\t/var/log/kernel.log\n"
                    "auth.info;authpriv.*;remoteauth.crit\t/var/log/secure.log\n"
                    "install.*\t\t\t\t@127.0.0.1:32376\n"
                    "*.emerg\t\t\t\t\t*\n",
                    {{2,
                      [](m w) {
                        return w.severity <= 5 && !one_of(w.facility, {authpriv, 13, ftp, 14});
                      }},
                     {3, [](m w) { return w.facility == kern; }},
                     {4,
                      [](m w) {
                        return by(w, -1, {{auth, 6}, {authpriv, 7}, {13, 2}});
                      }},
                     {5, [](m w) { return w.facility == 14; }},
                     {6, [](m w) { return w.severity == 0; }}}});
  const auto private_or_cron = [](m w) { return one_of(w.facility, {auth, authpriv, cron, daemon, mail, news}); };
  result.push_back({"sysklogd",
                    lineout::conf_dialect::sysklogd,
                    "auth,authpriv.*\t\t\t/var/log/auth.log\n"
                    "*.*;auth,authpriv.none\t\t-/var/log/syslog\n"
                    "*.=debug;\\\n"
                    "\tauth,authpriv.none;\\\n"
                    "\tnews.none;mail.none\t-/var/log/debug\n"
                    "*.=info;*.=notice;*.=warn;\\\n"
                    "\tauth,authpriv.none;\\\n"
                    "# a remark in between\n"
                    "\tcron,daemon.none;\\\n"
                    "\tmail,news.none\t\t-/var/log/messages\n"
                    "*.emerg\t\t\t\t*\n"
                    "*.=alert\t\t\t/var/log/critical ;rotate=10M:5,RFC5424\n"
                    "*.*\t\t\t\t@loghost ;RFC5424\n"
                    "!sudo,sshd\n"
                    "local2.*;local2.!err\t\t/var/log/local2\n"
                    "!*\n"
                    "+router1,router22\n"
                    "*.warn\t\t\t\t|/run/xconsole\n"
                    "+*\n"
                    "notify /usr/bin/true\n"
                    "security.info\t\t\t/var/log/security\n",
                    {{1,
                      [](m w) {
                        return one_of(w.facility, {auth, authpriv});
                      }},
                     {2,
                      [](m w) {
                        return !one_of(w.facility, {auth, authpriv});
                      }},
                     {5,
                      [](m w) {
                        return w.severity == 7 && !one_of(w.facility, {auth, authpriv, news, mail});
                      }},
                     {10,
                      [private_or_cron](m w) {
                        return one_of(w.severity, {4, 5, 6}) && !private_or_cron(w);
                      }},
                     {11, [](m w) { return w.severity == 0; }},
                     {12, [](m w) { return w.severity == 1; }},
                     {13, [](m) { return true; }},
                     {15,
                      [](m w) {
                        return w.facility == local2 && w.severity > 3 && one_of(static_cast<unsigned>(w.program.at(1)), {'u', 's'});
                      }},
                     {18, [](m w) { return w.severity <= 4 && w.host != "here"; }},
                     {21, [](m w) { return w.facility == auth && w.severity <= 6; }}}});
  const auto apart = [](m w) { return one_of(w.facility, {authpriv, cron, mail, news}); };
  result.push_back({"slackware",
                    lineout::conf_dialect::sysklogd,
                    "*.info;*.!warn;\\\n"
                    "\tauthpriv.none;cron.none;mail.none;news.none\t-/var/log/messages\n"
                    "*.warn;\\\n"
                    "\tauthpriv.none;cron.none;mail.none;news.none\t-/var/log/syslog\n"
                    "*.=debug\t\t\t-/var/log/debug\n"
                    "authpriv.*\t\t\t-/var/log/secure\n"
                    "uucp,news.crit\t\t\t-/var/log/spooler\n"
                    "*.emerg\t\t\t\t*\n",
                    {{2,
                      [apart](m w) {
                        return one_of(w.severity, {5, 6}) && !apart(w);
                      }},
                     {4, [apart](m w) { return w.severity <= 4 && !apart(w); }},
                     {5, [](m w) { return w.severity == 7; }},
                     {6, [](m w) { return w.facility == authpriv; }},
                     {7,
                      [](m w) {
                        return w.severity <= 2 && one_of(w.facility, {uucp, news});
                      }},
                     {8, [](m w) { return w.severity == 0; }}}});
  result.push_back({"debian",
                    lineout::conf_dialect::rsyslog,
                    "module(load=\"imuxsock\") # local programs\n"
                    "module(load=\"imklog\"\n"
                    "  permitnonkernelfacility=\"on\")\n"
                    "$FileOwner root\n"
                    "$Umask 0022\n"
                    "auth,authpriv.*\t\t\t/var/log/auth.log\n"
                    "*.*;auth,authpriv.none\t\t-/var/log/syslog\n"
                    "mail.err\t\t\t/var/log/mail.err;RSYSLOG_TraditionalFileFormat\n"
                    "daemon.*;mail.*;\\\n"
                    "\tnews.err;\\\n"
                    "\t*.=debug;*.=info;\\\n"
                    "\t*.=notice;*.=warn\t|/dev/xconsole\n"
                    "*.emerg\t\t\t\t:omusrmsg:*\n"
                    ":programname, isequal, \"sudo\"\t/var/log/sudo.log\n"
                    "& stop\n"
                    ":hostname, startswith, \"router\"\t/var/log/routers\n"
                    ":syslogtag, regex, \"^[as][ps][a-z]*:$\"\t@@loghost:601\n"
                    ":msg, contains, \"number 1\"\t~\n"
                    ":msg, ereregex, \"^ number [0-9]{2}$\"\t/var/log/tens\n"
                    "*.crit\t\t\t\troot,adm\n",
                    {{6,
                      [](m w) {
                        return one_of(w.facility, {auth, authpriv});
                      }},
                     {7,
                      [](m w) {
                        return !one_of(w.facility, {auth, authpriv});
                      }},
                     {8, [](m w) { return w.facility == mail && w.severity <= 3; }},
                     {12,
                      [](m w) {
                        return one_of(w.severity, {4, 5, 6, 7}) || one_of(w.facility, {daemon, mail}) ||
                               (w.facility == news && w.severity <= 3);
                      }},
                     {13, [](m w) { return w.severity == 0; }},
                     {14, [](m w) { return w.program == "sudo"; }},
                     {16, [](m w) { return w.program != "sudo" && w.host != "here"; }},
                     {17,
                      [](m w) {
                        return one_of(static_cast<unsigned>(w.program.at(1)), {'s', 'p'});
                      }},
                     {19,
                      [](m w) {
                        const unsigned pri = w.facility * 8 + w.severity;
                        return w.program != "sudo" && pri >= 20 && pri <= 99;
                      }},
                     {20, [](m w) {
                        return w.program != "sudo" && w.severity <= 2 &&
                               std::to_string(w.facility * 8 + w.severity)[0] != '1';
                      }}}});
  return result;
}

// What the message says: its PRI is a part of it.
inline std::string words_of(const sent_message& what) {
  return "number " + std::to_string(what.facility * 8 + what.severity);
}

// Calls action(message) for each of 192 PRIs, 5 programs and 3 hosts.
template <typename Action> void for_each_message(Action action) {
  for (const std::string& host : sending_hosts)
    for (const std::string& program : sending_programs)
      for (unsigned pri = 0; pri < 192; ++pri) action(sent_message{pri / 8, pri % 8, program, host});
}

}  // namespace support
