// examples/routed as its user meets it: files, hosts, commands, SIGHUP, repeats, marks, and its words.
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <sstream>

#include "support/process.hpp"

namespace {

using support::command;
using support::read_file;
using support::result;
using lines = std::vector<std::string>;

const std::string program = LINEOUT_ROUTED;

result routed(const command& options, std::string_view input = {}) {
  command all{program};
  all.insert(all.end(), options.begin(), options.end());
  return support::run(all, input);
}

lines lines_of(const std::string& text) {
  lines result;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

// Lines as a syslogd writes them, without their time.
lines kept(const std::string& path) {
  lines result = lines_of(read_file(path));
  for (std::string& line : result) line.erase(0, 16);
  return result;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// routed with its standard input held open.
class running {
 public:
  running(const support::temporary_directory& directory, const command& options)
      : said_{directory.file("said")}, fifo_{directory.file("input")} {
    REQUIRE(::mkfifo(fifo_.c_str(), 0600) == 0);
    end_ = ::open(fifo_.c_str(), O_RDWR | O_CLOEXEC);
    command all{"sh", "-c", "fifo=$1; shift; exec \"$@\" < \"$fifo\"", "sh", fifo_, program};
    all.insert(all.end(), options.begin(), options.end());
    process_.emplace(all, said_);
    REQUIRE(says("routed: ready"));
  }
  ~running() { ::close(end_); }

  void write(const std::string& words) {
    REQUIRE(::write(end_, words.data(), words.size()) == static_cast<ssize_t>(words.size()));
  }
  // Waits until it has said so.
  bool says(const std::string& words) {
    return support::eventually([&] { return contains(read_file(said_), words); });
  }
  void hang_up() { ::kill(process_->id(), SIGHUP); }
  int stop() { return process_->stop(); }

 private:
  std::string said_;
  std::string fifo_;
  int end_ = -1;
  std::optional<support::process> process_;
};

}  // namespace

TEST_CASE("lines go to the files that select them, with their own tag and priority or the given ones") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.err\t" + directory.file("errors") + "\nmail.*;user.info  -" + directory.file("mail") +
                                "\n!sshd,sftp\n*.* " + directory.file("sshd") + "\n");
  const result ran = routed({"--hostname", "here", "--tag", "test", conf},
                            "<19>smtpd[7]: queue full\n<22>smtpd[7]: sent\nplain\n<35>sshd: refused\n<38>sshd-session: "
                            "x\n<191>not tagged\nend");
  CHECK(ran.status == 0);
  CHECK(ran.output == "routed: ready\n");
  CHECK(kept(directory.file("errors")) == lines{"here smtpd[7]: queue full", "here sshd: refused"});
  const lines mail = kept(directory.file("mail"));
  REQUIRE(mail.size() == 4);
  CHECK(mail[1] == "here smtpd[7]: sent");
  CHECK(mail[2].starts_with("here test["));
  CHECK(mail[2].ends_with("]: plain"));
  CHECK(mail[3].ends_with("]: end"));
  CHECK(kept(directory.file("sshd")) == lines{"here sshd: refused"});
}

TEST_CASE("repeats are counted for each file, and the last count is written at the end") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* " + directory.file("all") + "\nmail.* " + directory.file("mail") + "\n");
  std::string input;
  for (int n = 0; n < 1000; ++n) input += "<22>a: same\n";
  CHECK(routed({"--hostname", "h", conf}, input + "<14>b: other\n" + "<22>a: same\n").status == 0);
  CHECK(kept(directory.file("all")) ==
        lines{"h a: same", "h a: last message repeated 999 times", "h b: other", "h a: same"});
  CHECK(kept(directory.file("mail")) == lines{"h a: same", "h a: last message repeated 1000 times"});
}

TEST_CASE("a command gets lines on its standard input, and users get theirs on standard output") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* |cat > " + directory.file("copy") + "\n*.emerg *\n*.crit root,adm\n");
  const result ran = routed({"--hostname", "h", conf}, "<8>a: burning\n<10>a: hot\n<14>a: fine\n");
  CHECK(ran.status == 0);
  CHECK(kept(directory.file("copy")) == lines{"h a: burning", "h a: hot", "h a: fine"});
  CHECK(contains(ran.output, "h a: to everyone: burning\n"));
  CHECK(contains(ran.output, "h a: to root,adm: burning\n"));
  CHECK(contains(ran.output, "h a: to root,adm: hot\n"));
  CHECK_FALSE(contains(ran.output, "to everyone: hot"));
}

TEST_CASE("a host gets packets") {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  const timeval patience{10, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* @127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "\n");
  CHECK(routed({"--hostname", "h", conf}, "<132>pppd[97]: IPCP: up\n").status == 0);
  char bytes[256];
  const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
  ::close(socket);
  REQUIRE(got > 20);
  const std::string packet{bytes, static_cast<size_t>(got)};
  CHECK(packet.starts_with("<132>"));
  CHECK(packet.substr(5 + 16) == "h pppd[97]: IPCP: up");
}

TEST_CASE("SIGHUP reads the file again and opens all outputs anew, or changes nothing") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  const std::string all = directory.file("all");
  support::write_file(conf, "*.* " + all + "\n");
  running daemon{directory, {"--hostname", "h", conf}};
  const auto arrives = [](const std::string& path, const lines& expected) {
    return support::eventually([&] { return kept(path) == expected; });
  };
  daemon.write("<14>a: one\n");
  CHECK(arrives(all, {"h a: one"}));

  // As log rotation does it.
  std::filesystem::rename(all, all + ".1");
  daemon.hang_up();
  CHECK(daemon.says("routed: reloaded"));
  daemon.write("<14>a: two\n");
  CHECK(arrives(all, {"h a: two"}));
  CHECK(kept(all + ".1") == lines{"h a: one"});

  support::write_file(conf, "*.* " + directory.file("other") + "\nmial.* /x\n");
  daemon.hang_up();
  CHECK(daemon.says(conf + ":2:1: unknown facility"));
  CHECK(daemon.says("routed: the rules stay as they were"));
  daemon.write("<14>a: three\n");
  CHECK(arrives(all, {"h a: two", "h a: three"}));
  CHECK(kept(directory.file("other")).empty());

  support::write_file(conf, "*.* " + directory.file("other") + "\n*.* " + directory.file("no/such/folder") + "\n");
  daemon.hang_up();
  CHECK(daemon.says(conf + ":2:5: "));
  daemon.write("<14>a: four\n<14>a: four\n");
  CHECK(arrives(all, {"h a: two", "h a: three", "h a: four"}));

  // What is still only a count goes to the file that it belongs to.
  support::write_file(conf, "*.* " + directory.file("other") + "\n");
  daemon.hang_up();
  CHECK(arrives(all, {"h a: two", "h a: three", "h a: four", "h a: last message repeated 1 times"}));
  daemon.write("<14>a: five\n");
  CHECK(arrives(directory.file("other"), {"h a: five"}));
  CHECK(daemon.stop() == 0);
  CHECK(kept(all).size() == 4);
}

TEST_CASE("a silence ends with a mark, where marks are selected") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* " + directory.file("all") + "\nmark.* " + directory.file("marks") + "\n");
  running daemon{directory, {"--hostname", "h", "--mark", "1", conf}};
  CHECK(support::eventually([&] { return !kept(directory.file("marks")).empty(); }));
  CHECK(daemon.stop() == 0);
  CHECK(kept(directory.file("marks"))[0].ends_with("]: -- MARK --"));
  CHECK(kept(directory.file("all")).empty());
}

TEST_CASE("wrong lines of a syslog.conf are named and the others work") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.errr /a\n*.* " + directory.file("all") + "\n*.err\n");
  const result ran = routed({"--hostname", "h", conf}, "<14>a: x\n");
  CHECK(ran.status == 0);
  CHECK(contains(ran.output, conf + ":1:3: unknown severity"));
  CHECK(contains(ran.output, conf + ":3:6: an action is missing"));
  CHECK(kept(directory.file("all")) == lines{"h a: x"});
  CHECK(routed({"--check", conf}).status == 1);
}

TEST_CASE("--check says what the rules are, by either dialect, and --show where lines would go") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "# two parts\nmail.err;mail.=debug;mark.info /a\n");
  const result bsd = routed({"--check", conf});
  CHECK(bsd.status == 0);
  CHECK(bsd.output == "line 2, file /a: mail.7 mark\n");
  CHECK(routed({"--check", "--dialect", "sysklogd", conf}).output == "line 2, file /a: mail.01237 mark\n");
  const result shown = routed({"--show", "--hostname", "h", conf}, "<23>a: seen\n<22>a: unseen\n");
  CHECK(contains(shown.output, "h a: seen\n"));
  CHECK_FALSE(contains(shown.output, "unseen"));
  CHECK_FALSE(std::filesystem::exists("/a"));
}

TEST_CASE("a line that all its outputs lose is said, and the exit status is 1") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* /dev/full\n");
  const result ran = routed({conf}, "one\ntwo\n");
  CHECK(ran.status == 1);
  CHECK(contains(ran.output, "routed: 2 lines lost\n"));
}

TEST_CASE("lines are read as syslog(3), RFC 3164 and RFC 5424 have them") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* " + directory.file("all") + "\n!postfix/smtpd\n*.* " + directory.file("postfix") +
                                "\n!*\n+router7\n*.* " + directory.file("router7") + "\n");
  // What it says, and what it is to be written as.
  const std::pair<const char*, const char*> cases[] = {
      {"<13>Jan  2 08:40:16 myprog[12]: by syslog(3)", "Jan  2 08:40:16 here myprog[12]: by syslog(3)"},
      {"<13>Jan 02 08:40:16 router7 myprog: from afar", "Jan  2 08:40:16 router7 myprog: from afar"},
      {"<13>Jan  2 08:40:16 fe80::1 kernel: an address", "Jan  2 08:40:16 fe80--1 kernel: an address"},
      {"<22>Jan  2 08:40:16 postfix/smtpd[123]: a slash", "Jan  2 08:40:16 here postfix/smtpd[123]: a slash"},
      {"<14>Jan  2 08:40:16 no tag here", "Jan  2 08:40:16 here test: no tag here"},
      {"<14>Jan  2 08:40:16 router7 a b: c", "Jan  2 08:40:16 here test: router7 a b: c"},
      {"<14>2024-01-02T08:40:16.123456+00:00 router7 app[1]: rsyslog's", "Jan  2 08:40:16 router7 app[1]: rsyslog's"},
      {"<165>1 2024-01-02T08:40:16.5Z router7 evntslog 8 ID47 [x@1 a=\"]\\\"\" b=\"1\"][y@1] \xef\xbb\xbfnew",
       "Jan  2 08:40:16 router7 evntslog[8]: new"},
      {"<165>1 2024-01-02T08:40:16-05:00 - - - - - nobody", "Jan  2 08:40:16 here test: nobody"},
      {"<165>1 2024-01-02T08:40:16Z h a - - [x", "1 2024-01-02T08:40:16Z h a - - [x"},
      {"<165>1 2024-02-30T08:40:16Z h a - - - x", "1 2024-02-30T08:40:16Z h a - - - x"},
      {"<14>app: no time", "here app: no time"},
      {"<14>vm app: no time, no host", "here test: vm app: no time, no host"},
      {"<192>x: y", "here test: <192>x: y"},
      {"<>x: y", "here test: <>x: y"},
      {"Jan  2 08:40:16 x: no priority", "here test: Jan  2 08:40:16 x: no priority"}};
  std::string input;
  for (const auto& [said, expected] : cases) input += std::string{said} + "\n";
  REQUIRE(routed({"--hostname", "here", "--tag", "test", conf}, input).status == 0);
  lines all = lines_of(read_file(directory.file("all")));
  REQUIRE(all.size() == std::size(cases));
  for (size_t index = 0; index < all.size(); ++index) {
    std::string line = all[index];
    if (const size_t id = line.find("test["); id != std::string::npos) line.erase(id + 4, line.find(']') - id - 3);
    CHECK_MESSAGE(line.ends_with(cases[index].second), line);
  }
  CHECK(lines_of(read_file(directory.file("postfix"))).size() == 1);
  CHECK(lines_of(read_file(directory.file("router7"))).size() == 3);
}

TEST_CASE("a message of RFC 5424 is handed on with all of its parts") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* " + directory.file("all") + " ;RFC5424\n");
  const std::string line = "<165>1 2024-01-02T08:40:16.500000+00:00 router7 evntslog 8 ID47 [x@1 a=\"1\"] text";
  CHECK(routed({"--dialect", "sysklogd", conf}, line + "\n").status == 0);
  CHECK(read_file(directory.file("all")) == line + "\n");
}

TEST_CASE("a command that ignores SIGTERM blocks neither a reload nor the end") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  const std::string all = directory.file("all");
  support::write_file(conf, "*.* " + all + "\n*.* |trap '' TERM; while :; do sleep 1; done\n");
  running daemon{directory, {"--hostname", "h", conf}};
  daemon.write("<14>a: one\n");
  CHECK(support::eventually([&] { return kept(all).size() == 1; }));
  const auto begin = std::chrono::steady_clock::now();
  for (int n = 0; n < 3; ++n) {
    daemon.hang_up();
    daemon.write("<14>a: two " + std::to_string(n) + "\n");
    CHECK(support::eventually([&, n] { return kept(all).size() == static_cast<size_t>(n) + 2; }));
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{3});
  const auto before = std::chrono::steady_clock::now();
  CHECK(daemon.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{6});
}

TEST_CASE("an output that cannot be used is named, and the exit status is 1") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  const auto ends = [&](const std::string& action, const char* dialect = "bsd") {
    support::write_file(conf, "*.* " + directory.file("all") + "\nlocal0.*\t" + action + "\n");
    return routed({"--dialect", dialect, conf}, "<14>a: x\n<134>a: y\n");
  };
  for (const std::string action : {"/no/such/folder/x", "/", "@no.such.host.invalid", "@127.0.0.1:no-such-service"}) {
    const result ran = ends(action);
    CHECK_MESSAGE(ran.status == 1, action);
    CHECK_MESSAGE(contains(ran.output, conf + ":2:10: "), ran.output);
  }
  CHECK(contains(ends("|/no/such/fifo", "sysklogd").output, conf + ":2:10: "));
  const result command = ends("|/no/such/command");
  CHECK(command.status == 1);
  CHECK(contains(command.output, "|/no/such/command: ended with status 127"));
  CHECK(ends("@127.0.0.1:syslog").status == 0);
}

TEST_CASE("a refused reload leaves no trace") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* " + directory.file("all") + "\n");
  running daemon{directory, {"--hostname", "h", conf}};
  for (const std::string& wrong : {std::string{"mial.* /x"}, std::string{"*.* /no/such/folder/x"}}) {
    support::write_file(conf, "*.* " + directory.file("new") + "\n" + wrong + "\n");
    daemon.hang_up();
    CHECK(daemon.says(wrong == "mial.* /x" ? ":2:1: unknown" : ":2:5: "));
    daemon.write("<14>a: " + wrong.substr(0, 3) + "\n");
    CHECK(support::eventually([&] { return contains(read_file(directory.file("all")), wrong.substr(0, 3)); }));
    CHECK_FALSE(std::filesystem::exists(directory.file("new")));
  }
  CHECK(daemon.stop() == 0);
}

TEST_CASE("Linux' files: continued lines, named pipes, rotation, and other files") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf"), fifo = directory.file("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  std::filesystem::create_directory(directory.file("conf.d"));
  support::write_file(directory.file("conf.d/one.conf"), "mail.* " + directory.file("mail") + "\n");
  support::write_file(directory.file("conf.d/other"), "mail.* " + directory.file("not_read") + "\n");
  support::write_file(conf, "*.=info;\\\n\tmail.none\t-" + directory.file("info") + "\ndaemon.*\t|" + fifo +
                                "\nlocal0.* " + directory.file("rotated") + " ;rotate=1k:2\ninclude " +
                                directory.file("conf.d/*.conf") + "\ninclude " + directory.file("none/*.conf") + "\n");
  std::string input = "<22>a: mail\n<14>a: info\n<13>a: notice\n<30>a: daemon\n";
  for (int n = 0; n < 100; ++n)
    input += "<134>a: a line of some length that fills a file, number " + std::to_string(n) + "\n";
  const result ran = routed({"--dialect", "sysklogd", "--hostname", "h", conf}, input);
  CHECK(ran.status == 0);
  CHECK(ran.output == "routed: ready\n");
  CHECK(kept(directory.file("info"))[0] == "h a: info");
  CHECK(kept(directory.file("mail")) == lines{"h a: mail"});
  CHECK_FALSE(std::filesystem::exists(directory.file("not_read")));
  char bytes[256] = {};
  const ssize_t got = ::read(reader, bytes, sizeof bytes - 1);
  ::close(reader);
  CHECK(std::string{bytes, got > 0 ? static_cast<size_t>(got) : 0}.ends_with("h a: daemon\n"));
  CHECK(std::filesystem::file_size(directory.file("rotated")) <= 1024);
  CHECK(std::filesystem::file_size(directory.file("rotated.0")) <= 1024);
  CHECK(std::filesystem::exists(directory.file("rotated.1")));
  CHECK_FALSE(std::filesystem::exists(directory.file("rotated.2")));
}

TEST_CASE("an included file's lines are named with its own name") {
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf"), other = directory.file("other.conf");
  support::write_file(conf, "include " + other + "\n");
  support::write_file(other, "\nmial.* /x\n*.* /no/such/folder/x\n");
  const result ran = routed({"--check", conf});
  CHECK(ran.status == 1);
  CHECK(contains(ran.output, other + ":2:1: unknown facility"));
  CHECK(contains(routed({conf}).output, other + ":3:5: "));
}

TEST_CASE("@@host is TCP, with one record a line") {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  REQUIRE(::listen(listener, 4) == 0);
  const support::temporary_directory directory;
  const std::string conf = directory.file("conf");
  support::write_file(conf, "*.* @@127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "\n");
  running daemon{directory, {"--dialect", "rsyslog", "--hostname", "h", conf}};
  const timeval patience{10, 0};
  const int there = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  ::setsockopt(there, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  daemon.write("<132>pppd[97]: IPCP: up\n");
  char bytes[256] = {};
  const ssize_t got = ::recv(there, bytes, sizeof bytes, 0);
  ::close(there);
  ::close(listener);
  CHECK(std::string{bytes, got > 0 ? static_cast<size_t>(got) : 0}.ends_with(" h pppd[97]: IPCP: up\n"));
  daemon.stop();
}

TEST_CASE("without arguments it is a demonstration, with marks, counts, and rules that stay or change") {
  const result ran = routed({});
  CHECK(ran.status == 0);
  for (const char* part : {"/var/log/messages    Nov 22 12:02:35 router1 ifd[52]: last message repeated 120 times\n",
                           "/var/log/all         Nov 22 12:43:26 router1 routed: -- MARK --\n",
                           "syslog.conf:2:8: unknown facility", "routed: the rules stay as they were\n",
                           "/var/log/warnings    Nov 22 12:48:28 router1 ifd[52]: eth4: carrier lost\n",
                           "@loghost             Nov 22 12:00:03 router1 pppd[97]: IPCP: up\n"})
    CHECK_MESSAGE(contains(ran.output, part), part);
}

TEST_CASE("a wrong command line is one line and status 2") {
  for (const command& options : {command{"--what"},
                                 {"/nowhere/conf"},
                                 {"--mark", "0", "x"},
                                 {"-p", "mail", "x"},
                                 {"--dialect", "c", "x"},
                                 {"-t"},
                                 {"a", "b"},
                                 {"--show"}}) {
    const result ran = routed(options);
    CHECK_MESSAGE(ran.status == 2, options[0]);
    CHECK_MESSAGE(lines_of(ran.output).size() == 1, ran.output);
    CHECK(ran.output.starts_with("routed: "));
  }
  const result help = routed({"--help"});
  CHECK(help.status == 0);
  CHECK(help.output.starts_with("usage: routed"));
}
