# SPDX-License-Identifier: GPL-2.0-only
"""Configures and builds with CMake and Ninja: little on the screen, everything in a log."""

import json
import os
import re
import shutil
import subprocess

from .say import Refused, logged, note

STEP = re.compile(r"^\[(\d+)/(\d+)\] (.*)")
ERROR = re.compile(r"^(.+?:\d+(?::\d+)?: (?:fatal )?error: .*)")
MESSAGE = re.compile(r"^.+?:\d+(?::\d+)?: \w+")
LINK_ERROR = re.compile(r"undefined reference|multiple definition|cannot find -l|^collect2: |ld: ")


class Build:
    """A build folder of this checkout."""

    def __init__(self, source, folder, options=()):
        self.source = source
        self.folder = folder
        self.options = list(options)
        self.log = os.path.join(folder, "edge-ai.log")
        self.stamp = os.path.join(folder, "edge-ai.configured")

    def wish(self):
        """What the folder is configured for; when it changes the folder is configured afresh."""
        return json.dumps(
            [self.source, self.folder, self.options, os.environ.get("CMAKE_PREFIX_PATH", "")]
        )

    def configure(self):
        """Configure unless that is done; Ninja itself re-configures when the lists change."""
        wish, had = self.wish(), None
        if os.path.isfile(self.stamp):
            with open(self.stamp, encoding="utf-8") as stamp:
                had = stamp.read()
        if had == wish and os.path.isfile(os.path.join(self.folder, "build.ninja")):
            return
        os.makedirs(self.folder, exist_ok=True)
        if had is not None:
            os.remove(self.stamp)
        if had not in (None, wish):
            # Found packages are remembered in the cache, and so is the place of a moved checkout.
            shutil.rmtree(os.path.join(self.folder, "CMakeFiles"), ignore_errors=True)
            if os.path.isfile(os.path.join(self.folder, "CMakeCache.txt")):
                os.remove(os.path.join(self.folder, "CMakeCache.txt"))
        command = ["cmake", "-S", self.source, "-B", self.folder, "-G", "Ninja", *self.options]
        code = logged(command, self.log, "Configuring", lambda line: line.lstrip("- "))
        if code != 0:
            raise Refused(configure_error(self.log), 1)
        with open(self.stamp, "w", encoding="utf-8") as stamp:
            stamp.write(wish)

    def build(self, target):
        """Build one target; the first error of a failed build is shown, the rest is in the log."""
        self.configure()
        done = []

        def step(line):
            match = STEP.match(line)
            if not match:
                return None
            done.append(line)
            return f"[{match[1]}/{match[2]}] {shorten(match[3])}"

        command = ["ninja", "-C", self.folder, "-j", str(jobs()), target]
        environment = dict(os.environ, NINJA_STATUS="[%f/%t] ", LC_ALL="C")
        code = logged(command, self.log, f"Building {target}", step, environment)
        if code != 0:
            raise Refused(build_error(self.log, target), 1)
        compiled = sum(1 for line in done if "Building CXX" in line)
        if compiled:
            note(f"Built {target}: {compiled} file{'s' if compiled > 1 else ''} compiled")

    def program(self, name):
        """Return the path of a built program."""
        return os.path.join(self.folder, "bin", name)


def jobs():
    """Return how many compilers may run at once: EDGE_AI_JOBS, or every core we may use."""
    given = os.environ.get("EDGE_AI_JOBS")
    if given is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if not given.isdigit() or int(given) < 1:
        raise Refused(f"EDGE_AI_JOBS is '{given}'; it has to be a whole number of at least 1")
    return int(given)


def shorten(step):
    """Turn a step of Ninja into what interests a reader: the source file."""
    step = re.sub(r"^Building CXX object (?:\S*CMakeFiles/[^/]+\.dir/)?", "", step)
    return re.sub(r"\.o$", "", step)


def configure_error(log):
    """Return the first error CMake reports, with what follows it."""
    with open(log, encoding="utf-8", errors="replace") as text:
        lines = text.read().splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith("CMake Error")), None)
    shown = lines[-8:] if start is None else lines[start:start + 10]
    return "\n".join(["Configuring failed.", *shown, f"The full log is {log}"])


def build_error(log, target):
    """Return the first error of a failed build: place, message, and the command that failed."""
    with open(log, encoding="utf-8", errors="replace") as text:
        lines = text.read().splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith("FAILED: ")), None)
    ending = f"The full log is {log}"
    if any(line.startswith("CMake Error") for line in lines):  # Ninja had CMake run again
        return configure_error(log)
    if start is None:
        return "\n".join([f"Building {target} failed.", *lines[-8:], ending])
    failed = lines[start][len("FAILED: "):].strip()
    command = lines[start + 1] if start + 1 < len(lines) else ""
    output = []
    for line in lines[start + 2:]:
        if STEP.match(line) or line.startswith(("FAILED: ", "ninja: ")):
            break
        output.append(line)
    first = next((i for i, line in enumerate(output) if ERROR.match(line)), None)
    if first is None:
        first = next((i for i, line in enumerate(output) if LINK_ERROR.search(line)), None)
    if first is None:  # a generator of headers or the like: its output's end says what is wrong
        shown = output[-8:]
    else:
        shown = [output[first]]
        for line in output[first + 1:first + 5]:
            # The source line and the mark under it; not the next error, not the notes.
            if MESSAGE.match(line):
                break
            shown.append(line)
    tail = command if len(command) <= 200 else "... " + command[-200:].lstrip()
    return "\n".join([f"Building {target} failed at {failed}", "", *shown, "",
                      f"The command was: {tail}", ending])


def ctest_names(folder, *words):
    """Return the names of the tests a configured folder has, with words for ctest."""
    answer = subprocess.run(
        ["ctest", "--show-only=json-v1", *words],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False,
    )
    if answer.returncode != 0:
        return []
    return [test["name"] for test in json.loads(answer.stdout)["tests"]]


def long_runs(folder):
    """Return a configured folder's suites that have long cases: their names, and those of the runs of all their cases."""
    names = ctest_names(folder, "-C", "slow")
    return {name: name + "-slow" for name in names if name + "-slow" in names}
