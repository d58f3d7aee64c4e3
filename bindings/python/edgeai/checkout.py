# SPDX-License-Identifier: GPL-2.0-only
"""The checkout this package is part of, and what its one command is made of: building, packages, words."""

import os
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir, os.pardir, os.pardir))
PACKAGES = os.path.join(ROOT, "packages.txt")

sys.path.insert(0, os.path.join(ROOT, "tools"))
try:
    from house import names, packages, say  # noqa: F401
    from house.build import Build, jobs  # noqa: F401
    from house.say import Progress, Refused, close, nearest, note  # noqa: F401
finally:
    sys.path.pop(0)

Refused.__module__ = __package__  # what a traceback calls it


def build_folder():
    """Return the build folder, as ./edge-ai has it."""
    return os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))


def build(target, install=True):
    """Install what is missing, configure and build a target; return where its program is."""
    packages.ensure(PACKAGES, ["build", "figures"], install)
    made = Build(ROOT, build_folder())
    made.build(target)
    return made.program(target)
