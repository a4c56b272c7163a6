// Commands that read lines on their standard input, and how they end without anybody waiting for them.
#pragma once

#include <sys/types.h>

#include <lineout/posix.hpp>
#include <string>
#include <vector>

// Commands whose input has been closed. One has two seconds to end by itself, then one more after SIGTERM; SIGKILL ends
// what is left, with its children.
class ending_commands {
 public:
  void add(pid_t child, std::string words);
  // Looks after them, and waits for none. False: there are some still.
  bool poll();
  // Waits until all have ended: three seconds at most.
  void finish();
  // How many have ended with a status other than 0 before they were asked to.
  size_t failures() const { return failures_; }

 private:
  struct one {
    pid_t child;
    std::string words;
    lineout::uint32_t since;  // in milliseconds
    int signal = 0;           // the latest that it was sent
  };
  std::vector<one> all_;
  size_t failures_ = 0;
};

// A sink: a command that reads lines. The first line starts it; one that has ended is started anew by the next line. A
// line for which its pipe has no room is lost.
class command : public lineout::sink_base {
 public:
  static constexpr lineout::size_t tailroom = 1;

  command(std::string words, ending_commands& ending) : words_{std::move(words)}, ending_{&ending} {}
  ~command() { close(); }
  command(command&& from) noexcept;
  command& operator=(command&&) = delete;

  lineout::outcome send(lineout::packet& bytes);

 private:
  bool start();
  void close();

  std::string words_;
  ending_commands* ending_;
  int pipe_ = -1;
  pid_t child_ = -1;
};
