# SPDX-License-Identifier: GPL-2.0-only
"""One piece of a campaign: a run of the program, and the rows it leaves. Every engine calls this, here or elsewhere.

    piece.py CAMPAIGN-FOLDER KEY...
"""

import os
import shutil
import sys

if __name__ == "__main__":
    sys.dont_write_bytecode = True
    # Elsewhere it is a script, whose folder has names that are none of a program's business.
    sys.path[0] = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir, os.pardir))
    __package__ = "edgeai.campaign"  # pylint: disable=redefined-builtin
    import edgeai.campaign  # noqa: F401

from .. import child, columns, running  # noqa: E402
from ..checkout import Refused, note  # noqa: E402
from ..words import on_disk  # noqa: E402
from .store import Store  # noqa: E402


class Known:
    """The program, with the options that the plan knows it has."""

    def __init__(self, plan):
        self.path = plan["program"]
        self.options = plan["options"]

    def has(self, option):
        """Tell whether it has an option."""
        return option in self.options


def rows(folder, table):
    """Return the rows of a run's table: the one asked for, or the summary or results that it wrote."""
    if table:
        path = os.path.join(folder, table)
        if not os.path.isfile(path):
            there = sorted(name for name in os.listdir(folder) if name.endswith(".csv"))
            raise Refused(f"it left no {table}; tables: {', '.join(there) or 'none'}")
        return filled(columns.read(path), table)
    for name in ("summary.csv", "results.csv"):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and columns.heads(path)[:5] != columns.TASKS:
            return filled(columns.read(path), name)
    raise Refused("it left neither summary.csv nor a results.csv of figures; name its table with \"table\"")


def filled(table, name):
    """Return a table; one without a row says nothing of a run."""
    if not columns.length(table):
        raise Refused(f"its {name} has a row of heads, and no other")
    return table


def storable(table):
    """Return columns as JSON has them: what is not available is null; infinities are texts."""
    def one(value):
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            return None if value != value else repr(value)
        return value

    return {name: [one(value) for value in values] for name, values in table.items()}


def execute(store, plan, name, children=None):
    """Run a piece and keep its record; return that."""
    piece = plan["pieces"][name]
    known = Known(plan)
    folder = store.scratch(name)
    try:
        words = running.command(known, piece["settings"], piece["run"], folder)
        ended = running.execute(known, words, folder, children, plan["timeout"] or None, plan["folder"])
        record = {"key": name, "fingerprint": plan["fingerprint"], "table": plan["table"], "settings": piece["settings"],
                  "run": piece["run"], "failure": ended.failure, "words": ended.words, "rows": {},
                  "wall": ended.wall, "processor": ended.processor}
        if not record["failure"]:
            try:
                record["rows"] = storable(rows(folder, plan["table"]))
            except Refused as refusal:
                record["failure"] = str(refusal)
        # Where it ran is no part of what it said.
        for what in ("failure", "words"):
            record[what] = record[what].replace(folder, "OUTPUT")
        keep(store, plan, record, folder)
        store.put(record)
        return record
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(store, plan, record, folder):
    """Keep the files of a run if that is wanted, and the texts of one that failed."""
    wanted = [] if not record["failure"] else [child.CONSOLE, child.ERRORS]
    if plan["keep"]:
        wanted = sorted(os.listdir(folder))
    if not wanted:
        return
    place = store.path("failed" if record["failure"] else "files", record["key"])
    shutil.rmtree(place, ignore_errors=True)
    with on_disk(place):
        os.makedirs(place)
        for name in wanted:
            if os.path.exists(os.path.join(folder, name)):
                shutil.move(os.path.join(folder, name), place)


def main(arguments):
    """Run pieces in a process of their own; each failure of a program is a record, not one of this process."""
    child.heed_interruptions()
    store = Store(arguments[0])
    try:
        plan = store.plan()
        for name in arguments[1:]:
            execute(store, plan, name)
    except Refused as refusal:
        note(str(refusal))
        return refusal.code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
