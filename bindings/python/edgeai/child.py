# SPDX-License-Identifier: GPL-2.0-only
"""One run of a program as a child process: its folder, its last words, and how it ended."""

import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass

SHOWN = 6  # lines of standard error that tell why a run failed
PROGRESS = re.compile(r"^\d+ %: ")
CONSOLE, ERRORS = "console.txt", "errors.txt"


@dataclass(frozen=True)
class Ended:
    """How a child ended."""

    code: int  # exit code; below 0: the signal that ended it
    failure: str  # "" or how it failed, in words
    words: str  # the end of its standard error
    wall: float  # [s]
    processor: float  # [s], user and system, with its own children's


def last_words(path):
    """Return the end of what was said on standard error, without lines that tell how far a run was."""
    with open(path, "rb") as text:
        text.seek(0, os.SEEK_END)
        text.seek(max(0, text.tell() - 8192))
        lines = text.read().decode("utf-8", "replace").splitlines()
    lines = [line.rstrip() for line in lines if line.strip() and not PROGRESS.match(line)]
    return "\n".join(lines[-SHOWN:])


def explain(code, late, timeout):
    """Return how a child failed, or ''."""
    if late:
        return f"took longer than {timeout:g} s and was ended"
    if code < 0:
        try:
            return f"was ended by signal {-code} ({signal.Signals(-code).name})"
        except ValueError:
            return f"was ended by signal {-code}"
    return f"ended with exit code {code}" if code else ""


class Children:
    """Children that run now, so that all can be ended together."""

    def __init__(self):
        self.lock = threading.Lock()
        self.running = set()
        self.stopped = False

    def start(self, command, **how):
        """Start a process unless all are being ended."""
        with self.lock:
            if self.stopped:
                raise KeyboardInterrupt
            process = subprocess.Popen(command, **how)
            self.running.add(process)
            return process

    def forget(self, process):
        """A process has ended."""
        with self.lock:
            self.running.discard(process)

    def stop(self):
        """End all, and start no more."""
        with self.lock:
            self.stopped = True
            for process in self.running:
                end(process)


def end(process):
    """End a child with whatever it has started: it leads a group of its own."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        pass


def run(command, folder, children=None, timeout=None, place=None):
    """Run a command, somewhere else if a place is given; what it prints goes to two files of the folder.

    Return how it ended.
    """
    children = children or Children()
    errors = os.path.join(folder, ERRORS)
    start = time.monotonic()
    with open(os.path.join(folder, CONSOLE), "wb") as out, open(errors, "wb") as err:
        process = children.start(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                 start_new_session=True, cwd=place)
    late = threading.Event()

    def expire():
        late.set()
        end(process)

    timer = threading.Timer(timeout, expire) if timeout else None
    try:
        if timer:
            timer.start()
        # Not process.wait(): this one tells the processor's time of this very child.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        if timer:
            timer.cancel()
        children.forget(process)
    code = process.returncode
    if code != 0 and children.stopped:
        raise KeyboardInterrupt  # that it was ended says nothing about it
    return Ended(code, explain(code, late.is_set() and code != 0, timeout), last_words(errors),
                 time.monotonic() - start, usage.ru_utime + usage.ru_stime)
