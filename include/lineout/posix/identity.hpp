// identity: this program as the origin of messages: host name, program name, process id.
#pragma once

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <lineout/origin.hpp>

namespace lineout::posix {

// Whether the host name keeps its domain. RFC 3164 section 4.1.2 wants none; RFC 5424 section 6.2.4 prefers it.
enum class domain : uint8_t { leave_out, keep };

struct identity_options {
  posix::domain domain = posix::domain::leave_out;
  lineout::app_name_characters app_name_characters = lineout::app_name_characters::plain;
};

// What is not valid in the names is repaired; repaired() tells. An address that stands for a host name is kept whole. It
// is an origin as long as it lives:
//   const lineout::posix::identity me;  ... logger log{sink, me};
// The host name and the process id may change (DHCP, fork()). To follow them, a program calls me.poll(log) where it
// calls log.poll(), and me.renew() in a child of fork(). Threads may log meanwhile. Nothing waits or allocates; the
// constructor, renew() and poll() are not for signal handlers.
class identity {
 public:
  identity() : identity{program_name()} {}
  explicit identity(text app_name, identity_options options = {})
      : domain_{options.domain}, names_{{host{}, domain_, app_name, options.app_name_characters}} {}
  identity(const identity&) = delete;
  identity& operator=(const identity&) = delete;

  // As of the last renewal. The reference and its names stay as they are until the names have changed three more times.
  const lineout::origin& origin() const& { return current()->origin; }
  lineout::origin origin() const&& = delete;
  operator const lineout::origin&() const& { return origin(); }
  operator lineout::origin() const&& = delete;

  // Whether a name was not valid and has been changed.
  bool hostname_repaired() const { return current()->names.hostname_repaired(); }
  bool app_name_repaired() const { return names_[0].names.app_name_repaired(); }
  bool repaired() const { return hostname_repaired() || app_name_repaired(); }

  // Asks for the host name and the process id anew: two system calls. True: they have changed, and origin() with them.
  // False also while another thread does the same.
  bool renew() {
    // A child of fork() does not wait for a thread of its parent.
    const pid_t self = ::getpid();
    pid_t renewing = __atomic_load_n(&renewing_, __ATOMIC_ACQUIRE);
    if (renewing == self ||
        !__atomic_compare_exchange_n(&renewing_, &renewing, self, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE))
      return false;
    const generation* const before = current();
    const host now;
    const bool changed =
        !(text{now.name} == text{before->host.name}) || before->origin.process_id() != static_cast<uint32_t>(self);
    if (changed) {
      generation* const next = before + 1 == names_ + generations ? names_ : names_ + (before - names_) + 1;
      *next = generation{now, domain_, before->origin.app_name(), lineout::app_name_characters::dots_and_slashes};
      __atomic_store_n(&current_, next, __ATOMIC_RELEASE);
    }
    __atomic_store_n(&renewing_, 0, __ATOMIC_RELEASE);
    return changed;
  }

  // The same where a program polls: asks for the process id at each call, and for the host name every ten seconds. Gives
  // the logger the origin of now. One context calls it.
  template <typename Logger> void poll(Logger& log) {
    timespec now{};
    const int saved = errno;
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    errno = saved;
    if (now.tv_sec >= due_ || origin().process_id() != static_cast<uint32_t>(::getpid())) {
      due_ = now.tv_sec + 10;
      renew();
    }
    if (&log.origin() != &origin()) log.set_origin(origin());
  }

 private:
  static constexpr size_t generations = 4;

  struct host {
    char name[256] = {};
    host() {
      const int saved = errno;
      if (::gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
      errno = saved;
    }
  };

  struct generation {
    identity::host host;
    origin_buffer names;
    lineout::origin origin;

    generation(const identity::host& here, posix::domain domain, text app_name, lineout::app_name_characters allowed)
        : host{here},
          names{domain == posix::domain::keep ? text{host.name} : without_domain(host.name), app_name,
                static_cast<uint32_t>(::getpid()), allowed},
          origin{names} {}
    // Of no host.
    generation() : names{"", ""}, origin{names} {}
    generation& operator=(const generation& other) {
      host = other.host;
      names = other.names;
      origin = names;
      return *this;
    }
  };

  // An address has no domain.
  static text without_domain(text name) {
    bool is_address = true;
    for (const char c : name) is_address = is_address && (detail::is_digit(c) || c == '.');
    return is_address || name.find(':') < name.size() ? name : name.first(name.find('.'));
  }

  const generation* current() const { return __atomic_load_n(&current_, __ATOMIC_ACQUIRE); }

  static text program_name() {
#if defined(__linux__)
    return program_invocation_short_name;
#else
    return ::getprogname();
#endif
  }

  posix::domain domain_;
  generation names_[generations];
  const generation* current_ = names_;
  pid_t renewing_ = 0;  // the process that does
  time_t due_ = 0;      // seconds; when poll() asks for the host name
};

}  // namespace lineout::posix
