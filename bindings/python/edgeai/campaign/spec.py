# SPDX-License-Identifier: GPL-2.0-only
"""What a campaign's file says: a program, settings, a grid, runs per point, and what to make of them."""

import json
import math
import os
import re
import sys
from dataclasses import dataclass, field

from .. import interval
from ..checkout import ROOT, Refused, names, nearest
from ..running import LAST_RUN, LONGEST, OURS, points
from ..words import fits, within, word

NOTHING = object()
MOST_RUNS = 1000000  # of a campaign: a file for each is kept


@dataclass
class Figure:
    """A picture that a campaign draws: a metric against a setting, a line for each value of by."""

    metric: str
    x: str
    by: list
    where: dict
    title: str
    log: str


@dataclass
class Spec:
    """A campaign, checked."""

    name: str
    folder: str  # of the file; relative paths in it start here
    program: str
    runs: int = 1
    first_run: int = 1
    settings: dict = field(default_factory=dict)
    grid: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    table: str = ""  # "": summary.csv or, without such, results.csv
    where: dict = field(default_factory=dict)
    by: list = field(default_factory=list)
    metrics: list = field(default_factory=list)
    statistic: str = "mean"
    interval: str = "student"
    figures: list = field(default_factory=list)
    timeout: float = 0  # [s]; 0: none
    keep: bool = False
    file: str = field(default="", compare=False)  # its name, for words about it

    def points(self):
        """Return the settings of every point, in the order in which tables have them."""
        return points(self.settings, self.grid)

    def label(self, setting):
        """Return what a setting is called in tables and figures."""
        return self.labels.get(setting, setting)

    def varied(self):
        """Return what the settings of the grid are called there."""
        return [self.label(name) for name in self.grid]

    def setting(self, column):
        """Return the setting of the grid that a column is of, by its own name or its label, or None."""
        return next((name for name in self.grid if column in (name, self.label(name))), None)

    def unit_of(self, units):
        """Return {column: unit} of settings, as {setting: unit} has them."""
        return {self.label(name): unit for name, unit in units.items()}


def cell(value):
    """Return a value of the grid as tables have it."""
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else word(value)


def read(path):
    """Return what a file of JSON or TOML says."""
    if not os.path.isfile(path):
        raise Refused(f"There is no file '{path}'.")
    ending = os.path.splitext(path)[1]
    if ending == ".toml":
        try:
            import tomllib
        except ImportError:
            raise Refused(f"{path}: TOML needs Python 3.11 or later, and this is {sys.version.split()[0]}; "
                          "write the same as JSON") from None
        return parsed(path, contents(path), lambda text: usable(tomllib.loads(text)), tomllib.TOMLDecodeError)
    if ending != ".json":
        raise Refused(f"{path}: a campaign's file ends in .json or .toml")
    return parsed(path, contents(path), read_json, json.JSONDecodeError)


def contents(path):
    """Return the text of a file."""
    try:
        with open(path, encoding="utf-8-sig") as text:
            return text.read()
    except UnicodeDecodeError as fault:
        raise Refused(f"{path}: byte {fault.start} is no text in UTF-8") from None
    except OSError as fault:
        raise Refused(f"{path}: cannot be read: {fault.strerror}") from None


def parsed(path, text, parser, error):
    """Return what a text says; what a parser says against it, with the line that is meant."""
    try:
        return parser(text)
    except error as fault:
        if hasattr(fault, "colno"):
            raise Refused(f"{path}:{fault.lineno}:{fault.colno}: {fault.msg}") from None
        line = re.search(r"at line (\d+)", str(fault))
        shown = text.splitlines()[int(line[1]) - 1:int(line[1])] if line else []
        raise Refused(f"{path}: {fault}" + "".join(f": {one.strip()}" for one in shown)) from None
    except (ValueError, RecursionError, Refused) as fault:
        raise Refused(f"{path}: {fault}") from None


def read_json(text):
    """Return what a text of JSON says, each member once."""
    def once(pairs):
        found = {}
        for name, value in pairs:
            if name in found:
                raise ValueError(f"{name} is there twice; allowed is once")
            found[name] = value
        return found

    return usable(json.loads(text, object_pairs_hook=once))


def usable(content, where=""):
    """Return what a file says, if every text of it is one in UTF-8 and every number finite: files can write others."""
    at = where + ": " if where else ""
    if isinstance(content, str):
        try:
            content.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{at}{content!r} is no text in UTF-8") from None
    elif isinstance(content, (int, float)):
        if isinstance(content, float) and not math.isfinite(content):
            raise ValueError(f"{at}{content}; allowed are finite numbers")
        fits(content, where or "a number")
    elif isinstance(content, dict):
        for name, value in content.items():
            usable(name, where)
            usable(value, at + name)
    elif isinstance(content, list):
        for value in content:
            usable(value, where)
    return content


class Reader:
    """Members of an object, each asked for once, with what is wrong told by its name."""

    def __init__(self, content, where):
        self.where = where
        if not isinstance(content, dict):
            raise Refused(f"{where}: an object with members is needed")
        self.content = dict(content)
        self.asked = []

    def take(self, name, kinds, what, default=NOTHING):
        """Return a member, or the default if there is one."""
        self.asked.append(name)
        if name not in self.content:
            if default is NOTHING:
                raise Refused(f"{self.where}: {name} is missing: {what}")
            return default
        value = self.content.pop(name)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in
                                            (kinds if isinstance(kinds, tuple) else (kinds,))):
            raise Refused(f"{self.where}: {name} is {value!r}; {what} is needed")
        return value

    def whole(self, name, least, most, default):
        """Return a whole number."""
        return within(self.take(name, object, "a whole number", default), f"{self.where}: {name}", least, most, True)

    def conditions(self, name):
        """Return {column: value}."""
        found = self.take(name, dict, "{column: value}", {})
        for column, value in found.items():
            if not isinstance(value, (str, int, float)):
                raise Refused(f"{self.where}: {name}: {column} is {value!r}; a text or a number is needed")
        return found

    def texts(self, name):
        """Return a list of texts; one text is a list of it."""
        value = self.take(name, (list, str), "a list of names", [])
        value = [value] if isinstance(value, str) else value
        if not all(isinstance(one, str) for one in value):
            raise Refused(f"{self.where}: {name} is {value!r}; a list of names is needed")
        return value

    def end(self):
        """Refuse members that nobody asked for."""
        for name in self.content:
            raise Refused(f"{self.where}: " + str(nearest(name, self.asked, "member")))


def figure(content, where):
    """Return one figure."""
    read_one = Reader(content, where)
    made = Figure(read_one.take("metric", str, "a column"), read_one.take("x", str, "a setting or column"),
                  read_one.texts("by"), read_one.conditions("where"),
                  read_one.take("title", str, "a text", ""), read_one.take("log", str, '"x", "y" or "xy"', ""))
    if made.log not in ("", "x", "y", "xy"):
        raise Refused(f"{where}: log is '{made.log}'; allowed are x, y, xy")
    read_one.end()
    return made


def parse(content, path):
    """Return the campaign that the content of a file describes."""
    where = os.path.basename(path)
    reader = Reader(content, where)
    folder = os.path.dirname(os.path.abspath(path))
    made = Spec(os.path.splitext(where)[0], folder,
                reader.take("program", str, "an example, a study's folder or a program"))
    made.runs = reader.whole("runs", 1, MOST_RUNS, 1)
    made.first_run = reader.whole("first_run", 1, LAST_RUN, 1)
    made.settings = reader.take("settings", dict, "{option: value}", {})
    made.grid = reader.take("grid", dict, "{option: [values]}", {})
    made.labels = reader.take("labels", dict, "{option: name in tables}", {})
    made.table = reader.take("table", str, "a file of the run's folder", "")
    made.where = reader.conditions("where")
    made.by, made.metrics = reader.texts("by"), reader.texts("metrics")
    if len(set(made.metrics)) != len(made.metrics):
        raise Refused(f"{where}: metrics has {max(made.metrics, key=made.metrics.count)} twice; allowed is once")
    if content.get("metrics") == []:
        raise Refused(f"{where}: metrics is []; at least one column is needed; without metrics every column of numbers is "
                      "summed up")
    made.statistic = reader.take("statistic", str, "mean or median", "mean")
    made.interval = reader.take("interval", str, "student or bootstrap",
                                "bootstrap" if made.statistic == "median" else "student")
    made.timeout = within(reader.take("timeout", object, "a time [s]", 0), f"{where}: timeout", 0, LONGEST)
    made.keep = reader.take("keep", bool, "true or false", False)
    figures = reader.take("figures", list, "a list of figures", [])
    made.figures = [figure(one, f"{where}: figure {i}") for i, one in enumerate(figures, 1)]
    reader.end()
    made.file = where
    interval.check(made.statistic, made.interval)
    if os.path.isabs(made.table) or os.pardir in made.table.split(os.sep) or "\0" in made.table:
        raise Refused(f"{where}: table is '{made.table}'; a file of the run's folder is needed, as \"summary.csv\"")
    check_settings(made, where)
    check_conditions(made)
    resolve(made)
    return made


def check_settings(made, where):
    """Refuse settings that are no settings."""
    for option in (*made.settings, *made.grid):
        if option in OURS:
            raise Refused(f"{where}: {option} is this command's own; say runs and first_run")
    for option, values in made.grid.items():
        if not isinstance(values, list) or not values:
            raise Refused(f"{where}: grid: {option} is {values!r}; a list of values is needed")
        written = [word(value, option) for value in values]
        if len(set(written)) != len(written):
            raise Refused(f"{where}: grid: {option} has a value twice")
    for option, value in made.settings.items():
        word(value, option)
    for option in made.labels:
        if option not in made.settings and option not in made.grid:
            raise Refused(f"{where}: labels: " + str(nearest(option, [*made.settings, *made.grid], "setting")))
    check_labels(made, where)
    count = made.runs * math.prod(map(len, made.grid.values()))
    if count > MOST_RUNS:
        raise Refused(f"{where}: grid and runs make {count} runs; allowed are up to {MOST_RUNS}")
    if made.first_run + made.runs - 1 > LAST_RUN:
        raise Refused(f"{where}: first_run is {made.first_run}; the last run's number may be up to {LAST_RUN}")
    points(made.settings, made.grid)


def check_conditions(made):
    """Refuse values of settings that figures pick and the grid has not; have the others as tables have them."""
    for number, one in enumerate(made.figures, 1):
        picked = {}
        for column, value in one.where.items():
            setting = made.setting(column)
            if setting is not None:
                known = [cell(other) for other in made.grid[setting]]
                if cell(value) not in known:
                    raise Refused(f"{made.file}: figure {number}: where: "
                                  + str(nearest(str(value), [str(other) for other in known], f"value of {column} in the grid")))
                value = cell(value)
            picked[column if setting is None else made.label(setting)] = value
        one.where = picked


def check_labels(made, where):
    """Refuse names of columns that are none, or that tables have for something else."""
    for option, label in made.labels.items():
        if not isinstance(label, str) or not label.strip():
            raise Refused(f"{where}: labels: {option} is {label!r}; a name of a column is needed")
    ours, taken = heads(made.statistic), {}
    for option in made.grid:
        label = made.label(option)
        said = f"labels: {option} is '{label}'" if option in made.labels else f"grid: {option}"
        if label in ours:
            raise Refused(f"{where}: {said}; tables have a column of that name for themselves, as {', '.join(ours)}: "
                          "labels can give another name")
        if label in taken:
            raise Refused(f"{where}: {said}; {taken[label]} has that column: two columns would have one name")
        taken[label] = option


def heads(statistic):
    """Return the heads that tables of a campaign have besides those of its settings and its program."""
    return ("run", "row", "failure", "last_words", *measures(statistic))


def measures(statistic):
    """Return the heads of what points.csv says of a metric."""
    return ("metric", "unit", "runs", statistic, "ci95_low", "ci95_high")


def resolve(made):
    """Give a program's path its folder, unless it is an example's name."""
    if made.program not in names.programs(ROOT, "example"):
        path = os.path.join(made.folder, os.path.expanduser(made.program))
        if os.path.exists(path):
            made.program = path
        elif os.sep in made.program and not os.path.exists(made.program):
            raise Refused(f"{made.file}: program: {names.missing(os.path.relpath(path))}")


def load(path):
    """Return the campaign of a file."""
    return parse(read(path), path)
