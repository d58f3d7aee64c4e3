# SPDX-License-Identifier: GPL-2.0-only
"""The engine of one machine: children of this process on all cores."""

from dataclasses import dataclass

from .. import child, pool
from .piece import execute


@dataclass(frozen=True)
class Told:
    """What the line of progress needs of a piece."""

    failure: str


def check(_options):
    """It needs nothing."""


def run(store, plan, todo, count, options):
    """Run pieces; each leaves its record in the store."""
    children = child.Children()

    def work(name):
        return Told(execute(store, plan, name, children)["failure"])

    pool.over_cores(todo, work, children, count, at_once=options.jobs)
