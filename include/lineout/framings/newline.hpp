// newline: records of another framing on a stream, each ended by a line feed (RFC 6587 section 3.4.2).
#pragma once

#include <lineout/detail/optional_verbs.hpp>

namespace lineout {

// A text has no line feed, so that where a record ends is where the receiver takes it to end.
template <lineout::framing Framing> class newline {
 public:
  static constexpr size_t headroom = Framing::headroom;
  static constexpr size_t tailroom = Framing::tailroom + 1;
  static constexpr bool shows_seconds = detail::shows_seconds<Framing>;

  constexpr newline() = default;
  constexpr explicit newline(Framing framing) : framing_{detail::move(framing)} {}

  constexpr void frame(packet& bytes, const message& what) {
    framing_.frame(bytes, what);
    if (char* const end = bytes.append(1); end != nullptr) *end = '\n';
  }

 private:
  [[no_unique_address]] Framing framing_{};
};

static_assert(framing<newline<stubs::framing>>);

}  // namespace lineout
