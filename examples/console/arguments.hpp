// The command line, read and checked.
#pragma once

#include <lineout/posix.hpp>

#include <optional>
#include <string>
#include <vector>

enum class way { udp, raw, unix_socket, output, pcap };

// One way out, as it was asked for: --udp HOST:PORT and so on.
struct way_out {
  way kind;
  std::string option;
  std::string value;

  std::string name() const { return option + " " + value; }
};

// Where nothing is said: addresses that are kept for documentation (RFC 5737, RFC 7042), and everybody's MAC address.
inline constexpr lineout::frame_addresses documentation_addresses{
    .from_mac = "00:00:5e:00:53:01", .from = "192.0.2.1", .to = "192.0.2.2"};

struct arguments {
  bool help = false;
  std::optional<std::string> file;
  std::vector<way_out> ways_out;
  std::string tag = "console";
  std::optional<std::string> hostname;
  lineout::priority priority{lineout::facility::user, lineout::severity::info};
  uint32_t pid = 0;
  size_t width = 80;
  bool level_prefix = false;
  std::optional<lineout::mac_address> from_mac;
  // For --raw and --pcap.
  lineout::frame_addresses frame{documentation_addresses};
};

// What is wrong with the command line, or an empty text and what it says.
std::string read_arguments(int count, char** words, arguments& result);

// What --help prints.
std::string help_text();
