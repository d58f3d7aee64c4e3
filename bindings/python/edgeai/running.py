# SPDX-License-Identifier: GPL-2.0-only
"""Runs a program with settings and run numbers over all cores, from Python."""

import dataclasses
import itertools
import os
import shutil
import tempfile
import weakref

from . import child, pool, program
from .checkout import Refused
from .result import Result, Run
from .words import members, options, within
from .words import path as as_path

OURS = ("RngRun", "output")  # this module says them itself
LAST_RUN = 2**32 - 1  # largest run number
LONGEST = 1e8  # most seconds that a run may be given
AT_ONCE = 10000  # most children


def command(found, settings, number, folder):
    """Return the command line of one run; an experiment's scenarios get no more than two cores."""
    words = [found.path, *options(settings), f"--RngRun={number}"]
    if found.has("output"):
        words.append(f"--output={folder}")
    if found.has("jobs") and "jobs" not in settings:
        # Not one: scenarios share a process then, and streams that nobody assigned go on from one to the next.
        words.append("--jobs=2")
    return words


def execute(found, words, folder, children=None, timeout=None, at=None):
    """Run a command line, in the folder at if one is given.

    A program without --output leaves its files in its working folder: that is the run's.
    """
    if not found.has("output"):
        return child.run(words, folder, children, timeout, folder)
    if not any(letter.isspace() for letter in folder):
        return child.run(words, folder, children, timeout, at)
    with tempfile.TemporaryDirectory(prefix="edge-ai-") as place:
        way = os.path.join(place, "out")  # ns-3's CommandLine ends a value at the first space
        os.symlink(folder, way)
        given = f"--output={folder}"
        ended = child.run([f"--output={way}" if one == given else one for one in words], folder, children, timeout, at)
        return dataclasses.replace(ended, words=ended.words.replace(way, folder))


def points(settings, grid):
    """Return the settings of every point of a grid, the last one changing first."""
    given, grid = members(grid, "grid", "{option: [values]}"), {}
    for name, values in given.items():
        if isinstance(values, (str, bytes, dict)) or not hasattr(values, "__iter__"):
            raise Refused(f"grid: {name} is {values!r}; a list of values is needed")
        grid[name] = values = list(values)
        if not values:
            raise Refused(f"grid: {name} has no value")
        if name in settings:
            raise Refused(f"{name} is both a setting and in the grid")
    return [{**settings, **dict(zip(grid, values))} for values in itertools.product(*grid.values())]


def run(name, runs=1, *, first_run=1, grid=None, settings=None, output=None, at_once=None, timeout=None,
        build=True, progress=True, **more):
    """Run an example, a study's folder or a program of one's own, and return its Result.

    name        "laim", "my-study/", "./a.out"; examples and studies are built first unless build is False
    runs        repetitions, with the run numbers (RngRun) first_run, first_run + 1, ...
    grid        {option: values}: every combination is run
    settings    {option: value} for names that are none of Python's, as attributes: {"ns3::...::Rate": 0.2};
                others are keywords: latency=0.5
    output      folder to keep files in; without it they last as long as the result
    at_once     children at the same time; without it as many as there are cores
    timeout     [s] after which a run is ended and counts as failed

    A run that fails does not stop the others: see Result.failures. If all fail, Refused says why.
    """
    settings, grid = members(settings, "settings"), members(grid, "grid", "{option: [values]}")
    for option in more:
        if option in settings:
            raise Refused(f"{option} is {more[option]!r}, and {settings[option]!r} in settings; allowed is to say it once")
    chosen = {**settings, **more}
    for option in OURS:
        if option in chosen or option in grid:
            raise Refused(f"{option}: say runs and first_run, or output, instead")
    within(runs, "runs", 1, LAST_RUN, True)
    within(first_run, "first_run", 1, LAST_RUN - runs + 1, True)
    if at_once is not None:
        within(at_once, "at_once", 1, AT_ONCE, True)
    if timeout is not None:
        within(timeout, "timeout", 1e-3, LONGEST)
    if output is not None:
        output = as_path(output, "output", "a folder")
    found = program.find(name, build)
    # What Result.tasks is made of; an experiment by itself keeps records of a few scenarios.
    if found.has("records") and "records" not in {**chosen, **grid}:
        chosen["records"] = "all"
    every = points(chosen, grid)
    found.check({**chosen, **{option: values[0] for option, values in grid.items()}})
    top = os.path.abspath(output) if output else tempfile.mkdtemp(prefix=f"edge-ai-{found.name}-")
    try:
        os.makedirs(top, exist_ok=True)
    except OSError as fault:
        raise Refused(f"output: '{output}' cannot be a folder: {fault.strerror}", 1) from None
    pieces = [(i, one, number) for i, one in enumerate(every) for number in range(first_run, first_run + runs)]
    children = child.Children()

    def work(piece):
        index, one, number = piece
        folder = os.path.join(top, *([f"point-{index + 1}"] if grid else []), f"run-{number}")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        words = command(found, one, number, folder)
        ended = execute(found, words, folder, children, timeout)
        return Run(one, number, folder, ended.code, ended.failure, ended.words, ended.wall, ended.processor)

    count = pool.Count(found.name, len(pieces), shown=progress)
    try:
        made = pool.over_cores(pieces, work, children, count, at_once=at_once)
    except BaseException:
        if not output:
            shutil.rmtree(top, True)
        raise
    finally:
        count.close(progress)
    result = Result(found.name, top, made, list(grid), {name: found.unit(name) for name in grid})
    if not output:
        weakref.finalize(result, shutil.rmtree, top, True)
    if not result.sound:
        raise Refused(f"All {len(made)} runs of {found.name} failed; the first: {made[0].explain()}", 1)
    return result

