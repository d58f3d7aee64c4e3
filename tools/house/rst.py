# SPDX-License-Identifier: GPL-2.0-only
"""Pieces of reStructuredText for pages that are made of what programs print."""

import re

LICENCE = ".. SPDX-License-Identifier: CC-BY-SA-4.0\n"


def title(words, mark):
    """Return a heading."""
    return f"{words}\n{mark * len(words)}\n"


def escape(text):
    """Return plain words that stay what they are: marks lose their meaning."""
    return re.sub(r"_(?!\w)", r"\\_", re.sub(r"([\\*`|])", r"\\\1", text))


def cell(text):
    """Return a cell of a table of comma-separated values."""
    return '"' + text.replace('"', '""') + '"'


def table(heads, rows, widths):
    """Return a table, a line a row."""
    lines = [".. csv-table::", "   :header: " + ", ".join(map(cell, heads)),
             "   :widths: " + ", ".join(map(str, widths)), ""]
    return "\n".join(lines + ["   " + ", ".join(map(cell, row)) for row in rows]) + "\n"
