#include "support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace support {

temporary_directory::temporary_directory() {
  char path[] = "/tmp/lineout-test-XXXXXX";
  if (mkdtemp(path) == nullptr) throw std::runtime_error{"no directory in /tmp"};
  path_ = path;
}

temporary_directory::~temporary_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void write_file(const std::string& path, std::string_view content) {
  std::ofstream file{path, std::ios::binary};
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.flush()) throw std::runtime_error{"cannot write " + path};
}

bool has_program(const std::string& name) {
  const char* const variable = getenv("PATH");
  std::istringstream folders{std::string{variable == nullptr ? "/usr/bin:/bin" : variable} + ":/usr/sbin:/sbin"};
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((folder + "/" + name).c_str(), X_OK) == 0) return true;
  return false;
}

process::process(const command& what, const std::string& output, std::string_view input) {
  // A file and not a pipe, so that neither side ever waits for the other.
  std::FILE* const from = std::tmpfile();
  if (from == nullptr) throw std::runtime_error{"no temporary file"};
  std::fwrite(input.data(), 1, input.size(), from);
  std::fflush(from);
  lseek(fileno(from), 0, SEEK_SET);
  const int to = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  std::vector<char*> arguments;
  for (const std::string& argument : what) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  id_ = fork();
  if (id_ == 0) {
    dup2(fileno(from), 0);
    dup2(to, 1);
    dup2(to, 2);
    execvp(arguments[0], arguments.data());
    std::perror(arguments[0]);
    _exit(127);
  }
  std::fclose(from);
  close(to);
  if (id_ < 0) throw std::runtime_error{"cannot start " + what[0]};
}

process::~process() {
  if (id_ < 0) return;
  kill(id_, SIGKILL);
  wait();
}

bool process::running() {
  if (id_ < 0) return false;
  int how = 0;
  if (waitpid(id_, &how, WNOHANG) == 0) return true;
  status_ = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
  id_ = -1;
  return false;
}

int process::wait() {
  int how = 0;
  if (id_ >= 0 && waitpid(id_, &how, 0) == id_) {
    status_ = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
    id_ = -1;
  }
  return status_;
}

int process::stop() {
  if (id_ >= 0) kill(id_, SIGTERM);
  return wait();
}

result run(const command& what, std::string_view input) {
  const temporary_directory directory;
  process program{what, directory.file("output"), input};
  const int status = program.wait();
  return {status, read_file(directory.file("output"))};
}

}  // namespace support
