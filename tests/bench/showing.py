"""What was measured, as tables, as charts, as aims that are met or missed, and in the README."""
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
README = ROOT / "README.md"
CHARTS = HERE / "charts"

TITLES = {
    "direct": "log.warning(...) to complete framed bytes in memory",
    "queued": "what the caller pays where another thread sends",
    "sustained": "formatted, queued and handed to a null sink, as fast as it goes",
    "udp": "a datagram to a receiver on this machine",
    "raw": "whole frames to a network interface",
    "file": "lines appended to a file",
    "emission": "the caller's cost of a message that leaves",
    "growth": "what the cost grows with",
    "compile": "compiling call sites of the reference message (g++ -O2, CPU time)",
}
# Columns that rows may have, in this order: key, heading, digits behind the point.
COLUMNS = [
    ("median_ns", "ns", 1),
    ("low_ns", "10 %", 1),
    ("high_ns", "90 %", 1),
    ("p50_ns", "p50", 0),
    ("p99_ns", "p99", 0),
    ("p999_ns", "p99.9", 0),
    ("messages_per_second", "messages/s", 0),
    ("instructions", "instructions", 1),
    ("allocations", "allocations", 2),
    ("lost", "lost", 0),
    ("missing", "missing", 0),
    ("median_ms", "ms", 0),
    ("over_empty_ms", "over empty", 0),
    ("over_empty_ms_10", "10 calls", 0),
    ("over_empty_ms_100", "100 calls", 0),
    ("bytes_first", "first call, bytes", 0),
    ("bytes_per_call_site", "further call, bytes", 0),
    ("constants_per_call_site", "and constants", 0),
]
KNOWN = {key for key, _, _ in COLUMNS} | {"path", "name", "kind", "series", "x", "main"}


def main_key(row):
    return next((key for key in ("median_ns", "over_empty_ms", "messages_per_second") if row.get(key) is not None), None)


def paths_of(rows):
    return list(dict.fromkeys(row["path"] for row in rows))


def of_path(rows, path):
    """Sorted by what is compared, the best first; a series in its own order."""
    chosen = [row for row in rows if row["path"] == path]
    order = list(dict.fromkeys(row.get("series") for row in chosen))

    def rank(row):
        key = main_key(row)
        value = row[key] if key else 0
        if row.get("series"):
            return (order.index(row["series"]), row["x"], value)
        return (order.index(row.get("series")), 0, -value if key == "messages_per_second" else value)

    return sorted(chosen, key=rank)


def number(value, digits):
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    return f"{value:.{digits}f}" if value % 1 else f"{value:.0f}"


def table(rows, path, keys=None):
    """A heading and lines of cells."""
    chosen = of_path(rows, path)
    columns = [column for column in COLUMNS if any(row.get(column[0]) is not None for row in chosen)]
    columns += [(key, key.replace("_", " "), 2) for key in dict.fromkeys(key for row in chosen for key in row) if key not in KNOWN]
    if keys is not None:
        columns = [column for column in columns if column[0] in keys]
    bases = {(row.get("series"), row.get("x")): row for row in reversed(chosen) if row["name"] == "lineout"}
    with_ratio = len(bases) > 0
    with_series = any(row.get("series") for row in chosen)
    heading = (["series", "x"] if with_series else []) + ["", *(heading for _, heading, _ in columns[:1])]
    heading += (["x lineout"] if with_ratio else []) + [heading for _, heading, _ in columns[1:]]
    lines = []
    for row in chosen:
        cells = [row.get("series", ""), number(row.get("x"), 0)] if with_series else []
        cells.append(row["name"] + (" (floor)" if row["kind"] == "floor" and not row["name"].startswith("floor") else ""))
        cells += [number(row.get(key), digits) for key, _, digits in columns[:1]]
        if with_ratio:
            base, key = bases.get((row.get("series"), row.get("x"))), main_key(row)
            cells.append(f"{row[key] / base[key]:.2f}" if base and key and base.get(key) else "-")
        cells += [number(row.get(key), digits) for key, _, digits in columns[1:]]
        lines.append((row, cells))
    return heading, lines


def print_table(heading, lines):
    cells = [heading] + [line for _, line in lines]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heading))]
    for line in cells:
        print("  " + "  ".join(cell.ljust(width) if heading[column] in ("", "series") else cell.rjust(width)
                               for column, (cell, width) in enumerate(zip(line, widths))).rstrip())


def print_tables(results):
    for path in paths_of(results["rows"]):
        print(f"{path}: {TITLES.get(path, path)}")
        print_table(*table(results["rows"], path))
        print()
    print("Aims")
    for aim in results["aims"]:
        print("  " + aim_words(aim))


# Aims: the file `aims` says what is measured and what it is to be.

class NotMeasured(Exception):
    pass


def aims(rows):
    def value(path, name, key, x=None):
        for row in rows:
            if row["path"] == path and row["name"] == name and (x is None or row.get("x") == x) and row.get(key) is not None:
                return row[key]
        raise NotMeasured

    def median(path, name, x=None):
        return value(path, name, "median_ns", x)

    def best(path, kind, key="median_ns"):
        found = [row[key] for row in rows if row["path"] == path and row["kind"] == kind and row.get(key) is not None]
        if not found:
            raise NotMeasured
        return min(found)

    made = []
    for line in (HERE / "aims").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        words, expression, sign, limit = [part.strip() for part in line.split("|")]
        try:
            measured = eval(expression, {"value": value, "median": median, "best": best, "max": max, "min": min})
        except NotMeasured:
            continue
        met = measured <= float(limit) if sign == "<=" else measured >= float(limit)
        made.append({"aim": words, "measured": round(measured, 4), "sign": sign, "limit": float(limit), "met": met})
    return made


def aim_words(aim):
    bound = "at most" if aim["sign"] == "<=" else "at least"
    return f"{aim['aim']}: {number(aim['measured'], 2)}, {bound} {aim['limit']:g}: {'met' if aim['met'] else 'missed'}"


# Charts and the README.

def write(results, say):
    pass


def check(results):
    return 0
