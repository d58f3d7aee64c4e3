# SPDX-License-Identifier: GPL-2.0-only
"""How a configured build compiles, for tools that look at the same files."""

import json
import os
import re
import shlex

from .say import Refused

# Flags that name a file or only cost time.
WITH_FILE = ("-o", "-MF", "-MT", "-MQ")
ALONE = ("-c", "-MD", "-MMD")


def entries(folder):
    """Return what the build says of every file it compiles."""
    path = os.path.join(folder, "compile_commands.json")
    if not os.path.isfile(path):
        raise Refused(f"{path} is missing: configure the build first (./edge-ai test does)")
    with open(path, encoding="utf-8") as text:
        return json.load(text)


def words(entry, without=()):
    """Return the compiler and its flags, without the file, and without some folders of headers."""
    left, kept = shlex.split(entry["command"]), []
    source = os.path.abspath(os.path.join(entry["directory"], entry["file"]))
    while left:
        word = left.pop(0)
        if word in WITH_FILE:
            left.pop(0)
        elif word in ALONE or os.path.abspath(os.path.join(entry["directory"], word)) == source:
            pass
        elif word.startswith("-I") and os.path.abspath(word[2:]) in without:
            pass
        elif not re.fullmatch(r"-O.|-g\d?", word):
            kept.append(word)
    return kept


def library(folder, without=(), tests=False):
    """Return how the build compiles sources of the library, or those of its tests."""
    # CMake defines it for all that goes into a library: files, and units of several.
    mark = "-Dedge_ai_test_EXPORTS" if tests else "-Dedge_ai_EXPORTS"
    entry = next((one for one in entries(folder) if mark in one["command"].split()), None)
    if entry is None:
        raise Refused(f"{os.path.join(folder, 'compile_commands.json')} compiles nothing of the library")
    return words(entry, without)
