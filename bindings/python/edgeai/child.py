# SPDX-License-Identifier: GPL-2.0-only
"""One run of a program as a child process: its folder, its last words, how it ended, and how it is made to."""

import errno
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
GRACE = 3  # seconds from asking a child to end to ending it
UNSTARTED = 126  # exit code of what could not be started, as shells have it
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


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


def quoted(said):
    """Return the end of what a program said, behind what is said of it."""
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    return "".join("\n    " + line for line in lines[-SHOWN:])


def explain(code, late=False, timeout=None):
    """Return how a child failed, or ''."""
    if late:
        return f"took longer than {timeout:g} s and was ended"
    if code < 0:
        try:
            return f"was ended by signal {-code} ({signal.Signals(-code).name})"
        except ValueError:
            return f"was ended by signal {-code}"
    return f"ended with exit code {code}" if code else ""


def unstarted(fault):
    """Return in words why a program could not be started."""
    why = {errno.ENOEXEC: "; it is neither a program of this machine nor a script whose first line begins with #!",
           errno.ENOENT: "; it may be what its first line names behind #! that is not there"}
    return f"cannot be started: {fault.strerror}{why.get(fault.errno, '')}"


def heed_interruptions():
    """Take whatever asks this process to end for the user's interruption, once: children do not outlive it then."""
    def interrupt(*_):
        for one in heeded:
            signal.signal(one, lambda *_: None)  # it is ending, and takes no longer than children are given
        raise KeyboardInterrupt

    # What is ignored, under nohup or behind an &, stays so.
    heeded = [one for one in INTERRUPTIONS if signal.getsignal(one) is not signal.SIG_IGN]
    for one in heeded:
        signal.signal(one, interrupt)


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
        """A process has ended, and is sent nothing any more: when it has been waited for, its number may be another's."""
        with self.lock:
            self.running.discard(process)

    def end(self, processes):
        """Ask some to end, and end those that have not after a while."""
        self.tell(processes, signal.SIGTERM)
        timer = threading.Timer(GRACE, self.tell, (processes, signal.SIGKILL))
        timer.daemon = True  # when all have ended nobody waits for it
        timer.start()

    def tell(self, processes, number):
        """Send a signal to those that run."""
        with self.lock:
            for process in self.running.intersection(processes):
                tell(process, number)

    def stop(self):
        """End all, and start no more."""
        with self.lock:
            self.stopped = True
            processes = set(self.running)
        self.end(processes)


def tell(process, number):
    """Send a signal to a child that nobody has waited for yet, and to whatever it has started: it leads a group."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def end(process, grace=GRACE):
    """End a child that nobody else waits for, with whatever it has started, and wait for it."""
    tell(process, signal.SIGTERM)
    late = time.monotonic() + grace
    while time.monotonic() < late and not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
        time.sleep(0.01)
    tell(process, signal.SIGKILL)
    process.wait()


def ask(command, timeout, on_silence=None):
    """Return exit code (below 0: the signal) and all that is said by a command that is soon done.

    on_silence is called where it takes a while. One that takes longer than timeout [s] is ended: subprocess.TimeoutExpired.
    """
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", start_new_session=True)
    with process.stdout:
        try:
            try:
                said, _ = process.communicate(timeout=min(GRACE, timeout))
            except subprocess.TimeoutExpired:
                if timeout <= GRACE:
                    raise
                if on_silence:
                    on_silence()
                said, _ = process.communicate(timeout=timeout - GRACE)
        except BaseException:
            if process.returncode is None:
                end(process, 0)
            raise
    return process.returncode, said


def run(command, folder, children=None, timeout=None, place=None):
    """Run a command, somewhere else if a place is given; what it prints goes to two files of the folder.

    Return how it ended.
    """
    children = children or Children()
    errors = os.path.join(folder, ERRORS)
    start = time.monotonic()
    with open(os.path.join(folder, CONSOLE), "wb") as out, open(errors, "wb") as err:
        try:
            process = children.start(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                     start_new_session=True, cwd=place)
        except OSError as fault:
            return Ended(UNSTARTED, unstarted(fault), "", 0.0, 0.0)
    late = threading.Event()

    def expire():
        late.set()
        children.end([process])

    timer = threading.Timer(timeout, expire) if timeout else None
    try:
        if timer:
            timer.start()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        children.forget(process)
    except BaseException:  # this thread itself is interrupted
        children.forget(process)
        end(process)
        raise
    finally:
        if timer:
            timer.cancel()
    if late.is_set() or children.stopped:
        tell(process, signal.SIGKILL)  # what it has started may have stayed
    # Not process.wait(): this one tells the processor's time of this very child.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code != 0 and children.stopped:
        raise KeyboardInterrupt  # that it was ended says nothing about it
    return Ended(code, explain(code, late.is_set(), timeout), last_words(errors),
                 time.monotonic() - start, usage.ru_utime + usage.ru_stime)
