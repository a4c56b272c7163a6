// Programs that a test runs, and what they leave in files.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace support {

using command = std::vector<std::string>;

// A directory that is gone, with all that is in it, at the end.
class temporary_directory {
 public:
  temporary_directory();
  ~temporary_directory();
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// A missing file is an empty one.
std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view content);

// Whether PATH, /usr/sbin or /sbin has the program.
bool has_program(const std::string& name);

// A program that is running; killed at the end if it has not been stopped.
class process {
 public:
  // Both of its outputs go to the file named output.
  process(const command& what, const std::string& output, std::string_view input = {});
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  pid_t id() const { return id_; }
  bool running();
  // Waits for its end; its exit status, or 128 and the signal that ended it.
  int wait();
  // SIGTERM, then wait().
  int stop();

 private:
  pid_t id_ = -1;
  int status_ = -1;
};

struct result {
  int status;
  std::string output;  // both of them
};

// Runs a program to its end.
result run(const command& what, std::string_view input = {});

// Whether the condition becomes true within ten seconds; looks often, and is never late for long.
template <typename Condition> bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

}  // namespace support
