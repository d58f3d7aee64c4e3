# SPDX-License-Identifier: GPL-2.0-only
"""Puts the table of messages into the dissector for Wireshark, between two lines that mark its place."""

import os
import subprocess

BEGIN = "-- BEGIN of what `./edge-ai dissector` writes\n"
END = "-- END of what `./edge-ai dissector` writes\n"
FILE = "tools/wireshark/edge-ai.lua"


def put(root, program):
    """Run the program that writes the table; return whether the dissector changed."""
    table = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    path = os.path.join(root, FILE)
    with open(path, encoding="utf-8") as lua:
        before = lua.read()
    head, _, rest = before.partition(BEGIN)
    after = head + BEGIN + table + END + rest.partition(END)[2]
    if after != before:
        with open(path, "w", encoding="utf-8") as lua:
            lua.write(after)
    return after != before
