// The frames of a RELP receiver against its grammar.
#include <lineout/posix/detail/relp_reader.hpp>

#include "support.hpp"

namespace {

// What is read of a stream that ends here: the frames, and whether nonsense follows them.
struct reading {
  std::vector<std::string> frames{};
  bool nonsense = false;
};

// TXNR SP COMMAND SP DATALEN [SP DATA] LF
reading model(const std::string& bytes) {
  reading result;
  size_t at = 0;
  const auto while_one_of = [&](std::string_view allowed, size_t most) {
    const size_t begin = at;
    while (at < bytes.size() && at - begin < most && allowed.find(bytes[at]) != allowed.npos) ++at;
    return bytes.substr(begin, at - begin);
  };
  const auto wrong = [&] {
    result.nonsense = true;
    return result;
  };
  constexpr std::string_view digits = "0123456789";
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (;;) {
    const std::string number = while_one_of(digits, 9);
    if (at == bytes.size()) return result;
    if (number.empty() || bytes[at++] != ' ') return wrong();
    const std::string command = while_one_of(letters, 32);
    if (at == bytes.size()) return result;
    if (command.empty() || bytes[at++] != ' ') return wrong();
    const std::string length = while_one_of(digits, 9);
    if (at == bytes.size()) return result;
    if (length.empty()) return wrong();
    const size_t size = std::stoul(length);
    std::string content;
    if (bytes[at] != '\n' || size > 0) {
      if (bytes[at++] != ' ') return wrong();
      if (at == bytes.size()) return result;
      if (size == 0) return wrong();
      if (bytes.size() - at <= size) return result;
      content = bytes.substr(at, size);
      at += size;
    }
    if (at == bytes.size()) return result;
    if (bytes[at++] != '\n') return wrong();
    result.frames.push_back(std::to_string(std::stoul(number)) + " " + command + " " + content.substr(0, 512));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const size_t piece = 1 + in.below(40);
  const std::string bytes = in.rest_of({"1", "2", "0", " ", " ", "rsp", "\n", "6 200 OK\n", "1 rsp 6 200 OK\n",
                                        "0 serverclose 0\n", "999999999", "x", "3 rsp 9 500 wrong\n", "200 OK",
                                        "\nrelp_version=0\ncommands=syslog", "70 ", "15 "});
  const reading expected = model(bytes);
  lineout::detail::relp_reader reader;
  reading got;
  for (size_t begin = 0; begin < bytes.size() && !got.nonsense; begin += piece) {
    const fuzz::exact some{std::string_view{bytes}.substr(begin, piece)};
    for (lineout::text arrived = some; !arrived.empty() && !got.nonsense;) {
      const auto found = reader.take(arrived);
      got.nonsense = found == lineout::detail::relp_reader::found::nonsense;
      if (found != lineout::detail::relp_reader::found::frame) continue;
      got.frames.push_back(std::to_string(reader.transaction()) + " " + std::string{fuzz::view(reader.command())} +
                           " " + std::string{fuzz::view(reader.data())});
      const std::string content{fuzz::view(reader.data())};
      fuzz::check(reader.says_ok() == (content == "200" || content.starts_with("200 ") || content.starts_with("200\n")),
                  "whether an answer says yes", content);
      const std::string lines = content + "\n";
      bool offered = lines.find("\ncommands=syslog\n") != lines.npos || lines.find("\ncommands=syslog,") != lines.npos;
      for (size_t at = 0; !offered && (at = lines.find("\ncommands=", at)) != lines.npos; ++at) {
        const std::string values = "," + lines.substr(at + 10, lines.find('\n', at + 1) - at - 10) + ",";
        if (values.find(",syslog,") != values.npos) offered = true;
        break;
      }
      if (content.find("\ncommands") == content.rfind("\ncommands"))
        fuzz::check(reader.offers("commands", "syslog") == offered, "whether a command is offered", content);
    }
  }
  fuzz::check(got.nonsense == expected.nonsense, "whether this is nonsense", bytes);
  fuzz::check(got.frames == expected.frames, "the frames", bytes, got.frames.empty() ? "" : got.frames.back());
  return 0;
}
