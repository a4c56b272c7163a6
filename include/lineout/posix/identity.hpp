// identity: this program as the origin of messages: host name, program name, process id.
#pragma once

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <lineout/origin.hpp>

namespace lineout::posix {

// The host name without its domain, which does not belong in a message (RFC 3164 section 4.1.2). What is not valid in
// it or in the program's name is repaired; hostname_repaired() and app_name_repaired() tell. It is an origin as long as
// it lives:
//   constexpr-free start-up code:  const lineout::posix::identity me;  ... logger log{sink, me};
// Made once; a child of fork() makes its own for its process id. The constructor is not for signal handlers.
class identity : public origin_buffer {
 public:
  identity() : identity{program_name()} {}
  explicit identity(text app_name) : identity{app_name, host()} {}

 private:
  struct host {
    char name[256] = {};
    host() {
      const int saved = errno;
      if (::gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
      errno = saved;
    }
    text without_domain() const {
      const text whole{name};
      return whole.first(whole.find('.'));
    }
  };

  identity(text app_name, const host& here)
      : origin_buffer{here.without_domain(), app_name, static_cast<uint32_t>(::getpid())} {}

  static text program_name() {
#if defined(__linux__)
    return program_invocation_short_name;
#else
    return ::getprogname();
#endif
  }
};

}  // namespace lineout::posix
