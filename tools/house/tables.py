# SPDX-License-Identifier: GPL-2.0-only
"""The manual's generated pages: made of what build/bin/edge-ai-tables prints."""

import os
import subprocess

from . import attribute_page, fit_page


def ask(program, what):
    """Return the lines that the program prints of something."""
    return subprocess.run([program, what], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


def pages(root, program):
    """Return {file: content} of all generated pages."""
    return {attribute_page.FILE: attribute_page.page(root, attribute_page.rows(ask(program, "attributes"))),
            fit_page.FILE: fit_page.page(ask(program, "splits"), ask(program, "rounds"))}


def put(root, program):
    """Write the pages; return {file: whether it changed}."""
    changed = {}
    for file, content in pages(root, program).items():
        path = os.path.join(root, file)
        before = None
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as there:
                before = there.read()
        changed[file] = before != content
        if changed[file]:
            with open(path, "w", encoding="utf-8") as out:
                out.write(content)
    return changed
