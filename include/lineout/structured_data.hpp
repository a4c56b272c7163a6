// sd: structured data (RFC 5424 section 6.3) as typed arguments: sd("disk@32473", {"name", name}, {"used", 91}).
#pragma once

#include <lineout/format/arguments.hpp>
#include <lineout/format/detail/format_words.hpp>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/heading.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names them where a literal is wrong.
void error__a_parameters_name_is_1_to_32_printable_ascii_characters_without_blank_equals_sign_bracket_and_quote();
void error__an_sd_id_is_a_name_at_an_enterprise_number_like_disk_at_32473_or_one_that_is_registered();

// RFC 5424 section 7, and section 9.2: what IANA has registered since.
consteval bool is_registered_sd_id(text id) {
  return id == "timeQuality" || id == "origin" || id == "meta" || id == "snmp" || id == "alarm" || id == "ssign" ||
         id == "ssign-cert" || id == "PCNNode" || id == "PCNTerm";
}

consteval bool is_sd_id(text id) {
  const size_t at = id.find('@');
  if (at == id.size()) return is_registered_sd_id(id);
  const text number = id.skip(at + 1);
  for (const char c : number)
    if (!is_digit(c)) return false;
  return is_structured_data_name(id) && at > 0 && !number.empty();
}

}  // namespace detail

// A literal; a wrong one is a compile error.
class sd_name {
 public:
  consteval sd_name(const char* name) : name_{name} {
    if (!is_structured_data_name(name_))
      detail::
          error__a_parameters_name_is_1_to_32_printable_ascii_characters_without_blank_equals_sign_bracket_and_quote();
  }
  constexpr operator text() const { return name_; }

 private:
  text name_;
};
class sd_id {
 public:
  consteval sd_id(const char* id) : id_{id} {
    if (!detail::is_sd_id(id_))
      detail::error__an_sd_id_is_a_name_at_an_enterprise_number_like_disk_at_32473_or_one_that_is_registered();
  }
  constexpr operator text() const { return id_; }

 private:
  text id_;
};

// A parameter: a name, and anything that a message can have as an argument. A view of the value.
class sd_param {
 public:
  constexpr sd_param() = default;
  template <typename T>
  sd_param(sd_name name, const T& value) : name_{name}, kinds_{detail::packed_kinds<T>::head >> detail::priority_bits} {
    detail::put_arguments<true>(words_, value);
  }

  constexpr text name() const { return name_; }
  // Writes the value between first and last, clean and escaped as RFC 5424 section 6.3.3 says, and returns its end. Null:
  // it does not fit.
  char* write(char* first, char* last) const {
    writer out{first, last, control_characters::escape};
    detail::format_words<true>(out, "{}", kinds_, words_);
    if (out.truncated()) return nullptr;
    char* const end = out.position();
    size_t more = 0;
    for (const char* at = first; at != end; ++at) more += must_be_escaped(*at) ? 1 : 0;
    if (more > static_cast<size_t>(last - end)) return nullptr;
    char* to = end + more;
    for (const char* from = end; from != to;) {
      *--to = *--from;
      if (must_be_escaped(*from)) *--to = '\\';
    }
    return end + more;
  }

 private:
  static constexpr bool must_be_escaped(char c) { return c == '"' || c == '\\' || c == ']'; }

  text name_{};
  size_t kinds_ = 0;
  detail::argument_word words_[2] = {};
};

// An element of structured data, for the call that it is given to: log.log(heading{severity::warning, "DISKFULL",
// sd("disk@32473", {"name", name}, {"used", 91})}, "disk {} at {}%", name, 91). Nothing is written where the call is below
// the threshold. What needs more than Size bytes is left out whole, and counted as truncated.
template <size_t Size = rfc5424_options::structured_data_limit> class basic_structured_data : public structured_data {
 public:
  static constexpr size_t limit = 8;

  template <typename... Params>
  constexpr explicit basic_structured_data(sd_id id, const Params&... params)
      : structured_data{&write}, id_{id}, params_{params...} {
    static_assert(sizeof...(Params) <= limit, "lineout: an element has at most eight parameters; give it another element");
  }

 private:
  static text write(const structured_data& self) {
    auto& here = static_cast<const basic_structured_data&>(self);
    char* const last = here.bytes_ + Size;
    char* at = put(here.bytes_, last, "[");
    at = put(at, last, here.id_);
    for (const sd_param& param : here.params_) {
      if (param.name().empty()) break;
      at = put(at, last, " ");
      at = put(at, last, param.name());
      at = put(at, last, "=\"");
      if (at != nullptr) at = param.write(at, last);
      at = put(at, last, "\"");
    }
    at = put(at, last, "]");
    return at == nullptr ? text{} : text{here.bytes_, static_cast<size_t>(at - here.bytes_)};
  }
  // Null: something did not fit.
  static char* put(char* at, const char* last, text words) {
    if (at == nullptr || words.size() > static_cast<size_t>(last - at)) return nullptr;
    detail::copy(at, words.data(), words.size());
    return at + words.size();
  }

  sd_id id_;
  sd_param params_[limit];
  mutable char bytes_[Size];
};

inline basic_structured_data<> sd(sd_id id, const sd_param& a = {}, const sd_param& b = {}, const sd_param& c = {},
                                  const sd_param& d = {}, const sd_param& e = {}, const sd_param& f = {},
                                  const sd_param& g = {}, const sd_param& h = {}) {
  return basic_structured_data<>{id, a, b, c, d, e, f, g, h};
}

}  // namespace lineout
