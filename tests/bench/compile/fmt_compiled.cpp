// name: fmt compiled
// needs: fmt/compile.h libfmt-dev
// slow
#include <fmt/compile.h>

void deliver(const char* line, const char* end);
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  char line[256];
  deliver(line, fmt::format_to(line, FMT_COMPILE("Connect @: {} <--> {} unit {} rx {} tx {}"), from, to, unit, received, sent));
}
