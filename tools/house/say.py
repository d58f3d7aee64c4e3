# SPDX-License-Identifier: GPL-2.0-only
"""Words for the person at the terminal, and commands run with their output kept in a log."""

import difflib
import os
import shutil
import subprocess
import sys
import time


class Refused(Exception):
    """Something the user can mend; its text says how. The command ends with this exit code."""

    def __init__(self, text, code=2):
        super().__init__(text)
        self.code = code


def note(text):
    """Print a line of our own; results of the programs we run keep stdout to themselves."""
    print(text, file=sys.stderr, flush=True)


def close(wanted, known):
    """Return the known names that may have been meant, most likely ones first; a few."""
    found = difflib.get_close_matches(wanted, known, 3, 0.5)
    found += [name for name in known if wanted and wanted in name and name not in found]
    return found[:5]


def listed(known, what):
    """Return what is known in words; of hundreds, where they are named with what they are for."""
    if len(known) > 100:
        return f"There are {len(known)}; ./edge-ai list names them and says what each is for."
    return f"Known: {', '.join(known)}" if known else f"There is no {what} yet."


def nearest(wanted, known, what):
    """Return the error for a name that is not among the known ones, with the closest if any."""
    if not isinstance(wanted, str):
        return Refused(f"{wanted!r} is no {what}; a name is needed\n{listed(known, what)}")
    lines = [f"There is no {what} '{wanted}'."]
    meant = close(wanted, known)
    if meant:
        lines.append("Did you mean: " + ", ".join(meant) + "?")
    lines.append(listed(known, what))
    return Refused("\n".join(lines))


class Progress:
    """One line that is rewritten on a terminal; now and then a plain line elsewhere."""

    PERIOD = 10  # seconds between plain lines

    def __init__(self, title):
        self.title = title
        self.terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.last = time.monotonic()
        self.shown = False

    def update(self, text):
        if self.terminal:
            width = max(20, shutil.get_terminal_size().columns - 1)
            sys.stderr.write("\r\x1b[K" + f"{self.title} {text}"[:width])
            sys.stderr.flush()
            self.shown = True
        elif time.monotonic() - self.last >= self.PERIOD:
            self.last = time.monotonic()
            note(f"{self.title} {text}")

    def close(self):
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def logged(command, log, title, on_line=None, env=None, append=False):
    """Run a command with its output going to a log file, and show its progress.

    on_line turns a line of output into what is shown, or None to show nothing new.
    Returns the exit code.
    """
    progress = Progress(title)
    if progress.terminal:
        progress.update("...")
    with open(log, "a" if append else "w", encoding="utf-8", errors="replace") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env,
            text=True,
            errors="replace",
        )
        try:
            for line in process.stdout:
                out.write(line)
                shown = on_line(line.rstrip()) if on_line else None
                if shown:
                    progress.update(shown)
            return process.wait()
        finally:
            progress.close()
            if process.poll() is None:
                process.terminate()
                process.wait()
