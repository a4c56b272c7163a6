// SIGINT and SIGTERM end a storm instead of the program; a second one ends the program.
#pragma once

#include <lineout/channels/channel_ref.hpp>

namespace router {

// The first one also makes this channel wait for nobody.
void end_on_signals(lineout::channel_ref waiting);
// Whether one of them has come.
bool interrupted();

}  // namespace router
