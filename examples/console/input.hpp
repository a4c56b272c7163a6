// The input: a file or standard input, read as it comes, until it ends or a signal says so.
#pragma once

#include <functional>
#include <string>

// From now on SIGINT and SIGTERM end the input instead of the program; a second one ends the program.
void end_input_on_signals();
// Whether one of them has come.
bool interrupted();

// Standard input when there is no path. Negative, with the reason in error, when it cannot be read.
int open_input(const char* path, std::string& error);
// Hands over what there is, as soon as there is something. Says what went wrong, or nothing.
std::string read_input(int input, const std::function<void(const char* data, size_t size)>& take);
