"""How long call sites take to compile, and how many bytes of code they become: the files in compile/, with their last part
repeated for each call site."""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
GENERATE = HERE.parent / "calls" / "generate.py"
COMPILER = ["g++", "-std=c++20", "-O2", "-I", str(HERE.parent.parent / "include")]
SITES = (0, 1, 10, 100)


class Measured:
    """Has a stem, times and sizes by number of calls, source(calls), and a header and a package that it needs, or None."""

    def is_there(self):
        if self.header is None:
            return True
        question = f"#if !__has_include(<{self.header}>)\n#error\n#endif\n"
        probe = subprocess.run([*COMPILER, "-E", "-x", "c++", "-"], input=question, text=True, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        return probe.returncode == 0

    def compile(self, folder, sites):
        """Notes the CPU time of the compiler, which other programs of a busy machine lengthen least, and the sizes."""
        source, made = folder / f"{self.stem}_{sites}.cpp", folder / f"{self.stem}_{sites}.o"
        source.write_text(self.source(sites))
        process = subprocess.Popen([*COMPILER, "-c", str(source), "-o", str(made)], stderr=subprocess.PIPE, text=True)
        words = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        if process.returncode != 0:
            raise RuntimeError(f"{source} does not compile:\n{words}")
        self.times.setdefault(sites, []).append(1000 * (usage.ru_utime + usage.ru_stime))
        self.sizes[sites] = section_sizes(made)

    def median(self, sites):
        return statistics.median(self.times[sites]) if sites in self.times else None


# Ways of tests/calls/generate.py whose calls all have different argument types.
DIFFERENT = {"logger": ("lineout", None), "ref": ("lineout, by logger_ref", None), "printf": ("snprintf", None),
             "fmt": ("fmt", "fmt/core.h libfmt-dev"), "spdlog": ("spdlog", "spdlog/spdlog.h libspdlog-dev")}


class Different(Measured):
    """The same calls by one way, as many as are asked for."""

    def __init__(self, way):
        self.stem, self.way = f"different_{way}", way
        self.name, needs = DIFFERENT[way]
        self.header, self.package = (needs or "").split() or [None, None]
        self.times, self.sizes = {}, {}

    def source(self, count):
        return subprocess.run([sys.executable, str(GENERATE), self.way, str(count)], stdout=subprocess.PIPE, text=True,
                              check=True).stdout


class Contender(Measured):
    def __init__(self, path):
        lines = path.read_text().splitlines()
        named = {match[1]: match[2] for match in (re.match(r"// (name|needs): (.*)", line) for line in lines) if match}
        self.stem = path.stem
        self.name = named.get("name", path.stem)
        self.header, self.package = (named.get("needs", "").split() + [None, None])[:2]
        self.slow = "// slow" in lines
        body = [line for line in lines if not line.startswith(("// name:", "// needs:", "// slow"))]
        site = body.index("// site") if "// site" in body else len(body)
        self.head, self.site = "\n".join(body[:site]), "\n".join(body[site + 1:])
        self.times = {}
        self.sizes = {}

    def source(self, sites):
        return "\n".join([self.head, *(self.site.replace("@", str(number)) for number in range(sites))]) + "\n"


def section_sizes(path):
    """Bytes of code and of constants in an object file."""
    listing = subprocess.run(["readelf", "-SW", str(path)], stdout=subprocess.PIPE, text=True, check=True).stdout
    code = constants = 0
    for name, size, flags in re.findall(r"\] (\S+) +\S+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) \S+ +([A-Z]*)", listing):
        if "A" not in flags or name.startswith((".eh_frame", ".note")):
            continue
        if "X" in flags:
            code += int(size, 16)
        elif "W" not in flags or name.startswith(".data.rel.ro"):
            constants += int(size, 16)
    return code, constants


def measure(folder, seconds, quick, say):
    folder.mkdir(parents=True, exist_ok=True)
    contenders = [Contender(path) for path in sorted((HERE / "compile").glob("*.cpp"))]
    for absent in [one for one in contenders if not one.is_there()]:
        say(f"{absent.package} is not installed: compile without {absent.name}")
        contenders.remove(absent)
    if quick:
        say("compile: without " + ", ".join(one.name for one in contenders if one.slow) + ", which take long")
        contenders = [one for one in contenders if not one.slow]
    empty = next(one for one in contenders if one.stem == "empty")
    contenders.remove(empty)
    say(f"compile: measures for about {seconds} s")
    end = time.monotonic() + seconds
    sites = (1, 10) if quick else SITES
    # One call, in turn and until the time is over; the other numbers once, and again of what is quick.
    rounds = 0
    while rounds < (1 if quick else 3) or time.monotonic() < end:
        for one in contenders:
            empty.compile(folder, 0)
            one.compile(folder, 1)
        for count in sites:
            for one in contenders:
                if count != 1 and (rounds == 0 or not one.slow):
                    one.compile(folder, count)
        rounds += 1
    say(f"compile: {rounds} rounds")
    rows = []
    for one in contenders:
        first, last = one.sizes[1], one.sizes[sites[-1]]
        further = sites[-1] - 1
        row = {"path": "compile", "name": one.name, "kind": "lineout" if one.name.startswith("lineout") else "peer",
               "median_ms": one.median(1), "over_empty_ms": one.median(1) - empty.median(0),
               "low_ms": min(one.times[1]),
               "high_ms": max(one.times[1]), "rounds": len(one.times[1])}
        for count in sites:
            if count != 1:
                row[f"over_empty_ms_{count}"] = one.median(count) - empty.median(0)
        row |= {"bytes_first": first[0] + first[1] - sum(one.sizes.get(0, (0, 0))),
                "bytes_per_call_site": (last[0] - first[0]) / further,
                "constants_per_call_site": (last[1] - first[1]) / further}
        rows.append({key: round(value, 2) if isinstance(value, float) else value for key, value in row.items()})
    rows += different(folder, quick, say)
    rows.append({"path": "compile", "name": "floor", "kind": "floor", "median_ms": round(empty.median(0), 2),
                 "over_empty_ms": 0})
    return rows


def different(folder, quick, say):
    """Rows of calls that all have different argument types: of 1 and of 60."""
    many, rows = 60, []
    ways = [one for one in map(Different, DIFFERENT) if one.is_there() and not (quick and one.way == "spdlog")]
    for _ in range(1 if quick else 3):
        for count in (1, many):
            for one in ways:
                one.compile(folder, count)
    for one in ways:
        first, last = one.sizes[1], one.sizes[many]
        rows.append({"path": "compile", "name": f"{one.name}, different calls",
                     "kind": "lineout" if one.name.startswith("lineout") else "peer",
                     "median_ms": round(one.median(many), 2), "ms_per_call": round((one.median(many) - one.median(1)) / (many - 1), 2),
                     "bytes_first": sum(first), "bytes_per_call": round((sum(last) - sum(first)) / (many - 1), 2)})
    say(f"compile: {many} different calls in {len(ways)} ways")
    return rows
