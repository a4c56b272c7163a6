#include <lineout/console.hpp>

#include "support/recorder.hpp"

#include <doctest/doctest.h>

using namespace lineout;
using list = std::vector<std::string>;

namespace {

constexpr origin here{"host", "vmm"};

struct two_contexts : console_options {
  static constexpr size_t contexts = 2;
};
struct with_levels : console_options {
  static constexpr bool level_prefix = true;
};
struct narrow : console_options {
  static constexpr size_t width = 16;
  static constexpr text continuation_mark = "+";
  static constexpr lineout::severity severity = lineout::severity::debug;
};

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

namespace {
constinit logger global{stubs::sink{}, origin{"router1", "kernel"}};
constinit console global_console{global};
}  // namespace

TEST_CASE("a console is ready before any constructor has run") {
  global_console.write("boot\n");
  CHECK(global.counts().sent == 1);
}
