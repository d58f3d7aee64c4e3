# SPDX-License-Identifier: GPL-2.0-only
"""Runs a campaign: what is there is kept, the rest goes to an engine, and tables are made of all of it."""

import contextlib
import importlib
import os
import shutil
import time
from dataclasses import dataclass, field

from .. import pool, program
from ..checkout import ROOT, Refused, jobs, nearest, note
from ..words import word
from . import gather, spec
from .store import Store, fingerprint, key, remove

ENGINES = ("local", "dask", "slurm")


@dataclass
class Options:
    """How a campaign is run, which changes nothing of what comes of it."""

    engine: str = "local"
    scheduler: str = ""  # of dask
    jobs: int = None  # at once; None: as many as there are cores, or as an engine thinks best
    sbatch: list = field(default_factory=list)  # further words for sbatch
    output: str = ""
    build: bool = True
    install: bool = True


@dataclass
class Outcome:
    """What a campaign has left."""

    folder: str
    pieces: int
    failed: int
    wall: float  # [s], of this process
    processor: float  # [s], of the pieces that this process ran


def make_plan(campaign, found, mark):
    """Return what is run, with all that an engine's processes have to know."""
    pieces = {}
    for settings in campaign.points():
        for number in range(campaign.first_run, campaign.first_run + campaign.runs):
            pieces[key(settings, number, campaign.folder)] = {"settings": settings, "run": number}
    return {"campaign": campaign.name, "folder": campaign.folder, "program": found.path, "options": found.options(),
            "fingerprint": mark, "table": campaign.table, "timeout": campaign.timeout, "keep": campaign.keep,
            "pieces": pieces, "order": list(pieces)}


def believed(store, plan):
    """Return the pieces that need not be run again; forget those that must, and say why."""
    kept, again = set(), {}
    for name in plan["order"]:
        if not store.has(name):
            continue
        record = store.get(name)
        if record is None:
            why = "not whole"
        elif record["fingerprint"] != plan["fingerprint"] or record["table"] != plan["table"]:
            why = "of another build or table"
        elif record["failure"]:
            why = "failures"
        else:
            kept.add(name)
            continue
        again.setdefault(why, []).append(name)
    for why, pieces in again.items():
        note(f"{len(pieces)} results are {why} and are run again")
        for name in pieces:
            store.drop(name)
            shutil.rmtree(store.path("failed", name), ignore_errors=True)
    return kept


def kind(settings):
    """Return what the columns of a run may hang on: words, and whether a number is 0, which turns things off."""
    return tuple(bool(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else word(value, name)
                 for name, value in settings.items())


class Check:
    """Looks for what tables are made of as soon as a run of each kind has ended, not when the last has."""

    def __init__(self, campaign, store, plan, kept):
        self.campaign, self.store = campaign, store
        self.waiting = {}  # names of pieces of each kind, from the last to the one that is looked at first
        for name in sorted(reversed(plan["order"]), key=kept.__contains__):
            self.waiting.setdefault(kind(plan["pieces"][name]["settings"]), []).append(name)
        self.found = []
        self.warned = self.over = False

    def first(self, todo):
        """Return pieces in the order they are run in: one of each kind that is missing, then the others."""
        ahead = {names[-1] for names in self.waiting.values()}
        return sorted(todo, key=lambda name: name not in ahead)

    def look(self):
        """Look at what has ended since; a kind of which every run failed is in no table."""
        for one, names in list(self.waiting.items()):
            sound = False
            while names and not sound and self.store.has(names[-1]):
                record = self.store.get(names.pop())
                sound = record and not record["failure"]
                if sound:
                    self.found.append(record)
            if sound or not names:
                del self.waiting[one]
        if self.found and not self.over and not (self.waiting and self.warned):
            self.compare()

    def compare(self):
        """Hold the file against the tables there are: the first of all is enough for a warning."""
        self.over = not self.waiting
        try:
            gather.check(self.campaign, self.found)
        except Refused as refusal:
            if self.over:
                raise Refused(f"{refusal}\nWhat has been run is kept: mend the file, and run it again") from None
            self.warned = True
            note(f"{refusal}\nThat is what the first run left. Runs of other words, or of 0 instead of another number, may "
                 f"have more: the campaign ends as soon as one of each of {len(self.waiting)} such kinds has not")


class Watched(pool.Count):
    """A count of pieces that looks at those that have ended."""

    def __init__(self, check, *rest):
        super().__init__(*rest)
        self.check = check

    def add(self, failed=False):
        """A piece has ended."""
        super().add(failed)
        self.check.look()


def default_folder(campaign):
    """Return where results go: beside the file, or where those of examples are."""
    examples = os.path.join(ROOT, "examples")
    folder = os.path.realpath(campaign.folder)
    home = ROOT if os.path.commonpath([folder, examples]) == examples else campaign.folder
    return os.path.join(home, "results", campaign.name)


def finish(campaign, store, plan, units):
    """Write the tables and draw the figures; return the records that failed.

    What the file asks for and there is not is refused when all else is written.
    """
    records = [store.get(name) for name in plan["order"]]
    gone = [name for name, record in zip(plan["order"], records) if record is None]
    if gone:
        raise Refused(f"{store.path('pieces', gone[0] + '.json')} is not whole any more; {len(gone)} results are like "
                      "that. Run the campaign again", 1)
    failed = [record for record in records if record["failure"]]
    sound = [record for record in records if not record["failure"]]
    gather.write(store.path("failures.csv"), gather.failures(campaign, failed))
    for record in failed:
        note(f"{gather.describe(campaign, record)} {record['failure']}"
             + "".join("\n    " + line for line in record["words"].splitlines()))
    for name in ("runs.csv", "points.csv"):
        remove(store.path(name))
    shutil.rmtree(store.path("figures"), ignore_errors=True)
    if sound:
        faults = []
        table = gather.runs(campaign, sound, note)
        gather.write(store.path("runs.csv"), table)
        metrics = gather.metrics(campaign, table, faults)
        if metrics or not faults:
            gather.write(store.path("points.csv"), gather.points(campaign, table, metrics))
        faults += gather.draw(campaign, table, metrics, store.path("figures"), units)
        said = gather.sameness(campaign, table, metrics)
        if said:
            note(said)
        gather.refuse(campaign, faults)
    return failed


def account(store, names, wall, cores):
    """Say what the processors did; return the sum of their time."""
    spent = sum((store.get(name) or {"processor": 0})["processor"] for name in names)
    share = f"; over {cores} that is {spent / cores:.1f} s" if cores > 1 else ""
    note(f"{len(names)} runs took {wall:.1f} s; their processor time adds up to {spent:.1f} s{share}")
    return spent


def run(file, options=None, **more):
    """Run the campaign of a file, or what is left of it, and write its tables; return the Outcome.

    options: an Options, or its members as keywords: run("c.json", engine="dask", scheduler="tcp://...").
    """
    options = options or Options(**more)
    if options.engine not in ENGINES:
        raise nearest(options.engine, ENGINES, "engine")
    if options.jobs is not None and options.jobs < 1:
        raise Refused(f"jobs is {options.jobs}; at least 1 is needed")
    engine = importlib.import_module(f"{__package__}.{options.engine}")
    engine.check(options)
    campaign = spec.load(file)
    found = program.find(campaign.program, options.build, options.install)
    first = campaign.points()[0]
    found.check(first)
    plan = make_plan(campaign, found, fingerprint(found.path))
    store = Store(options.output or default_folder(campaign))
    store.create()
    try:
        return fill(store, campaign, plan, engine, options,
                    {name: found.unit(name) for name in campaign.grid})
    except OSError as fault:
        if not fault.filename:
            raise  # of no file: whoever reads what is said has gone, or a scheduler
        raise Refused(f"{fault.filename}: {fault.strerror}", 1) from None
    finally:
        store.sweep()
        store.close()


def fill(store, campaign, plan, engine, options, units):
    """Run what is missing, and write the tables; units are of settings; return the Outcome."""
    store.sweep()
    kept = believed(store, plan)
    todo = [name for name in plan["order"] if name not in kept]
    store.write_plan(plan)
    if kept:
        note(f"{len(kept)} of {len(plan['order'])} runs are there already")
    check = Check(campaign, store, plan, kept)
    start = time.monotonic()
    try:
        check.look()
        todo = check.first(todo)
        if todo:
            count = Watched(check, campaign.name, len(plan["order"]), len(kept))
            try:
                engine.run(store, plan, todo, count, options)
            finally:
                count.close()
    except Refused:
        # Of runs that are all there tables are written, whatever is wrong with a figure.
        if check.over and all(map(store.get, plan["order"])):
            with contextlib.suppress(Refused):
                finish(campaign, store, plan, units)
        raise
    wall = time.monotonic() - start
    cores = (options.jobs or jobs()) if options.engine == "local" else 1
    spent = account(store, todo, wall, cores) if todo else 0.0
    failed = finish(campaign, store, plan, units)
    return Outcome(store.folder, len(plan["order"]), len(failed), wall, spent)
