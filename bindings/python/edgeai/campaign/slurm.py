# SPDX-License-Identifier: GPL-2.0-only
"""The engine of Slurm: pieces as an array job that is generated, submitted, waited for and collected."""

import json
import os
import re
import shlex
import shutil
import subprocess
import time

from ..checkout import Refused, note
from ..words import on_disk
from .elsewhere import command, lost
from .store import content, replace

PERIOD = 2  # seconds between looks at the queue
PATIENCE = 30  # seconds for which files of an ended job may still come, over a network's file system


def call(*words):
    """Run a command of Slurm; return what it printed."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode != 0:
        raise Refused(f"{words[0]} ended with exit code {done.returncode}: {done.stderr.strip()}", 1)
    return done.stdout


def most():
    """Return how many tasks an array may have here."""
    found = re.search(r"MaxArraySize\s*=\s*(\d+)", call("scontrol", "show", "config"))
    return max(1, int(found[1]) - 1) if found else 1000


def alive(job):
    """Tell whether some task of a job waits or runs; one that Slurm has forgotten does not."""
    done = subprocess.run(["squeue", "--noheader", "--jobs", job, "--format=%T"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0 and "Invalid job id" not in done.stderr:
        return True  # the controller does not answer now: that says nothing about the job
    return done.returncode == 0 and bool(done.stdout.strip())


def script(store, parts):
    """Return the text of the job: task i runs part i of the pieces."""
    lines = ["#!/bin/sh", "# Written by ./edge-ai campaign. A task of the array runs one line.",
             'case "$SLURM_ARRAY_TASK_ID" in']
    lines += [f"{i}) exec {shlex.join(command(store, part))} ;;" for i, part in enumerate(parts)]
    return "\n".join([*lines, "esac", ""])


def submit(store, plan, todo, options):
    """Submit the pieces as one array; return the job's number."""
    width = most()
    parts = [part for part in (todo[i::width] for i in range(width)) if part]
    with on_disk(store.path("slurm")):
        os.makedirs(store.path("slurm"), exist_ok=True)
    path = store.path("slurm", "array.sh")
    replace(path, script(store, parts).encode())
    limit = f"%{options.jobs}" if options.jobs else ""
    said = call("sbatch", "--parsable", f"--job-name=edge-ai-{plan['campaign']}", f"--array=0-{len(parts) - 1}{limit}",
                f"--output={store.path('slurm', '%A_%a.log')}", *options.sbatch, path)
    job = said.strip().split(";")[0]
    replace(store.path("slurm", "job.json"), json.dumps({"job": job, "pieces": todo}).encode())
    note(f"Submitted as job {job} of {len(parts)} tasks ({path}); interrupted, the same command collects it")
    return job


def collect(store, missing, count):
    """Count the pieces that have come, and take them from those that are missing."""
    for name in sorted(missing):
        record = store.get(name) if store.has(name) else None
        if record is not None:
            missing.discard(name)
            count.add(bool(record["failure"]))


def watch(store, job, todo, count):
    """Wait until a job has ended, and count its pieces as they come; return those that did not come."""
    missing = set(todo)
    ended = None
    while True:
        # Looked at first: what ended before is there then, but for a network's delay.
        gone = not alive(job)
        collect(store, missing, count)
        if not missing:
            return []
        if gone:
            ended = ended or time.monotonic()
            if time.monotonic() - ended >= patience():
                return [name for name in todo if name in missing]
        count.show()
        time.sleep(PERIOD)


def patience():
    """Return for how long files of an ended job may still come."""
    return float(os.environ.get("EDGE_AI_SLURM_PATIENCE") or PATIENCE)


def earlier(store):
    """Return the job that an interrupted campaign left, and its pieces."""
    path = store.path("slurm", "job.json")
    if not os.path.isfile(path):
        return "", []
    try:
        found = json.loads(content(path))
        job, pieces = str(found["job"]), list(found["pieces"])
    except (ValueError, KeyError, TypeError):
        note(f"{path} is not whole: a job that it was of, and that still runs, is not waited for")
        return "", []
    return (job, pieces) if alive(job) else ("", [])


def check(_options):
    """Refuse to begin without Slurm."""
    if not shutil.which("sbatch"):
        raise Refused("--engine=slurm needs sbatch, and there is none (Debian's package is slurm-client)")


def run(store, plan, todo, count, options):
    """Run pieces as an array job; nodes need the same folders and the same Python."""
    job, pieces = earlier(store)
    if job:
        note(f"Job {job} of this campaign is still in the queue; waiting for it")
        pieces = [name for name in pieces if name in todo]
        watch(store, job, pieces, count)
        todo = [name for name in todo if store.get(name) is None]
    if todo:
        job = submit(store, plan, todo, options)
        for name in watch(store, job, todo, count):
            lost(store, plan, name, f"job {job} ended without it; see {os.path.join('slurm', job)}_*.log")
            count.add(True)
