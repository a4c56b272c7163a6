#include <lineout/sinks/callback.hpp>

#include <doctest/doctest.h>

namespace {

using lineout::callback;
using lineout::outcome;
using lineout::packet;
using lineout::size_t;
using lineout::text;

constexpr outcome send(auto sink, text words) {
  char storage[32]{};
  packet bytes{storage, sizeof storage, 0};
  char* const at = bytes.append(words.size());
  for (size_t index = 0; index < words.size(); ++index) at[index] = words[index];
  return sink.send(bytes);
}

constexpr bool is_hello(const char* data, size_t size) { return text{data, size} == text{"hello"}; }

static_assert(send(callback{is_hello}, "hello") == outcome::sent);
static_assert(send(callback{is_hello}, "other") == outcome::lost);
static_assert(send(callback{[](const char*, size_t) {}}, "x") == outcome::sent);
static_assert(send(callback{[](const char*, size_t) { return outcome::queued; }}, "x") == outcome::queued);
static_assert(send(callback<bool (*)(const char*, size_t)>{}, "x") == outcome::lost, "no function is there yet");

template <typename T>
concept can_be_called_back = requires {
  typename callback<T>;
};
static_assert(!can_be_called_back<int (*)(const char*, size_t)>, "a number of bytes is not an answer");
static_assert(!can_be_called_back<void (*)(const char*)>);

}  // namespace

TEST_CASE("a function with a state keeps it") {
  size_t total = 0;
  callback sink{[&total](const char*, size_t size) { total += size; }};
  char storage[8];
  packet bytes{storage, sizeof storage, 0};
  bytes.append(8);
  CHECK(sink.send(bytes) == outcome::sent);
  CHECK(sink.send(bytes) == outcome::sent);
  CHECK(total == 16);
}
