"""Messages for receivers, and what is to arrive of them: made of the documents alone, and sharing nothing with the library.

What is modelled: the README's and the headers' promises (names are made valid, texts are cleaned and cut), RFC 3164,
RFC 5424."""
import datetime
import random

TEXT_SIZE = 894
UNSEEN = {0xFEFF, *range(0x2028, 0x202F), *range(0x2066, 0x206A)}
WORDS = ("link up down on port the of eth0 failed ok 17 restarted temperature user root from 192.0.2.1 -> = 91% "
         "(retry) [cpu] <tag> a:b \"quoted\" it's \u00e4\u00f6\u00fc \u20ac \u65e5\u672c \U0001f600").split()


def hostname(given):
    """RFC 1123, 63 bytes."""
    if given == b"(none)":
        given = b""
    out = b""
    if given.startswith(b"::"):
        out = b"0"
    else:
        while given and not given[:1].isalnum():
            given = given[1:]
    for byte in given:
        if len(out) == 63:
            break
        if byte & 0xC0 == 0x80:
            continue
        char = bytes([byte])
        out += char if char.isalnum() or char in b".-" else b"-"
    if len(given) > len(out) and len(out) == 63 and b"." in out:
        out = out[: out.rindex(b".") + 1]
    while out and not out[-1:].isalnum():
        out = out[:-1]
    return out or b"localhost"


def app_name(given):
    """What every receiver keeps: letters, digits, '-' and '_', at most 48 bytes. A path is its last part."""
    if given.startswith((b"/", b"./", b"../")):
        head = given
        for end in b" ([<{":
            head = head.split(bytes([end]))[0]
        last = head.rstrip(b"/") if head.endswith(b"/") and len(head) == len(given) else head
        begin = last.rfind(b"/") + 1 if b"/" in last else 0
        given = given[begin:]
    out = b""
    for byte in given:
        if len(out) == 48:
            break
        if byte & 0xC0 == 0x80:
            continue
        char = bytes([byte])
        out += char if char.isalnum() or char in b"-_" else b"_"
    return b"_" if out == b"-" else out or b"unknown"


def pieces(given):
    """A cleaned text, as what is written whole or not at all."""
    at = 0
    while at < len(given):
        for size in (4, 3, 2, 1):
            try:
                char = given[at:at + size].decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(char) == 1 and len(given[at:at + size]) == size:
                break
        else:
            char, size = "", 1
        code = ord(char) if char else 0
        if char and code >= 0x20 and not 0x7F <= code < 0xA0 and code not in UNSEEN:
            yield given[at:at + size]
            at += size
        else:
            names = {10: b"\\n", 13: b"\\r", 9: b"\\t"}
            yield names.get(given[at], b"\\x%02x" % given[at])
            at += 1


def text(given):
    whole = list(pieces(given))
    if sum(map(len, whole)) <= TEXT_SIZE:
        return b"".join(whole)
    out = b""
    for piece in whole:
        if len(out) + len(piece) > TEXT_SIZE - 3:
            break
        out += piece
    return out + b"..."


def is_name(word, limit, without=b""):
    return 0 < len(word) <= limit and all(33 <= byte <= 126 and byte not in without for byte in word)


def is_data(words):
    """STRUCTURED-DATA of RFC 5424 section 6, of clean UTF-8."""
    try:
        if any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or ord(c) in UNSEEN for c in words.decode("utf-8")):
            return False
    except UnicodeDecodeError:
        return False
    if not words or len(words) > 256:
        return False
    while words:
        if not words.startswith(b"["):
            return False
        end = min((at for at in (words.find(b" "), words.find(b"]")) if at >= 0), default=-1)
        if end < 0 or not is_name(words[1:end], 32, b"=]\""):
            return False
        words = words[end:]
        while words.startswith(b" "):
            end = words.find(b"=")
            if end < 0 or not is_name(words[1:end], 32, b"=]\"") or words[end + 1:end + 2] != b'"':
                return False
            at = end + 2
            while at < len(words) and words[at:at + 1] != b'"':
                if words[at:at + 1] == b"]":
                    return False
                at += 2 if words[at:at + 1] == b"\\" and words[at + 1:at + 2] in (b'"', b"\\", b"]") else 1
            if at >= len(words):
                return False
            words = words[at + 1:]
        if not words.startswith(b"]"):
            return False
        words = words[1:]
    return True


class Message:
    def __init__(self, number, chance, content):
        self.number = number
        self.pri = number % 192
        self.content = content
        self.seconds = -1 if number % 7 == 3 else chance.randrange(1767225600, 1798761600)  # 2026
        self.nanoseconds = 0 if number % 5 == 0 else chance.randrange(1000000000)
        self.offset = chance.choice([0, 60, -300, 345, 840, -720, 525])
        self.process = 0 if number % 4 == 0 else chance.randrange(1, chance.choice([10, 100000, 4294967296]))
        self.host = name(chance, number, b".-")
        self.app = name(chance, number + 350, b"-_")
        self.id = b"" if number % 3 else chance.choice(
            [b"ID%d" % number, b"-", b"a b", b"\xff", b"x" * 32, b"x" * 33, b"TCPIN", b"\"]="])
        self.data = b"" if number % 2 else data(chance, number)

    def line(self):
        fields = [self.pri, self.seconds, self.nanoseconds, self.offset, self.process]
        fields += ["x" + part.hex() for part in (self.host, self.app, self.id, self.data, self.content)]
        return " ".join(map(str, fields)) + "\n"

    def expected(self, framing):
        modern = framing == "rfc5424"
        timed = self.seconds >= 0
        local = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=self.seconds, minutes=self.offset)
        out = {
            "pri": self.pri,
            "app": app_name(self.app)[:48 if modern else 31],
            "pid": b"%d" % self.process if self.process else b"-",
            "text": text(self.content),
        }
        if modern:
            out["time"] = (self.seconds, self.nanoseconds // 1000) if timed else None
            out["host"] = hostname(self.host)
            out["id"] = self.id if is_name(self.id, 32) and self.id != b"-" else b"-"
            out["data"] = self.data if is_data(self.data) else b"-"
        else:
            out["time"] = local.strftime("%m-%d %H:%M:%S") if timed else None
            out["host"] = hostname(self.host) if timed and framing == "rfc3164" else None
        return out


def name(chance, number, more):
    """Systematic for the first 700: every byte in it, every length; then random."""
    if number < 256:
        return b"a" + bytes([number]) + b"b"
    if number < 350:
        return b"n" * (number - 256)
    if number < 450:
        return (b"sub.domain-%d." % number * 9)[: number - 340]
    if number < 512:
        return chance.choice([b"", b"-", b"--", b".", b"(none)", b"::1", b"fe80::1%eth0", b"/usr/sbin/cron", b"./a.out",
                              b"../x/y", b"/", b"a/b", b"[x]", b"a:b", "\u00e4bc".encode(), b"postfix/smtpd", b"_x_"])
    alphabet = b"abcdefghijklmnopqrstuvwxyzABCXYZ0123456789" + more
    return bytes(chance.choice(alphabet) for _ in range(chance.randrange(1, 70 if number % 10 == 0 else 16)))


def data(chance, number):
    value = chance.choice([b"1", b"sda", b"a b", b"\\\"", b"\\\\", b"\\]", "\u00e4".encode(), b"", b"=", b"[", b"\\x"])
    good = [b"[a@1]", b"[a@1 b=\"%b\"]" % value, b"[a@1 b=\"%b\" c=\"2\"][meta sequenceId=\"%d\"]" % (value, number + 1)]
    bad = [b"[", b"[]", b"[a b]", b"[a b=c]", b"[a b=\"]\"]", b"[a b=\"\xff\"]", b"[a b=\"\n\"]", b"[a b=\"1\"]x",
           b"[a@1 b=\"" + b"v" * 300 + b"\"]", b"[a b=\"\xe2\x80\xa8\"]"]
    return chance.choice(good if number % 6 else bad)


def messages(count=3600):
    chance = random.Random(5424)
    texts = []
    for size in range(0, 915):  # every length, and beyond the limit
        words = " ".join(chance.choice(WORDS) for _ in range(size // 2 + 1)).encode()
        texts.append(words[:size].decode("utf-8", "ignore").encode().ljust(size, b"."))
    for byte in range(256):  # every byte alone, first, last and in the middle
        one = bytes([byte])
        texts += [one, one + b"first", b"last" + one, b"in the" + one + b"middle"]
    injections = [b"<13>", b"<13>1 ", b"<0>Jan  1 00:00:00 evil root: x", b"\n<0>Jan  1 00:00:00 evil root: x",
                  b"\r\n<0>1 - - - - - - x", b"\x00<13>x", b"\\n", b"\\x0a", b"%n%s%d", b"{}{0}", b"$(reboot)", b"`id`",
                  b"[a@1 b=\"c\"]", b"[x]: y", b": ", b"app[1]: ", b"app: ", b"- - - - ", b"1 2026-01-01T00:00:00Z h a - - - x",
                  b"Jan  1 00:00:00 ", b"\xef\xbb\xbfBOM", b"\xe2\x80\xa8line", b"\xe2\x80\xaeturned", b"\xc2\x85next",
                  b"\x1b[31mred", b"12 <13>x", b"999999 x", b"  two blanks", b"ends in blanks  ", b"\ttab", b"z\x00z", b"z",
                  b"{\"json\": 1}", b"@cee: {\"a\":1}", b"a]b", b"]", b"\"", b"\\", b"\\\\", b"'", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
                  b"\xc0\x80", b"\xff\xfe", b"#012", b"^@", b"message repeated 2 times: [ x]", b"--- last message repeated 3 times"]
    for one in injections:
        texts += [one, b"word " + one, one * 3]
    for char in ("\u00e4", "\u20ac", "\U0001f600"):  # UTF-8 cut at each position, alone and at the limit
        coded = char.encode()
        for cut in range(1, len(coded)):
            texts += [coded[:cut], coded[:cut] + b"x", b"x" + coded[cut:]]
        for fill in range(TEXT_SIZE - 8, TEXT_SIZE + 4):
            texts += [b"f" * fill + coded + b"end", b"f" * fill + b"\n" + coded]
    while len(texts) < count - 500:
        kind = len(texts) % 3
        size = chance.randrange(1, chance.choice([8, 80, 1200]))
        if kind == 0:
            texts.append(bytes(chance.randrange(256) for _ in range(size)))
        elif kind == 1:
            texts.append("".join(chr(chance.choice([chance.randrange(32, 127), chance.randrange(160, 0xD800),
                                                    chance.randrange(0x10000, 0x110000)])) for _ in range(size)).encode())
        else:
            texts.append(" ".join(chance.choice(WORDS) for _ in range(size // 5 + 1)).encode())
    while len(texts) < count:  # what most messages are like
        texts.append(" ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 20))).encode())
    chance.shuffle(texts)
    return [Message(number, chance, content) for number, content in enumerate(texts)]
