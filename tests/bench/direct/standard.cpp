// The standard library's ways, with the header made once a second.
#include <cstdio>
#include <ostream>
#include <streambuf>

#include "../reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;
bench::prefix prefix;

void by_snprintf() {
  char buffer[160];
  const int size = std::snprintf(buffer, sizeof buffer, "%sConnect: %s <--> %s unit %d rx %u tx %u",
                                 prefix.at(bench::prefix::coarse_second()), given.from_c(), given.to_c(), given.unit,
                                 given.received, given.sent);
  bench::deliver(buffer, static_cast<size_t>(size));
}

// A stream into a piece of memory, made once.
class fixed : public std::streambuf {
 public:
  void clear() { setp(buffer_, buffer_ + sizeof buffer_); }
  const char* data() const { return buffer_; }
  size_t size() const { return static_cast<size_t>(pptr() - buffer_); }

 private:
  char buffer_[160];
};

void by_ostream() {
  static fixed buffer;
  static std::ostream out{&buffer};
  buffer.clear();
  out << std::string_view{prefix.at(bench::prefix::coarse_second()), bench::prefix::size} << "Connect: " << given.from
      << " <--> " << given.to << " unit " << given.unit << " rx " << given.received << " tx " << given.sent;
  bench::deliver(buffer.data(), buffer.size());
}

const bench::part standard{[](bench::suite& all) {
  all.add("snprintf", kind::peer, by_snprintf).check([] { return bench::not_the_line(by_snprintf); });
  all.add("std::ostream", kind::peer, by_ostream).check([] { return bench::not_the_line(by_ostream); });
}};

}  // namespace
