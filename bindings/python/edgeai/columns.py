# SPDX-License-Identifier: GPL-2.0-only
"""Tables as plain columns: read from CSV, joined, and looked up by what a quantity is called without its unit."""

import contextlib
import csv
import re

from .checkout import Refused, nearest

UNIT = re.compile(r" \[[^\]]*\]$")
TASKS = ["id", "node", "family", "network", "planner"]  # how the monitor's tables of tasks begin
STEPS = ["task", "step", "name", "kind"]
FLAWED = float("nan")
WHOLE = 300  # most letters of a whole number that is kept as such: longer ones may be none that can be calculated with


def typed(texts):
    """Return texts as whole numbers, numbers (where empty: not a number) or, if one is neither, as they are."""
    if not any(texts):
        return [FLAWED] * len(texts)
    if all(texts) and max(map(len, texts)) <= WHOLE:
        try:
            return [int(text) for text in texts]
        except ValueError:
            pass
    try:
        return [float(text) if text else FLAWED for text in texts]
    except ValueError:
        return list(texts)


@contextlib.contextmanager
def opened(path):
    """Rows of a CSV file; what cannot be one is refused in words."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as text:
            yield csv.reader(text)
    except UnicodeDecodeError as fault:
        raise Refused(f"{path}: no table: byte {fault.start} is no text in UTF-8") from None
    except csv.Error as fault:
        raise Refused(f"{path}: no table: {fault}") from None
    except OSError as fault:
        raise Refused(f"{path}: cannot be read: {fault.strerror}") from None


def heads(path):
    """Return the heads of a CSV file, none if it is empty."""
    with opened(path) as rows:
        return next(rows, [])


def read(path):
    """Return {head: values} of a CSV file with a row of heads."""
    with opened(path) as lines:
        rows = list(lines)
    if not rows:
        raise Refused(f"{path}: an empty file; a row of heads is needed")
    names = rows.pop(0)
    if any("\0" in name for name in names):
        raise Refused(f"{path}: no table: its heads are no words")
    for number, row in enumerate(rows, 2):
        if len(row) != len(names):
            raise Refused(f"{path}: row {number} has {len(row)} fields; the heads are {len(names)}")
    if len(set(names)) != len(names):
        raise Refused(f"{path}: two columns have one head")
    return {name: typed([row[i] for row in rows]) for i, name in enumerate(names)}


def length(table):
    """Return the number of rows."""
    return len(next(iter(table.values()))) if table else 0


def join(parts):
    """Return one table of several, below each other; each comes with {head: value} to set before its rows.

    A column that a part does not have is empty there: not a number, or without letters.
    """
    parts = [(before, table) for before, table in parts]
    names = list(dict.fromkeys(name for before, _ in parts for name in before))
    names += [name for name in dict.fromkeys(name for _, table in parts for name in table) if name not in names]
    joined = {}
    for name in names:
        values = []
        for before, table in parts:
            count = length(table)
            if name in before:
                values += [before[name]] * count
            else:
                values += table.get(name, [None] * count)
        given = [value for value in values if value is not None and value == value]
        if any(isinstance(value, str) for value in given):
            values = ["" if value is None or value != value else str(value) for value in values]
        else:
            values = [FLAWED if value is None else value for value in values]
        joined[name] = values
    return joined


def bare(name):
    """Return a head without the unit in brackets."""
    return UNIT.sub("", name)


def unit(name):
    """Return the unit of a head, as the module writes them: "[s]" of results, "_s" of tasks; or ''."""
    if UNIT.search(name):
        return UNIT.search(name)[0][2:-1]
    found = re.search(r"_((?:[a-zA-Z]+_per_)?(?:s|J|W|Hz|bit|B|FLOP|cycle))$", name)
    return found[1].replace("_per_", "/") if found else ""


def words(name):
    """Return a head as people read it: without unit and underscores."""
    name = bare(name)
    ending = "_" + unit(name).replace("/", "_per_")
    return (name[:-len(ending)] if name.endswith(ending) else name).replace("_", " ")


def labelled(name):
    """Return a head as the label of an axis: "latency realised [s]"."""
    return words(name) + (f" [{unit(name)}]" if unit(name) else "")


def find(table, wanted, what="column"):
    """Return the head that is meant: itself, without its unit, or what was realised of a quantity."""
    names = list(table)
    if wanted in names:
        return wanted
    short = {name: words(name).replace(" ", "_") for name in names}
    asked = wanted.replace(" ", "_")
    for candidate in (asked, asked + "_realised", asked + "_mean"):
        found = [name for name in names if short[name] == candidate]
        if len(found) == 1:
            return found[0]
    raise nearest(wanted, names, what)


def find_number(table, wanted, what="column"):
    """Return the head that is meant, of a column of numbers."""
    name = find(table, wanted, what)
    if is_text(table[name]):
        shown = next(value for value in table[name] if value != "" and not is_number(value))
        raise Refused(f"{name} is a column of words, such as '{shown[:40]}'; one of numbers is needed")
    return name


def where(table, conditions):
    """Return the rows whose columns have the values asked for."""
    keep = range(length(table))
    for name, value in conditions.items():
        column = table[find(table, name)]
        known = dict.fromkeys(column)
        if value not in known:
            raise nearest(str(value), [str(other) for other in known], f"value of {name}")
        keep = [i for i in keep if column[i] == value]
    return {name: [values[i] for i in keep] for name, values in table.items()}


def like(table, name, text):
    """Return a value written as text as the column has it."""
    column = table[find(table, name)]
    if is_text(column):
        return text
    try:
        return float(text)
    except ValueError:
        raise Refused(f"{name}: '{text}' is no number, and the column is of numbers") from None


def groups(table, by):
    """Return {values of columns: rows}, in the order in which they first come."""
    found = {}
    for i in range(length(table)):
        found.setdefault(tuple(table[name][i] for name in by), []).append(i)
    return found


def is_number(text):
    """Tell whether a text can be read as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def is_text(values):
    """Tell whether a column is words."""
    return any(isinstance(value, str) for value in values)
