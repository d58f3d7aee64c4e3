#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do references within the manual, and between its pages, the README and the files they speak of, lead somewhere?"""

import os
import re
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOC = os.path.join(ROOT, "doc")
PYTHON = "/usr/bin/python3"  # Debian's Sphinx belongs to Debian's Python
# Folders that pages speak of as those of a run or of a user.
ELSEWHERE = ("results/", "build/", "my-study/", "PREFIX", "FOLDER", "PATH", "CHECKOUT", "slurm/", "pieces/", "failed/",
             "figures/", "files/")


def pages(ending):
    """Return paths, from the checkout, of the files of documentation with an ending."""
    found = [os.path.relpath(os.path.join(place, name), ROOT) for place, _, names in os.walk(DOC) for name in names]
    found += [name for name in os.listdir(ROOT) if os.path.isfile(os.path.join(ROOT, name))]
    return sorted(name for name in found if name.endswith(ending))


def read(path):
    """Return the text of a file of the checkout."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as text:
        return text.read()


def targets(path, text):
    """Return [(words, path from the checkout)] of what a page of the manual refers to."""
    home = os.path.dirname(path)
    found = []
    for words in re.findall(r":doc:`(?:[^`<]*<)?([^`<>]+)>?`", text):
        place = words[1:] + ".rst" if words.startswith("/") else os.path.relpath(os.path.join(ROOT, home, words + ".rst"), DOC)
        found.append((words, os.path.join("doc", place)))
    for words in re.findall(r"^\s*\.\. (?:literalinclude|figure|image|include):: (\S+)", text, re.M):
        place = words[1:] if words.startswith("/") else words
        found.append((words, os.path.normpath(os.path.join("doc" if words.startswith("/") else home, place))))
    return found


def trees(path, text):
    """Return the pages that the tables of contents of a page name."""
    found = []
    for block in re.findall(r"^\.\. toctree::\n((?:(?:   .*)?\n)+)", text, re.M):
        found += [os.path.join(os.path.dirname(path), line.strip() + ".rst") for line in block.splitlines()
                  if line.strip() and not line.strip().startswith(":")]
    return found


def markdown_links(text):
    """Return the targets of links, without those of the network."""
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]


def anchors(text):
    """Return the anchors of a page of Markdown, as they are made of its headings."""
    return {re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-") for words in re.findall(r"^#+ (.*)", text, re.M)}


def named_files(text):
    """Return the files of the checkout that a page names in code."""
    found = re.findall(r"`+((?:examples|test|tools|doc|bindings|model|helper|cmake|data)/[\w./-]+\.\w+)`+", text)
    return [path for path in found if not path.startswith(ELSEWHERE)]


class Links(unittest.TestCase):
    def test_pages(self):
        for path in pages(".rst"):
            for words, target in targets(path, read(path)):
                self.assertTrue(os.path.isfile(os.path.join(ROOT, target)), f"{path}: '{words}' leads nowhere")

    def test_every_page_is_in_the_contents(self):
        named = [page for path in pages(".rst") for page in trees(path, read(path))]
        self.assertEqual(sorted(named), sorted(path for path in pages(".rst") if path != "doc/edge-ai.rst"))

    def test_markdown(self):
        for path in pages(".md"):
            for link in markdown_links(read(path)):
                file, _, anchor = link.partition("#")
                target = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
                self.assertTrue(os.path.exists(os.path.join(ROOT, target)), f"{path}: '{link}' leads nowhere")
                if anchor and target.endswith(".md"):
                    self.assertIn(anchor, anchors(read(target)), f"{path}: '{link}'")

    def test_files(self):
        for path in pages(".rst") + pages(".md"):
            for file in named_files(read(path)):
                self.assertTrue(os.path.exists(os.path.join(ROOT, file)), f"{path}: there is no {file}")

    def test_what_leads_nowhere_is_seen(self):
        self.assertEqual(targets("doc/use/a.rst", ":doc:`b`, :doc:`c <../d>`, :doc:`/e/f`\n.. figure:: /g.png\n"),
                         [("b", "doc/use/b.rst"), ("../d", "doc/d.rst"), ("/e/f", "doc/e/f.rst"), ("/g.png", "doc/g.png")])
        self.assertEqual(markdown_links("[a](b.md#c) [d](https://e)"), ["b.md#c"])
        self.assertEqual(anchors("# A big, Thing\n"), {"a-big-thing"})
        self.assertEqual(named_files("``examples/a.cc``, `results/b.csv`"), ["examples/a.cc"])

    @unittest.skipUnless(os.path.isfile(PYTHON) and subprocess.run(
        [PYTHON, "-c", "import sphinx"], stderr=subprocess.DEVNULL, check=False).returncode == 0, "Sphinx is not installed")
    def test_sphinx_has_nothing_to_say(self):
        with tempfile.TemporaryDirectory() as out:
            done = subprocess.run([PYTHON, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "dummy", DOC, out],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
