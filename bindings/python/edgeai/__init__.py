# SPDX-License-Identifier: GPL-2.0-only
"""Examples and programs of edge-ai from Python: run them over all cores, read their tables, draw figures.

    import edgeai
    r = edgeai.run("laim", latency=0.5, runs=5)
    r.tasks, r.summary, r.plot("latency")
"""

import sys

if sys.version_info < (3, 9):
    raise ImportError("edgeai needs Python 3.9 or later")

from .checkout import Refused  # noqa: E402
from .result import Result, Run  # noqa: E402
from .running import run  # noqa: E402

Refused.__module__ = __name__  # what a traceback calls it

__all__ = ["Refused", "Result", "Run", "run"]
