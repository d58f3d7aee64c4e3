#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the ./edge-ai command that need neither a build nor the right to install."""

import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))

from house import build, names, packages, say  # noqa: E402


class InFolder(unittest.TestCase):
    """A case with a folder of its own."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge ai ")
        self.addCleanup(place.cleanup)
        self.folder = place.name

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path


class Packages(InFolder):
    def setUp(self):
        super().setUp()
        self.path = self.write(
            "packages.txt", "# words\ncc build\nlibns3-dev build\nplot figures\n\nsim test # why\n"
        )
        self.had = set()
        self.installs = []
        self.may = True
        for name, action in (
            ("installed", lambda wanted: self.had & set(wanted)),
            ("install", self.install),
            ("elevation", lambda: [] if self.may else None),
            ("own_ns3", lambda: False),
        ):
            patch = mock.patch.object(packages, name, action)
            patch.start()
            self.addCleanup(patch.stop)
        which = mock.patch.object(packages.shutil, "which", lambda tool: "/usr/bin/" + tool)
        which.start()
        self.addCleanup(which.stop)
        self.notes = []
        note = mock.patch.object(packages, "note", self.notes.append)
        note.start()
        self.addCleanup(note.stop)

    def install(self, wanted):
        if not self.may:
            return "run apt-get install " + " ".join(wanted)
        self.installs.append(list(wanted))
        self.had |= set(wanted) - {"plot"}  # this one is never to be had
        return ""

    def test_reads_groups(self):
        self.assertEqual(packages.read(self.path, ["build", "test"]), ["cc", "libns3-dev", "sim"])
        self.assertEqual(packages.groups(self.path), ["build", "figures", "test"])

    def test_bad_line_is_named(self):
        path = self.write("bad.txt", "cc build\nlonely\n")
        with self.assertRaisesRegex(say.Refused, "bad.txt:2.*lonely"):
            packages.read(path, ["build"])

    def test_nothing_missing_means_no_install(self):
        self.had = {"cc", "libns3-dev"}
        packages.ensure(self.path, ["build"])
        self.assertEqual(self.installs, [])
        self.assertEqual(self.notes, [])

    def test_installs_only_what_is_missing(self):
        self.had = {"cc"}
        packages.ensure(self.path, ["build"])
        self.assertEqual(self.installs, [["libns3-dev"]])

    def test_optional_package_does_not_stop(self):
        self.had = {"cc", "libns3-dev"}
        packages.ensure(self.path, ["build", "figures"])
        self.assertIn("no figures", self.notes[0])

    def test_without_rights_names_the_command(self):
        self.may = False
        with self.assertRaisesRegex(say.Refused, "apt-get install cc libns3-dev") as caught:
            packages.ensure(self.path, ["build"])
        self.assertEqual(caught.exception.code, 2)

    def test_without_rights_optional_is_only_noted(self):
        self.may = False
        self.had = {"cc", "libns3-dev"}
        packages.ensure(self.path, ["build", "test"])
        self.assertIn("apt-get install sim", self.notes[0])

    def test_own_ns3_replaces_debians(self):
        with mock.patch.object(packages, "own_ns3", lambda: True):
            self.assertEqual(packages.missing(self.path, ["build"]), ["cc"])

    def test_no_install_is_obeyed(self):
        with self.assertRaisesRegex(say.Refused, "Not installed: cc libns3-dev"):
            packages.ensure(self.path, ["build"], may_install=False)
        self.assertEqual(self.installs, [])


class OwnNs3(InFolder):
    def test_found_in_any_prefix(self):
        self.write("b/lib/cmake/ns3/ns3Config.cmake", "")
        paths = os.pathsep.join(os.path.join(self.folder, name) for name in "ab")
        with mock.patch.dict(os.environ, CMAKE_PREFIX_PATH=paths):
            self.assertTrue(packages.own_ns3())
        with mock.patch.dict(os.environ, CMAKE_PREFIX_PATH=os.path.join(self.folder, "a")):
            self.assertFalse(packages.own_ns3())


class BuildErrors(InFolder):
    def show(self, text):
        return build.build_error(self.write("log", text), "thing")

    def test_first_compiler_error(self):
        shown = self.show(
            "[1/9] Building CXX object a.o\nFAILED: m/b.cc.o \nc++ -c 'x y/b.cc'\n"
            "In file included from x y/b.cc:1:\n"
            "x y/b.cc:3:1: warning: unused\n"
            "x y/b.cc:7:5: error: 'f' was not declared\n    7 |     f();\n      |     ^\n"
            "x y/b.cc:9:5: error: another\n[2/9] Building CXX object z.o\nninja: build stopped\n"
        )
        self.assertIn("failed at m/b.cc.o", shown)
        self.assertIn("x y/b.cc:7:5: error: 'f' was not declared\n    7 |     f();", shown)
        self.assertIn("c++ -c 'x y/b.cc'", shown)
        self.assertIn("log", shown.splitlines()[-1])
        for absent in ("another", "unused", "z.o"):
            self.assertNotIn(absent, shown)

    def test_linker_error(self):
        shown = self.show(
            "FAILED: bin/x \nc++ -o bin/x\n/usr/bin/ld: a.o: in function `main':\n"
            "a.cc:(.text+0x5): undefined reference to `g()'\ncollect2: error: ld returned 1\n"
        )
        self.assertIn("undefined reference to `g()'", shown)

    def test_cmake_error_under_ninja(self):
        shown = self.show(
            "[0/1] Re-running CMake...\nCMake Error at CMakeLists.txt:3 (message):\n  no such file\n"
            "FAILED: build.ninja \ncmake -S. -B.\nninja: error: rebuilding 'build.ninja'\n"
        )
        self.assertIn("CMakeLists.txt:3", shown)
        self.assertIn("no such file", shown)

    def test_long_command_is_cut(self):
        shown = self.show("FAILED: a\n" + "c++ " + "-Ix " * 200 + "-c end.cc\na.cc:1:1: error: e\n")
        self.assertIn("-c end.cc", shown)
        self.assertLess(len(shown), 500)


class Jobs(unittest.TestCase):
    def test_given_number(self):
        with mock.patch.dict(os.environ, EDGE_AI_JOBS="3"):
            self.assertEqual(build.jobs(), 3)

    def test_bad_number_is_refused(self):
        for bad in ("0", "many", "-1", ""):
            with mock.patch.dict(os.environ, EDGE_AI_JOBS=bad):
                with self.assertRaisesRegex(say.Refused, "EDGE_AI_JOBS"):
                    build.jobs()


class Names(InFolder):
    def test_lists(self):
        self.write("sources.txt", "# c\nexample examples/one.cc\ntest test/a.cc\nbench bench/b.cc\n")
        self.write("test/a.cc", 'A() : TestSuite("edge-ai-a", TEST_UNIT)\nB() : TestSuite("edge-ai-b")')
        self.assertEqual(names.programs(self.folder, "example"), {"one": "examples/one.cc"})
        self.assertEqual(names.programs(self.folder, "bench"), {"b": "bench/b.cc"})
        self.assertLessEqual({"edge-ai-a", "edge-ai-b"}, set(names.suites(self.folder)))

    def test_description_is_the_first_sentence(self):
        licence = "/*\n * SPDX-License-Identifier: GPL-2.0-only\n */\n"
        for text, said in (
            ("\n/**\n * @file\n * Finds the\n * cut. More.\n */\n", "Finds the cut"),
            ("\n// Finds the cut.\n// More.\n#include <x>\n", "Finds the cut"),
            ("\n/// Finds the cut.\n\n/// What a case does.\nclass X;\n", "Finds the cut"),
            ("\n#include <x>\n\n/** What a case does. */\nclass X;\n", ""),
            ("\nint main() {}\n", ""),
        ):
            self.assertEqual(names.describe(self.write("x.cc", licence + text)), said)

    def test_every_listed_file_exists_and_every_name_is_free(self):
        listed = [path for kind in ("source", "header", "test", "example", "bench")
                  for path in names.files(ROOT, kind)]
        self.assertEqual([path for path in listed if not os.path.isfile(os.path.join(ROOT, path))], [])
        headers = [os.path.basename(path) for path in names.files(ROOT, "header")]
        self.assertEqual(len(headers), len(set(headers)), "headers are installed into one folder")

    def test_test_py_runs_every_example(self):
        with open(os.path.join(ROOT, "test", "examples-to-run.py"), encoding="utf-8") as source:
            listed = re.findall(r'^    \("([\w-]+)', source.read(), re.M)
        self.assertEqual(sorted(set(listed)), sorted(names.programs(ROOT, "example")))


class Results(InFolder):
    """What is said of the files of a run."""

    def setUp(self):
        super().setUp()
        loader = importlib.machinery.SourceFileLoader("edge_ai", os.path.join(ROOT, "edge-ai"))
        self.edge_ai = importlib.util.module_from_spec(importlib.util.spec_from_loader("edge_ai", loader))
        loader.exec_module(self.edge_ai)
        self.notes = []
        for module in (self.edge_ai, self.edge_ai.studies):
            patch = mock.patch.object(module, "note", self.notes.append)
            patch.start()
            self.addCleanup(patch.stop)
        path = self.write("bin/toy", "#!/bin/sh\nfor word; do case $word in --output=*) out=${word#--output=};; esac; done\n"
                                     "for file in $FILES; do echo $FILES >$out/$file; done\n")
        os.chmod(path, 0o755)
        self.build = build.Build(self.folder, self.folder)

    def told(self, files, *words):
        """Run the program, which leaves some files; return what was said after their names."""
        self.notes.clear()
        with mock.patch.dict(os.environ, FILES=files, EDGE_AI_RESULTS=""):
            self.assertEqual(self.edge_ai.execute_in(self.build, "toy", list(words), self.folder), 0)
        self.assertRegex(self.notes[0], "^toy took .* s and wrote$")
        return [one for one in self.notes[1:] if not one.startswith("  ")]

    def test_files_of_earlier_runs_are_told_replaced_or_left(self):
        self.assertEqual(self.told("a b"), [])
        replaced = "2 of these replaced those of an earlier run; -- --output=FOLDER keeps both"
        self.assertEqual(self.told("a b"), [replaced])
        folder = os.path.join(self.folder, "results", "toy")
        self.assertEqual(self.told("c d e f g"), [f"Still in {self.edge_ai.friendly(folder)} from before: a, b"])
        self.assertEqual(self.told("a"), ["1 of these replaced that of an earlier run; -- --output=FOLDER keeps both",
                                          f"Still in {self.edge_ai.friendly(folder)} from before: b, c, d, e and 2 more"])
        self.assertEqual(self.told("a b", f"--output={self.folder}/other"), [])


class Command(unittest.TestCase):
    def call(self, *words):
        return subprocess.run(
            [sys.executable, os.path.join(ROOT, "edge-ai"), *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
        )

    def test_unknown_names_suggest_and_end_with_2(self):
        for words, text in (
            (["tset"], "Did you mean: test"),
            (["test", "no-such-suite"], "./edge-ai list names them"),
            (["bench", "no-such-bench"], "Known:"),
            (["test", "edge-ai-noma", "--valgrind", "--slow"], "without --slow and --sanitize"),
            (["run", "no-such-example"], "There is no example 'no-such-example'"),
            (["run"], "run needs the name of an example"),
            (["run", "--devices=3"], "co-inference-minimal"),
            (["run", "no/such-study"], "There is no folder 'no/such-study'; ./edge-ai new no/such-study writes a study there"),
            (["run", "such-study/"], "There is no folder 'such-study/'; ./edge-ai new such-study/ writes a study there"),
            (["run", "no/9 lives"], "There is no folder 'no/9 lives'\n"),
            (["run", os.path.join(ROOT, "README.md")], "README.md' is a file; the name of an example or the folder of a study"),
            (["install", "biuld"], "Did you mean: build"),
            (["profile", "no-such-file.onnx"], "no-such-file.onnx"),
        ):
            answer = self.call(*words)
            self.assertEqual(answer.returncode, 2, words)
            self.assertIn(text, answer.stderr)
            self.assertEqual(answer.stdout, "")

    def test_list_says_what_everything_is_for(self):
        for line in self.call("list").stdout.splitlines():
            if line.startswith("  "):
                self.assertRegex(line, r"^  \S+ +\S+ \S+", "a name and words")

    def test_list_ends_quietly_when_nobody_reads_on(self):
        listing = subprocess.Popen([sys.executable, os.path.join(ROOT, "edge-ai"), "list"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        listing.stdout.close()
        said = listing.stderr.read()
        listing.stderr.close()
        listing.wait()
        self.assertEqual(said, b"")

    def test_list_names_this_suite(self):
        answer = self.call("list")
        self.assertEqual(answer.returncode, 0)
        self.assertIn("edge-ai-command", answer.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=1)
