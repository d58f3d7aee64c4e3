# SPDX-License-Identifier: GPL-2.0-only
"""What runs leave behind: tables over all of them, figures, and why some failed."""

import os
from dataclasses import dataclass, field

from . import axes, columns, pictures
from .checkout import Refused, nearest, note
from .frame import frame, plain


@dataclass(frozen=True)
class Run:
    """One run: its settings and number, its folder, and how it ended."""

    settings: dict
    number: int  # RngRun
    folder: str
    code: int  # exit code; below 0: the signal that ended it
    failure: str  # "" or how it failed
    words: str  # the last it said on standard error
    wall: float  # [s]
    processor: float  # [s]

    @property
    def command_name(self):
        """What tells this run from others."""
        return " ".join([*(f"{name}={value}" for name, value in self.settings.items()), f"run {self.number}"])

    def explain(self):
        """Return in words how it failed, or ''."""
        if not self.failure:
            return ""
        return f"{self.command_name} {self.failure}" + "".join("\n    " + line for line in self.words.splitlines())

    @property
    def console(self):
        """What it printed on standard output."""
        with open(os.path.join(self.folder, "console.txt"), encoding="utf-8", errors="replace") as text:
            return text.read()

    def tables(self):
        """Return {name: path} of the tables in its folder; columns.csv explains others and is none."""
        found = {}
        for place, _, files in os.walk(self.folder):
            for name in files:
                if name.endswith(".csv") and name != "columns.csv":
                    path = os.path.join(place, name)
                    found[os.path.relpath(path, self.folder)[:-len(".csv")]] = path
        return dict(sorted(found.items()))


@dataclass(eq=False)
class Result:
    """Several runs of one program."""

    program: str
    folder: str
    runs: list
    varied: list = field(default_factory=list)  # names of the settings that differ between runs
    units: dict = field(default_factory=dict)  # {setting: unit} of these, as the program has them

    def __repr__(self):
        lines = [f"{self.program}: {len(self.runs)} runs, {len(self.failures)} failed; {self.folder}"]
        return "\n".join(lines + [run.explain() for run in self.failures])

    @property
    def failures(self):
        """The runs that failed."""
        return [run for run in self.runs if run.failure]

    @property
    def sound(self):
        """The runs that did not."""
        return [run for run in self.runs if not run.failure]

    def names(self):
        """Return the names of the tables that some run left."""
        return sorted({name for run in self.sound for name in run.tables()})

    def gathered(self, chosen, told=False):
        """Return the columns of the tables that chosen(name, path) takes, over all runs."""
        parts = []
        for run in self.sound:
            before = {**{name: run.settings[name] for name in self.varied}, "run": run.number}
            for name, path in run.tables().items():
                if chosen(name, path):
                    parts.append(({**before, "table": name} if told else before, columns.read(path)))
        return columns.join(parts)

    def table(self, name):
        """Return a table of all runs, below each other, with columns of the settings that differ and "run"."""
        if name not in self.names():
            raise nearest(name, self.names(), "table")
        return frame(self.gathered(lambda other, _: other == name))

    def rows_of_tasks(self):
        """Return the columns of all tables of tasks, as the monitor writes them."""
        def is_tasks(_, path):
            return columns.heads(path)[:5] == columns.TASKS

        several = any(sum(is_tasks(*one) for one in run.tables().items()) > 1 for run in self.sound)
        return self.gathered(is_tasks, several)

    def rows_of_summary(self):
        """Return the columns of the monitor's summaries or, without such, of results.csv."""
        found = self.gathered(lambda name, _: name == "summary")
        if not found:
            found = self.gathered(
                lambda name, path: name == "results" and columns.heads(path)[:5] != columns.TASKS)
        return found

    @property
    def tasks(self):
        """A row for each task of each run, where the program writes tables of tasks; learning has rounds."""
        return frame(self.rows_of_tasks())

    def rows_of_rounds(self):
        """Return the columns of all tables with a column "round"; the monitor's if there is no other."""
        def are_rounds(monitored):
            def chosen(_, path):
                names = columns.heads(path)
                return ("round" in names and names[:4] != columns.STEPS and "run" not in names
                        and (names[:5] == columns.TASKS) == monitored)
            return chosen

        for is_rounds in map(are_rounds, (False, True)):
            several = any(sum(is_rounds(*one) for one in run.tables().items()) > 1 for run in self.sound)
            found = self.gathered(is_rounds, several)
            if found:
                break
        return found

    @property
    def rounds(self):
        """A row for each round of learning of each run, of all tables with a column "round".

        What experiments in learning leave: curves of losses over rounds, or rounds one by one. Without such tables
        those of the monitor, which are in tasks, too: to it a round is a task.
        """
        return frame(self.rows_of_rounds())

    @property
    def summary(self):
        """A row for each run (and each of several planners, networks, nodes), or scenario of an experiment."""
        return frame(self.rows_of_summary())

    def plot(self, metric="latency", x=None, by=None, kind=None, where=None, table=None, title=None, to=None):
        """Draw a metric: against x, a column or a setting that differs; without x the distribution over tasks.

        by: columns that tell lines apart; where: {column: value} of the rows; table: whose, "summary", "tasks", or
        rows of one's own; to: a path without suffix, for .png and .svg. Returns matplotlib's axes or, without
        matplotlib, a figure that notebooks show.
        """
        if table is None:
            # What differs between runs is worth an axis.
            if x is None and kind is None and any(not isinstance(run.settings[name], str) for name in self.varied
                                                  for run in self.runs):
                x = next(name for name in self.varied if not isinstance(self.runs[0].settings[name], str))
            table = "tasks" if kind in ("cdf", None) and x is None and self.rows_of_tasks() else "summary"
        if isinstance(table, str):
            rows = (self.rows_of_tasks() if table == "tasks" else self.rows_of_summary() if table == "summary"
                    else plain(self.table(table)))
        else:
            rows = plain(table)
        if not rows:
            raise Refused(f"There is no row to draw; tables: {', '.join(self.names()) or 'none'}")
        if table == "summary" and "group" in rows and "group" not in (where or {}):
            rows = columns.where(rows, {"group": "all"})
        rows = columns.where(rows, where or {})
        if by is None:
            by = [name for name in self.varied if name != x]
        if kind is None and x is None and table != "tasks" and rows is not None:
            kind = "cdf"
        figure = pictures.choose(rows, kind, metric, x, by, title or f"{self.program}: {metric}", self.units,
                                 [*self.varied, "run"])
        for remark in figure.remarks():
            note(f"{figure.title}: {remark}")
        if to:
            figure.write(to)
        try:
            import matplotlib  # noqa: F401
        except ImportError:
            return figure
        return axes.draw(figure)
