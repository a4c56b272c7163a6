// What channels hand on to each other besides messages and panic: the time, the wish to keep nothing back, and marks.
#pragma once

#include <lineout/message.hpp>

namespace lineout::detail {

// Tells a part that it is now so late; one that keeps no time has no tick().
template <typename T> constexpr void tick(T& part, timestamp now) {
  if constexpr (requires { part.tick(now); }) part.tick(now);
}

// Has a part send what it has kept back; one that keeps nothing back has no flush().
template <typename T> constexpr void flush(T& part) {
  if constexpr (requires { part.flush(); }) part.flush();
}

// Submits a mark, which some parts treat unlike messages.
template <typename T> constexpr outcome submit_mark(T& part, const message& what) {
  if constexpr (requires { part.submit_mark(what); }) return part.submit_mark(what);
  else return part.submit(what);
}

// In a child of fork(): has every queue and batch of a part forget what is the parent's to send.
template <typename T> constexpr void clear_in_child(T& part) {
  if constexpr (requires { part.clear_in_child(); }) part.clear_in_child();
  if constexpr (requires { part.channel(); }) clear_in_child(part.channel());
  else if constexpr (requires { part.next(); }) clear_in_child(part.next());
  else if constexpr (requires { part.sink(); }) clear_in_child(part.sink());
  else if constexpr (requires { part.inner(); }) clear_in_child(part.inner());
}

}  // namespace lineout::detail
