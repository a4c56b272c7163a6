#include "support/console.hpp"

#include <sstream>

namespace support {

console_input hypervisor_boot() {
  console_input result{read_file(LINEOUT_TEST_DATA "/hypervisor-boot.txt"), {}};
  std::istringstream lines{result.bytes};
  for (std::string line; std::getline(lines, line);) result.texts.push_back(line);
  return result;
}

console_input everything_nasty() {
  using namespace std::string_literals;
  console_input result;
  const auto add = [&result](const std::string& bytes, std::vector<std::string> texts) {
    result.bytes += bytes;
    result.texts.insert(result.texts.end(), texts.begin(), texts.end());
  };
  const std::string a80(80, 'a');
  const std::string b80(80, 'b');
  const std::string c78(78, 'c');
  const std::string smile = "\xf0\x9f\x98\x80";

  add(a80 + "\n", {a80});
  add(b80 + "!\n", {b80, "... !"});
  add("\n\n", {"", ""});
  add("from DOS\r\n", {"from DOS"});
  add(a80 + "\r\n", {a80});
  add("a bar that grows: 10%\r20%\r30%\n", {"a bar that grows: 10%\\r20%\\r30%"});
  add("left\tright\n", {"left\\tright"});
  add("\x1b[31mred\x1b[0m \a\x7f\n", {"\\x1b[31mred\\x1b[0m \\x07\\x7f"});
  add("NUL:\0.\n"s, {"NUL:\\x00."});
  add(c78 + smile + " follows\n", {c78, "... " + smile + " follows"});
  add("Gr\xc3\xbc\xc3\x9f"
      "e, \xe6\x97\xa5\xe6\x9c\xac " +
          smile + "\n",
      {"Gr\xc3\xbc\xc3\x9f"
       "e, \xe6\x97\xa5\xe6\x9c\xac " +
       smile});
  add("caf\xe9, \xff\xfe, \xc0\xaf, \xed\xa0\x80, \xf0\x9f\x98\n",
      {"caf\\xe9, \\xff\\xfe, \\xc0\\xaf, \\xed\\xa0\\x80, \\xf0\\x9f\\x98"});
  add("C1: \xc2\x9b"
      "31m\n",
      {"C1: \\xc2\\x9b"
       "31m"});
  add("<0>Jan  1 00:00:00 elsewhere kernel: not a header\n", {"<0>Jan  1 00:00:00 elsewhere kernel: not a header"});
  add("100% {} %s \\n [x] \"y\": z\n", {"100% {} %s \\n [x] \"y\": z"});

  std::string ten_kilobytes;
  for (int number = 0; ten_kilobytes.size() < 10240; ++number) ten_kilobytes += std::to_string(number) + ",";
  ten_kilobytes.resize(10240);
  add(ten_kilobytes, {});
  for (size_t at = 0; at < ten_kilobytes.size(); at += 80)
    result.texts.push_back((at == 0 ? "" : "... ") + ten_kilobytes.substr(at, 80));
  add("\nno newline at the end", {"no newline at the end"});
  return result;
}

command console_command(const command& options) {
  command result{LINEOUT_CONSOLE, "--hostname", "router1",    "--tag",         "vmm",
                 "--pid",         "4711",       "--priority", "local0.warning"};
  result.insert(result.end(), options.begin(), options.end());
  return result;
}

result run_console(const command& options, std::string_view input) { return run(console_command(options), input); }

}  // namespace support
