// stack: layers that are prepended one after the other, as stack<udp, ipv4, ethernet>.
#pragma once

#include <lineout/layers/segmentation.hpp>

namespace lineout {

// The innermost comes first, as it is the first to be prepended.
template <layer... Layers> class stack;

template <> class stack<> {
 public:
  static constexpr size_t size = 0;
  template <typename Layer> static constexpr size_t count = 0;
  static constexpr bool segments = true;
  constexpr void prepend(packet&, uint16_t = 0) {}
  constexpr void prepend(packet&, const followers&, uint16_t = 0) {}
  constexpr const no_layer& innermost() const { return none_; }

 private:
  static constexpr no_layer none_{};
};

template <layer Inner, layer... Outer> class stack<Inner, Outer...> {
 public:
  static constexpr size_t size = Inner::size + stack<Outer...>::size;
  // How many of the layers are of this type.
  template <typename Layer>
  static constexpr size_t count = (detail::is_same<Inner, Layer> ? 1 : 0) + stack<Outer...>::template count<Layer>;

  // Whether every layer can write the headers of a frame that is segmented.
  static constexpr bool segments = stack<Outer...>::segments && requires(Inner & inner, packet& bytes,
                                                                         const no_layer& below, const followers& rest) {
    inner.prepend(bytes, uint16_t{}, below, rest);
  };

  constexpr stack() = default;
  constexpr explicit stack(const Inner& inner, const Outer&... outer) : inner_{inner}, outer_{outer...} {}

  // Relies on size bytes of headroom. carried: the number by which the innermost layer names what is in bytes.
  constexpr void prepend(packet& bytes, uint16_t carried = 0) {
    inner_.prepend(bytes, carried, outer_.innermost());
    outer_.prepend(bytes, Inner::type);
  }
  // The headers of the first of several records that a NIC is to segment.
  constexpr void prepend(packet& bytes, const followers& rest, uint16_t carried = 0) requires segments {
    inner_.prepend(bytes, carried, outer_.innermost(), rest);
    outer_.prepend(bytes, rest, Inner::type);
  }

  // The innermost layer of this type, to change an address by.
  template <typename Layer> constexpr Layer& get() {
    static_assert(count<Layer> > 0, "lineout: this stack has no such layer");
    if constexpr (detail::is_same<Inner, Layer>) return inner_;
    else return outer_.template get<Layer>();
  }
  constexpr const Inner& innermost() const { return inner_; }

 private:
  [[no_unique_address]] Inner inner_{};
  [[no_unique_address]] stack<Outer...> outer_{};
};

template <typename... Layers> stack(Layers...) -> stack<Layers...>;

}  // namespace lineout
