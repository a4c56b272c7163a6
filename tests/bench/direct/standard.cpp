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
  std::memcpy(buffer, prefix.at(bench::prefix::coarse_second()), bench::prefix::size);
  const int size = std::snprintf(buffer + bench::prefix::size, sizeof buffer - bench::prefix::size,
                                 "Connect: %s <--> %s unit %d rx %u tx %u", given.from_c(), given.to_c(), given.unit,
                                 given.received, given.sent);
  bench::deliver(buffer, bench::prefix::size + static_cast<size_t>(size));
}

// A stream into a piece of memory, made once.
class fixed : public std::streambuf {
 public:
  void begin_with(const char* header) {
    std::memcpy(buffer_, header, bench::prefix::size);
    setp(buffer_ + bench::prefix::size, buffer_ + sizeof buffer_);
  }
  const char* data() const { return buffer_; }
  size_t size() const { return static_cast<size_t>(pptr() - buffer_); }

 private:
  char buffer_[160];
};

void by_ostream() {
  static fixed buffer;
  static std::ostream out{&buffer};
  buffer.begin_with(prefix.at(bench::prefix::coarse_second()));
  out << "Connect: " << given.from << " <--> " << given.to << " unit " << given.unit << " rx " << given.received
      << " tx " << given.sent;
  bench::deliver(buffer.data(), buffer.size());
}

const bench::part standard{[](bench::suite& all) {
  all.add("snprintf", kind::peer, by_snprintf).check([] { return bench::not_the_line(by_snprintf); });
  all.add("std::ostream", kind::peer, by_ostream).check([] { return bench::not_the_line(by_ostream); });
}};

}  // namespace
