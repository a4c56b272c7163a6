// demo: an hour of a router's day in a moment, by a clock that is not real: what goes where, and what does not.
#pragma once

#include "router.hpp"

void run_demo();
