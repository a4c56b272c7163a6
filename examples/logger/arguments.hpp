// The command line, read and checked.
#pragma once

#include <lineout/posix.hpp>

#include <optional>
#include <string>
#include <vector>

enum class protocol { by_destination, rfc3164, rfc5424, bsd };

struct arguments {
  bool help = false;
  bool version = false;

  uint32_t id = 0;  // 0: none
  lineout::priority priority{lineout::facility::user, lineout::severity::notice};
  std::optional<std::string> tag;
  protocol format = protocol::by_destination;
  bool with_time = true;
  bool with_time_quality = true;
  bool with_hostname = true;
  std::string message_id;
  std::string structured_data;  // what --sd-id and --sd-param say

  std::optional<std::string> server;
  uint16_t port = 0;  // 0: the protocol's
  bool tcp = false;
  bool octet_count = false;
  std::string socket;  // empty: where a local daemon listens
  std::optional<bool> socket_errors;
  bool no_act = false;
  bool standard_error = false;

  std::optional<std::string> file;
  size_t size = 1024;
  bool skip_empty = false;
  bool priority_prefix = false;
  bool journald = false;
  std::optional<std::string> journald_file;
  std::vector<std::string> words;
};

// What is wrong with the command line, or an empty text and what it says. warnings: what is not as its user may think.
std::string read_arguments(int count, char** words, arguments& result, std::vector<std::string>& warnings);

// What --help prints.
const char* help_text();
