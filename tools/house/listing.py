# SPDX-License-Identifier: GPL-2.0-only
"""sources.txt as it should be: headings with words, sorted, complete, nothing twice."""

import os
import re

TOPS = ["model", "helper", "test", "examples", "bench"]
KINDS = {"source", "header", "private", "test", "example", "bench"}
PUBLIC_HEADERS = 90  # fewer than this: a public header is one that a user's script needs
HEADING = re.compile(r"# (\S+): (.+)")

# A source has a header of its own, beside it, that says what it is for. These do not, and why.
WITHOUT_HEADER = {
    "model/profile/catalogue-convolutional.cc": "a table: the networks that catalogue-entry.h collects",
    "model/profile/catalogue-transformer.cc": "a table: the networks that catalogue-entry.h collects",
}
# Whether a source without a header is a fault; until no room has one any more they are only named.
HEADERS_REQUIRED = True

# Mains of their own build files; and what a listed file includes but no build compiles by itself.
UNLISTED = ("test/runner/", "test/simgrid/")


class House:
    """What sources.txt lists: kinds by path, words by folder, and what is wrong with it."""

    def __init__(self):
        self.kinds = {}
        self.folders = {}
        self.faults = []
        self.notes = []

    def count(self, kind):
        """Return how many files of a kind there are."""
        return sum(1 for other in self.kinds.values() if other == kind)

    def public(self):
        """Return {name: path} of the headers that are included as ns3/NAME.h."""
        return {os.path.basename(path): path for path, kind in self.kinds.items() if kind == "header"}


def rank(folder):
    """Return what folders are sorted by."""
    return TOPS.index(folder.split("/")[0]), folder


def present(root):
    """Return the C++ files there are, sorted."""
    found = []
    for top in TOPS:
        for place, _, names in os.walk(os.path.join(root, top)):
            inside = os.path.relpath(place, root)
            found += [f"{inside}/{name}" for name in names if name.endswith((".cc", ".h"))]
    return sorted(path for path in found if not path.startswith(UNLISTED))


def read(root):
    """Return the House that sources.txt describes."""
    house = House()
    folder = None
    with open(os.path.join(root, "sources.txt"), encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            folder = take(house, folder, number, line.rstrip("\n"))
    check_order(house)
    check_names(house)
    check_completeness(house, present(root))
    check_companions(house)
    if house.count("header") >= PUBLIC_HEADERS:
        house.faults.append(f"sources.txt: {house.count('header')} public headers; fewer than "
                            f"{PUBLIC_HEADERS} are allowed. What no user's script needs is private.")
    return house


def sort(root):
    """Rewrite sources.txt: headings and lines in order, each line below the heading of its folder."""
    path = os.path.join(root, "sources.txt")
    with open(path, encoding="utf-8") as lines:
        text = lines.read().splitlines()
    head = []
    while text and (not text[0] or text[0].startswith("#")) and not is_heading(text[0]):
        head.append(text.pop(0))
    headings = {HEADING.fullmatch(line)[1]: line for line in text if is_heading(line)}
    files = sorted({line for line in text if line and not line.startswith("#")},
                   key=lambda line: line.split()[-1])
    folders = {os.path.dirname(line.split()[-1]) for line in files}
    for folder in sorted(folders, key=rank):
        head += [headings.get(folder, f"# {folder}: "), *(
            line for line in files if os.path.dirname(line.split()[-1]) == folder), ""]
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(head).rstrip("\n") + "\n")


def is_heading(line):
    """Tell whether a line is the heading of a folder."""
    match = HEADING.fullmatch(line)
    return bool(match) and match[1].split("/")[0] in TOPS


def take(house, folder, number, line):
    """Take one line; return the folder whose lines follow."""
    if is_heading(line):
        heading = HEADING.fullmatch(line)
        if heading[1] in house.folders:
            house.faults.append(f"sources.txt:{number}: a second heading for {heading[1]}")
        house.folders[heading[1]] = heading[2]
        return heading[1]
    if not line or line.startswith("#"):
        return folder
    words = line.split()
    if len(words) != 2 or words[0] not in KINDS:
        house.faults.append(f"sources.txt:{number}: cannot read '{line}'")
        return folder
    kind, path = words
    if path in house.kinds:
        house.faults.append(f"sources.txt:{number}: {path} is listed twice")
    if os.path.dirname(path) != folder:
        house.faults.append(f"sources.txt:{number}: {path} stands below the heading of {folder}")
    house.kinds[path] = kind
    return folder


def check_order(house):
    """Complain about folders or files that are not sorted."""
    folders = list(house.folders)
    for one, next_one in zip(folders, folders[1:]):
        if rank(one) > rank(next_one):
            house.faults.append(f"sources.txt: the heading of {next_one} belongs before that of {one}")
    paths = list(house.kinds)
    for one, next_one in zip(paths, paths[1:]):
        if os.path.dirname(one) == os.path.dirname(next_one) and one > next_one:
            house.faults.append(f"sources.txt: {next_one} belongs before {one}")
    used = {os.path.dirname(path) for path in house.kinds}
    for folder in folders:
        if folder not in used:
            house.faults.append(f"sources.txt: the heading of {folder} has no files")


def check_names(house):
    """Complain about two headers of one name: public ones are installed into one folder."""
    seen = {}
    for path, kind in house.kinds.items():
        if kind not in ("header", "private"):
            continue
        name = os.path.basename(path)
        if name in seen:
            house.faults.append(f"sources.txt: {path} and {seen[name]} have the same name")
        seen[name] = path


def check_completeness(house, paths):
    """Complain about files that are missing here or there. Headers of tests and examples need no line."""
    for path in paths:
        optional = path.endswith(".h") and path.startswith(("test/", "examples/", "bench/"))
        if path not in house.kinds and not optional:
            house.faults.append(f"sources.txt: {path} is not listed")
    for path in house.kinds:
        if path not in paths:
            house.faults.append(f"sources.txt: there is no {path}")


def check_companions(house):
    """Complain about sources that have no header of their own."""
    sources = [path for path, kind in house.kinds.items() if kind == "source"]
    lone = [path for path in sources if house.kinds.get(path[:-3] + ".h") not in ("header", "private")]
    for path in lone:
        if path not in WITHOUT_HEADER:
            (house.faults if HEADERS_REQUIRED else house.notes).append(
                f"sources.txt: {path} has no header of its own. A file is one idea, and its header says which.")
    for path in WITHOUT_HEADER:
        if path not in lone:
            house.faults.append(f"tools/house/listing.py: {path} is no longer a source without a header")
