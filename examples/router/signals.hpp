// SIGINT and SIGTERM end a storm instead of the program; a second one ends the program.
#pragma once

namespace router {

void end_on_signals();
// Whether one of them has come.
bool interrupted();

}  // namespace router
