#include "support/capture.hpp"

#include <sstream>
#include <stdexcept>

#include "support/process.hpp"

namespace support {

std::string tshark_missing() {
  return has_program("tshark") && has_program("dumpcap") ? "" : "no tshark (package tshark)";
}

std::vector<std::string> tshark(const std::string& file, unsigned port, const std::vector<std::string>& fields) {
  const temporary_directory home;  // it would read and write its settings in the user's
  command what{"env",
               "HOME=" + home.file(""),
               "tshark",
               "-r",
               file,
               "-Y",
               "udp",
               "-T",
               "fields",
               "-o",
               "ip.check_checksum:TRUE",
               "-o",
               "udp.check_checksum:TRUE",
               "-d",
               "udp.port==" + std::to_string(port) + ",syslog"};
  for (const std::string& field : fields) what.insert(what.end(), {"-e", field});
  const std::string said = home.file("said");
  // Its warnings go elsewhere than its answer.
  command shell{"sh", "-c", "said=$1; shift; exec \"$@\" 2> \"$said\"", "sh", said};
  shell.insert(shell.end(), what.begin(), what.end());
  const result answer = run(shell);
  if (answer.status != 0) throw std::runtime_error{"tshark: " + read_file(said)};
  std::vector<std::string> result;
  std::istringstream lines{answer.output};
  for (std::string line; std::getline(lines, line);) result.push_back(line);
  return result;
}

}  // namespace support
