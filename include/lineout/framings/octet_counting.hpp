// octet_counting: records of another framing on a stream, each preceded by its size: MSG-LEN SP SYSLOG-MSG (RFC 6587
// section 3.4.1).
#pragma once

#include <lineout/detail/optional_verbs.hpp>
#include <lineout/detail/prepend.hpp>

namespace lineout {

// Some receivers understand nothing else on a stream, others not this: rsyslog takes both ways, syslog-ng's syslog()
// this one alone, its network() only newline.
template <lineout::framing Framing> class octet_counting {
 public:
  static constexpr size_t headroom = 10 + 1 + Framing::headroom;
  static constexpr size_t tailroom = Framing::tailroom;
  static constexpr bool shows_seconds = detail::shows_seconds<Framing>;

  constexpr octet_counting() = default;
  constexpr explicit octet_counting(Framing framing) : framing_{detail::move(framing)} {}

  constexpr void frame(packet& bytes, const message& what) {
    framing_.frame(bytes, what);
    const char* const begin =
        detail::write_decimal(detail::prepend(bytes.data(), ' '), static_cast<uint32_t>(bytes.size()));
    bytes.prepend(static_cast<size_t>(bytes.data() - begin));
  }

 private:
  [[no_unique_address]] Framing framing_{};
};

static_assert(framing<octet_counting<stubs::framing>>);

}  // namespace lineout
