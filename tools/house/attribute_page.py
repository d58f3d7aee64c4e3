# SPDX-License-Identifier: GPL-2.0-only
"""The manual's page of attributes, made of what the classes say of themselves."""

import collections
import math
import os
import re

from . import listing, names, rst

FILE = "doc/use/attributes.rst"
Row = collections.namedtuple("Row", "owner parent name kind default range flags help")
TITLE = "Attributes"
HEAD = """\
Every attribute of every class of the module, as the classes say it themselves. ``./edge-ai tables`` writes this page; a test fails when
it is stale.

``Config::SetDefault("ns3::edgeai::CLASS::NAME", ...)``, the helpers' ``Set...Attribute`` and, in every example,
``--ns3::edgeai::CLASS::NAME=VALUE`` set them. A class has its parent's attributes, too. Units are SI; a time is written with its unit
(``20ms``). Values beyond the range end the program with the name of the attribute and what is allowed.
"""
# A unit in square brackets; an interval has a comma, a reference digits alone.
UNIT = re.compile(r"\[([A-Za-z1][^\[\],]*)\]")
TIMES = (("s", 10**9), ("ms", 10**6), ("us", 10**3), ("ns", 1))
# The ends of a type: what a checker that was given no end says.
ENDS = {"inf", "1.79769e+308", "-1.79769e+308", "4294967295", "18446744073709551615", "65535", "255", "-2147483648",
        "2147483647", "-9223372036854775808", "9223372036854775807", "-128", "127", "-32768", "32767"}
TINY = 1e-290  # a least value below is that checkers have for "above 0"
DEFINED = re.compile(r"NS_OBJECT_ENSURE_REGISTERED\((\w+)\)|EDGE_AI_(?:PLANNER(?:_FAMILY)?|(?:REMOTE|AGENT)_TYPE)\((\w+)")


def rows(lines):
    """Return the rows that the program prints."""
    return [row._replace(kind=row.kind.replace("ns3::", "")) for row in (Row(*line.split("\t")) for line in lines)]


def time(text):
    """Return a time that ns-3 wrote in its resolution, in the unit that makes it short."""
    nanoseconds = round(float(text.rstrip("ns").lstrip("+")))
    if nanoseconds == 0:
        return "0"
    for unit, size in TIMES:
        if nanoseconds % size == 0:
            return f"{nanoseconds // size} {unit}"
    return text


def default(row):
    """Return the default as a user would write it."""
    if row.kind == "TimeValue":
        return time(row.default)
    if row.kind == "BooleanValue":
        return row.default
    if row.kind in ("PointerValue", "CallbackValue"):
        return "none" if row.default in ("", "0") else row.default
    if row.kind == "AddressValue":
        return "none" if row.default == "00-00-00" else row.default
    return row.default if row.default else "(empty)"


def unit(row):
    """Return the unit: that in the help's brackets, none for what is no quantity."""
    if row.kind == "TimeValue":
        return "s"
    found = UNIT.search(row.help)
    if found and row.kind in ("DoubleValue", "UintegerValue", "IntegerValue"):
        return "" if found[1] == "1" else found[1]
    return ""


def span(least, most):
    """Return an interval in words; ends of the type are none."""
    low = "" if least in ENDS else least
    if low and not low.startswith("-") and 0 < float(low) < TINY:
        return "> 0" if most in ENDS else f"> 0 to {most}"
    high = "" if most in ENDS else most
    if low and high:
        return f"{low} to {high}"
    return f">= {low}" if low else f"<= {high}" if high else ""


def allowed(row):
    """Return what values are allowed, as the checker enforces it."""
    if row.kind == "EnumValue":
        return ", ".join(row.range.split("|"))
    if row.kind == "TimeValue":
        ends = re.findall(r"[-+][\d.e+]+ns", row.range)
        if len(ends) != 2:
            return ""
        low, high = (float(end.rstrip("ns")) for end in ends)
        words = [] if low <= -9.2e18 else [time(ends[0])]
        if high < 9.2e18:  # else the largest time there is
            return f"{(words or ['any'])[0]} to {time(ends[1])}"
        return f">= {words[0]}" if words else ""
    if row.kind in ("DoubleValue", "UintegerValue", "IntegerValue"):
        least, _, most = row.range.partition(" ")[2].partition(":")
        return span(least, most) if most else ""
    if row.kind == "PointerValue":
        return "a " + row.range.replace("ns3::Ptr<", "").strip(" >").rsplit(":", 1)[-1]
    if row.kind == "StringValue":
        return ""
    return {"BooleanValue": "true, false", "TypeIdValue": "a TypeId's name"}.get(row.kind, row.range)


def faults(found):
    """Return what attributes do not say: a number its unit, any its meaning."""
    wrong = []
    for row in found:
        name = f"{row.owner}::{row.name}"
        if len(re.findall(r"\w+", row.help)) < 2:
            wrong.append(f"{name}: its help, '{row.help}', does not say what it means")
        dimensionless = "no unit" in row.help
        if row.kind == "DoubleValue" and not UNIT.search(row.help) and not dimensionless:
            wrong.append(f"{name}: its help says no unit; of a number without one it is [1]")
        if row.kind == "DoubleValue" and not math.isfinite(float(row.default)):
            wrong.append(f"{name}: its default, {row.default}, is no number")
    return wrong


def rooms(root):
    """Return {class: folder} by where its TypeId is defined."""
    found = {}
    for kind in ("source", "header", "private"):
        for path in names.files(root, kind):
            with open(os.path.join(root, path), encoding="utf-8") as source:
                for pair in DEFINED.findall(source.read()):
                    found.setdefault(next(filter(None, pair)), os.path.dirname(path))
    return found


def page(root, found):
    """Return the page."""
    words = listing.read(root).folders
    home = rooms(root)
    classes = collections.defaultdict(list)
    for row in found:
        classes[row.owner].append(row)
    by_folder = collections.defaultdict(list)
    for owner in classes:
        by_folder[home[owner.rsplit(":", 1)[1]]].append(owner)
    text = [rst.LICENCE, rst.title(TITLE, "="), HEAD]
    for folder in sorted(by_folder, key=listing.rank):
        text.append(rst.title(folder, "-"))
        text.append(rst.escape(words[folder][0].upper() + words[folder][1:]) + ".\n")
        for owner in sorted(by_folder[folder]):
            text.append(rst.title(owner.rsplit(":", 1)[1], "~"))
            parent = classes[owner][0].parent
            if parent.startswith("ns3::edgeai::"):
                text.append(f"A ``{parent.rsplit(':', 1)[1]}``.\n")
            text.append(rst.table(("Attribute", "Default", "Unit", "Allowed", "Meaning"),
                                  [(f"``{row.name}``" + ("" if row.flags == "set" else f" ({row.flags} only)"),
                                    rst.escape(default(row)), rst.escape(unit(row)), rst.escape(allowed(row)),
                                    rst.escape(row.help.rstrip(".")))
                                   for row in classes[owner]], (17, 15, 8, 20, 40)))
    return "\n".join(text)
