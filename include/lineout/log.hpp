// All that a file needs which only logs, through a logger_ref. Where the logger is made: lineout.hpp, or posix.hpp.
#pragma once

#include <lineout/logger_ref.hpp>
