#include <lineout/rules/detail/stop_at_line.hpp>

#include <doctest/doctest.h>

// What it is for is tested where it stops the compiler: compile_fail/rules_wrong_line.cpp.
TEST_CASE("a right line stops nothing") { CHECK(sizeof(lineout::size_t) > 0); }
