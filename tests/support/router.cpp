#include "support/router.hpp"

#include <lineout/priority.hpp>

#include <sstream>
#include <stdexcept>

namespace support {

namespace {

std::string without_meaning(const std::string& literal) {
  static const std::regex special{R"([.^$|()\[\]{}*+?\\])"};
  return std::regex_replace(literal, special, R"(\$&)");
}

std::vector<documented> read_documented() {
  std::vector<documented> result;
  std::vector<std::string> lines = lines_of(read_file(LINEOUT_TEST_DATA "/router-catalogue.tsv"));
  for (size_t number = 1; number < lines.size(); ++number) {
    std::istringstream fields{lines[number]};
    std::string severity, tag, process_id, message;
    std::getline(fields, severity, '\t');
    std::getline(fields, tag, '\t');
    std::getline(fields, process_id, '\t');
    std::getline(fields, message);
    const auto level = lineout::parse_severity(severity);
    if (!level || message.empty()) throw std::runtime_error{"router-catalogue.tsv: " + lines[number]};
    const std::string shape = shape_of(message);
    std::string pattern;
    for (size_t begin = 0, end; begin <= shape.size(); begin = end + 2) {
      end = shape.find("<>", begin);
      pattern += without_meaning(shape.substr(begin, end - begin));
      if (end == std::string::npos) break;
      pattern += "(.+)";
    }
    result.push_back(
        {static_cast<int>(level.value), tag == "-" ? "router" : tag, process_id == "yes", shape, std::regex{pattern}});
  }
  return result;
}

}  // namespace

std::string shape_of(const std::string& message) {
  static const std::regex placeholder{"<[A-Za-z][^<>]*(>|$)"};
  return std::regex_replace(message, placeholder, "<>");
}

const std::vector<documented>& documented_messages() {
  static const std::vector<documented> all = read_documented();
  return all;
}

record traditional_line(const std::string& line) {
  static const std::regex format{R"((... .. ..:..:..) ([^ ]+) ([A-Za-z0-9_-]+)(?:\[(\d+)\])?: (.*))"};
  std::smatch found;
  if (!std::regex_match(line, found, format)) return {.text = line};
  return {.time = found[1], .hostname = found[2], .app_name = found[3], .process_id = found[4], .text = found[5]};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace support
