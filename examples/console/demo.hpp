// What happens without a destination: a receiver in this process shows what a console's lines become.
#pragma once

#include <string>

#include "arguments.hpp"

// input: as open_input() gave it; boot: show the embedded lines if it is a terminal or empty. program: what to call to
// run this program again. Returns the exit status.
int show_demo(int input, bool boot, const arguments& all, lineout::origin who, const std::string& program);
