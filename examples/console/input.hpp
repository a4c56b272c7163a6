// The input: a file or standard input, read as it comes, until it ends or a signal says so.
#pragma once

#include <lineout/channels/channel_ref.hpp>

#include <string>

// From now on SIGINT and SIGTERM end the input instead of the program; a second one ends the program.
// The first one also makes the channels, which stay, wait for nobody.
void end_input_on_signals(lineout::channel_ref all);
// Whether one of them has come.
bool interrupted();

// Standard input when there is no path. Negative, with the reason in error, when it cannot be read.
int open_input(const char* path, std::string& error);
// What there is, as soon as there is something, in at most room bytes. 0: that was the end, or error says what went wrong.
size_t read_input(int input, char* bytes, size_t room, std::string& error);
