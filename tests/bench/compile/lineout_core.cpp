// name: lineout without POSIX
#include <lineout/lineout.hpp>

extern lineout::logger<lineout::callback<bool (*)(const char*, lineout::size_t)>> log_;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  log_.warning("Connect @: {} <--> {} unit {} rx {} tx {}", from, to, unit, received, sent);
}
