// conf_dialect: whose syslog.conf is read, because the same words mean different things to different daemons.
#pragma once

#include <lineout/rules/selector.hpp>

namespace lineout {

// What the documents of each daemon say; the rules of a selector are selector_dialect's.
enum class conf_dialect : uint8_t {
  freebsd,   // blocks also behind a # in the first column; |command; filters by property
  netbsd,    // as freebsd; @[host] is TLS there, which is not supported here
  openbsd,   // no comparisons; !!prog and ++host: the first rule that takes a message ends the search; @tcp://host
  macos,     // as freebsd, with the facilities of Darwin
  sysklogd,  // Linux' and Slackware's: lines continue behind a backslash; |/path is a FIFO; ;RFC5424 behind an action
  rsyslog,   // its legacy lines, as Debian has them: filters before an action, & action, stop, @@host, :omusrmsg:
};

// By name; bsd, debian, slackware, busybox and inetutils are further names.
constexpr parsed<conf_dialect> parse_conf_dialect(text name) {
  struct entry {
    text name;
    conf_dialect value;
  };
  using enum conf_dialect;
  constexpr entry names[] = {{"freebsd", freebsd},
                             {"netbsd", netbsd},
                             {"openbsd", openbsd},
                             {"macos", macos},
                             {"bsd", freebsd},
                             {"rsyslog", rsyslog},
                             {"debian", rsyslog},
                             {"busybox", conf_dialect::sysklogd},
                             {"sysklogd", conf_dialect::sysklogd},
                             {"slackware", conf_dialect::sysklogd},
                             {"inetutils", conf_dialect::sysklogd}};
  for (const entry& one : names)
    if (detail::equal_ignoring_case(one.name, name)) return {.value = one.value};
  return {.error =
              "a dialect is freebsd, netbsd, openbsd, macos, sysklogd (also slackware, busybox, inetutils) or "
              "rsyslog (also debian)"};
}

namespace detail {

// How a dialect reads what is not a selector.
struct conf_habits {
  selector_dialect selectors = selector_dialect::bsd;
  bool continues = false;      // behind a backslash at the end of a line
  bool hidden_blocks = false;  // #!prog, #+host, #:property
  bool fifos = false;          // |/path is one
  bool options = false;        // ;WORDS behind an action
  bool settings = false;       // lines that begin with a keyword, as rotate_size 1M
  bool is_rsyslog = false;
};

constexpr conf_habits habits_of(conf_dialect dialect) {
  switch (dialect) {
    case conf_dialect::freebsd:
      return {.hidden_blocks = true};
    case conf_dialect::netbsd:
      return {.selectors = selector_dialect::netbsd, .hidden_blocks = true};
    case conf_dialect::openbsd:
      return {.selectors = selector_dialect::openbsd};
    case conf_dialect::macos:
      return {.selectors = selector_dialect::macos, .hidden_blocks = true};
    case conf_dialect::sysklogd:
      return {.selectors = selector_dialect::sysklogd,
              .continues = true,
              .hidden_blocks = true,
              .fifos = true,
              .options = true,
              .settings = true};
    case conf_dialect::rsyslog:
      return {.selectors = selector_dialect::sysklogd,
              .continues = true,
              .fifos = true,
              .options = true,
              .is_rsyslog = true};
  }
  return {};
}

}  // namespace detail
}  // namespace lineout
