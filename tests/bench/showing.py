"""What was measured, as tables, as charts, as aims that are met or missed, and in the README."""
import json
import pathlib
import platform

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
README = ROOT / "README.md"
PAGE = HERE / "README.md"
CHARTS = ROOT / "build" / "bench" / "charts"
SPEED = HERE / "speed.svg"

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
    ("over_empty_ms", "ms over empty", 0),
    ("median_ms", "ms", 0),
    ("over_empty_ms_0", "no call", 0),
    ("over_empty_ms_10", "10 calls", 0),
    ("over_empty_ms_100", "100 calls", 0),
    ("bytes_first", "first call, bytes", 0),
    ("bytes_per_call_site", "further call, bytes", 0),
    ("constants_per_call_site", "and constants", 0),
]
KNOWN = {key for key, _, _ in COLUMNS} | {"path", "name", "kind", "series", "x", "low_ms", "high_ms", "rounds"}


def as_json(results):
    """A row on a line."""
    def lines(name):
        return f'"{name}": [\n' + ",\n".join(" " + json.dumps(row) for row in results[name]) + "\n]"
    return f'{{"machine": {json.dumps(results["machine"])},\n{lines("rows")},\n{lines("aims")}}}'


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
    others = dict.fromkeys(key for row in chosen for key in row if key not in KNOWN)
    columns += [(key, key.replace("_", " "), 2) for key in others]
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
    def value(path, name, key, **where):
        where |= {"path": path, "name": name}
        for row in rows:
            if row.get(key) is not None and all(row.get(field) == wanted for field, wanted in where.items()):
                return row[key]
        raise NotMeasured

    def median(path, name, **where):
        return value(path, name, "median_ns", **where)

    def best(path, kind, key="median_ns"):
        found = [row[key] for row in rows if row["path"] == path and row["kind"] == kind and row.get(key) is not None]
        if not found:
            raise NotMeasured
        return min(found)

    def on(architecture, measured):
        if platform.machine() != architecture:
            raise NotMeasured
        return measured

    made = []
    for line in (HERE / "aims").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        words, expression, sign, limit = [part.strip() for part in line.split("|")]
        try:
            measured = eval(expression, {"value": value, "median": median, "best": best, "on": on, "max": max, "min": min})
        except NotMeasured:
            continue
        met = measured <= float(limit) if sign == "<=" else measured >= float(limit)
        made.append({"aim": words, "measured": round(measured, 4), "sign": sign, "limit": float(limit), "met": met})
    return made


def aim_words(aim):
    bound = "at most" if aim["sign"] == "<=" else "at least"
    return f"{aim['aim']}: {number(aim['measured'], 2)}, {bound} {aim['limit']:g}: {'met' if aim['met'] else 'missed'}"


# Charts.

VARIANT = "#e3848f"
COLOURS = {"lineout": "#c8102e", "peer": "#6c8ebf", "floor": "#b5b5b5"}
SERIES = {"bytes": "bytes of text", "arguments": "arguments of eight digits", "channels": "channels in a tee",
          "loggers": "loggers"}


def plotting():
    import matplotlib
    matplotlib.use("svg")
    # The same bytes for the same results.
    matplotlib.rcParams.update({"svg.hashsalt": "lineout", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 11,
                                "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "white"})
    import matplotlib.pyplot
    return matplotlib.pyplot


def short(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def colour(row):
    return VARIANT if row["kind"] == "lineout" and row["name"] != "lineout" else COLOURS[row["kind"]]


def plain_numbers(axis):
    from matplotlib.ticker import FuncFormatter, NullFormatter
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def bars(axes, rows, key, label):
    values = [row.get(key) or 0 for row in rows]
    positions = range(len(rows))
    tails = key == "median_ns" and any(row.get("p999_ns") for row in rows)
    shown = [value for value in values if value > 0] + [row["p999_ns"] for row in rows if tails and row.get("p999_ns")]
    logarithmic = len(shown) > 0 and max(shown) / min(shown) > 30
    axes.barh(positions, values, color=[colour(row) for row in rows], height=0.7, log=logarithmic)
    for position, row, value in zip(positions, rows, values):
        end = value
        words = short(value)
        if key == "median_ns" and row.get("high_ns"):
            axes.plot([row["low_ns"], row["high_ns"]], [position, position], color="#404040", linewidth=1)
            end = row["high_ns"]
        if tails and row.get("p999_ns"):
            axes.plot([row["p99_ns"], row["p999_ns"]], [position, position], color="#404040", linewidth=0, marker="|",
                      markersize=9)
            end = max(end, row["p999_ns"])
            words += f", {short(row['p99_ns'])}, {short(row['p999_ns'])}"
        axes.annotate(words, (end, position), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
    axes.set_yticks(list(positions), [row["name"] for row in rows])
    for text, row in zip(axes.get_yticklabels(), rows):
        text.set_color("#000000" if row["kind"] == "lineout" else "#505050")
        text.set_fontweight("bold" if row["name"] == "lineout" else "normal")
    axes.invert_yaxis()
    axes.margins(x=0.22 if tails else 0.12, y=0.01)
    plain_numbers(axes.xaxis)
    if not logarithmic:
        axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel(label + (", logarithmic" if logarithmic else ""))
    axes.tick_params(axis="y", length=0)


def bar_chart(pyplot, rows, path):
    rows = [row for row in of_path(rows, path) if main_key(row) and not row.get("series")]
    if path == "compile":
        panels = [("over_empty_ms", "ms of one call over an empty file"),
                  ("bytes_per_call_site", "bytes of code of a further call")]
        rows = [row for row in rows if row["kind"] != "floor"]
    else:
        panels = [(key, label) for key, label in (("median_ns", "ns per message: median, 10th to 90th percentile"),
                                                  ("messages_per_second", "messages per second"))
                  if any(row.get(key) for row in rows)]
        if any(row.get("p999_ns") for row in rows):
            panels[0] = ("median_ns", "ns per message: median, p99 and p99.9")
    size = (9.5 if len(panels) == 1 else 12, 1.3 + 0.29 * len(rows))
    figure, axes = pyplot.subplots(1, len(panels), figsize=size, squeeze=False, sharey=len(panels) > 1)
    for index, (key, label) in enumerate(panels):
        bars(axes[0][index], rows, key, label)
        if index > 0:
            axes[0][index].invert_yaxis()
    return figure


def line_chart(pyplot, rows, path):
    chosen = of_path(rows, path)
    series = list(dict.fromkeys(row["series"] for row in chosen if row.get("series")))
    height = (len(series) + 1) // 2
    figure, axes = pyplot.subplots(height, min(2, len(series)), figsize=(10, 3.4 * height), squeeze=False)
    for place in axes.flat[len(series):]:
        place.set_visible(False)
    for name, place in zip(series, axes.flat):
        for contender in dict.fromkeys(row["name"] for row in chosen if row.get("series") == name):
            points = [row for row in chosen if row.get("series") == name and row["name"] == contender]
            kind = points[0]["kind"]
            xs = [row["x"] for row in points]
            place.fill_between(xs, [row["low_ns"] for row in points], [row["high_ns"] for row in points], color=COLOURS[kind],
                               alpha=0.15, linewidth=0)
            place.plot(xs, [row["median_ns"] for row in points], color=COLOURS[kind], marker="o", markersize=4,
                       linewidth=2.2 if kind == "lineout" else 1.4,
                       label=contender if kind != "floor" else "a memcpy of the bytes")
        if max(xs) / max(min(xs), 1) > 300:
            place.set_xscale("log")
            plain_numbers(place.xaxis)
        place.set_ylim(bottom=0)
        place.set_xlabel(SERIES.get(name, name))
        place.set_ylabel("ns per message")
        place.legend(frameon=False, loc="best", fontsize=9)
    return figure


def draw(results, folder, form="svg"):
    pyplot = plotting()
    rows = results["rows"]
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths_of(rows):
        chart = line_chart if any(row.get("series") for row in rows if row["path"] == path) else bar_chart
        figure = chart(pyplot, rows, path)
        figure.suptitle(f"{path}: {TITLES.get(path, path)}", x=0.02, ha="left", fontsize=12, fontweight="bold")
        figure.tight_layout()
        figure.savefig(folder / f"{path}.{form}", **({"metadata": {"Date": None}} if form == "svg" else {}))
        pyplot.close(figure)


# The README.

def markdown(results):
    rows = [row for row in results["rows"] if row["path"] == "direct" and not row["name"].startswith("clock")
            and ("," not in row["name"] or row["name"] in ("lineout, frame", "floor, frame"))]
    heading, lines = table(rows, "direct", {"median_ns", "instructions", "allocations"})
    out = ["| complete line in memory | " + " | ".join(heading[1:]) + " |", "|---|" + "--:|" * (len(heading) - 1)]
    for row, cells in lines:
        name = f"**{cells[0]}**" if row["kind"] == "lineout" else cells[0]
        out.append(f"| {name} | " + " | ".join(cells[1:]) + " |")
    made = results["machine"]
    out += ["", f"{made['architecture']}, {made['processors']} processors, {made['compiler']}.", "",
            "![A complete line in memory: nanoseconds beside other libraries](tests/bench/speed.svg)"]
    return "\n".join(out)


def aims_as_markdown(results):
    out = ["| aim | measured | |", "|---|--:|---|"]
    for aim in results["aims"]:
        bound = "at most" if aim["sign"] == "<=" else "at least"
        verdict = "met" if aim["met"] else "**missed**"
        out.append(f"| {aim['aim']} | {number(aim['measured'], 2)} | {bound} {aim['limit']:g}: {verdict} |")
    return "\n".join(out)


def with_table(page, name, lines):
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    if begin not in page or end not in page:
        raise SystemExit(f"bench: a page has no place for the table of {name}")
    before, rest = page.split(begin, 1)
    return before + begin + "\n" + lines + "\n\n" + end + rest.split(end, 1)[1]


def pages(results):
    """Each page that shows results, and what it should be."""
    return [(README, with_table(README.read_text(), "bench", markdown(results))),
            (PAGE, with_table(PAGE.read_text(), "aims", aims_as_markdown(results))),
            (SPEED, speed_chart(results))]


def speed_chart(results):
    """The direct rows as bars, in a file that is small enough to be kept."""
    rows = [row for row in of_path(results["rows"], "direct") if "," not in row["name"] and row["kind"] != "floor"
            and not row["name"].startswith("clock")]
    longest = max(row["median_ns"] for row in rows)
    height = 24 * len(rows) + 8
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" font-family="sans-serif" font-size="13">',
           f'<rect width="720" height="{height}" fill="white"/>']
    for index, row in enumerate(rows):
        top = 24 * index + 4
        width = max(1, round(500 * row["median_ns"] / longest))
        out.append(f'<text x="126" y="{top + 15}" text-anchor="end">{row["name"]}</text>'
                   f'<rect x="134" y="{top + 2}" width="{width}" height="18" fill="{COLOURS[row["kind"]]}"/>'
                   f'<text x="{width + 140}" y="{top + 15}">{short(row["median_ns"])} ns</text>')
    return "\n".join(out + ["</svg>", ""])


def write(results, say):
    try:
        draw(results, CHARTS)
    except ImportError:
        say("no charts without python3-matplotlib")
    for page, words in pages(results):
        page.write_text(words)
    say("has written tests/bench/results.json, tests/bench/speed.svg and both READMEs; all charts are in build/bench/charts")


def check(results):
    stale = [str(page.relative_to(ROOT)) for page, words in pages(results) if page.read_text() != words]
    if not stale:
        return 0
    print(" and ".join(stale) + " do not show what tests/bench/results.json has: tests/bench/run --redraw mends it")
    return 1
