# SPDX-License-Identifier: GPL-2.0-only
"""Verbs over the Python package: studies of the user's own, campaigns, figures of tables."""

import os
import shlex
import subprocess
import sys

from . import names, packages
from .say import Refused, note

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
PACKAGES = os.path.join(ROOT, "packages.txt")
DEBIANS = "/usr/bin/python3"
OUTPUT = "--output="  # the option every example has for its folder
USAGE = {
    "new": "new FOLDER [--kind=KIND]",
    "campaign": "campaign FILE [--engine=local|dask|slurm] [--output=FOLDER]",
    "report": "report FOLDER",
    "plot": "plot FILE.csv [--kind=cdf|stages|metric|curve] [--metric=COLUMN] [--x=COLUMN] [--by=COLUMN]",
}


def friendly(path):
    """Return a path as the user would write it from where they are."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def package():
    """Import the Python package of this checkout."""
    sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))
    import edgeai
    return edgeai


def arguments(verb, sub):
    """Declare the arguments of a verb."""
    if verb == "new":
        sub.add_argument("folder", metavar="FOLDER", nargs="?", help="to write; its name is that of the study")
        sub.add_argument("--kind", metavar="KIND", help="what it is about (default: co-inference); without a folder "
                                                        "all kinds are listed")
    if verb == "campaign":
        sub.add_argument("file", metavar="FILE", help="of JSON or TOML: program, runs, settings, grid, ...")
        sub.add_argument("--engine", default="local", help="local (all cores; default), dask or slurm")
        sub.add_argument("--scheduler", default="", metavar="ADDRESS", help="of Dask: tcp://HOST:8786")
        sub.add_argument("--sbatch", action="append", default=[], metavar="WORD",
                         help="a further word for sbatch, as --sbatch=--partition=long")
        sub.add_argument("--jobs", type=int, help="runs at once (default: all cores; Slurm: no limit)")
        sub.add_argument("--output", default="", metavar="FOLDER", help="default: results/NAME beside FILE")
        sub.add_argument("--no-build", dest="build", action="store_false", help="run what was built before")
    if verb == "report":
        sub.add_argument("folder", metavar="FOLDER", help="that a run left its files in, such as results/laim")
    if verb == "plot":
        sub.add_argument("file", metavar="FILE.csv", help="a table with a row of heads")
        sub.add_argument("--kind", help="cdf, stages, metric or curve (default: as the heads suggest)")
        sub.add_argument("--metric", metavar="COLUMN", help="what is drawn (cdf: latency)")
        sub.add_argument("--x", metavar="COLUMN", help="against what")
        sub.add_argument("--by", action="append", default=[], metavar="COLUMN", help="a line for each of its values")
        sub.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE", help="only such rows")
        sub.add_argument("--log", default="", choices=["", "x", "y", "xy"], help="logarithmic axes")
        sub.add_argument("--title")
        sub.add_argument("--output", default="", metavar="STEM", help="of the pictures (default: beside FILE.csv)")


def new(options):
    """Write a folder with a script of one's own."""
    package()
    from edgeai import study
    if not options.folder:
        raise Refused("new needs a folder: ./edge-ai new FOLDER [--kind=KIND]\n"
                      + "\n".join(f"  {kind:<12}  {what}" for kind, what in study.kinds().items()))
    for path in study.new(options.folder, study.KIND if options.kind is None else options.kind):
        note(f"  {friendly(path)}")
    # By its name alone an example is meant where there is one.
    place = os.path.join(os.curdir, options.folder) if options.folder in names.programs(ROOT, "example") else options.folder
    note(f"Build and run it: ./edge-ai run {shlex.quote(place)}")
    return 0


def find_distributed(may_install):
    """Go on under a Python that has Dask: this one, or Debian's, for which Debian's packages are."""
    import importlib.util
    if importlib.util.find_spec("distributed"):
        return
    packages.ensure(PACKAGES, ["dask"], may_install)
    there = os.path.isfile(DEBIANS) and subprocess.run(
        [DEBIANS, "-c", "import distributed"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    if not there or os.path.realpath(sys.executable) == os.path.realpath(DEBIANS):
        raise Refused("--engine=dask needs the Python package distributed; Debian's package is python3-distributed")
    os.execv(DEBIANS, [DEBIANS, *sys.argv])


def campaign(options):
    """Run what a file says over all cores, Dask or Slurm; go on where an earlier run of it was interrupted."""
    if options.engine == "dask":
        find_distributed(options.install)
    package()
    from edgeai import child
    from edgeai.campaign import driver
    child.heed_interruptions()
    made = driver.run(options.file, driver.Options(
        options.engine, options.scheduler, options.jobs, options.sbatch, options.output, options.build,
        options.install))
    note(f"{made.pieces} runs, {made.failed} failed; see {friendly(made.folder)}")
    return 1 if made.failed else 0


def report(options):
    """Write report.html into the folder of a run: question, settings, tables and figures on one page."""
    write_report(options.folder)
    return 0


def write_report(folder, name=None):
    """Write the page of a run, and say where it is."""
    package()
    from edgeai import report as reports
    note(f"Open {friendly(reports.write(folder, name))}")


def plot(options):
    """Draw a table as PNG and SVG."""
    package()
    from edgeai import columns, pictures
    if not os.path.isfile(options.file):
        raise Refused(f"There is no file '{options.file}'.")
    table = columns.read(options.file)
    for condition in options.where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise Refused(f"--where={condition}: COLUMN=VALUE is needed")
        table = columns.where(table, {name: columns.like(table, name, value)})
    drawn = pictures.choose(table, options.kind, options.metric, options.x, options.by, options.title)
    drawn.log = options.log
    for remark in drawn.remarks():
        note(f"{drawn.title}: {remark}")
    stem = options.output or os.path.splitext(options.file)[0] + "-" + pictures.called(table, options)
    packages.ensure(PACKAGES, ["figures"], options.install)
    for path in drawn.write(stem):
        note(f"  {friendly(path)}")
    return 0


def run(options, execute, execute_in):
    """Build and run the study of a folder; return its exit code."""
    package()
    from edgeai import program, study
    folder, words = os.path.abspath(options.name), options.arguments
    called = study.name(folder)
    path = study.program(folder, True, options.install)
    made = study.build_of(folder)
    if program.Program(called, path).has("output"):
        if not any(word.startswith(OUTPUT) for word in words):
            # By the folder, which a copy of a study has of its own, not by the program, which it has in common.
            words = [*words, OUTPUT + os.path.join(folder, "results", os.path.basename(folder))]
        return execute_in(made, called, words, folder, options.report)
    return execute(made, called, words)


VERBS = {"new": new, "campaign": campaign, "report": report, "plot": plot}
