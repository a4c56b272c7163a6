// clear_in_child: in a child of fork(), has every queue and batch of a part forget what is the parent's to send.
#pragma once

namespace lineout::detail {

// Walks from a logger to its channel, and from a decorator to the part behind it.
template <typename T> constexpr void clear_in_child(T& part) {
  if constexpr (requires { part.clear_in_child(); }) part.clear_in_child();
  if constexpr (requires { part.channel(); }) clear_in_child(part.channel());
  else if constexpr (requires { part.next(); }) clear_in_child(part.next());
}

}  // namespace lineout::detail
