# SPDX-License-Identifier: GPL-2.0-only
"""What engines that run pieces in processes elsewhere share: the command of a piece, and what is missing."""

import os
import sys

from . import piece


def command(store, names):
    """Return the command that runs pieces, on any machine that has this folder, this checkout and this Python."""
    return [sys.executable, os.path.abspath(piece.__file__), store.folder, *names]


def lost(store, plan, name, why):
    """Keep the record of a piece of which an engine brought nothing back."""
    one = plan["pieces"][name]
    store.put({"key": name, "fingerprint": plan["fingerprint"], "table": plan["table"], "settings": one["settings"],
               "run": one["run"], "failure": why, "words": "", "rows": {}, "wall": 0.0, "processor": 0.0})
