#include <lineout/rules/detail/expression_search.hpp>

#include <doctest/doctest.h>

#include <regex.h>

#include <memory>
#include <random>
#include <string>

using namespace lineout;

namespace {

// 1: found, 0: not found, -1: not an expression.
int ours(const std::string& words, const std::string& subject, bool extended, bool ignoring_case) {
  char memory[512];
  // The words stand as between quotes.
  std::string raw;
  for (const char c : words) raw += c == '\\' || c == '"' ? std::string{'\\', c} : std::string{c};
  const detail::expression_compiler made{raw, extended, memory, sizeof memory};
  if (!made.error().empty()) return -1;
  const text in{subject};
  return detail::expression_search<text>{text{memory, made.size()}, in, ignoring_case}.found() ? 1 : 0;
}

int theirs(const std::string& words, const std::string& subject, bool extended, bool ignoring_case) {
  regex_t compiled;
  const int flags = REG_NOSUB | (extended ? REG_EXTENDED : 0) | (ignoring_case ? REG_ICASE : 0);
  if (::regcomp(&compiled, words.c_str(), flags) != 0) return -1;
  const int result = ::regexec(&compiled, subject.c_str(), 0, nullptr, 0);
  ::regfree(&compiled);
  return result == 0 ? 1 : 0;
}

class generator {
 public:
  explicit generator(unsigned seed, bool extended) : random_{seed}, extended_{extended} {}

  std::string expression(unsigned depth = 0) {
    std::string result = branch(depth);
    for (unsigned more = below(5); more == 0; more = below(5)) result += bar() + branch(depth);
    return result;
  }
  std::string subject() {
    std::string result;
    for (unsigned more = below(9); more > 0; --more) result += "abAB1_ -."[below(9)];
    return result;
  }
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

 private:
  std::string bar() const { return extended_ ? "|" : "\\|"; }
  std::string operation(char c) const { return extended_ ? std::string{c} : std::string{'\\', c}; }
  std::string branch(unsigned depth) {
    std::string result = depth == 0 && below(6) == 0 ? "^" : "";
    for (unsigned more = 1 + below(4); more > 0; --more) result += piece(depth);
    return result + (depth == 0 && below(6) == 0 ? "$" : "");
  }
  std::string piece(unsigned depth) {
    std::string result = atom(depth);
    switch (below(8)) {
      case 0:
        return result + "*";
      case 1:
        return result + operation('+');
      case 2:
        return result + operation('?');
      case 3: {
        const unsigned least = below(3);
        static constexpr const char* const kinds[] = {"", ",", ",%"};
        std::string inner = std::to_string(least) + kinds[below(3)];
        if (inner.back() == '%') inner.replace(inner.size() - 1, 1, std::to_string(least + below(3)));
        return result + operation('{') + inner + operation('}');
      }
      default:
        return result;
    }
  }
  std::string atom(unsigned depth) {
    static constexpr const char* const sets[] = {"[ab]",         "[^a]", "[a-z]", "[[:digit:]_]",
                                                 "[^[:alpha:]]", "[]a]", "[a-]",  "[A-B1]"};
    switch (below(6)) {
      case 0:
        return sets[below(8)];
      case 1:
        return depth < 2 ? operation('(') + expression(depth + 1) + operation(')') : ".";
      case 2:
        return below(2) == 0 ? "." : "\\.";
      default:
        return std::string{"abAB1_ -"[below(8)]};
    }
  }

  std::mt19937 random_;
  bool extended_;
};

}  // namespace

TEST_CASE("40000 searches find what the C library's find") {
  unsigned found = 0, refused = 0, all = 0;
  for (const bool extended : {false, true}) {
    generator random{extended ? 5U : 6U, extended};
    for (int n = 0; n < 5000; ++n) {
      const std::string words = random.expression();
      for (int subjects = 0; subjects < 4; ++subjects) {
        const std::string subject = random.subject();
        const bool ignoring_case = random.below(4) == 0;
        const int expected = theirs(words, subject, extended, ignoring_case);
        const int got = ours(words, subject, extended, ignoring_case);
        REQUIRE(expected >= 0);
        ++all;
        if (got == 1) ++found;
        if (got == -1) ++refused;
        else CHECK_MESSAGE(got == expected, words << " in " << subject << (extended ? " extended" : " basic"));
      }
    }
  }
  CHECK(found > all / 4);
  CHECK(found < all * 9 / 10);
  // Those are too large.
  CHECK(refused < all / 20);
}

TEST_CASE("an expression that takes others a lifetime takes a moment") {
  std::string words = "^(a|a|b)*(a|aa)*(a*)*c$";
  CHECK(ours(words, std::string(5000, 'a'), true, false) == 0);
  CHECK(ours(words, std::string(5000, 'a') + "c", true, false) == 1);
}

TEST_CASE("whatever the bytes, they are read to their end and not beyond") {
  std::mt19937 random{9};
  for (int n = 0; n < 20000; ++n) {
    const size_t size = random() % 12;
    const auto words = std::make_unique<char[]>(size);
    for (size_t at = 0; at < size; ++at) words[at] = "ab()[]{}*+?|\\^$.,-:1\"\xff"[random() % 23];
    char memory[64];
    const detail::expression_compiler made{{words.get(), size}, random() % 2 == 0, memory, sizeof memory};
    if (!made.error().empty()) continue;
    const text in{"ab(a"};
    detail::expression_search<text>{text{memory, made.size()}, in, true}.found();
  }
}
