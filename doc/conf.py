# SPDX-License-Identifier: GPL-2.0-only
"""Sphinx configuration: ./edge-ai doc builds the HTML pages from edge-ai.rst."""

import os

here = os.path.dirname(os.path.abspath(__file__))

with open(os.path.join(here, "..", "VERSION"), encoding="utf-8") as number:
    release = version = number.read().strip()

project = "edge-ai"
author = "the edge-ai authors"
copyright = "the edge-ai authors, CC-BY-SA 4.0"  # pylint: disable=redefined-builtin
extensions = ["sphinx.ext.mathjax"]
master_doc = "edge-ai"
highlight_language = "cpp"
numfig = True
# Diagrams are literal blocks too, and no C++.
suppress_warnings = ["misc.highlighting_failure"]
html_theme = "alabaster"
html_theme_options = {"description": "Edge intelligence in ns-3", "page_width": "1080px"}
html_show_sourcelink = False
