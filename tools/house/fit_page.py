# SPDX-License-Identifier: GPL-2.0-only
"""The manual's page of which planner goes with which link and server, made of what becomes of them when they are tried."""

import collections
import re

from . import rst

FILE = "doc/use/fits.rst"
Split = collections.namedtuple("Split", "planner access server ending words")
Round = collections.namedtuple("Round", "planner part uplink taken")
TITLE = "Which planner goes with which link and server"
HEAD = """\
``./edge-ai tables`` writes this page: it tries every planner over every link and asks it, as a user's script does; the words are those
that a user gets. A test fails when the page is stale.

.. _one-set-up:

One set-up for every split planner
----------------------------------

Over the links named "{everywhere}" every split planner runs, on a server in slices (the default) and on one with units: comparing them is changing
one string, :code:`CoInferenceHelper inference(NETWORK, PLANNER)`. ``co-inference-minimal`` is such a set-up:

.. code-block:: text

   ./edge-ai run co-inference-minimal -- --planner=LaimPlanner
   ./edge-ai run co-inference-minimal -- --planner=EccPlanner
   ./edge-ai run co-inference-minimal -- --planner=x          # names them all

"""
SPLIT = """\
Split planners
--------------

Two devices, a server, ViT-B/16, budgets that every planner can keep; what becomes of two tasks each. A digit refers to the words
below the table; "planned" without one is a plan that links and processor carry out.

* ideal link: ``IdealLinkHelper``; broadband: ``BroadbandHelper``, its default scheduler and Access = NOMA; own scheduler: one that the user
  named (here ProportionalFair), which gives out subchannels itself; csma and point-to-point, and all other devices of ns-3 like them: links
  of a given rate.
* Slice, Queue: the controller's ``ServerSharing``; Units: slices of a processor with ``Units`` = 8. (``Whole`` plans every device as if it were alone,
  with any planner and link that go with Slice; what that promises a server does not keep to several.)
"""
ROUND = """\
Planners of learning in rounds
------------------------------

``LearningHelper::Install`` and ``TieredLearningHelper`` ask the planner the same, and end the program where the answer is no, with the planners that
would do.
"""
OTHERS = """\
Pipelines, routes, rows, services
---------------------------------

These families have a problem of their own each, which does not know the kind of link: chains (``IovtPlanner`` and its baselines), DTO-EE, CoDE and HALP run over
any device. What a single planner does not take of its problem (more than two devices, no exit) is said in the words of its plan.
"""


def clean(words):
    """Return a refusal without what is of this one set-up."""
    words = words[words.index("its subchannels"):] if "its subchannels are not enforced" in words else words
    return re.sub(r"^ns3::edgeai::\w+Planner ", "the planner ", re.sub(r"^devices\[\d+\]\.", "", words))


def mark(row, notes):
    """Return what a cell says: planned, or the ending, with the number of the words."""
    if row.ending == "completed":
        return "planned"
    word = {"not enforced": "planned", "REFUSED": "refused", "INFEASIBLE": "infeasible"}.get(row.ending, row.ending)
    words = clean(row.words)
    if words not in notes:
        notes.append(words)
    return f"{word} ({notes.index(words) + 1})"


def groups(cells):
    """Return [(planners, cells)]: planners with the same cells share a row."""
    found = collections.defaultdict(list)
    for planner, row in cells.items():
        found[tuple(row)].append(planner)
    return sorted(((planners, list(row)) for row, planners in found.items()), key=lambda pair: pair[0])


def split_tables(rows):
    """Return one table for all kinds of servers whose cells are the same, and the words of its digits."""
    accesses = list(dict.fromkeys(row.access for row in rows))
    servers = list(dict.fromkeys(row.server for row in rows))
    notes, tables = [], {}
    for server in servers:
        cells = collections.defaultdict(list)
        for row in rows:
            if row.server == server:
                cells[row.planner].append(mark(row, notes))
        tables.setdefault(str(groups(cells)), (groups(cells), []))[1].append(server)
    text = []
    for found, names in tables.values():
        text.append("Server: " + ", ".join(names) + "\n")
        text.append(rst.table(("Planners", *accesses),
                              [(", ".join(planners), *cells) for planners, cells in found],
                              (30, *[10] * len(accesses))))
    text += [f"{number}. {rst.escape(words)}" for number, words in enumerate(notes, 1)]
    return "\n".join(text) + "\n"


def everywhere(rows):
    """Return the links over which every planner completes its tasks, on servers that are not a queue."""
    return [access for access in dict.fromkeys(row.access for row in rows)
            if all(row.ending == "completed" for row in rows if row.access == access and row.server != "Queue")]


def round_table(rows):
    """Return the table of planners of rounds, and what the heads are."""
    uplinks = list(dict.fromkeys(row.uplink for row in rows))
    cells = {planner: [rst.escape(", ".join(row.part for row in rows if row.planner == planner and
                                            row.uplink == uplink and row.taken == "yes"))
                       for uplink in uplinks]
             for planner in dict.fromkeys(row.planner for row in rows)}
    heads = [re.sub(r" \(.*", "", uplink) for uplink in uplinks]
    lines = [f"* {head}: {rst.escape(re.search(r'[(](.*)[)]', uplink)[1])}" for head, uplink in zip(heads, uplinks)]
    return "\n".join(lines) + "\n\n" + rst.table(
        ("Planners", *heads), [(", ".join(planners), *row) for planners, row in groups(cells)], (28, 18, 18, 18, 18))


def page(splits, rounds):
    """Return the page, of the lines that the program prints."""
    splits = [Split(*line.split("\t")) for line in splits]
    rounds = [Round(*line.split("\t")) for line in rounds]
    return "\n".join([rst.LICENCE, rst.title(TITLE, "="),
                      HEAD.format(everywhere='", "'.join(everywhere(splits))),
                      SPLIT, split_tables(splits), ROUND, round_table(rounds), OTHERS])
