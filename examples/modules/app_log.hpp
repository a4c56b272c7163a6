// app_log: what every file of this program logs with. main.cpp says where it goes.
#pragma once

#include <lineout/log.hpp>

extern lineout::logger_ref app_log;

// Of network.cpp.
void read_network(lineout::logger_ref log);
