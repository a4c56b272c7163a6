#!/usr/bin/env python3
"""generate.py WAY COUNT: prints a source with so many log calls, five in a function, no two with the same argument types: 1 to 5 of int,
unsigned, const char*, text, unsigned char and bool, and a text of about 20 characters. The same for all ways."""
import random
import sys

TYPES = "int", "unsigned", "const char*", "text", "unsigned char", "bool"
WORDS = "link port unit disk fan rate user slot lease route queue state peer load temp".split()
PRINTF = {"int": "%d", "unsigned": "%u", "const char*": "%s", "text": "%.*s", "unsigned char": "%u", "bool": "%s"}
NAMES = {"int": "i", "unsigned": "u", "const char*": "s", "text": "t", "unsigned char": "c", "bool": "b"}
CALLS_IN_A_FUNCTION = 5
SEVERITIES = "err", "warning", "notice", "info"


def calls(count):
    """Of each: its number, severity, the words before its arguments, and their types."""
    chance = random.Random(7)
    lists = [(one,) for one in TYPES]
    while len(lists) < count:
        types = tuple(chance.choice(TYPES) for _ in range(chance.randint(1, 5)))
        if types not in lists:
            lists.append(types)
    chance.shuffle(lists)
    for number, types in enumerate(lists[:count]):
        words = [""] * len(types)
        while sum(map(len, words)) + 3 * len(types) < 17:
            place = chance.randrange(len(types))
            words[place] += chance.choice(WORDS) + " "
        yield number, SEVERITIES[number % len(SEVERITIES)], words, types


def source(way, count):
    text, head, call = WAYS[way]
    yield head
    members = " ".join(f"{text if one == 'text' else one} {NAMES[one]};" for one in TYPES)
    yield f"struct state {{ {members} }};"
    for number, severity, words, types in calls(count):
        if number % CALLS_IN_A_FUNCTION == 0:
            yield f'extern "C" void calls_{number // CALLS_IN_A_FUNCTION}(const state& s) {{'
        yield "  " + call(severity, words, [f"s.{NAMES[one]}" for one in types], types)
        if (number + 1) % CALLS_IN_A_FUNCTION == 0 or number == count - 1:
            yield "}"


def quoted(words, placeholders):
    return '"' + " ".join(word + placeholder for word, placeholder in zip(words, placeholders)) + '"'


def braces(words):
    return quoted(words, ["{}"] * len(words))


def lineout(severity, words, given, types):
    return f"program.{severity}({', '.join([braces(words), *given])});"


def printf(severity, words, given, types):
    values = [{"text": f"(int){one}.size(), {one}.data()", "bool": f'{one} ? "true" : "false"'}.get(of, one)
              for one, of in zip(given, types)]
    return f"print({', '.join([quoted(words, [PRINTF[of] for of in types]), *values])});"


def fmt(severity, words, given, types):
    return f"deliver(line, fmt::format_to_n(line, sizeof line, {', '.join([braces(words), *given])}).size);"


def spdlog(severity, words, given, types):
    name = {"warning": "warn", "notice": "info", "err": "error"}.get(severity, severity)
    return f"program->{name}({', '.join([braces(words), *given])});"


LINE = "extern char line[128];\nvoid deliver(const char* line, {} size);\n"
WAYS = {
    "empty": ("lineout::text", "#include <lineout/text.hpp>", lambda *_: ";"),
    "ref": ("lineout::text", "#include <lineout/log.hpp>\nextern constinit lineout::logger_ref program;", lineout),
    "logger": ("lineout::text", "#include <lineout/logger.hpp>\n#include <lineout/posix/udp_socket.hpp>\n"
               "extern lineout::logger<lineout::posix::udp_socket> program;", lineout),
    "printf": ("lineout::text", "#include <stdio.h>\n#include <lineout/text.hpp>\n" + LINE.format("int") +
               "#define print(...) deliver(line, snprintf(line, sizeof line, __VA_ARGS__))", printf),
    "fmt": ("std::string_view", "#include <string_view>\n#include <fmt/core.h>\n" + LINE.format("size_t"), fmt),
    "spdlog": ("std::string_view", "#include <string_view>\n#define SPDLOG_COMPILED_LIB\n#define SPDLOG_FMT_EXTERNAL\n"
               "#include <spdlog/spdlog.h>\nextern spdlog::logger* program;", spdlog),
    # For an image of tests/footprint.
    "board": ("lineout::text", '#include "lineout.cpp"\n#define program log', lineout),
    "board_printf": ("lineout::text", '#include "snprintf.cpp"\n#include <lineout/text.hpp>\n#define line packet\n'
                     "#define print(...) send(line, snprintf(line, sizeof line, __VA_ARGS__))", printf),
}

if __name__ == "__main__":
    print("\n".join(source(sys.argv[1], int(sys.argv[2]))))
