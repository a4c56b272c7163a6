// expect: error__this_line_of_a_syslog_conf_is_wrong.*[ <]3
// on the way: stop_at_column(<7, 1,|\(3, 7\))
#include <lineout/rules/rules.hpp>

#ifdef REJECT
constexpr lineout::rules<4> conf{"# errors\n*.err /var/log/errors\n*.err;mial.none /var/log/messages\n*.emerg *\n"};
#else
constexpr lineout::rules<4> conf{"# errors\n*.err /var/log/errors\n*.err;mail.none /var/log/messages\n*.emerg *\n"};
#endif

static_assert(conf.size() == 3);
