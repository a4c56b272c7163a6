#include "../reference.hpp"

namespace bench {

namespace {
reference_arguments given{"ppp0", "ether1", 7, 123456789, 42};
std::string captured;

std::string line_at(time_t second, const char* date) {
  tm civil{};
  gmtime_r(&second, &civil);
  char stamp[32];
  strftime(stamp, sizeof stamp, date, &civil);
  return "<132>" + std::string{stamp} + " router1 pppd[1234]: " + std::string{text_example};
}
}  // namespace

const reference_arguments& arguments = given;
bool capturing = false;

void capture(const char* data, size_t size) { captured.assign(data, size); }

std::string delivered(const std::function<void()>& operation) {
  captured.clear();
  capturing = true;
  operation();
  capturing = false;
  return captured;
}

std::string not_the_line(const std::function<void()>& operation, size_t skip) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    const time_t before = prefix::coarse_second();
    std::string line = delivered(operation);
    line.erase(0, skip);
    if (line.ends_with('\n')) line.pop_back();
    for (time_t second = before; second <= prefix::coarse_second() + 1; ++second)
      for (const char* date : {"%b %e %H:%M:%S", "%b %d %H:%M:%S"})
        if (line == line_at(second, date)) return {};
  }
  return "delivers \"" + captured + "\"";
}

void prefix::renew(time_t second) {
  tm civil{};
  gmtime_r(&second, &civil);
  strftime(bytes_, sizeof bytes_, "<132>%b %e %H:%M:%S router1 pppd[1234]: ", &civil);
  second_ = second;
}

}  // namespace bench
