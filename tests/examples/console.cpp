// examples/console as its user meets it: its command line, its files, its words.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <sstream>

#include "support/console.hpp"

namespace {

using support::command;
using support::eventually;
using support::read_file;
using support::result;

result console(const command& options, std::string_view input = "one\n") {
  command all{LINEOUT_CONSOLE};
  all.insert(all.end(), options.begin(), options.end());
  return support::run(all, input);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Without the time, which is 16 bytes behind the first before ones.
std::vector<std::string> without_time(std::vector<std::string> lines, size_t before = 0) {
  for (std::string& line : lines) line.erase(before, 16);
  return lines;
}

// What a syslogd keeps of texts from router1, vmm[4711].
std::vector<std::string> kept(const std::vector<std::string>& texts,
                              const std::string& before = "router1 vmm[4711]: ") {
  std::vector<std::string> lines;
  for (const std::string& text : texts) lines.push_back(before + text);
  return lines;
}

// A datagram socket of this test.
class end {
 public:
  explicit end(int family) : socket_{::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
    if (family == AF_INET) {
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof address;
      REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
      REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
      name_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    } else {
      name_ = directory_.file("socket");
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      name_.copy(address.sun_path, sizeof address.sun_path - 1);
      REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
  }
  ~end() { ::close(socket_); }
  end(const end&) = delete;
  end& operator=(const end&) = delete;

  const std::string& name() const { return name_; }
  bool has_something() const {
    char byte;
    return ::recv(socket_, &byte, 1, MSG_DONTWAIT | MSG_PEEK) >= 0;
  }
  // What is there now.
  std::vector<std::string> receive() const {
    std::vector<std::string> datagrams;
    char bytes[2048];
    for (;;) {
      const ssize_t size = ::recv(socket_, bytes, sizeof bytes, MSG_DONTWAIT);
      if (size < 0) return datagrams;
      datagrams.emplace_back(bytes, static_cast<size_t>(size));
    }
  }

 private:
  support::temporary_directory directory_;
  int socket_;
  std::string name_;
};

}  // namespace

TEST_CASE("--help succeeds and tells of every option") {
  const result said = console({"--help"});
  CHECK(said.status == 0);
  for (const char* const option :
       {"--udp", "--unix", "--raw", "--output", "--pcap", "--from", "--to", "--to-mac", "--from-mac", "--tag", "--pid",
        "--hostname", "--priority", "--level-prefix", "--file", "--width", "--help"})
    CHECK_MESSAGE(contains(said.output, "  " + std::string{option} + " "), option);
  for (const std::string& line : lines_of(said.output)) CHECK_MESSAGE(line.size() <= 110, line);
}

TEST_CASE("a wrong command line gets one line that says what is wrong, and status 2") {
  struct wrong {
    command options;
    std::string said;
  };
  const command frame{"--from", "192.0.2.1", "--to", "192.0.2.2"};
  const std::vector<wrong> cases{
      {{"--bogus"}, "unknown option '--bogus'"},
      {{"-x"}, "unknown option '-x'"},
      {{"boot.log"}, "'boot.log' is not an option; a file to read is given with --file"},
      {{"--udp"}, "--udp needs a value: --udp HOST:PORT"},
      {{"--udp", "127.0.0.1:99999"}, "--udp 127.0.0.1:99999: the port is greater than 65535"},
      {{"--udp", "127.0.0.1:x"}, "the port is not a number"},
      {{"--udp", "300.0.0.1"}, "this is not an IPv4 address"},
      {{"--udp", "[::1"}, "a ']' is missing"},
      {{"--udp="}, "--udp '': it is empty"},
      {{"--unix", std::string(200, 'x')}, "the path is longer than that of a socket can be"},
      {{"--output", "/nonexistent/file"}, "--output /nonexistent/file: no such file or directory"},
      {{"--pcap", "/"}, "--pcap /: it is a directory"},
      {{"--file", "/nonexistent"}, "--file /nonexistent: No such file or directory"},
      {{"--file", "/"}, "--file /: Is a directory"},
      {{"--raw", "lo"}, "--from is missing"},
      {{"--raw", "lo", "--from", "192.0.2.1"}, "--to is missing"},
      {{"--raw", "a-name-that-is-too-long", "--from", "192.0.2.1", "--to", "192.0.2.2"}, "1 to 15 characters"},
      {{"--pcap", "/dev/null", "--to", "192.0.2"}, "--to '192.0.2': an IPv4 address has four numbers"},
      {{"--pcap", "/dev/null", "--to", "192.0.2.2:0"}, "a port from 1 to 65535 is expected"},
      {{"--pcap", "/dev/null", "--from", "192.0.2.256"}, "at most 255 (at character 9)"},
      {{"--pcap", "/dev/null", "--to-mac", "00:11:22:33:44"}, "a MAC address has six octets"},
      {{"--pcap", "/dev/null", "--from-mac", "00:11:22:33:44:5g"}, "two hexadecimal digits (at character 17)"},
      {{"--to-mac", "00:11:22:33:44:55"}, "--to-mac is about frames: --raw or --pcap is missing"},
      {{"--priority", "warning"}, "a priority is written facility.severity"},
      {{"--priority", "foo.warning"}, "unknown facility: one of kern user"},
      {{"--priority", "local0.loud"}, "unknown severity: one of emerg alert"},
      {{"--pid", "0"}, "a number from 1 to 4294967295 is expected"},
      {{"--pid", "4294967296"}, "a number from 1 to 4294967295 is expected"},
      {{"--pid", "12a"}, "a number from 1 to 4294967295 is expected"},
      {{"--width", "81"}, "one of 40, 80, 120, 132, 160 or 200 is expected"},
      {{"--tag", "a", "--tag", "b"}, "--tag is given twice"},
      {{"--tag", ""}, "--tag '': a name is expected"},
      {{"--hostname="}, "--hostname '': a name is expected"},
      {{"--level-prefix=yes"}, "--level-prefix takes no value"},
      {{"--tag", "my tag", "--output", "/"}, "--output /: it is a directory"},
  };
  for (const wrong& one : cases) {
    const result said = console(one.options);
    CAPTURE(said.output);
    CHECK_MESSAGE(said.status == 2, one.said);
    CHECK(lines_of(said.output).size() == 1);
    CHECK(said.output.starts_with("console: "));
    CHECK_MESSAGE(contains(said.output, one.said), one.said);
  }
}

TEST_CASE("lines come back from a file exactly, whatever is in them, and are appended") {
  const support::temporary_directory directory;
  const std::string file = directory.file("messages");
  support::write_file(file, "there before\n");
  const support::console_input nasty = support::everything_nasty();
  const result said = support::run_console({"--output", file}, nasty.bytes);
  CHECK(said.status == 0);
  CHECK(said.output == "");
  std::vector<std::string> lines = lines_of(read_file(file));
  REQUIRE(lines.size() > 1);
  CHECK(lines.front() == "there before");
  lines.erase(lines.begin());
  CHECK(without_time(lines) == kept(nasty.texts));
}

TEST_CASE("each width divides lines where it says") {
  for (const size_t width : {40U, 80U, 120U, 132U, 160U, 200U}) {
    const std::string whole(width, 'a');
    const result said =
        support::run_console({"--output", "-", "--width", std::to_string(width)}, whole + "\n" + whole + "b\n");
    CHECK(without_time(lines_of(said.output)) == kept({whole, whole, "... b"}));
  }
}

TEST_CASE("a file is read as standard input is, and what has no newline is sent at its end") {
  const support::temporary_directory directory;
  support::write_file(directory.file("boot"), "one\ntwo");
  const result said = support::run_console({"--file", directory.file("boot"), "--output", "-"}, "not this\n");
  CHECK(said.status == 0);
  CHECK(without_time(lines_of(said.output)) == kept({"one", "two"}));
}

TEST_CASE("a UDP receiver gets every line with priority, hostname, tag and process id") {
  const end receiver{AF_INET};
  const support::console_input boot = support::hypervisor_boot();
  const result said = support::run_console({"--udp", receiver.name()}, boot.bytes);
  CHECK(said.status == 0);
  CHECK(said.output == "");
  CHECK(without_time(receiver.receive(), 5) == kept(boot.texts, "<132>router1 vmm[4711]: "));
}

TEST_CASE("what nothing is said of is user.info, console, no process id and this host's name") {
  const end receiver{AF_INET};
  CHECK(console({"--udp", receiver.name()}).status == 0);
  const lineout::posix::identity here;
  const lineout::text host = here.origin().hostname();
  CHECK(without_time(receiver.receive(), 4) ==
        std::vector<std::string>{"<14>" + std::string{host.data(), host.size()} + " console: one"});
}

TEST_CASE("a line may bring its own level") {
  const end receiver{AF_INET};
  CHECK(support::run_console({"--udp", receiver.name(), "--level-prefix"}, "<3>bad\n<30>daemon\n<x>no\n").status == 0);
  const std::vector<std::string> arrived = receiver.receive();
  REQUIRE(arrived.size() == 3);
  CHECK(arrived[0].starts_with("<131>"));
  CHECK(arrived[0].ends_with(": bad"));
  CHECK(arrived[1].starts_with("<30>"));
  CHECK(arrived[2].starts_with("<132>"));
  CHECK(arrived[2].ends_with(": <x>no"));
}

TEST_CASE("several destinations get the same, each in its own form, and one that is dead does not disturb the others") {
  const support::temporary_directory directory;
  const end udp{AF_INET};
  const end local{AF_UNIX};
  const std::string dead = directory.file("dead");
  const result said = support::run_console({"--udp", udp.name(), "--unix", dead, "--unix", local.name(), "--output",
                                            directory.file("a"), "--output", directory.file("b")},
                                           "one\ntwo\n");
  CHECK(said.status == 1);
  CHECK(without_time(udp.receive(), 5) == kept({"one", "two"}, "<132>router1 vmm[4711]: "));
  CHECK(without_time(local.receive(), 5) == kept({"one", "two"}, "<132>vmm[4711]: "));
  CHECK(without_time(lines_of(read_file(directory.file("a")))) == kept({"one", "two"}));
  CHECK(without_time(lines_of(read_file(directory.file("b")))) == kept({"one", "two"}));
  CHECK(contains(said.output,
                 "--unix " + dead + ": accepted 2, sent 0, lost 2, truncated 0; last failure: No such file"));
  CHECK(contains(said.output, "--unix " + local.name() + ": accepted 2, sent 2, lost 0, truncated 0\n"));
  CHECK(contains(said.output, "--udp " + udp.name() + ": accepted 2, sent 2, lost 0, truncated 0\n"));
}

TEST_CASE("a socket behind which nobody reads is said to be dead") {
  std::string gone;
  {
    const end receiver{AF_INET};
    gone = receiver.name();
  }
  const result said = console({"--udp", gone}, "one\ntwo\nthree\n");
  CHECK(said.status == 1);
  CHECK(contains(said.output, "--udp " + gone + ": accepted "));
  CHECK(contains(said.output, " refused there: nobody listens"));
  CHECK_FALSE(contains(said.output, " 0 refused"));
}

TEST_CASE("a local receiver that is slow loses nothing") {
  const end receiver{AF_UNIX};
  const support::temporary_directory directory;
  std::string input;
  std::vector<std::string> texts;
  for (int number = 0; number < 3000; ++number) {
    texts.push_back(std::to_string(number));
    input += texts.back() + "\n";
  }
  support::process program{support::console_command({"--unix", receiver.name()}), directory.file("said"), input};
  CHECK(eventually([&] { return receiver.has_something(); }));
  std::vector<std::string> arrived;
  CHECK(eventually([&] {
    const bool ended = !program.running();
    for (std::string& one : receiver.receive()) arrived.push_back(std::move(one));
    return ended;
  }));
  CHECK(program.wait() == 0);
  CHECK(without_time(arrived, 5) == kept(texts, "<132>vmm[4711]: "));
  CHECK(read_file(directory.file("said")) == "");
}

TEST_CASE("a line is sent when it is complete, and SIGTERM sends the rest and ends properly") {
  const support::temporary_directory directory;
  const std::string input = directory.file("serial");
  const std::string output = directory.file("messages");
  REQUIRE(::mkfifo(input.c_str(), 0600) == 0);
  const int serial = ::open(input.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::write(serial, "one\nlast words", 14) == 14);
  support::process program{support::console_command({"--file", input, "--output", output}), directory.file("said")};
  CHECK(eventually([&] { return contains(read_file(output), "one\n"); }));
  CHECK(without_time(lines_of(read_file(output))) == kept({"one"}));
  CHECK(program.stop() == 0);
  CHECK(without_time(lines_of(read_file(output))) == kept({"one", "last words"}));
  CHECK(read_file(directory.file("said")) == "");
  ::close(serial);
}

TEST_CASE("what is not valid in a name is repaired, and said") {
  const result said = console({"--tag", "my tag", "--hostname", "a_b", "--output", "-"});
  CHECK(said.status == 0);
  CHECK(contains(said.output, "console: note: the tag 'my tag' is sent as 'my_tag': "));
  CHECK(contains(said.output, "console: note: the hostname 'a_b' is sent as 'a-b': "));
  CHECK(contains(said.output, " a-b my_tag: one\n"));
}

TEST_CASE("without a destination a receiver of its own shows each line, and the frame of the first") {
  const support::console_input boot = support::hypervisor_boot();
  for (const command& options : {command{}, command{"--priority", "kern.info"}}) {
    const result said = console(options, "");
    CHECK(said.status == 0);
    const std::string pri = options.empty() ? "  <14>" : "  <6>";
    size_t next = 0;
    for (const std::string& line : lines_of(said.output)) {
      if (line.starts_with(pri) && next < boot.texts.size()) CHECK(line.ends_with(" console: " + boot.texts[next++]));
      CHECK_MESSAGE(line.size() <= 110, line);
    }
    CHECK(next == 17);
    for (const char* const part :
         {"| Ethernet |  14 | ff ff ff ff ff ff  00 00 5e 00 53 01  08 00", "| IPv4     |  20 |",
          "| UDP      |   8 | 02 02", "| PRI      |", "| time     |  16 |", "| hostname |",
          "| tag      |   9 | console: ", "| text     |  16 | Processor 1 (AP)", "--help", "--udp"})
      CHECK_MESSAGE(contains(said.output, part), part);
    CHECK(contains(said.output, "17 messages sent, 17 arrived"));
  }
}

TEST_CASE("without a destination an input that is there is shown instead") {
  const result said = console({}, "mine\nno newline");
  CHECK(said.status == 0);
  CHECK(contains(said.output, " console: mine\n"));
  CHECK(contains(said.output, " console: no newline\n"));
  CHECK(contains(said.output, "2 messages sent, 2 arrived"));
  CHECK(!contains(said.output, "Processor"));
}
