// Where messages go: any number of destinations at once, which are known when the program starts.
#pragma once

#include <lineout/posix.hpp>

#include <memory>
#include <string>
#include <vector>

#include "arguments.hpp"

namespace router {

// What a channel that waits for whoever reads standard output is made of.
bool write_to_standard_output(const char* data, size_t size);
using to_standard_output =
    lineout::framed<lineout::newline<lineout::traditional>, lineout::callback<decltype(&write_to_standard_output)>>;

struct way_out {
  std::string name;  // as it was asked for: --udp HOST:PORT and so on
  lineout::posix::destination to{};
  size_t number = 0;  // of its branch
};

using branches = lineout::fan_out_list<32>;

class ways_out {
 public:
  // What is wrong with it, or nothing.
  std::string add(const destination& wanted, const arguments& all);
  branches& channel() { return branches_; }
  // Says where something was lost, and why. True: nowhere, as far as it can be known.
  bool say_what_was_lost();

 private:
  std::vector<std::unique_ptr<way_out>> all_;
  to_standard_output standard_output_{lineout::callback{&write_to_standard_output}};
  branches branches_;
};

}  // namespace router
