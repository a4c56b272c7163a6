#include "router.hpp"

#include <cstdio>
#include <string_view>

namespace {

constexpr lineout::size_t text_size = 2048;

auto reporter(const std::string& name) {
  return [&name](const lineout::rule_error& wrong) {
    std::fprintf(stderr, "%s:%zu:%zu: %.*s\n", name.c_str(), wrong.line, wrong.column,
                 static_cast<int>(wrong.words.size()), wrong.words.data());
  };
}

// <PRI> at the beginning; none, and no change, where there is none.
bool take_priority(std::string_view& words, lineout::priority& level) {
  const size_t end = words.find('>');
  if (!words.starts_with('<') || end == std::string_view::npos || end < 2 || end > 4) return false;
  unsigned pri = 0;
  for (const char c : words.substr(1, end - 1)) {
    if (c < '0' || c > '9') return false;
    pri = pri * 10 + static_cast<unsigned>(c - '0');
  }
  const auto read = lineout::priority::from_pri(pri);
  if (!read) return false;
  level = read.value;
  words.remove_prefix(end + 1);
  return true;
}

// "TAG: " or "TAG[PID]: " at the beginning.
bool take_tag(std::string_view& words, std::string_view& tag, lineout::uint32_t& id) {
  const size_t end = words.find(": ");
  if (end == std::string_view::npos || end == 0) return false;
  tag = words.substr(0, end);
  id = 0;
  if (const size_t bracket = tag.find('['); bracket != std::string_view::npos) {
    if (!tag.ends_with(']')) return false;
    for (const char c : tag.substr(bracket + 1, tag.size() - bracket - 2)) {
      if (c < '0' || c > '9') return false;
      id = id * 10 + static_cast<lineout::uint32_t>(c - '0');
    }
    tag = tag.substr(0, bracket);
  }
  for (const char c : tag)
    if (c == ' ' || c == '\t') return false;
  words.remove_prefix(end + 2);
  return true;
}

const char* word(lineout::action_kind kind) {
  switch (kind) {
    case lineout::action_kind::file:
      return "file";
    case lineout::action_kind::pipe:
      return "command";
    case lineout::action_kind::forward:
      return "host";
    case lineout::action_kind::users:
      return "users";
    case lineout::action_kind::everyone:
      return "everyone";
  }
  return "?";
}

}  // namespace

lineout::size_t router::load(const std::string& name, const std::string& words, lineout::selector_dialect spoken) {
  return channel_.next().load(words, reporter(name), spoken);
}

lineout::size_t router::reload(const std::string& name, const std::string& words, lineout::selector_dialect spoken) {
  lineout::size_t faults = 0;
  channel_.next().reload(
      words,
      [&](const lineout::rule_error& wrong) {
        ++faults;
        reporter(name)(wrong);
      },
      spoken);
  return faults;
}

void router::print() {
  const auto& table = channel_.next().current();
  for (lineout::size_t index = 0; index < table.size(); ++index) {
    const lineout::rule one = table.get(index);
    std::printf("line %zu, %s %.*s:", one.line, word(one.action.kind), static_cast<int>(one.action.target.size()),
                one.action.target.data());
    for (unsigned facility = 0; facility < 24; ++facility) {
      std::string levels;
      for (unsigned level = 0; level < 8; ++level)
        if (one.which.takes(lineout::priority::from_pri(facility * 8 + level).value)) levels += std::to_string(level);
      const lineout::text name = lineout::keyword(static_cast<lineout::facility>(facility));
      if (!levels.empty()) std::printf(" %.*s.%s", static_cast<int>(name.size()), name.data(), levels.c_str());
    }
    std::puts(one.which.takes_mark() ? " mark" : "");
  }
}

void router::line(std::string_view words, lineout::timestamp now) {
  lineout::priority level = level_;
  std::string_view tag;
  lineout::uint32_t id = 0;
  const bool tagged = take_priority(words, level) && take_tag(words, tag, id);
  const lineout::origin_buffer named{who_.hostname(), lineout::text{tag.data(), tag.size()}, id,
                                     lineout::app_name_characters::dots_and_slashes};
  const lineout::origin who = tagged ? named.origin() : who_;

  char storage[rules::headroom + text_size + rules::tailroom];
  char* const begin = storage + rules::headroom;
  lineout::writer out{begin, begin + text_size, lineout::control_characters::escape};
  out.text({words.data(), words.size()});
  out.finish("...");
  lineout::packet body{storage, sizeof storage, rules::headroom};
  body.append(out.size());
  if (channel_.submit(lineout::message{level, now, &who, body}) == lineout::outcome::lost) ++lost_;
}
