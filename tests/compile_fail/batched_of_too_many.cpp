// expect: lineout: a batch has 1 to batch_limit records
#include <lineout/sinks/batched.hpp>

struct many : lineout::batched_options {
#ifdef REJECT
  static constexpr lineout::size_t records = 65;
#else
  static constexpr lineout::size_t records = 64;
#endif
};

constinit lineout::batched<lineout::stubs::sink, lineout::stubs::timer, many> kept{lineout::stubs::sink{}};
