// file: 64 lines appended to a file, below the program and in memory.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "../emission.hpp"

namespace bench {

constexpr size_t lines = 64;

// Where the files lie, and what is said of it in a row's name.
struct place {
  std::string folder;
  std::string words;
};
// The real file system below the program's own folder, and memory, if there is such a file system.
const std::vector<place>& places();

// A new path, which is gone when the program ends.
std::string path_in(const place& where, std::string_view name);

// once() appends 64 lines that end with the reference text to the file at that path; flush(), if any, sees to it that
// they are there. prepare() is done before. The file begins anew every 16 times.
template <typename Once>
contender& add_file(suite& all, std::string_view name, const place& where, kind what, std::string path, Once once,
                    std::function<void()> flush = {}, std::function<void()> prepare = {}) {
  return all.add(std::string{name} + where.words, what, once)
      .messages(lines)
      .uncounted()
      .around(
          16,
          [path, prepare] {
            if (::truncate(path.c_str(), 0) != 0) std::perror(path.c_str());
            if (prepare) prepare();
          },
          [flush] {
            if (flush) flush();
          })
      .check([once, path, flush, prepare]() mutable -> std::string {
        if (::truncate(path.c_str(), 0) != 0) return path + " is not there";
        if (prepare) prepare();
        once();
        if (flush) flush();
        std::ifstream written{path};
        size_t count = 0;
        for (std::string line; std::getline(written, line); ++count)
          if (!line.ends_with(text_example)) return "writes \"" + line + "\"";
        return count == lines ? "" : "writes " + std::to_string(count) + " lines of 64";
      });
}

}  // namespace bench
