# SPDX-License-Identifier: GPL-2.0-only
"""Releases of ns-3: their tags in a clone, the C++ standard each asks for, their files."""

import io
import os
import re
import subprocess
import sys
import tarfile

OLDEST = (3, 35)


def number(release):
    """Return 3.46.1 as (3, 46, 1)."""
    return tuple(int(word) for word in release.split("."))


def standard(release):
    """Return the C++ standard that a release builds with."""
    if number(release) >= (3, 46):
        return "c++2b"
    return "c++20" if number(release) >= (3, 41) else "c++17"


def git(place, *words):
    """Return what git prints, in bytes."""
    folder = place if os.path.isfile(os.path.join(place, "HEAD")) else os.path.join(place, ".git")
    answer = subprocess.run(["git", f"--git-dir={folder}", *words], capture_output=True, check=False)
    if answer.returncode != 0:
        sys.exit(f"git {words[0]} failed: {answer.stderr.decode(errors='replace').strip()}")
    return answer.stdout


def releases(place):
    """Return the releases a place has, ascending."""
    if is_git(place):
        found = git(place, "tag", "--list", "ns-3.*").decode().split()
    else:
        found = os.listdir(place)
    found = [name[3:] for name in found if re.fullmatch(r"ns-3\.\d+(\.\d+)?", name)]
    return sorted((release for release in found if number(release) >= OLDEST), key=number)


def chosen(parser, options):
    """Return the releases of --ns3 that a command line asks for, or all of them; end with words where there are none."""
    if options.jobs < 1:
        parser.error(f"--jobs: {options.jobs}; allowed are 1 and more")
    if not os.path.isdir(options.ns3):
        parser.error(f"--ns3: {options.ns3} is not a folder")
    there = releases(options.ns3)
    if not there:
        parser.error(f"--ns3: {options.ns3} is neither a clone of ns-3 nor a folder of ns-3.NN releases")
    for release in options.release:
        if release not in there:
            parser.error(f"{options.ns3} has no release {release}; it has {' '.join(there)}")
    return options.release or there


def is_git(place):
    """Tell a clone from a folder of unpacked releases."""
    return os.path.isfile(os.path.join(place, "HEAD")) or os.path.exists(os.path.join(place, ".git"))


def archive(place, state, *words):
    """Return [(path, mode, content)] of files of a clone's state (a tag or commit)."""
    packed = io.BytesIO(git(place, "archive", "--format=tar", state, "--", *(words or ["."])))
    with tarfile.open(fileobj=packed) as members:
        return [(one.name, one.mode, members.extractfile(one).read()) for one in members if one.isfile()]
