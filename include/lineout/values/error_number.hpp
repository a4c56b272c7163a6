// error_number: what errno holds, written with its POSIX name, as ECONNREFUSED (111), without libc.
#pragma once

#include <lineout/format/formatter.hpp>
#include <lineout/parsed.hpp>

namespace lineout {

namespace detail {

// The names from 1 on; '-' where a number has none. Each list is one string, so that it costs its characters alone.
struct errors_of_linux {
  static constexpr text names =
      "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST "
      "EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM "
      "ERANGE "
      "EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH "
      "ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG "
      "EREMOTE "
      "ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD "
      "ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT "
      "EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN "
      "ENETUNREACH "
      "ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED "
      "EHOSTDOWN "
      "EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE "
      "ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON";
};

// As far as the BSDs and macOS agree.
struct errors_of_bsd {
  static constexpr text names =
      "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EDEADLK ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST "
      "EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM "
      "ERANGE "
      "EAGAIN EINPROGRESS EALREADY ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT "
      "ESOCKTNOSUPPORT "
      "EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED "
      "ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED ELOOP ENAMETOOLONG EHOSTDOWN "
      "EHOSTUNREACH ENOTEMPTY EPROCLIM EUSERS EDQUOT ESTALE EREMOTE EBADRPC ERPCMISMATCH EPROGUNAVAIL EPROGMISMATCH "
      "EPROCUNAVAIL ENOLCK ENOSYS";
};

inline constexpr size_t error_name_limit = 16;

constexpr bool has_short_names(text names) {
  for (; !names.empty(); names = names.skip(names.find(' ') + 1))
    if (names.find(' ') > error_name_limit) return false;
  return true;
}

#if defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__) || defined(__DragonFly__) || defined(__APPLE__)
using errors_here = errors_of_bsd;
#else
using errors_here = errors_of_linux;
#endif

}  // namespace detail

// Names is a list as above, for a system with numbers of its own.
template <typename Names> struct basic_error_number {
  static_assert(detail::has_short_names(Names::names), "lineout: the name of an error is at most 16 characters long");

  int value = 0;

  constexpr basic_error_number() = default;
  constexpr basic_error_number(int number) : value{number} {}

  // A view of a literal; empty where the number has no name here, as 0 has none. Takes longer the greater the number
  // is.
  constexpr text name() const {
    if (value <= 0) return {};
    text left = Names::names;
    for (int number = 1; number < value && !left.empty(); ++number) left = left.skip(left.find(' ') + 1);
    const text found = left.first(left.find(' '));
    return found == "-" ? text{} : found;
  }

  // A name, of which EWOULDBLOCK, ENOTSUP and EDEADLOCK are second ones, or a number from 0 to 99999.
  static constexpr parsed<basic_error_number> parse(text input) {
    if (input.empty()) return {.error = "the name or the number of an error is missing"};
    if (detail::is_digit(input[0])) return parse_number(input);
    if (input == "EWOULDBLOCK") input = "EAGAIN";
    else if (input == "ENOTSUP") input = "EOPNOTSUPP";
    else if (input == "EDEADLOCK") input = "EDEADLK";
    int number = 1;
    for (text left = Names::names; !left.empty(); left = left.skip(left.find(' ') + 1), ++number)
      if (!(input == "-") && left.first(left.find(' ')) == input) return {.value = number};
    return {.error = "no error has this name: one such as ECONNREFUSED is expected, or a number"};
  }

  friend constexpr bool operator==(const basic_error_number&, const basic_error_number&) = default;

 private:
  static constexpr parsed<basic_error_number> parse_number(text input) {
    int number = 0;
    for (size_t index = 0; index < input.size(); ++index) {
      if (!detail::is_digit(input[index])) return {.error = "the number of an error is decimal", .position = index};
      if (index == 5) return {.error = "the number of an error is at most 99999"};
      number = number * 10 + (input[index] - '0');
    }
    return {.value = number};
  }
};

// With the numbers of the system that is compiled for: Linux's, which lwIP and others share, where it is none that is
// known.
using error_number = basic_error_number<detail::errors_here>;

// {}: the name, and the number in parentheses; {:s}: the name; {:d}: the number, which stands for the name where there
// is none.
template <typename Names> struct formatter<basic_error_number<Names>> {
  static constexpr bool is_self_contained = true;
  static constexpr text name = "error_number";
  static constexpr text letters = "sd";
  static constexpr void format(writer& out, const basic_error_number<Names>& value, const format_spec& spec) {
    const text named = spec.letter == 'd' ? text{} : value.name();
    char words[32];
    char* const end = words + sizeof words;
    char* first = end;
    if (named.empty() || spec.letter != 's') {
      if (!named.empty()) *--first = ')';
      const unsigned number = static_cast<unsigned>(value.value);
      first = detail::write_decimal(first, uint32_t{value.value < 0 ? 0U - number : number});
      if (value.value < 0) *--first = '-';
      if (!named.empty()) *--first = '(';
      if (!named.empty()) *--first = ' ';
    }
    for (size_t index = named.size(); index > 0; --index) *--first = named[index - 1];
    write_padded(out, {first, static_cast<size_t>(end - first)}, spec);
  }
};

}  // namespace lineout
