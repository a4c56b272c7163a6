// For Arduino sketches: the whole core of lineout.
#pragma once
#include <lineout/lineout.hpp>
