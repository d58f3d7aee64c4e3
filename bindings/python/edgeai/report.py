# SPDX-License-Identifier: GPL-2.0-only
"""A run as one page of HTML that needs nothing beside it: question, settings, tables, figures, timeline."""

import base64
import html
import json
import math
import os
import re

from . import columns, pictures
from .checkout import ROOT, Refused, names
from .words import on_disk

NAME = "report.html"
SHOWN = 40  # rows of a table
WIDE = 24  # columns of a table that is shown; further ones are named
STYLE = """
body { font: 15px/1.45 sans-serif; color: #222; max-width: 72em; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccc }
table { border-collapse: collapse; font-size: 0.85em } .wide { overflow-x: auto }
th, td { border: 1px solid #ddd; padding: 0.2em 0.6em; text-align: right; white-space: nowrap }
th { background: #f3f3f3 } td.words, th.words { text-align: left }
figure { margin: 1.5em 0 } img { max-width: 100% } figcaption, .note { color: #555; font-size: 0.9em }
"""


def number(value):
    """Return a cell's text: numbers with five digits, what is not available as a dash."""
    if isinstance(value, float):
        return "-" if math.isnan(value) else f"{value:.5g}"
    return str(value)


def table(heads, rows):
    """Return a table of HTML; words stand left, numbers right."""
    def cells(tag, values):
        return "".join(f"<{tag}{' class=words' if isinstance(value, str) else ''}>{html.escape(number(value))}</{tag}>"
                       for value in values)

    lines = ["<div class=wide><table>", f"<thead><tr>{cells('th', heads)}</tr></thead>", "<tbody>"]
    return "\n".join([*lines, *(f"<tr>{cells('td', row)}</tr>" for row in rows), "</tbody></table></div>"])


def section(title, *parts):
    """Return a section of HTML."""
    return "\n".join([f"<section><h2>{html.escape(title)}</h2>", *parts, "</section>"])


def note(words):
    """Return a remark of HTML."""
    return f"<p class=note>{html.escape(words)}</p>"


def question(folder, name):
    """Return what the program asks, as its source says, or ''."""
    known = names.programs(ROOT, "example")
    if name in known:
        return names.describe(os.path.join(ROOT, known[name]))
    # A study's files go to FOLDER/results/NAME.
    study = os.path.join(folder, os.pardir, os.pardir, name + ".cc")
    return names.describe(study) if os.path.isfile(study) else ""


def files(folder, *endings):
    """Return paths, below a folder, of the files that end so, sorted."""
    return sorted(os.path.relpath(os.path.join(place, name), folder) for place, _, found in os.walk(folder)
                  for name in found if name.endswith(endings))


def settings(folder):
    """Return the section of settings, or none."""
    path = os.path.join(folder, "params.json")
    if not os.path.isfile(path):
        return []
    try:
        with open(path, encoding="utf-8") as text:
            values = json.load(text)
    except (ValueError, RecursionError) as fault:
        raise Refused(f"{path}: no settings of a run: {fault}") from None
    if not isinstance(values, dict):
        raise Refused(f"{path}: no settings of a run: an object with members is needed")
    return [section("Settings", table(["option", "value"], [
        [f"--{name}", value if isinstance(value, str) else json.dumps(value)] for name, value in values.items()]))]


def compared(summary):
    """Return plan beside reality of a summary's first row: [quantity, unit, plan, reality, ratio]."""
    rows = []
    for name in summary:
        other = re.sub(r"_planned(?=_|$)", "_realised", name)
        if other == name or other not in summary or columns.is_text(summary[name] + summary[other]):
            continue
        plan, fact = float(summary[name][0]), float(summary[other][0])
        if plan == plan and fact == fact:
            rows.append([columns.words(name).replace(" planned", ""), columns.unit(name), plan, fact,
                         fact / plan if plan else math.nan])
    return rows


def verdict(folder):
    """Return the section of plan and reality, where the monitor left a summary."""
    path = os.path.join(folder, "summary.csv")
    if not os.path.isfile(path) or not os.path.getsize(path):
        return []
    try:
        summary = columns.read(path)
    except Refused:
        return []  # said where tables are
    if "group" in summary and "all" in summary["group"]:
        summary = columns.where(summary, {"group": "all"})
    if not columns.length(summary):
        return []
    said = [[name, summary[name][0]] for name in ("tasks_generated", "tasks_completed", "tasks_dropped", "tasks_late",
                                                  "deadline_miss_ratio", "energy_miss_ratio") if name in summary]
    rows = compared(summary)
    return [section("Plan and reality",
                    *([table(["", "value"], [[columns.words(name), value] for name, value in said])] if said else []),
                    *([table(["quantity", "unit", "plan", "reality", "reality / plan"], rows)] if rows else []))]


def picture(folder, path):
    """Return a picture with its bytes inside."""
    with open(os.path.join(folder, path), "rb") as data:
        content = base64.b64encode(data.read()).decode("ascii")
    kind = "svg+xml" if path.endswith(".svg") else "png"
    name = html.escape(os.path.splitext(path)[0])
    return (f'<figure><img alt="{name}" src="data:image/{kind};base64,{content}">'
            f"<figcaption>{name}</figcaption></figure>")


def drawn(folder, tables):
    """Return pictures of the tables of tasks and of their steps, for runs that drew none themselves."""
    found = []
    for path, content in tables.items():
        heads = list(content)
        if (heads[:4] != columns.STEPS and heads[:5] != columns.TASKS) or not columns.length(content):
            continue
        try:
            data = pictures.choose(content).picture("png")
        except Refused as refusal:
            found.append(note(f"{path}: {refusal}"))  # nothing in it that can be drawn
            continue
        if data:
            name = html.escape(os.path.splitext(path)[0])
            found.append(f'<figure><img alt="{name}" src="data:image/png;base64,'
                         f'{base64.b64encode(data).decode("ascii")}"><figcaption>{name}</figcaption></figure>')
    return found


def figures(folder, tables):
    """Return the section of figures: those of the run, each once, else those its tables make."""
    paths = files(folder, ".png", ".svg")
    stems = {os.path.splitext(path)[0] for path in paths if path.endswith(".svg")}
    chosen = [path for path in paths if path.endswith(".svg") or os.path.splitext(path)[0] not in stems]
    made = [picture(folder, path) for path in chosen] or drawn(folder, tables)
    return [section("Figures", *made)] if made else []


def shown(path, content):
    """Return the section of a table: its first rows and columns, and how many there are."""
    count, heads = columns.length(content), list(content)
    rows = list(zip(*(content[head] for head in heads[:WIDE])))[:SHOWN]
    words = [f"{count} rows" + (f", the first {SHOWN} of them" if count > SHOWN else "")]
    if len(heads) > WIDE:
        words.append(f"{len(heads)} columns, without {', '.join(heads[WIDE:])}")
    return section(path, note("; ".join(words)), table(heads[:WIDE], rows))


def timeline(folder):
    """Return the section of timelines and packet traces: files beside the page, for programs of their own."""
    found = []
    for path in files(folder, ".json"):
        with open(os.path.join(folder, path), encoding="utf-8", errors="replace") as text:
            if '"traceEvents"' in text.read(4096):
                found.append(f'<li><a href="{html.escape(path)}">{html.escape(path)}</a>: drop it on '
                             '<a href="https://ui.perfetto.dev">ui.perfetto.dev</a></li>')
    found += [f'<li><a href="{html.escape(path)}">{html.escape(path)}</a>: packets, for Wireshark with '
              "<code>tools/wireshark/edge-ai.lua</code></li>" for path in files(folder, ".pcap")]
    return [section("Timeline and packets", "<ul>", *found, "</ul>")] if found else []


def page(folder, name=None):
    """Return the page of a run's folder."""
    if not os.path.isdir(folder):
        raise Refused(f"There is no folder '{folder}'; ./edge-ai run NAME leaves results/NAME")
    folder = os.path.abspath(folder)
    name = name or os.path.basename(folder)
    paths = files(folder, ".csv")
    if not paths and not os.path.isfile(os.path.join(folder, "params.json")):
        raise Refused(f"'{folder}' is no folder of a run: it has neither params.json nor a table (.csv)")
    tables, unread = {}, []
    for path in paths:
        if os.path.getsize(os.path.join(folder, path)):
            try:
                tables[path] = columns.read(os.path.join(folder, path))
            except Refused as refusal:
                # The others are not worse for it.
                unread.append(section(path, note(str(refusal).replace(folder + os.sep, ""))))
    asked = question(folder, name)
    version = os.path.join(folder, "version.txt")
    line = ""
    if os.path.isfile(version):
        with open(version, encoding="utf-8", errors="replace") as text:
            line = text.read().strip()
    body = [f"<h1>{html.escape(name)}</h1>", *([f"<p>{html.escape(asked)}</p>"] if asked else []),
            *([note(line)] if line else []), *verdict(folder), *figures(folder, tables),
            *(shown(path, content) for path, content in tables.items()), *unread, *timeline(folder), *settings(folder)]
    return "\n".join(["<!DOCTYPE html>", '<html lang="en"><head><meta charset="utf-8">',
                      '<meta name="viewport" content="width=device-width">',
                      f"<title>{html.escape(name)}</title>", f"<style>{STYLE}</style></head><body>", *body,
                      "</body></html>", ""])


def write(folder, name=None):
    """Write the page into a run's folder; return its path."""
    text = page(folder, name)
    path = os.path.join(folder, NAME)
    with on_disk(path), open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path
