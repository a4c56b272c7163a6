// receive PROGRAM: runs it with the address of a receiver that is opened here, and prints each datagram as a line, with the
// time, host name and process id of an example in place of this machine's.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>
#include <regex>
#include <string>

int main(int count, char** arguments) {
  const int receiver = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (count != 2 || bind(receiver, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(receiver, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return 2;
  const std::string destination = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));

  const pid_t child = fork();
  if (child == 0) {
    execl(arguments[1], arguments[1], destination.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);

  // "<PRI>Mmm dd hh:mm:ss HOSTNAME TAG[PID]: text"
  const std::regex header{R"((<\d+>)\w{3} [ \d]\d \d\d:\d\d:\d\d [\w.-]+ (\w+)\[\d+\]: (.*))"};
  char datagram[2048];
  for (ssize_t got; (got = recv(receiver, datagram, sizeof datagram, MSG_DONTWAIT)) > 0;)
    std::cout << std::regex_replace(std::string(datagram, static_cast<size_t>(got)), header,
                                    "$1Nov 22 07:23:16 router1 $2[311]: $3")
              << '\n';
  return status == 0 ? 0 : 1;
}
