#include <lineout/posix/record_file.hpp>

#include <sys/resource.h>

#include <atomic>
#include <thread>
#include <vector>

#include "support.hpp"

using lineout::outcome;
using lineout::detail::record_file;

TEST_CASE("record_file: of threads at a file's limit, every record that is sent is there and whole") {
  const support::temporary_directory directory;
  const std::string path = directory / "records";
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{100000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &limit);
  record_file file{path, 0, 0600};
  std::atomic<int> sent{0};
  std::vector<std::thread> threads;
  for (size_t thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (size_t count = 0; count < 2000; ++count) {
        const std::string record =
            "<" + std::string(1 + (count * 7 + thread * 13) % 90, static_cast<char>('a' + thread)) + ">\n";
        if (file.write(record.data(), record.size(), '\n') == outcome::sent) ++sent;
      }
    });
  for (std::thread& thread : threads) thread.join();
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  const std::string content = support::read_file(path);
  int whole = 0;
  for (size_t begin = 0; begin < content.size();) {
    const size_t end = std::min(content.find('\n', begin), content.size());
    const std::string line = content.substr(begin, end - begin);
    if (line.size() > 2 && line[0] == '<' && line.find_first_not_of(line[1], 1) == line.size() - 1 &&
        line.back() == '>')
      ++whole;
    begin = end + 1;
  }
  CHECK(sent.load() > 1000);
  CHECK(sent.load() < 8000);
  CHECK(whole == sent.load());
}

TEST_CASE("record_file that is torn and has no separator writes nothing more") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  record_file file{path, 0, 0600};
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  const std::string record(50000, 'x');
  int sent = 0;
  while (sent < 100 && file.write(record.data(), record.size(), '\0') == outcome::sent) ++sent;
  REQUIRE(sent < 100);
  CHECK(support::receive(reader.number).size() > 50000 * static_cast<size_t>(sent));
  CHECK(file.write("x", 1, '\0') == outcome::lost);
  CHECK_FALSE(support::has_more(reader.number));
}
