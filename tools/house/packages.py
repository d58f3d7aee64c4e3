# SPDX-License-Identifier: GPL-2.0-only
"""Installs what packages.txt names and the machine lacks."""

import os
import shutil
import subprocess
import sys
import tempfile

from .say import Refused, logged, note

# Without these a verb still does its work, only less of it.
OPTIONAL = {"figures": "no figures are drawn", "test": "tests that need it are skipped",
            "trainer": "another Python than Debian's has to have it: -- --python=..."}


def pairs(path):
    """Return the (package, group) pairs of the file, in its order."""
    found = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            if len(words) != 2:
                raise Refused(f"{path}:{number}: expected 'package group', found '{line.strip()}'")
            found.append((words[0], words[1]))
    return found


def groups(path):
    """Return the groups of the file."""
    return list(dict.fromkeys(group for _, group in pairs(path)))


def read(path, wanted):
    """Return the packages of the wanted groups, in the order of the file."""
    return [package for package, group in pairs(path) if group in wanted]


def installed(names):
    """Return those of the packages that dpkg has installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}


def own_ns3():
    """Tell whether CMAKE_PREFIX_PATH leads to an installed ns-3, which makes Debian's needless."""
    for prefix in filter(None, os.environ.get("CMAKE_PREFIX_PATH", "").split(os.pathsep)):
        for library in ("lib", "lib64", "lib/" + os.uname().machine + "-linux-gnu"):
            if os.path.isfile(os.path.join(prefix, library, "cmake", "ns3", "ns3Config.cmake")):
                return True
    return False


def missing(path, groups):
    """Return the packages of the groups that are not installed."""
    names = read(path, groups)
    if own_ns3():
        names = [name for name in names if name != "libns3-dev"]
    have = installed(names) if names else set()
    return [name for name in names if name not in have]


def elevation():
    """Return the words to put before apt-get, or None where this user may not install."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    quiet = subprocess.run(
        ["sudo", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    if quiet.returncode == 0:
        return ["sudo", "-n"]
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    note("Some packages are missing; sudo may ask for your password to install them.")
    return ["sudo"] if subprocess.run(["sudo", "-v"], check=False).returncode == 0 else None


def install(names):
    """Install packages with apt-get. Returns '' or, in words, why not."""
    command = "apt-get install " + " ".join(names)
    before = elevation()
    if before is None:
        return f"these packages are missing; as root, run\n\n    {command}\n"
    note(f"Installing {', '.join(names)}")
    handle, log = tempfile.mkstemp(prefix="edge-ai-apt-", suffix=".log")
    os.close(handle)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    options = ["-y", "--no-install-recommends"]
    for words in (["update"], ["install", *options, *names]):
        code = logged(
            [*before, *environment, "apt-get", *words], log, "apt-get", lambda line: line, None, True
        )
        # A stale or partly unreachable list may still do; installing is what counts.
        if code != 0 and words[0] == "install":
            with open(log, encoding="utf-8", errors="replace") as lines:
                tail = "".join(lines.readlines()[-6:])
            return f"apt-get ended with exit code {code}:\n{tail}The full log is {log}"
    os.remove(log)
    return ""


def ensure(path, groups, may_install=True):
    """Install what the groups need. Raises Refused where something needed cannot be had."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        without_apt(path, groups)
        return
    wanted = [group for group in groups if group not in OPTIONAL]
    needed = missing(path, wanted)
    if needed and not may_install:
        raise Refused("Not installed: " + " ".join(needed))
    extra = {group: missing(path, [group]) for group in groups if group in OPTIONAL}
    extra = {group: names for group, names in extra.items() if names}
    every = needed + [name for names in extra.values() for name in names]
    if needed:
        # All at once if possible; what is only wished for must not stop what is needed.
        why = install(every)
        if why and extra and elevation() is not None:
            why = install(needed)
        if why:
            raise Refused("edge-ai: " + why)
    elif every and may_install:
        install(every)
    for group, names in extra.items():
        lacking = missing(path, [group])
        if lacking:
            note(f"Without {' '.join(lacking)} ({OPTIONAL[group]}); to have it: "
                 f"apt-get install {' '.join(lacking)}")


def without_apt(path, groups):
    """On a system without apt: go on if the tools are there, else say what is needed."""
    tools = [tool for tool in ("cmake", "ninja", "c++") if not shutil.which(tool)]
    if "build" in groups and tools:
        names = read(path, [group for group in groups if group not in OPTIONAL])
        raise Refused(
            f"This system has no apt-get, and {', '.join(tools)} cannot be found. Please install a "
            "C++17 compiler, CMake 3.16 or later, Ninja, ns-3.36 or later with its headers (or give "
            "its place in CMAKE_PREFIX_PATH), Eigen 3.3, Boost with Iostreams, GSL, nlohmann-json and SQLite. "
            f"Debian calls the packages: {' '.join(names)}"
        )
