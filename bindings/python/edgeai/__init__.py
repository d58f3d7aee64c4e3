# SPDX-License-Identifier: GPL-2.0-only
"""Edge intelligence over simulated networks, from Python: run examples and programs, read their tables, draw figures.

    import edgeai
    r = edgeai.run("laim", latency=0.5, runs=5)
    r.tasks, r.summary, r.plot("latency")
"""

import importlib
import os
import sys

if sys.version_info < (3, 9):
    raise ImportError("edgeai needs Python 3.9 or later")

PARTS = {"Declined": "wire", "Env": "environment", "Refused": "checkout", "Result": "result", "Run": "result",
         "plan": "planning", "run": "running", "serve_planner": "serving"}

__all__ = sorted(PARTS)


def __getattr__(name):
    """Import what is asked for, edgeai.laws as well: trainers import edgeai.external where there is no checkout."""
    if name in PARTS:
        return getattr(importlib.import_module("." + PARTS[name], __name__), name)
    if name.isidentifier() and not name.startswith("_"):
        try:
            return importlib.import_module("." + name, __name__)
        except ModuleNotFoundError as fault:
            if fault.name != f"{__name__}.{name}":  # it is there, and lacks another one
                raise
    raise AttributeError(f"module 'edgeai' has no attribute '{name}'")


def __dir__():
    """Return what there is, for completion in notebooks."""
    import pkgutil
    return sorted({*globals(), *PARTS, *(one.name for one in pkgutil.iter_modules(__path__))})


if os.environ.get("EDGE_AI_EXTERNAL") == "stdio":
    importlib.import_module(".wire", __name__)  # a simulation has started this: what is printed is not for it
