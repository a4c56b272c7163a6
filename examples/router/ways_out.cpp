#include "ways_out.hpp"

#include <string.h>

#include <cstdio>

namespace router {

namespace {

using lineout::record_format;

lineout::posix::destination open(const destination& wanted, const arguments& all) {
  if (wanted.option == "--unix") return lineout::posix::destination{"unix:" + wanted.value};
  if (wanted.option == "--udp") return {"udp:" + wanted.value, all.rfc5424 ? record_format::ietf : record_format::bsd};
  return lineout::posix::destination{wanted.value == "-" ? "stdout:" : "file:" + wanted.value};
}

}  // namespace

std::string ways_out::add(const destination& wanted, const arguments& all) {
  if (all_.size() == most) return "there are " + std::to_string(most) + " destinations already";
  auto made = std::make_unique<way_out>(way_out{wanted.option + " " + wanted.value, open(wanted, all)});
  lineout::posix::destination& to = made->to;
  if (!to) return {to.error().data(), to.error().size()};
  // In a storm nothing waits, and what does not get through is lost, as on a real router. Otherwise a receiver may take
  // a second, and whoever reads standard output more than an hour.
  to.set_patience(wanted.value == "-" ? lineout::forever : all.storm > 0 ? 0 : 1000000);
  channel_.add(to);
  all_.push_back(std::move(made));
  return {};
}

bool ways_out::say_what_was_lost() const {
  bool all_sent = true;
  for (size_t index = 0; index < all_.size(); ++index) {
    const int error = all_[index]->to.last_error();
    if (channel_.lost(index) == 0 && error != ECONNREFUSED) continue;
    all_sent = false;
    std::fprintf(stderr, "router: %s: lost %zu; last failure: %s\n", all_[index]->name.c_str(), channel_.lost(index),
                 ::strerror(error));
  }
  return all_sent;
}

}  // namespace router
