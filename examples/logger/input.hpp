// Where the texts of messages come from: the words of the command line, or a stream's lines.
#pragma once

#include <functional>

#include "arguments.hpp"

// Called with each message.
using taker = std::function<void(lineout::text, lineout::priority)>;

// The words, joined by blanks to as few messages as have room for them.
void take_words(const arguments& all, const taker& take);

// Lines from a descriptor, until its end; longer ones become several messages. False, and errno: it could not be read.
bool take_lines(int from, const arguments& all, const taker& take);
