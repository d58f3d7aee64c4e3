# SPDX-License-Identifier: GPL-2.0-only
"""Which room may know which: every include of the module, held against the design."""

import os
import re

INCLUDE = re.compile(r'^\s*#include\s+["<]([^">]+)[">]', re.M)

# The libraries behind the module; what a user's script compiles needs ns-3 alone.
LIBRARIES = re.compile(r"(Eigen|unsupported|boost|gsl|nlohmann)/|sqlite3")

PROFILE, COMPUTE, RADIO = "model/profile", "model/compute", "model/radio"
LEARNING, MONITOR, REPORT = "model/learning", "model/monitor", "model/report"
PLAN, NUMERIC = "model/allocation/plan", "model/allocation/numeric"
MESSAGE, WORKLOAD = "model/application/message", "model/application/workload"
CONTROL, LEDGER = "model/application/control", "model/application/ledger"
EVERYBODYS = "model"  # headers directly in it

# Room: what else it may include, and why no more. Anything below a folder counts as the folder.
ROOMS = {
    PROFILE: ([], "what a network costs is known without any other room"),
    LEARNING: ([], "learning is pure mathematics, tested without a simulation"),
    COMPUTE: ([PROFILE], "a processor serves any application"),
    RADIO: ([], "the radio is a net device like others and knows no application"),
    MONITOR: ([PROFILE, PLAN], "records are written by any application and know none"),
    REPORT: ([MONITOR], "tables and figures are drawn from records and plain numbers"),
    PLAN: ([PROFILE], "what every plan has is below all families"),
    NUMERIC: ([PLAN, PROFILE], "the shared kit is below all families"),
    "model/allocation": ([PLAN, NUMERIC, PROFILE],
                         "a method knows its family, and methods never know each other"),
    MESSAGE: ([PROFILE, COMPUTE, "model/allocation", LEARNING, MONITOR],
              "messages are below whoever sends them"),
    WORKLOAD: ([PROFILE, COMPUTE, "model/allocation", LEARNING, MONITOR],
               "arrivals are below whoever serves them"),
    CONTROL: ([PROFILE, COMPUTE, "model/allocation", LEARNING, MONITOR, MESSAGE, WORKLOAD],
              "control is shared by all families of applications"),
    LEDGER: ([PROFILE, COMPUTE, "model/allocation", LEARNING, MONITOR, MESSAGE, WORKLOAD],
             "the ledger is shared by all families of applications"),
    "model/application": ([PROFILE, COMPUTE, "model/allocation", LEARNING, MONITOR, MESSAGE, WORKLOAD,
                           CONTROL, LEDGER],
                          "applications run over any net device and never know each other"),
}

# Mathematics is tested without a simulation: the only ns-3 headers it may include are those that make
# a planner an object with attributes.
PURE = (PROFILE, LEARNING, "model/allocation")
PURE_NS3 = {"boolean.h", "double.h", "enum.h", "integer.h", "log.h", "object-factory.h", "object.h",
            "pointer.h", "string.h", "type-id.h", "uinteger.h"}


def below(path, folder):
    """Tell whether a path is in a folder, or is it."""
    return path == folder or path.startswith(folder + "/")


def room(path):
    """Return the innermost room of the table that holds a path."""
    holders = [folder for folder in ROOMS if below(path, folder)]
    return max(holders, key=len, default=None)


def resolve(root, house, path, included):
    """Return the module's file that an include names, or None for somebody else's."""
    if included.startswith("ns3/"):
        return house.public().get(included[4:])
    for place in (os.path.dirname(path), "model", "test"):
        candidate = os.path.normpath(os.path.join(place, included))
        if os.path.isfile(os.path.join(root, candidate)):
            return candidate
    return None


def forbid(path, target):
    """Return why a file of the model must not include another, or ''."""
    if os.path.dirname(target) in (EVERYBODYS, os.path.dirname(path)):
        return ""
    top = target.split("/")[0]
    if top != "model":
        return f"the model knows nothing of {top}/"
    home = room(path)
    if home is None:
        return ""
    allowed, reason = ROOMS[home]
    if home in ("model/allocation", "model/application"):
        # A family or a method: its own folder and the folders it lies in, up to the family.
        if below(os.path.dirname(path), os.path.dirname(target)) and target.count("/") > 2:
            return ""
    elif below(target, home):
        return ""
    return "" if any(below(target, folder) for folder in allowed) else reason


def check(root, house, path, kind):
    """Return the faults of one file's includes."""
    with open(os.path.join(root, path), encoding="utf-8") as source:
        names = INCLUDE.findall(source.read())
    found = []
    for name in names:
        target = resolve(root, house, path, name)
        why = ""
        if target is None:
            pure = name.startswith("ns3/") and path.startswith(tuple(folder + "/" for folder in PURE))
            if pure and name[4:] not in PURE_NS3:
                why = "mathematics knows no Simulator, Node or Packet, and no draw it is not handed"
        elif path.startswith("model/"):
            why = forbid(path, target)
        elif path.startswith("examples/") and not target.startswith("examples/"):
            if house.kinds.get(target) != "header":
                why = "examples are written with what users have: public headers"
        elif path.startswith("helper/") and target.startswith(("test/", "examples/", "bench/")):
            why = "helpers are below tests, examples and benches"
        if not why and kind == "header" and house.kinds.get(target) == "private":
            why = "it is public and installed, the other one is not"
        if not why and kind == "header" and target is None and LIBRARIES.match(name):
            why = "it is public, and a user's script needs ns-3 alone"
        if why:
            found.append(f"{path} must not include {name}: {why}")
    return found


def faults(root, house):
    """Return what is wrong with the includes of all listed files, and of headers beside them."""
    paths = dict(house.kinds)
    for folder in {os.path.dirname(path) for path in house.kinds}:
        for name in os.listdir(os.path.join(root, folder)) if os.path.isdir(os.path.join(root, folder)) else []:
            if name.endswith(".h"):
                paths.setdefault(f"{folder}/{name}", "private")
    found = []
    for path in sorted(paths):
        if os.path.isfile(os.path.join(root, path)):
            found += check(root, house, path, paths[path])
    return found
