// The heap, counted: everything that allocates ends in one of these, operator new and the C library included.
#include <atomic>
#include <cstddef>

#include "../bench.hpp"

namespace {
std::atomic<bool> counting{false};
std::atomic<size_t> allocations{0};

void note() {
  if (counting.load(std::memory_order_relaxed)) allocations.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace

extern "C" {
void* __libc_malloc(size_t size) noexcept;
void* __libc_calloc(size_t count, size_t size) noexcept;
void* __libc_realloc(void* old, size_t size) noexcept;
void* __libc_memalign(size_t alignment, size_t size) noexcept;

void* malloc(size_t size) noexcept { return note(), __libc_malloc(size); }
void* calloc(size_t count, size_t size) noexcept { return note(), __libc_calloc(count, size); }
void* realloc(void* old, size_t size) noexcept { return note(), __libc_realloc(old, size); }
void* aligned_alloc(size_t alignment, size_t size) noexcept { return note(), __libc_memalign(alignment, size); }
}

size_t bench::allocations_during(const std::function<void()>& function) {
  allocations = 0;
  counting = true;
  function();
  counting = false;
  return allocations;
}
