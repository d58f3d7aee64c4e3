# SPDX-License-Identifier: GPL-2.0-only
"""Modules that not every Python has: said in words, with Debian's package and the Python it is for."""

import importlib
import sys

from .checkout import Refused

DEBIANS = {"numpy": "python3-numpy", "matplotlib.pyplot": "python3-matplotlib"}


def module(name, what):
    """Return a module of Debian's; without it Refused says what needs it, and how to come by it."""
    try:
        return importlib.import_module(name)
    except ImportError as fault:
        raise Refused(f"{what} needs {name.partition('.')[0]}, and {sys.executable or 'this Python'} has none ({fault}): "
                      f"Debian's package is {DEBIANS[name]}, for /usr/bin/python3") from None
