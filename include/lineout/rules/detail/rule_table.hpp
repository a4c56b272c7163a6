// rule_table: rules in a fixed memory, with the words that they need.
#pragma once

#include <lineout/rules/rule.hpp>

namespace lineout::detail {

// A part of the table's text.
struct text_span {
  uint16_t begin = 0;
  uint16_t size = 0;
};
struct name_span {
  text_span names{};
  bool excluding = false;
};
struct property_span {
  text_span value{};
  text_span program{};
  property subject{};
  comparison how{};
  bool negated = false;
  bool ignoring_case = false;
  bool spaced = false;
  bool given = false;
};

// The conditions that hold for the lines behind a block.
struct conf_sections {
  name_span programs{};
  name_span hosts{};
  property_span property{};
  // A block that could not be read: nobody's messages are meant.
  bool wrong_programs = false;
  bool wrong_hosts = false;
  bool wrong_property = false;
  bool final_programs = false;
  bool final_hosts = false;

  constexpr bool is_final() const { return final_programs || final_hosts; }
  constexpr bool is_wrong() const { return wrong_programs || wrong_hosts || wrong_property; }
};

template <size_t Count, size_t TextSize> class rule_table {
  static_assert(Count >= 1 && TextSize >= 1 && TextSize <= 65535, "lineout: rules have from 1 to 65535 bytes of text");

 public:
  constexpr size_t size() const { return count_; }
  // A view that is valid until the next read(). local: the name that @ stands for.
  constexpr rule get(size_t index, text local = {}) const {
    const stored& one = stored_[index];
    rule result{one.which, program_filter{names(one.programs)}, host_filter{names(one.hosts), local}};
    const property_span& filter = one.property;
    result.property = {filter.subject, filter.how,       filter.negated,    filter.ignoring_case,
                       filter.spaced,  at(filter.value), at(filter.program)};
    result.has_property = filter.given;
    result.is_final = one.is_final;
    result.action = {one.kind,        one.synced,       one.connected,  one.counted, one.format,
                     one.rotate_size, one.rotate_count, at(one.target), at(one.port)};
    result.line = one.line;
    result.column = one.column;
    result.file = at(one.file);
    return result;
  }
  constexpr bool takes(size_t index, const message& what, text local = {}) const {
    const stored& one = stored_[index];
    return one.which.takes(what.priority) && (one.is_open || get(index, local).takes(what));
  }
  constexpr bool takes_mark(size_t index) const { return stored_[index].which.takes_mark(); }
  // Whether no rule behind it gets a message that it takes.
  constexpr bool is_final(size_t index) const { return stored_[index].is_final; }
  // Whether it has no output: a message ends there.
  constexpr bool discards(size_t index) const { return stored_[index].kind == action_kind::discard; }

 protected:
  static constexpr text no_room = "there is no room for this line: the table is full";

  constexpr void clear() { count_ = used_ = reserved_ = 0; }
  constexpr size_t used() const { return used_; }
  constexpr void give_back(size_t used) { used_ = used; }
  // What is not used yet.
  constexpr char* free_text() { return text_ + used_; }
  constexpr size_t free_size() const { return TextSize - used_ - reserved_; }
  // Sets this many bytes at the end apart, for a line that is made of several; null: there is no room. keep() reads from
  // there in order.
  constexpr char* reserve(size_t size) {
    reserved_ = 0;
    if (size > free_size()) return nullptr;
    reserved_ = size;
    return text_ + TextSize - size;
  }
  constexpr text at(text_span where) const { return {text_ + where.begin, where.size}; }

  // Copies words into the table, \# as #; they may lie further back in it. False: there is no room.
  constexpr bool keep(text words, text_span& where) {
    const size_t begin = used_;
    for (size_t index = 0; index < words.size(); ++index) {
      if (words[index] == '\\' && words.skip(index + 1).first(1) == "#") continue;
      if (used_ == TextSize) return false;
      text_[used_++] = words[index];
    }
    where = {static_cast<uint16_t>(begin), static_cast<uint16_t>(used_ - begin)};
    return true;
  }
  // The same for bytes that free_text() already has.
  constexpr text_span keep_free(size_t size) {
    const text_span result{static_cast<uint16_t>(used_), static_cast<uint16_t>(size)};
    used_ += size;
    return result;
  }

  // False: there is no room.
  constexpr bool add(const selector& which, const conf_sections& where, const action& what, const rule_error& place,
                     text_span file) {
    if (count_ == Count) return false;
    stored made{which, where.programs, where.hosts, where.property};
    if (!keep(what.target, made.target) || !keep(what.port, made.port)) return false;
    made.file = file;
    made.rotate_size = what.rotate_size;
    made.line = static_cast<uint32_t>(place.line);
    made.column = static_cast<uint16_t>(place.column);
    made.kind = what.kind;
    made.format = what.format;
    made.rotate_count = what.rotate_count;
    made.synced = what.synced;
    made.connected = what.connected;
    made.counted = what.counted;
    made.is_final = where.is_final() || what.kind == action_kind::discard;
    made.is_open = where.programs.names.size == 0 && where.hosts.names.size == 0 && !where.property.given;
    stored_[count_++] = made;
    return true;
  }

 private:
  struct stored {
    selector which{};
    name_span programs{};
    name_span hosts{};
    property_span property{};
    text_span target{};
    text_span port{};
    text_span file{};
    uint32_t rotate_size = 0;
    uint32_t line = 0;
    uint16_t column = 0;
    action_kind kind{};
    action_format format{};
    uint8_t rotate_count = 0;
    bool synced = true;
    bool connected = false;
    bool counted = false;
    bool is_final = false;
    bool is_open = false;  // it has no condition but the selector
  };

  constexpr name_list names(name_span which) const { return {at(which.names), which.excluding}; }

  stored stored_[Count] = {};
  char text_[TextSize] = {};
  size_t count_ = 0;
  size_t used_ = 0;
  size_t reserved_ = 0;
};

}  // namespace lineout::detail
