#include "router.hpp"

#include <glob.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string_view>

#include "received.hpp"

namespace {

constexpr lineout::size_t text_size = 2048;

// Says what is wrong in a file, and reads those that it includes.
class reporter {
 public:
  explicit reporter(const std::string& name) : name_{name} {}

  void operator()(const lineout::rule_error& wrong) {
    const std::string file{wrong.file.data() == nullptr ? "" : wrong.file.data(), wrong.file.size()};
    std::fprintf(stderr, "%s:%zu:%zu: %s%.*s\n", file.empty() ? name_.c_str() : file.c_str(), wrong.line, wrong.column,
                 wrong.left_out ? "" : "note: ", static_cast<int>(wrong.words.size()), wrong.words.data());
  }
  // A directory stands for its *.conf.
  template <typename Read> lineout::text include(lineout::text pattern, Read read) {
    std::string wanted{pattern.data(), pattern.size()};
    struct stat status {};
    if (::stat(wanted.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) wanted += "/*.conf";
    glob_t found{};
    const int result = ::glob(wanted.c_str(), 0, nullptr, &found);
    for (size_t index = 0; result == 0 && index < found.gl_pathc; ++index) {
      std::ifstream file{found.gl_pathv[index], std::ios::binary};
      std::ostringstream words;
      if (!file || !(words << file.rdbuf() || file.peek() == std::ifstream::traits_type::eof()))
        unread_ = found.gl_pathv[index];
      else read(lineout::text{found.gl_pathv[index]}, lineout::text{words.str()});
    }
    ::globfree(&found);
    if (unread_.empty()) return {};
    unread_ += " cannot be read";
    return unread_;
  }

 private:
  const std::string& name_;
  std::string unread_{};
};

bool is_id(std::string_view id) {
  for (const char c : id)
    if (c < '!' || c > '~') return false;
  return id.size() <= 32;
}

const char* word(lineout::action_kind kind) {
  switch (kind) {
    case lineout::action_kind::file:
      return "file";
    case lineout::action_kind::fifo:
      return "fifo";
    case lineout::action_kind::discard:
      return "nowhere, and further";
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

lineout::size_t router::load(const std::string& name, const std::string& words, lineout::conf_dialect spoken) {
  return channel_.next().load(words, reporter(name), spoken);
}

lineout::size_t router::reload(const std::string& name, const std::string& words, lineout::conf_dialect spoken) {
  return channel_.next().reload(words, reporter{name}, spoken) ? 0 : 1;
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
  const received given = parse_received(words, level_, now);
  const auto or_own = [](std::string_view name, lineout::text own) { return name.empty() ? own : lineout::text{name}; };
  const lineout::origin_buffer named{or_own(given.hostname, who_.hostname()), or_own(given.tag, who_.app_name()),
                                     given.tag.empty() ? who_.process_id() : given.process_id,
                                     lineout::app_name_characters::dots_and_slashes};
  const lineout::origin who = named.origin();

  char storage[rules::headroom + text_size + rules::tailroom];
  char* const begin = storage + rules::headroom;
  lineout::writer out{begin, begin + text_size, lineout::control_characters::escape};
  out.text(given.text);
  out.finish("...");
  lineout::packet body{storage, sizeof storage, rules::headroom};
  body.append(out.size());
  lineout::message what{given.level, now, &who, body};
  if (is_id(given.id)) what.id = given.id;
  what.structured_data = given.structured_data;
  times_ = {now, given.time};
  if (channel_.submit(what) == lineout::outcome::lost) ++lost_;
  times_ = {};
}

void router::finish() {
  channel_.flush();
  channel_.next().outputs().close();
  ending_.finish();
}
