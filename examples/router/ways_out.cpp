#include "ways_out.hpp"

#include <chrono>
#include <thread>

#include "signals.hpp"

namespace router {

namespace {

namespace posix = lineout::posix;
using std::chrono::milliseconds;

template <typename Framing, typename Sink> class way_to final : public way_out {
 public:
  way_to(std::string name, Sink sink, milliseconds patience)
      : way_out{std::move(name)}, channel_{std::move(sink)}, patience_{patience} {}

  // Waits as long as it has patience where the other side is only slow.
  lineout::outcome submit(const lineout::message& what) override {
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
      if (channel_.submit(what) == lineout::outcome::sent) return lineout::outcome::sent;
      const int error = last_error();
      const bool slow = error == EAGAIN || error == ENOBUFS;
      if (!slow || interrupted() || std::chrono::steady_clock::now() - begin >= patience_)
        return lineout::outcome::lost;
      std::this_thread::sleep_for(milliseconds{1});
    }
  }
  int last_error() override { return channel_.next().last_error(); }

 private:
  lineout::framed<Framing, Sink> channel_;
  milliseconds patience_;
};

template <typename Framing, typename Sink> opened open(const destination& wanted, Sink sink, milliseconds patience) {
  if (!sink) return {nullptr, std::string{sink.error().data(), sink.error().size()}};
  return {std::make_unique<way_to<Framing, Sink>>(wanted.option + " " + wanted.value, std::move(sink), patience), {}};
}

}  // namespace

opened open_way_out(const destination& wanted, const arguments& all) {
  // In a storm nothing waits, and what does not get through is lost, as on a real router.
  const milliseconds patience{all.storm > 0 ? 0 : 1000};
  if (wanted.option == "--unix") return open<lineout::local>(wanted, posix::unix_socket{wanted.value}, patience);
  if (wanted.option == "--udp" && all.rfc5424)
    return open<lineout::rfc5424>(wanted, posix::udp_socket{wanted.value}, patience);
  if (wanted.option == "--udp") return open<lineout::rfc3164>(wanted, posix::udp_socket{wanted.value}, patience);
  const bool standard = wanted.value == "-";
  return open<lineout::traditional>(wanted, posix::file{standard ? "/dev/stdout" : wanted.value},
                                    standard ? milliseconds{std::chrono::hours{24}} : patience);
}

}  // namespace router
