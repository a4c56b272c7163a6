// parsed_rfc5424: the fields of a record by the grammar of RFC 5424 section 6, read without the library.
#pragma once

#include <optional>
#include <string>

namespace support {

struct parsed_rfc5424 {
  int pri = -1;
  std::string time, hostname, app_name, process_id, message_id, structured_data, text;
};

// Nothing: it is no such record.
inline std::optional<parsed_rfc5424> parse_rfc5424(const std::string& record) {
  parsed_rfc5424 result;
  size_t at = record.find('>');
  if (record.empty() || record[0] != '<' || at == std::string::npos || at < 2 || at > 4) return {};
  result.pri = std::stoi(record.substr(1, at - 1));
  if (record.compare(at + 1, 2, "1 ") != 0) return {};
  at += 3;
  for (std::string* const field : {&result.time, &result.hostname, &result.app_name, &result.process_id, &result.message_id}) {
    const size_t end = record.find(' ', at);
    if (end == std::string::npos || end == at) return {};
    *field = record.substr(at, end - at);
    at = end + 1;
  }
  const size_t begin = at;
  if (record[at] == '-') {
    ++at;
  } else {
    while (at < record.size() && record[at] == '[') {
      bool quoted = false;
      for (++at; at < record.size() && (quoted || record[at] != ']'); ++at) {
        if (quoted && record[at] == '\\') ++at;
        else if (record[at] == '"') quoted = !quoted;
      }
      if (at++ >= record.size()) return {};
    }
    if (at == begin) return {};
  }
  result.structured_data = record.substr(begin, at - begin);
  if (at < record.size() && record[at] != ' ') return {};
  result.text = at < record.size() ? record.substr(at + 1) : "";
  return result;
}

}  // namespace support
