# SPDX-License-Identifier: GPL-2.0-only
"""Results on disk: a file for each piece, written whole or not at all, and believed only if it is."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile

from ..checkout import Refused
from ..words import on_disk, word

# Of a record; one without them is another release's.
MEMBERS = {"key", "fingerprint", "table", "settings", "run", "failure", "words", "rows", "wall", "processor"}
SCRATCH = re.compile(r"[^.]+\.(.+)\.(\d{1,9})\.[^.]+")  # folders of runs: whose piece, machine, process


def digest(*parts):
    """Return a short name for some bytes or texts."""
    made = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        made.update(len(data).to_bytes(8, "big") + data)
    return made.hexdigest()[:20]


def content(path):
    """Return the bytes of a file."""
    with on_disk(path, "read"), open(path, "rb") as data:
        return data.read()


def fingerprint(program):
    """Return what tells builds of a program apart: its bytes, and those of libraries that are not the system's."""
    try:
        listed = subprocess.run(["ldd", program], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True, check=False).stdout
    except FileNotFoundError:
        listed = ""
    libraries = [path for path in re.findall(r"=> (/\S.*) \(0x", listed)
                 if not path.startswith(("/lib", "/usr/lib", "/usr/local/lib"))]
    return digest(*(content(path) for path in [program, *sorted(libraries)]))


def key(settings, run, folder):
    """Return the name of a piece: its settings, with what is in files that they name, and its run number."""
    words = []
    for name in sorted(settings):
        text = word(settings[name], name)
        path = os.path.join(folder, text)
        words += [name, text, content(path) if os.path.isfile(path) else b""]
    return digest(str(run), *words)


def replace(path, data):
    """Write a file so that nobody, ever, sees a part of it."""
    with on_disk(path):
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise


def remove(path):
    """Remove a file, if it is there."""
    with on_disk(path, "removed"), contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def packed(record):
    """Return the bytes of a record, with a sum over them."""
    body = json.dumps(record, allow_nan=False)
    return json.dumps({"sum": digest(body), "record": body}).encode()


def unpacked(data):
    """Return the record, or None if it is not whole."""
    try:
        outer = json.loads(data)
        if outer["sum"] != digest(outer["record"]):
            return None
        return json.loads(outer["record"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def lives(pid):
    """Tell whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


class Store:
    """The folder of a campaign."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.lock = None

    def path(self, *parts):
        """Return a path in the folder."""
        return os.path.join(self.folder, *parts)

    def create(self):
        """Make the folder, and keep other drivers out of it as long as this process lives."""
        if os.path.isdir(self.folder) and os.listdir(self.folder) and not os.path.isdir(self.path("pieces")):
            # Tables and figures of a campaign take the place of those that are there.
            raise Refused(f"{self.folder} has other files in it; a campaign needs a folder of its own (--output=FOLDER)")
        try:
            for part in ("pieces", "work", "failed"):
                os.makedirs(self.path(part), exist_ok=True)
        except OSError as fault:
            raise Refused(f"{self.folder} cannot be a campaign's folder: {fault.strerror}", 1) from None
        with on_disk(self.path("lock"), "held"):
            self.lock = open(self.path("lock"), "w", encoding="utf-8")  # noqa: SIM115 - held for good
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"Another process is at work on the campaign in {self.folder}", 1) from None

    def close(self):
        """Let other drivers in."""
        if self.lock:
            self.lock.close()

    def scratch(self, name):
        """Make a folder for a piece to run in, called after who uses it."""
        with on_disk(self.path("work")):
            return tempfile.mkdtemp(dir=self.path("work"), prefix=f"{name}.{socket.gethostname()}.{os.getpid()}.")

    def sweep(self):
        """Remove folders of processes of this machine that are no more: nobody reads what their children still write."""
        with on_disk(self.path("work"), "read"):
            entries = os.listdir(self.path("work")) if os.path.isdir(self.path("work")) else []
        for match in filter(None, map(SCRATCH.fullmatch, entries)):
            host, pid = match[1], int(match[2])
            if host == socket.gethostname() and (pid == os.getpid() or not lives(pid)):
                shutil.rmtree(self.path("work", match[0]), ignore_errors=True)

    def put(self, record):
        """Keep the record of a piece."""
        replace(self.path("pieces", record["key"] + ".json"), packed(record))

    def get(self, name):
        """Return the record of a piece, or None if there is none to be believed."""
        path = self.path("pieces", name + ".json")
        if not os.path.isfile(path):
            return None
        record = unpacked(content(path))
        return record if isinstance(record, dict) and record.keys() >= MEMBERS and record["key"] == name else None

    def has(self, name):
        """Tell whether there is a file for a piece."""
        return os.path.lexists(self.path("pieces", name + ".json"))

    def drop(self, name):
        """Forget a piece."""
        remove(self.path("pieces", name + ".json"))

    def write_plan(self, plan):
        """Keep what is run, for engines whose processes are elsewhere."""
        replace(self.path("plan.json"), json.dumps(plan, indent=1).encode() + b"\n")

    def plan(self):
        """Return what is run."""
        try:
            return json.loads(content(self.path("plan.json")))
        except ValueError as fault:
            raise Refused(f"{self.path('plan.json')}: {fault}", 1) from None
