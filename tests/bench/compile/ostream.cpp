// name: std::ostream
#include <ostream>

extern std::ostream& out;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  out << "Connect @: " << from << " <--> " << to << " unit " << unit << " rx " << received << " tx " << sent << '\n';
}
