#include "destinations.hpp"

#include "sinks.hpp"
#include "widths.hpp"

namespace {

namespace posix = lineout::posix;

template <size_t Width, bool LevelPrefix> struct console_options : lineout::console_options {
  static constexpr size_t width = Width;
  using levels = std::conditional_t<LevelPrefix, lineout::levels::angle, lineout::levels::none>;
};

// Frames go to a network card, or to a file; everything else goes where it goes.
template <typename Sink> int last_error_of(Sink& sink) {
  if constexpr (requires { sink.next(); }) return sink.next().last_error();
  else return sink.last_error();
}

template <typename Framing, typename Sink, typename Options> class console_to final : public destination {
 public:
  console_to(std::string name, Sink sink, lineout::origin who, lineout::priority level)
      : destination{std::move(name)}, log_{lineout::framed<Framing, Sink>{std::move(sink)}, who} {
    console_.set_priority(level);
  }

  void write(lineout::text characters) override { console_.write(characters); }
  void flush() override { console_.flush(); }
  lineout::counts counts() override { return log_.counts(); }
  int last_error() override { return last_error_of(log_.channel().next()); }

 private:
  lineout::logger<lineout::framed<Framing, Sink>, posix::options> log_;
  lineout::console<decltype(log_), Options> console_{log_};
};

// Finds the width that was asked for among those that there are.
template <typename Framing, bool LevelPrefix, size_t Index = 0, typename Sink>
std::unique_ptr<destination> make(const way_out& wanted, const arguments& all, lineout::origin who, Sink sink) {
  if constexpr (Index + 1 < widths.size()) {
    if (all.width != widths[Index]) return make<Framing, LevelPrefix, Index + 1>(wanted, all, who, std::move(sink));
  }
  using options = console_options<widths[Index], LevelPrefix>;
  return std::make_unique<console_to<Framing, Sink, options>>(wanted.name(), std::move(sink), who, all.priority);
}

template <typename Framing, typename Sink>
opened make(const way_out& wanted, const arguments& all, lineout::origin who, Sink sink, std::string note = {}) {
  if (all.level_prefix) return {make<Framing, true>(wanted, all, who, std::move(sink)), {}, std::move(note)};
  return {make<Framing, false>(wanted, all, who, std::move(sink)), {}, std::move(note)};
}

std::string words_of(lineout::text words) { return {words.data(), words.size()}; }

opened open_raw(const way_out& wanted, const arguments& all, lineout::origin who) {
#if __has_include(<linux/if_packet.h>)
  posix::packet_socket interface { wanted.value };
  if (!interface.error().empty()) return {{}, words_of(interface.error()), {}};
  lineout::frame_addresses frame = all.frame;
  frame.from_mac = all.from_mac ? *all.from_mac : interface.mac();
  return make<lineout::rfc3164>(wanted, all, who, lineout::udp_frame{paced{patient{std::move(interface)}}, frame});
#else
  return {{}, "this system has no packet sockets", {}};
#endif
}

// The name of standard output, as everybody writes it.
bool is_standard(const way_out& wanted) { return wanted.value == "-"; }
std::string path_of(const way_out& wanted) { return is_standard(wanted) ? "/dev/stdout" : wanted.value; }
// Whoever reads standard output may take all the time in the world.
std::chrono::seconds patience_for(const way_out& wanted) {
  return is_standard(wanted) ? std::chrono::hours{24 * 365} : std::chrono::seconds{5};
}

opened open_pcap(const way_out& wanted, const arguments& all, lineout::origin who) {
  posix::pcap_file file{path_of(wanted)};
  if (!file) return {{}, words_of(file.error()), {}};
  lineout::frame_addresses frame = all.frame;
  if (all.from_mac) frame.from_mac = *all.from_mac;
  return make<lineout::rfc3164>(wanted, all, who,
                                lineout::udp_frame{patient{std::move(file), patience_for(wanted)}, frame});
}

}  // namespace

opened open_destination(const way_out& wanted, const arguments& all, lineout::origin who) {
  switch (wanted.kind) {
    case way::udp: {
      posix::udp_socket socket{wanted.value};
      if (!socket) return {{}, words_of(socket.error()), {}};
      const std::string note = words_of(socket.error());
      return make<lineout::rfc3164>(wanted, all, who, paced{patient{std::move(socket)}}, note);
    }
    case way::unix_socket: {
      posix::unix_socket socket{wanted.value};
      if (!socket) return {{}, words_of(socket.error()), {}};
      const std::string note = words_of(socket.error());
      return make<lineout::local>(wanted, all, who, patient{std::move(socket)}, note);
    }
    case way::output: {
      posix::file file{path_of(wanted)};
      if (!file) return {{}, words_of(file.error()), {}};
      return make<lineout::traditional>(wanted, all, who, patient{std::move(file), patience_for(wanted)});
    }
    case way::raw:
      return open_raw(wanted, all, who);
    case way::pcap:
      return open_pcap(wanted, all, who);
  }
  return {};
}
