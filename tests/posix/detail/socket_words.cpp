#include <lineout/posix/detail/socket_words.hpp>

#include <doctest/doctest.h>

using lineout::text;
using lineout::detail::socket_words;

static_assert(socket_words(0).empty());
static_assert(socket_words(ECONNREFUSED) == text{"nobody listens there"});
static_assert(socket_words(EHOSTUNREACH) == text{"the host is unreachable"});
static_assert(socket_words(ETIMEDOUT) == text{"the receiver does not answer"});
static_assert(socket_words(ENOBUFS) == text{"the queue of the network interface is full"});

TEST_CASE("every error number has words, known or not") {
  for (int error = 1; error < 200; ++error) CHECK_FALSE(socket_words(error).empty());
  CHECK(socket_words(99999) == text{"the system refuses; last_error() has its number"});
}
