# SPDX-License-Identifier: GPL-2.0-only
"""One figure in the style of the module's: numbers (.dat), a gnuplot script (.gp), pictures (.png, .svg)."""

import math
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field

from .checkout import Refused, note
from .words import on_disk

# Colour, mark, dash: those of model/report/figure-styles.cc, so that all figures look alike.
STYLES = (
    ("#0072B2", 7, "solid"), ("#D55E00", 5, "solid"), ("#000000", 9, "(12,4)"), ("#009E73", 13, "(12,4)"),
    ("#CC79A7", 11, "(6,3)"), ("#004466", 6, "(3,3)"), ("#56B4E9", 4, "solid"), ("#7A3300", 8, "(12,3,3,3)"),
    ("#E69F00", 12, "(12,4)"), ("#5A005A", 10, "(6,3)"), ("#888888", 15, "(3,3)"), ("#005C42", 14, "(12,3,3,3,3,3)"),
    ("#B22222", 2, "(6,3,3,3)"), ("#8A8A00", 1, "(12,3,3,3)"), ("#2F4F4F", 3, "solid"),
)
TERMINALS = {"png": "pngcairo", "svg": "svg"}
WAYS = {"lines": "lines", "points": "points", "both": "linespoints", "steps": "steps"}
TITLE = 100  # letters that fit above a plot, with those of the legend beside it
CATEGORIES = 80  # letters that fit side by side below one
THIN = 0.003  # a line's width as a share of what is drawn on: 1.5 of about 500 pixels


@dataclass
class Series:
    """One line: points (x, y) or (x, y, low, high)."""

    name: str
    way: str = "both"  # lines, points, both, steps
    points: list = field(default_factory=list)
    why: str = ""  # it has no point


def quoted(text):
    """Return a text as a string of gnuplot: nothing in it is a command."""
    kept = "".join({"`": "\\140", '"': '\\"', "\\": "\\\\"}.get(letter, letter) if letter.isprintable() else " "
                   for letter in str(text))
    return f'"{kept}"'


def unshown(one):
    """Return what a legend calls a line that has no point."""
    return f"{one.name} (no value)"


def number(value):
    """Return a number as gnuplot reads it."""
    return repr(float(value)) if value is not None and math.isfinite(value) else "NaN"


class Figure:
    """A plot of lines over numbers or names, or of stacked bars."""

    def __init__(self, title, x, y, categories=(), log=""):
        self.title, self.x, self.y = title, x, y
        self.categories = list(categories)  # names of the places 1, 2, ... of the x axis
        self.log = log  # "", "x", "y" or "xy"
        self.series = []
        self.stacked = False  # series are parts of bars at the categories

    def add(self, name, points, way="both", why=""):
        """Add a line; one without a point is named all the same, and why says what became of it."""
        self.series.append(Series(name, way, [tuple(point) for point in points], why))
        return self

    def shown(self):
        """Return every series, with its number, and those of its points that can be shown."""
        def shows(point):
            return all(value is not None and math.isfinite(value) for value in point[:2]) and not (
                ("x" in self.log and point[0] <= 0) or ("y" in self.log and point[1] <= 0))

        return [(index, Series(one.name, one.way, [point for point in one.points if shows(point)], one.why))
                for index, one in enumerate(self.series)]

    def drawn(self):
        """Return the series with the points that can be shown."""
        kept = [(index, one) for index, one in self.shown() if one.points]
        if not kept:
            raise Refused(f"'{self.title}' has no point that can be shown")
        return kept

    def absent(self):
        """Return numbers of the series that have no point to be shown, and these, with why in words."""
        def explain(one):
            finite = any(all(map(math.isfinite, point[:2])) for point in self.series[one[0]].points)
            return one[1].why or (f"no point of it is above 0, and {' and '.join(self.log)} "
                                  f"{'are' if len(self.log) > 1 else 'is'} logarithmic" if finite else "it has no number")

        if self.stacked:
            return []
        return [(one[0], Series(one[1].name, one[1].way, [], explain(one))) for one in self.shown() if not one[1].points]

    def together(self):
        """Return lists of names of lines that lie on each other: nowhere further apart than a line is wide."""
        def place(point):
            return [math.log10(point[axis]) if "xy"[axis] in self.log else point[axis] for axis in (0, 1)]

        lines = [(one.name, sorted(map(place, one.points))) for _, one in self.drawn()]
        thin = [THIN * (max(values) - min(values)) for values in zip(*(point for _, points in lines for point in points))]

        def cover(one, other):
            return len(one) == len(other) and all(abs(a - b) <= most for points in zip(one, other)
                                                  for a, b, most in zip(*points, thin))

        found = []
        for name, points in lines:
            group = next((group for group in found if cover(group[0][1], points)), None)
            if group is None:
                group = []
                found.append(group)
            group.append((name, points))
        return [[name for name, _ in group] for group in found if len(group) > 1]

    def remarks(self, widths=True):
        """Return what a reader cannot see, in sentences: lines that are not there, or below others.

        widths: also intervals that all have none.
        """
        if self.stacked:
            return []
        said = [f"{one.name} has no point: {one.why}" for _, one in self.absent()]
        said += [f"{', '.join(names)} lie on each other: the last of them is seen" for names in self.together()]
        bars = [point[2] == point[3] for _, one in self.drawn() for point in one.points
                if len(point) > 2 and math.isfinite(point[2])]
        if widths and bars and all(bars):
            said.append("every interval has width 0: the runs of each point are the same to the last digit")
        return said

    def style(self, one):
        """Return how gnuplot draws a series, the columns it reads, and whether it has error bars."""
        bars = one.way in ("points", "both") and any(len(point) > 2 and math.isfinite(point[2]) for point in one.points)
        if not bars:
            return WAYS[one.way], "1:2"
        return ("yerrorlines" if one.way == "both" else "yerrorbars"), "1:2:3:4"

    def preamble(self, name, kind, legend):
        """Return the lines of a script before what is plotted."""
        lines = [
            f"set terminal {TERMINALS[kind]} noenhanced size 960,600 font 'sans,12'",
            f"set output {quoted(f'./{name}.{kind}')}",
            f"set title {wrapped(self.title, max(40, TITLE - legend))}",
            f"set xlabel {quoted(self.x)}", f"set ylabel {quoted(self.y)}",
            "set encoding utf8", "set grid", "set border 3", "set tics nomirror",
        ]
        lines += [f'set linetype {i} linewidth 1.5 linecolor rgb "{colour}" pointtype {mark} dashtype {dash}'
                  for i, (colour, mark, dash) in enumerate(STYLES, 1)]
        lines.append(f"set linetype cycle {len(STYLES)}")
        lines.append("set key outside right top vertical Left reverse" if len(self.series) > 1 else "unset key")
        if self.log:
            lines.append(f"set logscale {self.log}")
        if self.categories:
            tics = ", ".join(f"{quoted(word)} {i}" for i, word in enumerate(self.categories, 1 - self.stacked))
            narrow = sum(len(word) + 2 for word in self.categories) > CATEGORIES
            lines.append(f"set xtics {'rotate by 25 right ' if narrow else ''}({tics})")
            shift = 0.5 + self.stacked
            lines.append(f"set xrange [{0.5 - self.stacked}:{len(self.categories) + 1 - shift}]")
        return lines

    def script(self, name, kind):
        """Return the script that draws one kind of picture."""
        named = [one.name for one in self.series] + [unshown(one) for _, one in self.absent()]
        legend = max(map(len, named), default=0) if len(self.series) > 1 else 0
        lines = self.preamble(name, kind, legend)
        data = quoted(f"./{name}.dat")
        if self.stacked:
            lines += ["set style data histograms", "set style histogram rowstacked", "set boxwidth 0.6",
                      "set style fill solid 0.85 border -1", "set yrange [0:*]"]
            parts = [f"{data} using {i + 1} title {quoted(one.name)} linetype {i % len(STYLES) + 1} dashtype solid"
                     for i, one in enumerate(self.series)]
        else:
            parts = []
            for block, (index, one) in enumerate(self.drawn()):
                way, using = self.style(one)
                parts.append(f"{data} index {block} using {using} with {way} title {quoted(one.name)} "
                             f"linetype {index % len(STYLES) + 1}")
            parts += [f"NaN with {WAYS[one.way]} title {quoted(unshown(one))} linetype {index % len(STYLES) + 1}"
                      for index, one in self.absent()]
        return "\n".join([*lines, "plot " + ", \\\n     ".join(parts), ""])

    def numbers(self):
        """Return the text of the file with the numbers."""
        lines = [f"# x: {self.x}", f"# y: {self.y}"]
        if self.stacked:
            lines.append("# columns: " + ", ".join(one.name for one in self.series))
            lines.append("# rows: " + ", ".join(self.categories))
            for place in range(len(self.categories)):
                lines.append(" ".join(number(one.points[place][1]) for one in self.series))
            return "\n".join(lines) + "\n"
        lines += ["# " + " ".join(f"{one.name!r} has no point: {one.why}".split()) for _, one in self.absent()]
        blocks = []
        for _, one in self.drawn():
            width = 4 if self.style(one)[1] == "1:2:3:4" else 2
            rows = []
            for point in one.points:
                row = list(point[:2]) + [end if math.isfinite(end) else point[1] for end in point[2:]]
                row += [point[1]] * (width - len(row))  # a bar of no length
                rows.append(" ".join(number(value) for value in row[:width]))
            blocks.append(f"# {one.name!r}\n" + "\n".join(rows) + "\n")
        return "\n".join(lines) + "\n" + "\n\n".join(blocks)

    def write(self, stem, kinds=("png", "svg")):
        """Write the numbers and the script, and draw the pictures; return the paths of the pictures."""
        folder, name = os.path.split(os.path.abspath(stem))
        numbers, scripts = self.numbers(), [self.script(name, kind) for kind in kinds]
        with on_disk(f"'{stem}'"):
            os.makedirs(folder, exist_ok=True)
            for ending, text in ((".dat", numbers), (".gp", "\nunset output\nreset\n".join(scripts))):
                with open(os.path.join(folder, name + ending), "w", encoding="utf-8") as out:
                    out.write(text)
        if not shutil.which("gnuplot"):
            note("Without gnuplot (Debian's package is gnuplot-nox) figures are left as .dat and .gp files")
            return []
        done = subprocess.run(["gnuplot", f"./{name}.gp"], cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        made = [os.path.join(folder, f"{name}.{kind}") for kind in kinds]
        if done.returncode != 0 or not all(os.path.isfile(path) for path in made):
            raise Refused(f"gnuplot could not draw '{stem}.gp':\n{done.stdout.strip()}", 1)
        return made

    def picture(self, kind="png"):
        """Return the bytes of a picture, drawn in a folder of its own."""
        with tempfile.TemporaryDirectory(prefix="edge-ai-") as place:
            made = self.write(os.path.join(place, "figure"), (kind,))
            if not made:
                return None
            with open(made[0], "rb") as picture:
                return picture.read()

    def _repr_png_(self):
        """What a notebook shows."""
        return self.picture()


def wrapped(text, width):
    """Return a title as a string of gnuplot, broken at blanks into lines of about a width."""
    lines = [""]
    for one in str(text).split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(one) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + one
    return '"' + "\\n".join(quoted(line)[1:-1] for line in lines) + '"'
