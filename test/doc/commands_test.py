#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does every command of README and tutorial work, and print what they say it prints, in the digits they say it in?

    commands_test.py [--slow] [NAME...]

Commands are run in order, in a folder of their own that looks like the checkout, as a reader runs them. In the tutorial
what follows a command in its block is what it prints; "..." stands for lines left out. In README a table that follows
"<!-- from: COMMAND -->" has rows of that command's output. --slow runs those that take minutes, too.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))

from house import names  # noqa: E402

TUTORIAL = "doc/use/tutorial.rst"
README = "README.md"
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
SLOW = "--slow" in sys.argv  # commands that take minutes, too

# Commands that another test runs, and which; or that need what a test has not.
ELSEWHERE = {
    "./edge-ai test": "this is one of them",
    "./edge-ai install": "edge-ai-command",
    "./edge-ai doc": "edge-ai-doc-links",
    "./edge-ai tables": "edge-ai-doc-pages",
    "./edge-ai bench": "benches take long, and print times",
    "./edge-ai profile net.onnx": "edge-ai-profile-onnx",
    "./edge-ai campaign FILE": "edge-ai-python-campaign",
    "./edge-ai plot FILE": "edge-ai-python-study",
    "./edge-ai run NAME": "a placeholder",
    "./edge-ai report FOLDER": "edge-ai-python-report",
    "./edge-ai --help": "edge-ai-command",
    "jupyter": "edge-ai-python-notebook",
    "cmake": "edge-ai-install",
    "cd ns-3": "a tree of ns-3 is needed",
    "./ns3": "a tree of ns-3 is needed",
    "./test.py": "a tree of ns-3 is needed",
    "./waf": "a tree of ns-3 is needed",
    "git clone": "a copy of the repository is needed",
}
# Commands that take more than some seconds.
MINUTES = ("./edge-ai run laim", "./edge-ai run noma-ecc", "./edge-ai run iovt", "./edge-ai run code", "./edge-ai run dto-ee",
           "./edge-ai run halp", "./edge-ai run partel", "./edge-ai run fedqvr", "./edge-ai run dp-sparse",
           "./edge-ai run hfel", "./edge-ai run external-learning", "./edge-ai report results/laim", "./edge-ai run fomo", "./edge-ai campaign my-study",
           "edge-ai-test-runner")


def kind(command):
    """Return "quick", "slow", or by whom a command is tried instead."""
    if re.fullmatch(r"\./edge-ai (?:campaign|new|plot|profile|report|run)", command):
        return "a verb that is spoken of"
    for words, where in ELSEWHERE.items():
        if command.startswith(words):
            return where
    return "slow" if command.startswith(MINUTES) else "quick"


def text_of(file):
    """Return the text of a file of the checkout."""
    with open(os.path.join(ROOT, file), encoding="utf-8") as text:
        return text.read()


def tutorial_commands(text):
    """Return [(command, lines that it prints)] of blocks of a console."""
    found = []
    for block in re.findall(r"^\.\. code-block:: console\n\n((?:(?:   .*)?\n)+)", text, re.M):
        for line in block.rstrip("\n").split("\n"):
            line = line[3:]
            if line.startswith("$ "):
                found.append((line[2:].strip(), []))
            elif found and line.strip():
                found[-1][1].append(line.rstrip())
    return found


def readme_commands(text):
    """Return the commands of indented blocks and of words in code."""
    found = [re.sub(r"\s+#.*", "", line[4:]).strip() for line in text.splitlines() if line.startswith("    ./edge-ai")]
    found += [words for words in re.findall(r"`(\./edge-ai [^`]+)`", text)]
    return list(dict.fromkeys(found))


def claims(text):
    """Return [(command, rows)] of the tables of README that say what they are from."""
    found = []
    for command, table in re.findall(r"^<!-- from: (.*) -->\n+((?:\|.*\n)+)", text, re.M):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        found.append((command, rows))
    return found


def close(said, got):
    """Tell whether a number that was printed is the one that was said, to the last digit said."""
    if said == got:
        return True
    mantissa, _, exponent = said.lower().partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(float(said) - float(got)) <= 1.01 * unit


def same(said, got):
    """Tell whether a line says the same: its words, and its numbers within the digits said."""
    shape = [re.sub(r"\s+", " ", re.sub(r"-{2,}", "--", NUMBER.sub("#", line))).strip() for line in (said, got)]
    return shape[0] == shape[1] and all(map(close, NUMBER.findall(said), NUMBER.findall(got)))


def missing(said, printed):
    """Return the first line that was said and did not come, in order, or None."""
    lines = iter(printed.splitlines())
    for line in said:
        if line.strip() != "..." and not any(same(line, other) for other in lines):
            return line
    return None


def holds(row, line):
    """Tell whether a line of output has the cells of a row, in their order: numbers to the digits said, words as they are."""
    rest = line
    for cell in filter(None, (re.sub(r" ?%$", "", cell) for cell in row)):
        if NUMBER.fullmatch(cell):
            found = next((match for match in NUMBER.finditer(rest) if close(cell, match[0])), None)
            end = found.end() if found else -1
        else:
            end = rest.find(cell) + len(cell) if cell in rest else -1
        if end < 0:
            return False
        rest = rest[end:]
    return True


class Words(unittest.TestCase):
    """The test itself."""

    def test_rows(self):
        line = "0.25  Shannon's rate    1  0.2513  0.250   0.3061  100 %"
        self.assertTrue(holds(["0.25", "Shannon's rate", "1", "0.2513", "0.250", "0.306", "100 %"], line))
        self.assertFalse(holds(["0.25", "Shannon's rate", "1", "0.2613"], line))
        self.assertFalse(holds(["0.25", "measured rate"], line))

    def test_numbers(self):
        for said, got, fine in (("0.99", "0.9901", True), ("0.9901", "0.9921", False), ("100", "100", True),
                                ("1.2e+09", "1.23e+09", True), ("1.2e+09", "1.5e+09", False), ("35", "37", False)):
            self.assertEqual(close(said, got), fine, (said, got))

    def test_lines(self):
        printed = "a  1.00 s\n------  ---\nb 2 s\nc 3 s\n"
        self.assertIsNone(missing(["a 1.00 s", "...", "c 3 s"], printed))
        self.assertEqual(missing(["c 3 s", "a 1.00 s"], printed), "a 1.00 s")
        self.assertEqual(missing(["b 4 s"], printed), "b 4 s")

    def test_blocks(self):
        text = "x\n\n.. code-block:: console\n\n   $ ./edge-ai list\n   one\n\n   two\n   $ ls\n\nmore\n"
        self.assertEqual(tutorial_commands(text), [("./edge-ai list", ["one", "two"]), ("ls", [])])
        self.assertEqual(readme_commands("    ./edge-ai list   # why\n`./edge-ai doc`\n"), ["./edge-ai list", "./edge-ai doc"])
        self.assertEqual(claims("<!-- from: x y -->\n| a | b |\n|--|--|\n| 1 | 2 |\n\n"), [("x y", [["1", "2"]])])

    def test_small_examples_are_small(self):
        for file in ("examples/own-planner.cc", "examples/own-governor.cc", "examples/own-distortion.cc", "examples/own-method.cc",
                     "examples/trainers/sign_trainer.py", "examples/trainers/own_trainer.py", "examples/planners/grid_planner.py",
                     "examples/agents/learn_split.py", "examples/python/cppyy_first.py"):
            self.assertLess(len(text_of(file).splitlines()), 80, file)

    def test_names_are_there(self):
        known = set(names.programs(ROOT, "example")) | set(names.programs(ROOT, "bench"))
        for file in (README, TUTORIAL):
            for name in re.findall(r"\./edge-ai (?:run|bench) ([a-z][a-z-]+)\b", text_of(file)):
                self.assertTrue(name in known or name.startswith("my-"), f"{file}: there is no {name}")


@unittest.skipUnless(os.access(os.path.join(BUILD, "bin", "co-inference-minimal"), os.X_OK), "the examples are not built")
class Commands(unittest.TestCase):
    """Every command, as a reader gives it."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge-ai-")
        self.addCleanup(place.cleanup)
        self.folder = place.name
        for name in ("bindings", "doc", "examples", "tools"):
            os.symlink(os.path.join(ROOT, name), os.path.join(self.folder, name))
        # Results of examples are beside the command that is called here, not in the checkout.
        with open(os.path.join(self.folder, "edge-ai"), "w", encoding="utf-8") as out:
            out.write(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(os.path.join(ROOT, 'edge-ai'))} \"$@\"\n")
        os.chmod(os.path.join(self.folder, "edge-ai"), 0o755)
        self.environment = {**os.environ, "EDGE_AI_BUILD": BUILD, "TERM": "dumb",
                            "EDGE_AI_RESULTS": os.path.join(self.folder, "results")}

    def run_one(self, command):
        """Run a command; return what it printed."""
        done = subprocess.run(command, shell=True, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout[-4000:]}")
        return done.stdout

    def test_tutorial(self):
        found = tutorial_commands(text_of(TUTORIAL))
        self.assertGreater(len(found), 8)
        for command, said in found:
            how = kind(command)
            if how == "quick" or (SLOW and how == "slow"):
                with self.subTest(command):
                    printed = self.run_one(command)
                    self.assertIsNone(missing(said, printed), f"{command} printed\n{printed}")

    def test_readme(self):
        found = readme_commands(text_of(README))
        self.assertGreater(len(found), 15)
        for command in found:
            how = kind(command)
            if how == "quick" or (SLOW and how == "slow"):
                with self.subTest(command):
                    self.run_one(command)

    def test_readme_script(self):
        script = re.search(r"^```cpp\n(.*?)^```", text_of(README), re.M | re.S)[1]
        self.run_one("./edge-ai new a-script")
        with open(os.path.join(self.folder, "a-script", "a-script.cc"), "w", encoding="utf-8") as out:
            out.write(script)
        printed = self.run_one("./edge-ai run a-script")
        self.assertIn("completed tasks", printed)
        self.assertIsNone(missing(["dropped 0 0"], printed), printed)

    def test_readme_tables(self):
        found = claims(text_of(README))
        self.assertGreaterEqual(len(found), 1)
        for command, rows in found:
            if not SLOW and kind(command) != "quick":
                continue
            with self.subTest(command):
                printed = self.run_one(re.sub("^edge-ai-test-runner", os.path.join(BUILD, "bin", "edge-ai-test-runner"), command))
                for row in rows:
                    self.assertTrue(any(holds(row, line) for line in printed.splitlines()), f"no row {row} in\n{printed}")


class Prose(unittest.TestCase):
    """Spelling, where a program for it is installed."""

    @unittest.skipUnless(shutil.which("codespell"), "codespell is not installed")
    def test_spelling(self):
        done = subprocess.run(["codespell", "--ignore-words", os.path.join(ROOT, "test", "doc", "words.txt"), "--skip",
                               "*.png,*.svg,*.pcap,*.dat", "README.md", "CHANGES.md", "CONTRIBUTING.md", "FEATURES.md",
                               "doc", "examples", "bindings", "tools"],
                              cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main(argv=[word for word in sys.argv if word != "--slow"])
