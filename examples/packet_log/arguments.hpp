// What the command line says.
#pragma once

#include <lineout/posix.hpp>

#include <string>

struct arguments {
  std::string input = "-";   // a capture file; - is standard input
  std::string interface {};  // live, and not from a file
  std::string name{};        // what the line calls the interface of a capture that does not say it
  std::string expression{};
  bool follow = false;

  bool filter_records = true;
  bool translation_records = true;
  bool names = false;
  bool verbose = false;
  bool hex_packet = false;
  bool hex_header = false;
  bool quiet = false;

  bool syslog = false;
  std::string socket{};  // instead of /dev/log
  std::string udp{};     // HOST:PORT
  std::string tag = "packet_log";
  lineout::facility facility = lineout::facility::local0;
  std::string output{};

  std::string binary{};
  std::string capture{};
  unsigned snap_length = 262144;
  unsigned delay = 60;
  std::string check{};
};

// Ends the program where the command line is wrong (status 2) or asks for help.
arguments read_arguments(int count, char** words);
