#include "destinations.hpp"

namespace {

namespace posix = lineout::posix;

std::string words_of(lineout::text words) { return {words.data(), words.size()}; }

// The name of standard output, as everybody writes it. Whoever reads it may take more than an hour.
bool is_standard(const way_out& wanted) { return wanted.value == "-"; }
uint32_t patience_for(const way_out& wanted) { return is_standard(wanted) ? lineout::forever : 5000000; }

// What posix::destination calls it.
std::string plain_name(const way_out& wanted) {
  if (wanted.kind == way::udp) return "udp:" + wanted.value;
  if (wanted.kind == way::unix_socket) return "unix:" + wanted.value;
  return is_standard(wanted) ? "stdout:" : "file:" + wanted.value;
}

}  // namespace

destination::destination(const way_out& wanted, const arguments& all, lineout::origin who)
    : name_{wanted.name()}, log_{channel_, who} {
  if (wanted.kind == way::raw) open_raw(wanted, all);
  else if (wanted.kind == way::pcap) open_pcap(wanted, all);
  else open_plain(wanted);
}

void destination::open_plain(const way_out& wanted) {
  plain_ = posix::destination{plain_name(wanted)};
  plain_.set_patience(patience_for(wanted));
  (plain_ ? note_ : error_) = words_of(plain_.error());
}

void destination::open_raw(const way_out& wanted, const arguments& all) {
#if __has_include(<linux/if_packet.h>)
  posix::packet_socket interface { wanted.value };
  error_ = words_of(interface.error());
  interface.set_patience(patience_for(wanted));
  lineout::frame_addresses frame = all.frame;
  frame.from_mac = all.from_mac ? *all.from_mac : interface.mac();
  card_ = std::make_unique<frames_to<posix::packet_socket>>(lineout::udp_frame{std::move(interface), frame});
  log_.channel() = channel_ = *card_;
#else
  error_ = "this system has no packet sockets";
#endif
}

void destination::open_pcap(const way_out& wanted, const arguments& all) {
  posix::pcap_file file{is_standard(wanted) ? "/dev/stdout" : wanted.value};
  if (!file) error_ = words_of(file.error());
  file.set_patience(patience_for(wanted));
  lineout::frame_addresses frame = all.frame;
  if (all.from_mac) frame.from_mac = *all.from_mac;
  file_ = std::make_unique<frames_to<posix::pcap_file>>(lineout::udp_frame{std::move(file), frame});
  log_.channel() = channel_ = *file_;
}

int destination::last_error() const {
#if __has_include(<linux/if_packet.h>)
  if (card_) return card_->next().next().last_error();
#endif
  return file_ ? file_->next().next().last_error() : plain_.last_error();
}
