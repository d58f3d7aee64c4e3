# SPDX-License-Identifier: GPL-2.0-only
"""What comes of a campaign: a row for each run, a tidy row for each point and metric, failures, figures."""

import contextlib
import csv
import io
import math
import os

from .. import columns, interval, pictures
from ..checkout import Refused, note
from ..words import word
from .spec import Figure, cell, measures
from .store import replace

STEM = 200  # bytes of a figure's name that any file system takes
NUMBERS = ("rng_seed", "rng_run")  # of a run: they say nothing of what came of it
HIDDEN = ("group", "name", *NUMBERS)  # of the monitor's summary, where one row is taken
NAMED = 3  # points that are named; others are counted


@contextlib.contextmanager
def of(member):
    """What is refused in here is a member of the file."""
    try:
        yield
    except Refused as refusal:
        raise Refused(f"{member}: {refusal}", refusal.code) from None


def text(value):
    """Return a cell of a table."""
    if value is None or value != value:
        return ""
    return value if isinstance(value, str) else word(value)


def write(path, table):
    """Write columns as CSV, whole or not at all."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(table)
    rows.writerows([text(table[name][i]) for name in table] for i in range(columns.length(table)))
    replace(path, out.getvalue().encode())


def restored(values):
    """Return a column as it was before it was stored."""
    return [float("nan") if value is None else float(value) if value in ("inf", "-inf") else value for value in values]


def rows_of(spec, record):
    """Return the rows of one run that count."""
    table = {name: restored(values) for name, values in record["rows"].items()}
    where = dict(spec.where)
    if not where and "group" in table and "all" in table["group"]:
        where = {"group": "all"}
        table = columns.where(table, where)
        return {name: values for name, values in table.items() if name not in HIDDEN}
    with of("where"):
        return columns.where(table, where)


def describe(spec, record):
    """Return which run a record is of."""
    return " ".join([*(f"{spec.label(name)}={record['settings'][name]}" for name in spec.grid), f"run {record['run']}"])


def settings(spec, record):
    """Return {head: value} of what tables say of a run before what its program does."""
    found = {spec.label(name): record["settings"][name] for name in spec.grid}
    return {**{name: cell(value) for name, value in found.items()}, "run": record["run"]}


def runs(spec, records, tell=None):
    """Return a table with a row for each run, or several where a run left several; records are in order.

    tell is called with words on what the program wrote and the table has not.
    """
    parts, hidden = [], {}
    for record in records:
        before, table = settings(spec, record), rows_of(spec, record)
        for option in spec.grid:
            label = spec.label(option)
            if label != option and label in table:
                raise Refused(f"labels: {option} is '{label}', and the program's table has a column of that name; "
                              "another one is needed")
        for name in before.keys() & table.keys():
            other = next((one for one in table[name] if one == one and not same(one, before[name])), None)
            if other is not None:
                hidden.setdefault(name, f"{describe(spec, record)}: '{text(other)}'")
        # What the program says under a setting's own name is the same thing said twice, but for those.
        parts.append((before, {name: values for name, values in table.items() if name not in before}))
    for name in sorted(hidden) if tell else ():
        tell(f"The program's column {name} is in no table, for a setting has that name and other values "
             f"({hidden[name]}). Labels can give the setting another one")
    table = columns.join(parts)
    refuse_words(spec, table, parts, records)
    return numbered(spec, table)


def same(said, given):
    """Tell whether a program says of a setting what it was given."""
    given = {"true": 1, "false": 0}.get(given, given)
    if isinstance(said, str) or isinstance(given, str):
        return str(said) == str(given)
    return math.isclose(said, given, rel_tol=1e-5)  # programs write fewer digits


def refuse_words(spec, table, parts, records):
    """Refuse a word in a column that has numbers in other runs: it would be no metric any more, in silence."""
    def known(names, *kind):
        for name in names:
            with contextlib.suppress(Refused):  # told with what else the file asks for in vain
                yield columns.find(table, name, *kind)

    apart, asked = set(known(spec.by)), set(known(spec.metrics, "metric"))
    for name in table:
        if name in apart or (asked and name not in asked) or not columns.is_text(table[name]):
            continue
        own = [(one, part.get(name, ())) for one, (_, part) in zip(records, parts)]
        number = next((value for _, values in own for value in values
                       if not isinstance(value, str) and value is not None and value == value), None)
        flawed = next((one for one in own if columns.is_text(one[1])), None)
        if number is not None and flawed:
            said = next(value for value in flawed[1] if value and not columns.is_number(value))
            raise Refused(f"{describe(spec, flawed[0])}: {name} is '{said[:40]}', and a number in other runs, as "
                          f"{text(number)}" + ("" if asked else '. Where it tells rows apart, name it in "by"'))


def numbered(spec, table):
    """Return the table with a column that tells rows of one run apart, if others do not."""
    if not table:
        return table
    by = chosen(spec, table)
    mine = spec.varied() + ["run"] + by
    if all(len(rows) == 1 for rows in columns.groups(table, dict.fromkeys(mine)).values()):
        return table
    if spec.by:
        raise Refused(f"by: rows of one run have the same {', '.join(spec.by)}")
    if "row" in table:
        raise Refused("rows of one run have the same row; name the columns that tell them apart in \"by\"")
    count, number = {}, []
    for i in range(columns.length(table)):
        one = tuple(table[name][i] for name in spec.varied() + ["run"])
        count[one] = count.get(one, 0) + 1
        number.append(count[one])
    return {"row": number, **table}


def texts(spec, table):
    """Return the columns of words that the program wrote, and the numbers of its rows."""
    mine = spec.varied() + ["run"]
    return [name for name in table if name not in mine and (name == "row" or columns.is_text(table[name]))]


def chosen(spec, table):
    """Return the columns that tell rows of one run apart: those that the file names, or columns of words."""
    with of("by"):
        return [columns.find(table, name) for name in spec.by] or texts(spec, table)


def keys(spec, table):
    """Return the columns that make a point."""
    by = chosen(spec, table)
    for name in by:
        if name in measures(spec.statistic):
            raise Refused(f"the program's table has a column of words '{name}', and points.csv one of that name for itself; "
                          "name the columns that tell rows apart in \"by\"")
    return list(dict.fromkeys(spec.varied() + by))


def metrics(spec, table, faults):
    """Return the columns that are summed up; one that there is not is told in the list of faults."""
    if not spec.metrics:
        mine = [*keys(spec, table), "run"]
        return [name for name in table if name not in mine and not columns.is_text(table[name])
                and any(value == value for value in table[name])]
    found = []
    for name in spec.metrics:
        try:
            with of("metrics"):
                found.append(columns.find_number(table, name, "metric"))
        except Refused as refusal:
            faults.append(str(refusal))
    return list(dict.fromkeys(found))


def figure_columns(spec, table, one):
    """Return the metric of a figure, its x, by and where, as columns of the table."""
    def find(member, name):
        with of(member):
            try:
                return columns.find(table, spec.label(name))
            except Refused as refusal:
                if name not in spec.settings:
                    raise
                raise Refused(f"{name} is a setting of all points, and neither in the grid nor a column\n"
                              + str(refusal).splitlines()[-1]) from None

    with of("metric"):
        metric = columns.find_number(table, one.metric, "metric")
    return (metric, find("x", one.x), [find("by", name) for name in one.by],
            {find("where", name): value for name, value in one.where.items()})


def refuse(spec, faults):
    """Refuse what is wrong with a file, if anything is."""
    if faults:
        raise Refused("\n".join(f"{spec.file}: {fault}" for fault in dict.fromkeys(faults)))


def check(spec, records):
    """Refuse metrics, and columns of figures, that tables of these records do not have."""
    faults = []
    with of(spec.file):
        table = runs(spec, records)
        metrics(spec, table, faults)
    for number, one in enumerate(spec.figures, 1):
        try:
            with of(f"figure {number}"):
                figure_columns(spec, table, one)
        except Refused as refusal:
            faults.append(str(refusal))
    refuse(spec, faults)


def points(spec, table, wanted):
    """Return the tidy table: for each point and metric how many runs, the middle and its 95 % interval."""
    by = keys(spec, table)
    made = {name: [] for name in [*by, *measures(spec.statistic)]}
    if not wanted:
        raise Refused("the runs' tables have no column with a number to sum up; columns: " + ", ".join(table))
    for values, rows in columns.groups(table, by).items():
        for metric in wanted:
            found = interval.summarise([table[metric][i] for i in rows], spec.statistic, spec.interval)
            line = [*values, columns.bare(metric), columns.unit(metric), *found]
            for name, value in zip(made, line):
                made[name].append(value)
    return made


def failures(spec, records):
    """Return a table with a row for each run that failed."""
    names = spec.varied()
    made = {name: [] for name in [*names, "run", "failure", "last_words"]}
    for record in records:
        line = [*(word(record["settings"][name]) for name in spec.grid), record["run"], record["failure"],
                record["words"]]
        for name, value in zip(made, line):
            made[name].append(value)
    return made


def alike(table, metric, rows):
    """Tell whether all runs of a point have one value of a metric, to the last digit; None of fewer than two."""
    found = [table[metric][i] for i in rows if table[metric][i] == table[metric][i]]
    return None if len(found) < 2 else all(value == found[0] for value in found)


def sameness(spec, table, wanted):
    """Return a sentence on points whose runs all came to the same, which intervals of width 0 hide, or ''."""
    by = keys(spec, table)
    groups = columns.groups(table, by)
    of_points, of_metrics = {}, {}
    for values, rows in groups.items():
        for metric in wanted:
            one = alike(table, metric, rows)
            if one is not None:
                of_points.setdefault(values, []).append(one)
                of_metrics.setdefault(metric, []).append(one)
    counts = {len(groups[values]) for values in of_points}
    every = f"All {counts.pop()} runs" if len(counts) == 1 else "All runs"
    if of_points and all(map(all, of_points.values())):
        others = [name for name in table if name not in (*by, *wanted, *NUMBERS, "run") and not columns.is_text(table[name])
                  and any(alike(table, name, rows) is False for rows in groups.values())]
        why = (f"nothing random reaches them, though it does {', '.join(others[:NAMED])}" if others else
               "nothing in it is random, or the seed (RngRun) is not passed on")
        return f"{every} of every point are the same: {why}. Intervals of width 0 say nothing here"
    still = [metric for metric, found in of_metrics.items() if all(found)]
    lone = [values for values, found in of_points.items() if all(found)]
    said = []
    if still:
        said.append(f"in {', '.join(map(columns.words, still))}, at every point")
    if lone:
        shown = ["; ".join(f"{name}={text(value)}" for name, value in zip(by, values)) for values in lone[:NAMED]]
        more = f" and {len(lone) - NAMED} others" if len(lone) > NAMED else ""
        said.append(f"in everything at {len(lone)} of {len(groups)} points: {', '.join(f'({one})' for one in shown)}{more}")
    return f"{every} are the same " + "; and ".join(said) if said else ""


def pictured(spec, table, wanted):
    """Return what is drawn: the figures of the file or, without any, each metric it names against the first number varied."""
    if spec.figures or not spec.metrics:
        return spec.figures
    varied = spec.varied()
    numeric = [name for name in varied if not columns.is_text(table[name])] or varied
    return [Figure(metric, numeric[0], [], {}, "", "") for metric in wanted if numeric]


def unlike(stem, taken):
    """Return the name of a figure's files, with a number if others before it have the name."""
    stem = "".join(c if c.isalnum() else "-" for c in stem).encode()[:STEM].decode(errors="ignore")
    taken[stem] = taken.get(stem, 0) + 1
    number = taken[stem]
    return stem if number == 1 else unlike(f"{stem}-{number}", taken)


def draw(spec, table, wanted, folder, units=None):
    """Draw the figures; return what is wrong with some, without which the others are drawn."""
    faults, taken = [], {}
    for number, one in enumerate(pictured(spec, table, wanted), 1):
        try:
            with of(f"figure {number}"):
                metric, x, by, where = figure_columns(spec, table, one)
                with of("where"):
                    rows = columns.where(table, where)
        except Refused as refusal:
            faults.append(str(refusal))
            continue
        by = by or [name for name in keys(spec, rows) if name not in (x, *where)]
        stem = "-".join([columns.words(metric), "against", columns.words(x), *map(str, where.values())])
        try:
            figure = pictures.against(rows, metric, x, by, one.title, (spec.statistic, spec.interval), spec.unit_of(units or {}),
                                      [*spec.varied(), "run"])
            figure.log = one.log
            figure.drawn()
        except Refused as refusal:
            note(f"There is no figure of {stem.replace('-', ' ')}: {refusal}")  # tables and other figures are not worse for it
            continue
        for remark in figure.remarks(widths=False):
            note(f"{stem.replace('-', ' ')}: {remark}")
        figure.write(os.path.join(folder, unlike(stem, taken)))
    return faults
