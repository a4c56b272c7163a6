#include <lineout/posix/detail/record_file.hpp>

#include <sys/resource.h>

#include <atomic>
#include <thread>
#include <vector>

#include "posix/support.hpp"

using lineout::outcome;
using record_file = lineout::detail::record_file<0>;

TEST_CASE("record_file: of threads at a limit that comes and goes, every record that is sent is there") {
  // One at a time, and so many at once.
  for (const size_t together : {size_t{1}, size_t{50}}) {
    CAPTURE(together);
    const support::temporary_directory directory;
    const std::string path = directory / ("records" + std::to_string(together));
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
    record_file file{path, {.mode = 0600}};
    std::atomic<int> sent{0};
    std::atomic<int> lost{0};
    std::atomic<int> unknown{0};
    std::atomic<int> working{4};
    std::vector<std::thread> threads;
    for (size_t thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, thread] {
        std::string records;
        std::vector<iovec> pieces(together);
        for (size_t count = 0; count < 30000 || lost.load() == 0; count += together) {
          records.clear();
          for (size_t index = 0; index < together; ++index) {
            const size_t size = 1 + ((count + index) * 7 + thread * 13) % 90;
            records += "<" + std::string(size, static_cast<char>('a' + thread)) + ">\n";
            pieces[index] = {nullptr, size + 3};
          }
          char* begin = records.data();
          for (iovec& piece : pieces) {
            piece.iov_base = begin;
            begin += piece.iov_len;
          }
          std::vector<outcome> outcomes(together, outcome::queued);  // which none is
          for (size_t done = 0; done < together;)
            done += file.write(pieces.data() + done, outcomes.data() + done, together - done, '|');
          for (const outcome one : outcomes) ++(one == outcome::sent ? sent : one == outcome::lost ? lost : unknown);
        }
        --working;
      });
    // The disk is full, and then it is not.
    for (rlim_t more = 0; working.load() > 0; ++more) {
      struct stat status {};
      stat(path.c_str(), &status);
      const rlimit limit{static_cast<rlim_t>(status.st_size) + more % 200, before.rlim_max};
      setrlimit(RLIMIT_FSIZE, &limit);
      sched_yield();
      setrlimit(RLIMIT_FSIZE, &before);
      sched_yield();
    }
    for (std::thread& thread : threads) thread.join();
    signal(SIGXFSZ, handler);
    const std::string content = support::read_file(path);
    // Counts the lines that end in a whole record. The separator is another character, so that a record of which only the
    // end of the line is missing is none.
    int whole = 0;
    for (size_t begin = 0; begin < content.size();) {
      const size_t end = content.find('\n', begin);
      if (end == std::string::npos) break;
      std::string line = content.substr(begin, end - begin);
      line.erase(0, std::min(line.rfind('<'), line.size()));
      if (line.size() > 2 && line.find_first_not_of(line[1], 1) == line.size() - 1 && line.back() == '>') ++whole;
      begin = end + 1;
    }
    CHECK(sent.load() + lost.load() >= 120000);
    CHECK(unknown.load() == 0);
    CHECK(lost.load() > 0);
    CHECK(whole == sent.load());
  }
}

TEST_CASE("record_file that is torn and has no separator writes nothing more") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  record_file file{path, {.mode = 0600}};
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  const std::string record(50000, 'x');
  int sent = 0;
  while (sent < 100 && file.write(record.data(), record.size(), '\0') == outcome::sent) ++sent;
  REQUIRE(sent < 100);
  CHECK(support::receive(reader.number).size() > 50000 * static_cast<size_t>(sent));
  CHECK(file.write("x", 1, '\0') == outcome::lost);
  CHECK_FALSE(support::has_more(reader.number));
}
