#include <lineout/console.hpp>

#include "support/recorder.hpp"

#include <lineout/framings/rfc5424.hpp>
#include <lineout/kmsg_records.hpp>
#include <lineout/terminal_line.hpp>

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

using namespace lineout;
using list = std::vector<std::string>;

namespace {

constexpr origin here{"host", "vmm"};

struct two_contexts : console_options {
  static constexpr size_t contexts = 2;
};
struct with_levels : console_options {
  using levels = lineout::levels::angle;
};
struct narrow : console_options {
  static constexpr size_t width = 16;
  static constexpr text continuation_mark = "+";
  static constexpr lineout::severity severity = lineout::severity::debug;
};

struct screen : console_options {
  template <size_t Width> using line = terminal_line<Width>;
  using levels = lineout::levels::any<lineout::levels::soh, lineout::levels::angle>;
  static constexpr bool sends_at_tick = true;
};
struct kernel : console_options {
  static constexpr size_t width = 1024;
  using levels = kmsg_records<>;
};
struct by_words : console_options {
  struct levels {
    static constexpr text take(text line, priority& level) {
      if (line.first(5) == "PANIC") level.severity = severity::emerg;
      return line;
    }
  };
};

// What a console with these options makes of a recording, but for the tag.
template <typename Options> list shown(const std::string& recording) {
  list records;
  logger log{recorder{&records}, here};
  console<decltype(log), Options> out{log};
  out.write(recording);
  out.flush();
  for (std::string& record : records) record.erase(record.find("vmm: "), 5);
  return records;
}

}  // namespace

TEST_CASE("each line is a message") {
  list records;
  logger log{recorder{&records}, here};
  console out{log};
  out.write("Processor 1 (AP)\nTrying to enable VMXON.\n");
  for (const char c : std::string("tail")) out.put(c);
  CHECK(records == list{"<14>vmm: Processor 1 (AP)", "<14>vmm: Trying to enable VMXON."});
  out.flush();
  CHECK(records.back() == "<14>vmm: tail");
  out.flush();
  CHECK(records.size() == 3);
}

TEST_CASE("a line that continues another is marked") {
  list records;
  logger log{recorder{&records}, here};
  console out{log, narrow{}};
  out.write("0123456789abcdef0123456789abcdefXY\nnext\n");
  CHECK(records == list{"<15>vmm: 0123456789abcdef", "<15>vmm: +0123456789abcdef", "<15>vmm: +XY", "<15>vmm: next"});
}

TEST_CASE("lines of two contexts never mix") {
  list records;
  logger log{recorder{&records}, here};
  console out{log, two_contexts{}};
  out.write("first ", 0);
  out.write("second\n", 1);
  out.write("line\n", 0);
  out.write("beyond", 7);
  out.write(" is the last\n", 1);
  CHECK(records == list{"<14>vmm: second", "<14>vmm: first line", "<14>vmm: beyond is the last"});
}

TEST_CASE("panic sends the unfinished lines of every context") {
  list records;
  logger log{recorder{&records}, here};
  console out{log, two_contexts{}};
  out.write("waiting for", 0);
  out.write("register 0x", 1);
  out.panic();
  CHECK(records == list{"<14>vmm: waiting for", "<14>vmm: register 0x"});
}

TEST_CASE("a level prefix is understood when asked for") {
  list records;
  logger log{recorder{&records}, here};
  console out{log, with_levels{}};
  out.write("<3>disk error\n<30>daemon info\nno prefix\n<8x>text\n<>text\n<192>text\n<03>text\n<3\n<3>\n");
  CHECK(records == list{"<11>vmm: disk error", "<30>vmm: daemon info", "<14>vmm: no prefix", "<14>vmm: <8x>text",
                        "<14>vmm: <>text", "<14>vmm: <192>text", "<14>vmm: <03>text", "<14>vmm: <3", "<11>vmm: "});
  console plain{log};
  plain.write("<3>disk error\n");
  CHECK(records.back() == "<14>vmm: <3>disk error");
}

TEST_CASE("a continued line keeps the level of its beginning") {
  list records;
  logger log{recorder{&records}, here};
  console out{log, with_levels{}};
  out.write("<3>" + std::string(78, 'x') + "\n<5>y\n");
  CHECK(records[0].substr(0, 4) == "<11>");
  CHECK(records[1] == "<11>vmm: ... x");
  CHECK(records[2] == "<13>vmm: y");
}

TEST_CASE("the priority of lines can be set at run time") {
  list records;
  logger log{recorder{&records}, here};
  console out{log};
  out.set_priority({facility::local0, severity::warning});
  out.write("x\n");
  CHECK(records == list{"<132>vmm: x"});
}

TEST_CASE("the priority is set while another thread puts characters, and each line has one or the other whole") {
  list records;
  logger log{recorder{&records}, here};
  console out{log};
  std::atomic<bool> stop{false};
  std::thread setting{[&] {
    while (!stop) {
      out.set_priority({facility::kern, severity::debug});
      out.set_priority({facility::local7, severity::emerg});
    }
  }};
  for (int line = 0; line < 20000; ++line) out.write("x\n");
  stop = true;
  setting.join();
  int wrong = 0;
  for (const std::string& record : records)
    if (record != "<14>vmm: x" && record != "<7>vmm: x" && record != "<184>vmm: x") ++wrong;
  CHECK(wrong == 0);
}

TEST_CASE("a boot loader is read as it stands on the screen") {
  CHECK(shown<screen>("\x1b[2J\x1b[1;1H\r\n\r\nU-Boot 2023.01 (Jan 09 2023 - 16:07:33 +0000)\r\n\r\n"
                      "DRAM:  \b\b 512 MiB\r\nHit any key to stop autoboot:  3 \b\b\b 2 \b\b\b 1 \b\b\b 0 \r\n"
                      "Loading: #\b*\b#\r\n\tdone\r\nStarting kernel ...\r\n\r\n") ==
        list{"<14>U-Boot 2023.01 (Jan 09 2023 - 16:07:33 +0000)", "<14>DRAM: 512 MiB",
             "<14>Hit any key to stop autoboot:  0 ", "<14>Loading: #", "<14>\\tdone", "<14>Starting kernel ..."});
}

TEST_CASE("a Linux boot with colours is read without them, and no line is cut for their sake") {
  CHECK(shown<screen>(
            "[    0.000000] Linux version 6.1.0-13-amd64 (gcc-12 (Debian 12.2.0-14) 12.2.0)\r\n"
            "\x1b[0;1;31m[    1.084322] ata1: SATA link down\x1b[0m\r\n"
            "[\x1b[0;32m  OK  \x1b[0m] Started \x1b[0;1;39msystemd-journald.service\x1b[0m - Journal Service.\r\n"
            "[\x1b[0;1;31mFAILED\x1b[0m] Failed to start \x1b[0;1;39mnetworking.service\x1b[0m - Raise network "
            "interfaces.\r\n"
            "         Mounting \x1b[0;1;39mboot.mount\x1b[0m - /boot...\r\n\x1b]0;root@vm: ~\a\x1b[?2004h<3>root@vm:~# "
            "\x1b[?2004l\r\r\n") ==
        list{"<14>[    0.000000] Linux version 6.1.0-13-amd64 (gcc-12 (Debian 12.2.0-14) 12.2.0)",
             "<14>[    1.084322] ata1: SATA link down",
             "<14>[  OK  ] Started systemd-journald.service - Journal Service.",
             "<14>[FAILED] Failed to start networking.service - Raise network interfaces.",
             "<14>         Mounting boot.mount - /boot...", "<11>root@vm:~# "});
}

TEST_CASE("of a progress bar its last state is sent, though it is as wide as the terminal") {
  std::string bar;
  for (int percent = 0; percent <= 100; percent += 10)
    bar += "\r[" + std::string(static_cast<size_t>(percent) / 2, '#') +
           std::string(50 - static_cast<size_t>(percent) / 2, ' ') + "] " + (percent < 100 ? " " : "") +
           (percent < 10 ? " " : "") + std::to_string(percent) + "%";
  CHECK(shown<screen>("wget\r\n" + bar + "\r\ndone\r\n") ==
        list{"<14>wget", "<14>[" + std::string(50, '#') + "] 100%", "<14>done"});
  const std::string full(79, '=');
  CHECK(shown<screen>("\r" + full + ".\r" + full + ">\r\n") == list{"<14>" + full + ">"});
}

TEST_CASE("lines that have passed two terminals are lines") {
  CHECK(shown<screen>("one\r\r\n\r\r\ntwo\r\r\n") == list{"<14>one", "<14>two"});
  CHECK(shown<screen>(std::string(80, 'x') + "\r\r\ntwo\r\r\n") == list{"<14>" + std::string(80, 'x'), "<14>two"});
}

TEST_CASE("a prompt is sent at the second tick, and what follows continues it") {
  list records;
  logger log{recorder{&records}, here};
  console<decltype(log), screen> out{log};
  out.write("login: ");
  out.tick();
  CHECK(records.empty());
  out.tick();
  CHECK(records == list{"<14>vmm: login: "});
  out.tick();
  out.tick();
  CHECK(records.size() == 1);
  out.write("root\r\n");
  CHECK(records.back() == "<14>vmm: ... root");
  // What still grows is not sent.
  out.write("a");
  out.tick();
  out.write("b");
  out.tick();
  CHECK(records.size() == 2);
  out.panic();
  CHECK(records.back() == "<14>vmm: ab");
}

TEST_CASE("levels are taken from SOH, and by a function of the program's own") {
  CHECK(shown<screen>("\x01"
                      "4low voltage\n\x01"
                      "6ok\n<2>worse\nnone\n") == list{"<12>low voltage", "<14>ok", "<10>worse", "<14>none"});
  CHECK(shown<by_words>("PANIC at the console\nx\n") == list{"<8>PANIC at the console", "<14>x"});
}

TEST_CASE("records of /dev/kmsg leave with their level, and what else they say as structured data") {
  list records;
  using channel = framed<rfc5424, recorder>;
  logger log{channel{recorder{&records}}, here};
  console<decltype(log), kernel> out{log};
  out.write(
      "6,339,5140900,-;NET: Registered PF_INET6\n4,340,5140950,-;e1000e: Link is Down\n SUBSYSTEM=net\n DEVICE=n2\n");
  CHECK(records ==
        list{"<6>1 - host vmm - - [kmsg@32473 sequence=\"339\" time=\"5.140900\"] NET: Registered PF_INET6"});
  out.flush();
  CHECK(records.back() ==
        "<4>1 - host vmm - - [kmsg@32473 sequence=\"340\" time=\"5.140950\" SUBSYSTEM=\"net\" DEVICE=\"n2\"] e1000e: "
        "Link is Down");
  CHECK(records.size() == 2);
}

namespace {
constinit logger global{stubs::sink{}, origin{"router1", "kernel"}};
constinit console global_console{global};
}  // namespace

TEST_CASE("a console is ready before any constructor has run") {
  global_console.write("boot\n");
  CHECK(global.counts().sent == 1);
}
