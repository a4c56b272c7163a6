// socket_words: what an error number says of a socket, in words that are always valid.
#pragma once

#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

constexpr text socket_words(int error) {
  switch (error) {
    case 0:
      return {};
    case ECONNRESET:
    case EPIPE:
      return "the receiver has closed the connection";
    case ETIMEDOUT:
      return "the receiver does not answer";
    case EINPROGRESS:
      return "the connection is being made";
    case EMSGSIZE:
      return "a record is too long for the way there";
    case ENOBUFS:
      return "the queue of the network interface is full";
    case ENOLINK:
      return "the network interface has no carrier";
    case EPROTOTYPE:
      return "another kind of socket listens there";
    case EBADF:
    case ENOTSOCK:
      return "the program has closed the descriptor";
    case ENOPROTOOPT:
      return "the receiver does not understand the protocol";
    default:
      return error_words(error);
  }
}

}  // namespace lineout::detail
