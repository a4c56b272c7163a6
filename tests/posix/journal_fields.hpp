// What a journal makes of a native message: an independent reader of https://systemd.io/JOURNAL_NATIVE_PROTOCOL.
#pragma once

#include <map>
#include <string>

namespace support {

using journal_fields = std::multimap<std::string, std::string>;

// Sets fault to what is wrong, in words, or leaves it empty.
inline journal_fields read_journal_message(const std::string& bytes, std::string& fault) {
  journal_fields result;
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = bytes.find('\n', at);
    if (end == std::string::npos) return fault = "a line without an end", result;
    const std::string line = bytes.substr(at, end - at);
    at = end + 1;
    const size_t equals = line.find('=');
    const std::string name = line.substr(0, equals);
    if (name.empty() || name.size() > 64 || name[0] == '_' || (name[0] >= '0' && name[0] <= '9'))
      fault = "not a field's name: " + name;
    for (const char c : name)
      if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) fault = "not a field's name: " + name;
    if (equals != std::string::npos) {
      result.emplace(name, line.substr(equals + 1));
      continue;
    }
    if (bytes.size() - at < 8) return fault = "no size behind " + name, result;
    size_t size = 0;
    for (size_t byte = 8; byte > 0; --byte) size = size << 8 | static_cast<unsigned char>(bytes[at + byte - 1]);
    at += 8;
    if (size >= bytes.size() - at || bytes[at + size] != '\n') return fault = "a wrong size behind " + name, result;
    result.emplace(name, bytes.substr(at, size));
    at += size + 1;
  }
  return result;
}

}  // namespace support
