#include <lineout/detail/bytes.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout::detail;

struct four_bytes {
  char bytes[4] = {};
  friend constexpr bool operator==(const four_bytes&, const four_bytes&) = default;
};
template <typename Store> constexpr four_bytes stored(Store store, unsigned value) {
  four_bytes result;
  store(result.bytes, value);
  return result;
}

static_assert(stored(store_big16, 0x1234) == four_bytes{{0x12, 0x34}});
static_assert(stored(store_big32, 0x12345678) == four_bytes{{0x12, 0x34, 0x56, 0x78}});
static_assert(stored(store_little16, 0x1234) == four_bytes{{0x34, 0x12}});
static_assert(stored(store_little32, 0x12345678) == four_bytes{{0x78, 0x56, 0x34, 0x12}});
static_assert([] {
  char bytes[3]{};
  return store_octets(bytes, {1, 2}) == bytes + 2 && bytes[0] == 1 && bytes[1] == 2 && bytes[2] == 0;
}());
static_assert(load_byte("\xff") == 255);
static_assert(load_little16("\x34\xf2") == 0xf234);

}  // namespace

TEST_CASE("a store returns where the next byte goes") {
  char buffer[10] = {};
  char* at = store_big32(buffer, 1);
  at = store_big16(at, 2);
  at = store_octets(at, {3, 4});
  CHECK(at == buffer + 8);
  CHECK(buffer[3] == 1);
  CHECK(buffer[5] == 2);
  CHECK(buffer[7] == 4);
}
