// listing: a catalogue's events as a reference manual: a Markdown table, CSV (RFC 4180) or JSON (RFC 8259).
#pragma once

#include <lineout/catalogue/catalogue.hpp>

namespace lineout {

enum class listing : uint8_t { markdown, csv, json };

namespace detail {

// Hands the pieces of a listing to put(text).
template <typename Put> class lister {
 public:
  constexpr explicit lister(Put& put) : put_{put} {}

  constexpr void markdown(const event_description& what) {
    literal("| ");
    code(what, false);
    literal(" | ");
    literal(lineout::keyword(what.severity));
    literal(" | ");
    literal(what.tag);
    literal(" | ");
    code(what, true);
    literal(" | ");
    escaped(what.description, "\\`*_[]<>|&~!#", '\\');
    literal(" |\n");
  }

  constexpr void csv(const event_description& what) {
    quoted(what.id);
    literal(",");
    literal(lineout::keyword(what.severity));
    literal(",");
    literal(what.tag);
    literal(",\"");
    message(what, "\"", '"');
    literal("\",");
    for (size_t index = 0; index < what.argument_count; ++index) {
      if (index > 0) literal(" ");
      literal(what.arguments[index]);
    }
    literal(",");
    quoted(what.description);
    literal("\r\n");
  }

  constexpr void json(const event_description& what) {
    literal("{\"id\":");
    string(what.id);
    literal(",\"severity\":\"");
    literal(lineout::keyword(what.severity));
    literal("\",\"tag\":");
    string(what.tag);
    literal(",\"message\":\"");
    message(what, "\"\\", '\\');
    literal("\",\"format\":");
    string(what.words);
    literal(",\"arguments\":[");
    for (size_t index = 0; index < what.argument_count; ++index) {
      if (index > 0) literal(",");
      string(what.arguments[index]);
    }
    literal("],\"description\":");
    string(what.description);
    literal("}");
  }

  constexpr void literal(text words) {
    if (!words.empty()) put_(words);
  }

 private:
  // With a character in front of each that is special.
  constexpr void escaped(text words, text special, char before) {
    size_t begin = 0;
    for (size_t at = 0; at < words.size(); ++at) {
      if (special.find(words[at]) == special.size()) continue;
      literal(words.skip(begin).first(at - begin));
      literal({&before, 1});
      begin = at;
    }
    literal(words.skip(begin));
  }

  // The words, with <TYPE> for each placeholder and single braces for doubled ones.
  constexpr void message(const event_description& what, text special, char before) {
    const text words = what.words;
    size_t begin = 0, argument = 0;
    for (size_t at = 0; at < words.size(); ++at) {
      if (words[at] != '{' && words[at] != '}') continue;
      escaped(words.skip(begin).first(at - begin), special, before);
      if (words[at + 1] == words[at]) {
        begin = ++at;
        continue;
      }
      literal("<");
      escaped(what.arguments[argument++], special, before);
      literal(">");
      at += words.skip(at).find('}');
      begin = at + 1;
    }
    escaped(words.skip(begin), special, before);
  }

  // In more backticks than there are in it; a '|' would end the table's cell even here.
  constexpr void code(const event_description& what, bool whole) {
    const text content = whole ? what.words : what.id;
    size_t longest = 0, run = 0;
    for (const char c : content) {
      run = c == '`' ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    for (size_t count = 0; count <= longest; ++count) literal("`");
    if (longest > 0) literal(" ");
    if (whole) message(what, "|", '\\');
    else escaped(content, "|", '\\');
    if (longest > 0) literal(" ");
    for (size_t count = 0; count <= longest; ++count) literal("`");
  }

  constexpr void quoted(text words) {
    literal("\"");
    escaped(words, "\"", '"');
    literal("\"");
  }
  constexpr void string(text words) {
    literal("\"");
    escaped(words, "\"\\", '\\');
    literal("\"");
  }

  Put& put_;
};

}  // namespace detail

// Calls put(text) with one piece after the other; together they are the whole listing, which ends in a newline. In the
// messages <mac_address> stands where an argument of that type is written. Nothing is allocated, and put may wait.
template <size_t Count, typename Put>
constexpr void write_listing(const catalogue<Count>& events, listing how, Put&& put) {
  detail::lister out{put};
  if (how == listing::markdown) out.literal("| id | severity | tag | message | description |\n|---|---|---|---|---|\n");
  if (how == listing::csv) out.literal("id,severity,tag,message,arguments,description\r\n");
  text before = "[\n";
  for (const event_description& one : events) {
    if (how == listing::markdown) out.markdown(one);
    if (how == listing::csv) out.csv(one);
    if (how == listing::json) {
      out.literal(before);
      out.json(one);
      before = ",\n";
    }
  }
  if (how == listing::json) out.literal("\n]\n");
}

}  // namespace lineout
