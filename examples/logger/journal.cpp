#include "journal.hpp"

#include <sys/stat.h>

#include <cstdio>

namespace {

// Letters, digits and underscores, and neither a digit nor an underscore first: those are for the journal itself.
bool is_field(const std::string& line) {
  const size_t size = line.find('=');
  if (size == std::string::npos || size == 0 || size > 64) return false;
  for (size_t index = 0; index < size; ++index) {
    const char c = line[index];
    if (!(c >= 'A' && c <= 'Z') && (index == 0 || (c != '_' && !(c >= '0' && c <= '9')))) return false;
  }
  return true;
}

std::string read_all(int from) {
  std::string result;
  char buffer[4096];
  for (ssize_t size; (size = ::read(from, buffer, sizeof buffer)) > 0;)
    result.append(buffer, static_cast<size_t>(size));
  return result;
}

std::vector<std::string> read_fields(int from) {
  std::vector<std::string> fields;
  size_t message = std::string::npos;
  const std::string all = read_all(from);
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = std::min(all.find('\n', begin), all.size());
    std::string line = all.substr(begin, end - begin);
    begin = end + 1;
    line.erase(line.find_last_not_of(" \t\n\v\f\r") + 1);
    if (line.empty()) break;
    if (line.starts_with("MESSAGE=")) {
      if (message != std::string::npos) {
        fields[message] += "\n" + line.substr(8);
        continue;
      }
      message = fields.size();
    }
    fields.push_back(line);
  }
  return fields;
}

// A value with newlines is preceded by its size, 64 bits with the lowest byte first.
std::string entry_of(const std::vector<std::string>& fields) {
  std::string entry;
  for (const std::string& field : fields) {
    if (field.find('\n') == std::string::npos) {
      entry += field + "\n";
      continue;
    }
    const size_t equals = field.find('=');
    const uint64_t size = field.size() - equals - 1;
    entry += field.substr(0, equals) + "\n";
    for (int shift = 0; shift < 64; shift += 8) entry += static_cast<char>((size >> shift) & 0xff);
    entry += field.substr(equals + 1) + "\n";
  }
  return entry;
}

}  // namespace

std::string send_journal_entry(int from, const arguments& all) {
  std::vector<std::string> fields = read_fields(from);
  for (const std::string& field : fields)
    if (!is_field(field)) return "journald entry could not be written: '" + field + "' is not NAME=value";
  bool has_identifier = false;
  for (const std::string& field : fields) has_identifier = has_identifier || field.starts_with("SYSLOG_IDENTIFIER=");
  const size_t given = fields.size();
  if (!has_identifier) fields.push_back("SYSLOG_IDENTIFIER=logger");
  std::string error;
  if (!all.no_act) {
    constexpr const char* path = "/run/systemd/journal/socket";
    lineout::posix::unix_socket journal{path};
    std::string entry = entry_of(fields);
    lineout::packet bytes{entry.data(), entry.size(), 0};
    bytes.append(entry.size());
    // No journal, no entry: as libsystemd has it.
    const bool absent = ::access(path, F_OK) != 0;
    if (!absent && journal.send(bytes) != lineout::outcome::sent) error = "journald entry could not be written";
  }
  for (size_t index = 0; all.standard_error && index < given; ++index)
    std::fprintf(stderr, "%s\n", fields[index].c_str());
  return error;
}
