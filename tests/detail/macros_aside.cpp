#include <lineout/detail/macros_aside.hpp>
#include <lineout/detail/macros_back.hpp>

#define send(socket, data, size, flags) (socket)
#define panic(...) 7

#include <lineout/detail/macros_aside.hpp>

namespace {

struct device {
  int send() { return 1; }
  int panic() { return 2; }
};

}  // namespace

#include <lineout/detail/macros_back.hpp>

#include <doctest/doctest.h>

TEST_CASE("between the two headers others' macros are no macros, and after them they are as they were") {
  CHECK(sizeof(device) == 1);
  CHECK(send(5, nullptr, 0, 0) == 5);
  CHECK(panic("x") == 7);
  CHECK((device{}.send)() == 1);
}
