// A journald entry, in journald's own protocol.
#pragma once

#include <string>

#include "arguments.hpp"

// Reads lines NAME=value up to an empty one from a descriptor and sends them as one entry; several MESSAGEs are the
// lines of one. What is wrong, or nothing.
std::string send_journal_entry(int from, const arguments& all);
