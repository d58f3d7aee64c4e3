# SPDX-License-Identifier: GPL-2.0-only
"""What comes of a campaign: a row for each run, a tidy row for each point and metric, failures, figures."""

import csv
import io
import os

from .. import columns, interval, pictures
from ..checkout import Refused, note
from ..words import word
from .store import replace

STEM = 200  # letters of a figure's name that any file system takes
HIDDEN = ("group", "name", "rng_seed", "rng_run")  # of the monitor's summary, where one row is taken


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
    return columns.where(table, where)


def runs(spec, records):
    """Return a table with a row for each run, or several where a run left several; records are in order."""
    parts = []
    for record in records:
        before = {spec.label(name): record["settings"][name] for name in spec.grid}
        before = {name: value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else word(value)
                  for name, value in before.items()}
        table = rows_of(spec, record)
        for name in (*before, "run"):
            if name in table:
                # What the program says of a setting of ours is the same thing said twice.
                table.pop(name)
        parts.append(({**before, "run": record["run"]}, table))
    table = columns.join(parts)
    return numbered(spec, table)


def numbered(spec, table):
    """Return the table with a column that tells rows of one run apart, if others do not."""
    if not table:
        return table
    by = [columns.find(table, name) for name in spec.by] or texts(spec, table)
    mine = [spec.label(name) for name in spec.grid] + ["run"] + by
    if all(len(rows) == 1 for rows in columns.groups(table, dict.fromkeys(mine)).values()):
        return table
    if spec.by:
        raise Refused(f"by: rows of one run have the same {', '.join(spec.by)}")
    count, number = {}, []
    for i in range(columns.length(table)):
        one = tuple(table[name][i] for name in [spec.label(name) for name in spec.grid] + ["run"])
        count[one] = count.get(one, 0) + 1
        number.append(count[one])
    return {"row": number, **table}


def texts(spec, table):
    """Return the columns of words that the program wrote, and the numbers of its rows."""
    mine = [spec.label(name) for name in spec.grid] + ["run"]
    return [name for name in table if name not in mine and (name == "row" or columns.is_text(table[name]))]


def keys(spec, table):
    """Return the columns that make a point."""
    by = [columns.find(table, name) for name in spec.by] or texts(spec, table)
    return [spec.label(name) for name in spec.grid] + by


def metrics(spec, table):
    """Return the columns that are summed up."""
    if spec.metrics:
        return [columns.find_number(table, name, "metric") for name in spec.metrics]
    mine = [*keys(spec, table), "run"]
    return [name for name in table if name not in mine and not columns.is_text(table[name])
            and any(value == value for value in table[name])]


def check(spec, records):
    """Refuse metrics, and columns of figures, that tables of these records do not have."""
    table = runs(spec, records)
    metrics(spec, table)
    for number, one in enumerate(spec.figures, 1):
        try:
            columns.find_number(table, one.metric, "metric")
            for name in (one.x, *one.by, *one.where):
                columns.find(table, spec.label(name) if name in (one.x, *one.by) else name)
        except Refused as refusal:
            raise Refused(f"figure {number}: {refusal}") from None


def points(spec, table):
    """Return the tidy table: for each point and metric how many runs, the middle and its 95 % interval."""
    by = keys(spec, table)
    made = {name: [] for name in [*by, "metric", "unit", "runs", spec.statistic, "ci95_low", "ci95_high"]}
    wanted = metrics(spec, table)
    for values, rows in columns.groups(table, by).items():
        for metric in wanted:
            found = interval.summarise([table[metric][i] for i in rows], spec.statistic, spec.interval)
            line = [*values, columns.bare(metric), columns.unit(metric), *found]
            for name, value in zip(made, line):
                made[name].append(value)
    return made


def failures(spec, records):
    """Return a table with a row for each run that failed."""
    names = [spec.label(name) for name in spec.grid]
    made = {name: [] for name in [*names, "run", "failure", "last_words"]}
    for record in records:
        line = [*(word(record["settings"][name]) for name in spec.grid), record["run"], record["failure"],
                record["words"]]
        for name, value in zip(made, line):
            made[name].append(value)
    return made


def draw(spec, table, folder):
    """Draw the figures that the file asks for or, without any, each metric it names against the first number varied."""
    wanted = [(one.metric, one.x, one.by, one.where, one.title, one.log) for one in spec.figures]
    varied = [spec.label(name) for name in spec.grid]
    numeric = [name for name in varied if not columns.is_text(table[name])] or varied
    if not wanted and numeric:
        wanted = [(metric, numeric[0], None, {}, "", "") for metric in spec.metrics]
    made = []
    for metric, x, by, where, title, log in wanted:
        x = spec.label(x)
        rows = columns.where(table, where)
        if not by:
            by = [name for name in keys(spec, rows) if name != columns.find(rows, x) and name not in where]
        stem = "-".join([columns.words(columns.find(rows, metric)), "against", columns.words(x), *map(str, where.values())])
        try:
            figure = pictures.against(rows, metric, x, [spec.label(name) for name in by], title,
                                      (spec.statistic, spec.interval))
            figure.log = log
            figure.drawn()
        except Refused as refusal:
            note(f"There is no figure of {stem.replace('-', ' ')}: {refusal}")  # tables and other figures are not worse for it
            continue
        os.makedirs(folder, exist_ok=True)
        made += figure.write(os.path.join(folder, "".join(c if c.isalnum() else "-" for c in stem)[:STEM]))
    return made
