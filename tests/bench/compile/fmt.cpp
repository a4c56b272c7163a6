// needs: fmt/core.h libfmt-dev
#include <fmt/core.h>

void deliver(const char* line, const char* end);
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  char line[256];
  deliver(line, fmt::format_to(line, "Connect @: {} <--> {} unit {} rx {} tx {}", from, to, unit, received, sent));
}
