#include "support/receiver.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "support/network.hpp"

namespace support {

namespace {

namespace files = std::filesystem;

const std::string unpacked = LINEOUT_RECEIVERS;
constexpr char field_end = '\x1f';
constexpr char record_end = '\x1e';

std::string program(receiver::kind what) {
  switch (what) {
    case receiver::kind::rsyslogd:
      return unpacked + "/usr/sbin/rsyslogd";
    case receiver::kind::syslog_ng:
      return unpacked + "/usr/sbin/syslog-ng";
    case receiver::kind::inetutils:
      return unpacked + "/usr/sbin/syslogd";
  }
  return {};
}

// The folder below unpacked in which a file of that name lies.
std::string folder_of(const std::string& name) {
  for (const auto& entry : files::recursive_directory_iterator{unpacked})
    if (entry.path().filename() == name) return entry.path().parent_path();
  throw std::runtime_error{"no " + name + " in " + unpacked};
}

// All folders that hold shared libraries, as LD_LIBRARY_PATH takes them.
std::string library_path() {
  std::string result = "LD_LIBRARY_PATH=";
  std::string last;
  for (const auto& entry : files::recursive_directory_iterator{unpacked}) {
    const std::string folder = entry.path().parent_path();
    if (entry.path().filename().string().find(".so") == std::string::npos || folder == last) continue;
    result += folder + ":";
    last = folder;
  }
  return result;
}

uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(probe, reinterpret_cast<const sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

// The UDP port that a process is bound to, or 0: its sockets are links in fd, their ports are in its namespace's
// net/udp.
uint16_t bound_port(pid_t id) {
  const std::string own = "/proc/" + std::to_string(id);
  std::istringstream lines{read_file(own + "/net/udp")};
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    unsigned port = 0;
    unsigned remote_port = 0;
    unsigned long inode = 0;
    if (std::sscanf(line.c_str(), " %*d: %*x:%x %*x:%x %*x %*x:%*x %*x:%*x %*x %*d %*d %lu", &port, &remote_port,
                    &inode) != 3)
      continue;
    if (remote_port != 0) continue;
    const std::string wanted = "socket:[" + std::to_string(inode) + "]";
    std::error_code error;
    for (const auto& entry : files::directory_iterator{own + "/fd", error})
      if (files::read_symlink(entry.path(), error) == wanted) return static_cast<uint16_t>(port);
  }
  return 0;
}

std::string rsyslogd_configuration(const temporary_directory& directory, const char* address) {
  return "global(workDirectory=\"" + directory.file("") +
         "\" preserveFQDN=\"on\" net.enableDNS=\"off\"\n"
         "  net.permitACLWarning=\"off\" localHostname=\"collector\" maxMessageSize=\"64k\"\n"
         "  parser.escapeControlCharactersOnReceive=\"off\")\n"
         "module(load=\"imudp\" TimeRequery=\"1\")\n"
         "module(load=\"imuxsock\" SysSock.Use=\"off\")\n"
         "module(load=\"imtcp\")\n"
         "input(type=\"imudp\" address=\"" +
         address +
         "\" port=\"0\" rcvbufSize=\"8m\" ruleset=\"rx\")\n"
         "input(type=\"imtcp\" address=\"" +
         address + "\" port=\"0\" listenPortFileName=\"" + directory.file("tcp_port") +
         "\" ruleset=\"rx\")\n"
         "input(type=\"imuxsock\" socket=\"" +
         directory.file("log.sock") +
         "\" createPath=\"off\" useSpecialParser=\"on\"\n"
         "  parseHostname=\"off\" usePIDFromSystem=\"off\" ignoreTimestamp=\"off\" useSysTimeStamp=\"off\" "
         "annotate=\"off\"\n"
         "  ruleset=\"rx\")\n"
         "template(name=\"record\" type=\"list\") {\n"
         "  property(name=\"pri\") constant(value=\"\\037\")\n"
         "  property(name=\"timereported\" dateFormat=\"rfc3339\") constant(value=\"\\037\")\n"
         "  property(name=\"hostname\") constant(value=\"\\037\")\n"
         "  property(name=\"app-name\") constant(value=\"\\037\")\n"
         "  property(name=\"procid\") constant(value=\"\\037\")\n"
         "  property(name=\"msgid\") constant(value=\"\\037\")\n"
         "  property(name=\"structured-data\") constant(value=\"\\037\")\n"
         "  property(name=\"msg\") constant(value=\"\\036\\n\")\n"
         "}\n"
         "ruleset(name=\"rx\" queue.type=\"Direct\") {\n"
         "  action(type=\"omfile\" file=\"" +
         directory.file("out") +
         "\" template=\"record\" asyncWriting=\"off\"\n"
         "    flushOnTXEnd=\"on\" fileCreateMode=\"0644\")\n"
         "}\n";
}

std::string syslog_ng_configuration(const temporary_directory& directory, uint16_t port) {
  return "@version: 3.35\n"
         "options { stats-freq(0); flush-lines(1); keep-hostname(yes); use-dns(no); dns-cache(no); "
         "keep-timestamp(yes);\n"
         "  chain-hostnames(no); ts-format(iso); frac-digits(6); log-msg-size(65536); };\n"
         "source from { network(ip(\"127.0.0.1\") port(" +
         std::to_string(port) +
         ") transport(\"udp\")\n"
         "  so-rcvbuf(8388608) flags(syslog-protocol)); };\n"
         "destination to { file(\"" +
         directory.file("out") +
         "\" create-dirs(no)\n"
         "  template(\"$PRI\\x1f$ISODATE\\x1f$HOST\\x1f$PROGRAM\\x1f$PID\\x1f$MSGID\\x1f$SDATA\\x1f "
         "$MESSAGE\\x1e\\n\")); };\n"
         "log { source(from); destination(to); };\n";
}

// Writes the configuration and says how to start the daemon with it.
command prepare(receiver::kind what, const temporary_directory& directory, uint16_t port, const std::string& selector,
                const network* where) {
  const std::string configuration = directory.file("configuration");
  switch (what) {
    case receiver::kind::rsyslogd:
      write_file(configuration,
                 rsyslogd_configuration(directory, where == nullptr ? "127.0.0.1" : network::far_address));
      break;
    case receiver::kind::syslog_ng:
      write_file(configuration, syslog_ng_configuration(directory, port));
      break;
    case receiver::kind::inetutils:
      write_file(configuration, selector + "\t" + directory.file("out") + "\n");
      break;
  }
  const command result = receiver_command(what, directory, configuration, port);
  return where == nullptr ? result : where->in_far(result);
}

}  // namespace

command receiver_command(receiver::kind what, const temporary_directory& directory, const std::string& configuration,
                         uint16_t port) {
  command result{"env", library_path(), program(what)};
  const auto add = [&result](const command& more) { result.insert(result.end(), more.begin(), more.end()); };
  switch (what) {
    case receiver::kind::rsyslogd:
      add({"-n", "-iNONE", "-M", folder_of("imudp.so"), "-f", configuration});
      break;
    case receiver::kind::syslog_ng:
      add({"-F", "-e", "--no-caps", "-f", configuration, "-R", directory.file("persist"), "-p", directory.file("id"),
           "-c", directory.file("control"), "--module-path=" + folder_of("libaffile.so")});
      break;
    case receiver::kind::inetutils:
      files::create_directory(directory.file("more"));
      add({"-n", "--no-klog", "-p", directory.file("log.sock"), "-f", configuration, "-D", directory.file("more"), "-P",
           directory.file("id"), "-m", "0"});
      if (port != 0) add({"-r", "-b", "127.0.0.1", "-B", std::to_string(port)});
      break;
  }
  return result;
}

std::string receiver::missing(kind what) {
  if (access(program(what).c_str(), X_OK) != 0)
    return "no " + program(what) + "; tests/run unpacks rsyslogd, tests/run all the others";
  return {};
}

receiver::receiver(kind what, const std::string& selector, const network* where)
    : kind_{what},
      port_{what == kind::rsyslogd ? uint16_t{0} : free_port()},
      daemon_{prepare(what, directory_, port_, selector, where), directory_.file("said")} {
  const bool ready = eventually([this] {
    const uint16_t bound = bound_port(daemon_.id());
    if (bound == 0 || (port_ != 0 && bound != port_) || (kind_ == kind::rsyslogd && !files::exists(socket())))
      return !daemon_.running();
    port_ = bound;
    return true;
  });
  if (!ready || !daemon_.running())
    throw std::runtime_error{program(what) + " does not start: " + read_file(directory_.file("said"))};
}

uint16_t receiver::tcp_port() const {
  std::string digits;
  eventually([&] { return !(digits = read_file(directory_.file("tcp_port"))).empty(); });
  return static_cast<uint16_t>(std::atoi(digits.c_str()));
}

std::vector<record> receiver::records() const {
  const std::string all = read_file(directory_.file("out"));
  std::vector<record> result;
  if (kind_ == kind::inetutils) {
    std::istringstream lines{all};
    for (std::string line; std::getline(lines, line);)
      if (line.size() > 16) result.push_back({.time = line.substr(0, 15), .text = line.substr(16)});
    return result;
  }
  for (size_t begin = 0, end; (end = all.find(record_end, begin)) != std::string::npos; begin = end + 2) {
    std::istringstream fields{all.substr(begin, end - begin)};
    std::string pri;
    record made;
    std::getline(fields, pri, field_end);
    std::getline(fields, made.time, field_end);
    std::getline(fields, made.hostname, field_end);
    std::getline(fields, made.app_name, field_end);
    std::getline(fields, made.process_id, field_end);
    std::getline(fields, made.message_id, field_end);
    std::getline(fields, made.structured_data, field_end);
    std::getline(fields, made.text, '\0');
    made.pri = pri.empty() || pri.find_first_not_of("0123456789") != std::string::npos ? -1 : std::stoi(pri);
    if (made.text.starts_with(' ')) made.text.erase(0, 1);
    result.push_back(made);
  }
  return result;
}

std::vector<record> receiver::stop_after(size_t count) {
  eventually([this, count] { return records().size() >= count; });
  daemon_.stop();
  return records();
}

}  // namespace support
