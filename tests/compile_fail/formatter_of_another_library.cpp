// expect: lineout: a formatter has static void format\(lineout::writer&, const T&\)
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

struct point {
  int x;
};
template <> struct lineout::formatter<point> {
#ifdef REJECT
  template <typename Context> constexpr auto parse(Context& context) { return context.begin(); }
  template <typename Context> auto format(const point&, Context& context) const { return context.out(); }
#else
  static void format(lineout::writer& to, const point& value) { lineout::format_to(to, "{}", value.x); }
#endif
};

void use();

void use() { out.info("{}", point{1}); }
