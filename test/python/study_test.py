#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Can a study be written, built and run, and a table of one's own be drawn?"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import types
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT, InFolder  # noqa: E402

sys.path.insert(0, os.path.join(ROOT, "tools"))
from house import studies  # noqa: E402

import edgeai  # noqa: E402
from edgeai import checkout, columns, study  # noqa: E402
from edgeai.campaign import driver, spec  # noqa: E402

PACKAGE = os.path.join(checkout.build_folder(), "cmake", "edge-ai", "edge-aiConfig.cmake")
LIBRARY = os.path.join(checkout.build_folder(), "lib", "libns3-edge-ai.so")


def command(*words, **how):
    """Call ./edge-ai."""
    return subprocess.run([sys.executable, os.path.join(ROOT, "edge-ai"), *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False, **how)


class New(InFolder):
    def test_files_are_short_and_named(self):
        done = command("new", "my-study", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        place = os.path.join(self.folder, "my-study")
        self.assertEqual(sorted(os.listdir(place)), ["CMakeLists.txt", "README.md", "campaign.json", "my-study.cc"])
        texts = {}
        for name in os.listdir(place):
            with open(os.path.join(place, name), encoding="utf-8") as text:
                texts[name] = text.read()
        self.assertLessEqual(len(texts["my-study.cc"].splitlines()), 60)
        self.assertLessEqual(len(texts["CMakeLists.txt"].splitlines()), 6)
        self.assertNotIn("@NAME@", "".join(texts.values()))
        self.assertEqual(study.name(place), "my-study")
        self.assertEqual(len(spec.load(os.path.join(place, "campaign.json")).points()), 12)

    def test_kinds_are_the_folders_of_templates(self):
        kinds = study.kinds()
        self.assertTrue({"co-inference", "learning", "chain", "rows", "stages", "services", "tiers"} <= set(kinds))
        told = command("new", cwd=self.folder)
        self.assertEqual(told.returncode, 2)
        for kind, asked in kinds.items():
            self.assertRegex(told.stderr, f"(?m)^  {kind} +{re.escape(asked)}$")
            self.assertTrue(asked.endswith("?"), asked)
            place = os.path.join(self.folder, kind)
            done = command("new", kind, f"--kind={kind}", cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(sorted(os.listdir(place)), sorted(["CMakeLists.txt", "README.md", "campaign.json", f"{kind}.cc"]))
            for name in os.listdir(place):
                with open(os.path.join(place, name), encoding="utf-8") as text:
                    words = text.read()
                self.assertNotRegex(words, "@[A-Z]+@", f"{kind}/{name}")
                if name == "README.md":
                    self.assertIn(asked, words)
                self.assertLess(len(words.splitlines()), 120 if name.endswith(".cc") else 80, f"{kind}/{name}")
            self.assertGreater(len(spec.load(os.path.join(place, "campaign.json")).points()), 5)

    def test_a_kind_that_there_is_not_is_answered_with_those_there_are(self):
        for kind in ("lerning", "", "../study-templates/learning", "README.md"):
            done = command("new", "own", f"--kind={kind}", cwd=self.folder)
            self.assertEqual((done.returncode, "Traceback" in done.stderr), (2, False), done.stderr)
            self.assertIn(f"There is no kind of study '{kind}'", done.stderr)
            self.assertIn("Known: " + ", ".join(study.kinds()), done.stderr)
            self.assertFalse(os.path.exists(os.path.join(self.folder, "own")))
        with self.assertRaisesRegex(edgeai.Refused, "None is no kind of study"):
            study.new(os.path.join(self.folder, "own"), None)

    def test_nothing_is_overwritten(self):
        for folder, words in (("my study", "no name of a study"), ("9", "no name of a study"), ("fake", "already")):
            done = command("new", folder, cwd=self.folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)

    def test_folders_that_cannot_be_made_are_told(self):
        os.symlink(os.path.join(self.folder, "nowhere"), os.path.join(self.folder, "dangling"))
        for folder, said in (("fake/study", "fake/study cannot be made: Not a directory"), ("dangling", "dangling already"),
                             ("/proc/foo", "/proc/foo cannot be made: No such file or directory"),
                             ("a" * 300, "a cannot be made: File name too long")):
            done = command("new", folder, cwd=self.folder)
            self.assertIn(said, done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        with mock.patch("builtins.open", side_effect=OSError(28, "No space left on device")), \
                mock.patch.object(study, "template", return_value={"a": "b"}), \
                mock.patch.object(study, "kinds", return_value=[study.KIND]):
            with self.assertRaisesRegex(edgeai.Refused, "full cannot be made: No space left"):
                study.new(os.path.join(self.folder, "full"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["dangling", "fake"])  # nothing is left of them
        for folder in (3, None, "a\0b"):
            with self.assertRaisesRegex(edgeai.Refused, "folder"):
                study.new(folder)

    def test_names_that_targets_of_cmake_have_are_refused(self):
        for name in ("all", "help", "test", "clean", "install", "package", "edit_cache", "ALL_BUILD"):
            done = command("new", name, cwd=self.folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"'{name}' is no name of a study: CMake has a target of that name itself", done.stderr)
            self.assertFalse(os.path.exists(os.path.join(self.folder, name)))

    def test_what_it_says_next_means_the_study(self):
        for folder, words in (("laim", "run ./laim"), ("some/laim", "run some/laim"), ("my own/study", "run 'my own/study'")):
            self.assertIn(f"Build and run it: ./edge-ai {words}\n", command("new", folder, cwd=self.folder).stderr)

    def test_folders_that_are_no_study_are_told(self):
        place = os.path.join(self.folder, "empty")
        for text, said in (("project(x CXX)\nadd_executable(x x.cc)\n", "no find_package.edge-ai REQUIRED"),
                           ("# find_package(edge-ai)\nadd_executable(x x.cc)\n", "no find_package"),
                           ("find_package(edge-ai REQUIRED)\n", "makes no program")):
            self.write("empty/CMakeLists.txt", text)
            with self.assertRaisesRegex(edgeai.Refused, said):
                study.name(place)
        file = self.write("c.json", '{"program": "./empty"}')
        done = command("campaign", file, "--no-install")
        self.assertEqual((done.returncode, "Traceback" in done.stderr), (2, False), done.stderr)
        self.assertIn("makes no program", done.stderr)
        done = command("run", self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("is no study: it has no CMakeLists.txt", done.stderr)


@unittest.skipUnless(os.path.isfile(PACKAGE) and os.path.isfile(LIBRARY) and shutil.which("cmake") and
                     shutil.which("ninja"), "the module is not built")
class Built(InFolder):
    """The script as it is written, built against the build that is tested."""

    def test_it_runs_alone_and_in_a_campaign(self):
        place = os.path.join(self.folder, "own")
        study.new(place)
        # The module itself is built, and by whom is no matter here.
        with mock.patch.object(study, "build"):
            path = study.program(place)
        self.assertTrue(os.access(path, os.X_OK))
        found = edgeai.run(place, 2, devices=2, build=False, progress=False)
        self.assertEqual(set(found.names()), {"summary", "tasks", "tasks-nodes", "tasks-steps"})
        self.assertEqual([group for group in found.rows_of_summary()["group"] if group == "all"], ["all"] * 2)
        with self.assertRaisesRegex(edgeai.Refused, "own: there is no option --device; did you mean"):
            edgeai.run(place, device=2, build=False, progress=False)
        file = os.path.join(place, "campaign.json")
        with open(file, encoding="utf-8") as text:
            content = text.read()
        with open(file, "w", encoding="utf-8") as text:
            text.write(re.sub(r'"runs": \d+', '"runs": 2', content))
        with mock.patch("edgeai.campaign.driver.note"), mock.patch("edgeai.pool.note"):
            made = driver.run(file, driver.Options(build=False))
        self.assertEqual((made.pieces, made.failed), (24, 0))


    def test_a_copy_has_a_place_of_its_own(self):
        place, copy = os.path.join(self.folder, "own"), os.path.join(self.folder, "copied")
        study.new(place, "tiers")
        with mock.patch.object(study, "build"):
            study.program(place)
        shutil.copytree(place, copy)
        said = []
        with mock.patch.object(study, "build"):
            studies.run(types.SimpleNamespace(name=copy, arguments=["--rounds=2"], report=False, install=False), self.fail,
                        lambda *words: said.append(words) or 0)
        (made, called, words, home, _), = said
        self.assertEqual((called, home, made.folder), ("own", copy, os.path.join(copy, "build")))
        self.assertEqual(words, ["--rounds=2", "--output=" + os.path.join(copy, "results", "copied")])

    def test_every_kind_runs_and_so_does_its_campaign(self):
        options = {"learning": {"rounds": 2}, "tiers": {"rounds": 2}}
        for kind in sorted(set(study.kinds()) - {study.KIND}):
            with self.subTest(kind):
                place = os.path.join(self.folder, "own-" + kind)
                study.new(place, kind)
                with mock.patch.object(study, "build"):
                    study.program(place)
                found = edgeai.run(place, 2, build=False, progress=False, **options.get(kind, {}))
                every = found.rows_of_summary()
                whole, other = [row for row, group in enumerate(every["group"]) if group == "all"]
                self.assertGreater(every["completed"][whole], 10 * every["dropped"][whole])
                # Processors have powers, and a run is another than the one before.
                self.assertGreater(every["energy_total_J"][whole], 0)
                differing = [name for name in every if name not in ("run", "rng_run") and every[name][whole] != every[name][other]
                             and every[name][whole] == every[name][whole]]
                self.assertIn({"learning": "accuracy_realised", "tiers": "server_accuracy_realised"}.get(
                    kind, "latency_realised_s"), differing)
                file = os.path.join(place, "campaign.json")
                with open(file, encoding="utf-8") as text:
                    content = json.load(text)
                content["runs"] = 1
                content["settings"] = options.get(kind, {})
                with open(file, "w", encoding="utf-8") as text:
                    json.dump(content, text)
                with mock.patch("edgeai.campaign.driver.note"), mock.patch("edgeai.pool.note"), \
                        mock.patch("edgeai.campaign.gather.note") as said:
                    made = driver.run(file, driver.Options(build=False))
                self.assertEqual((made.pieces, made.failed), (len(spec.load(file).points()), 0))
                told = [call.args[0] for call in said.call_args_list]
                # Every line of every figure has points, some the same ones.
                self.assertEqual([one for one in told if "lie on each other" not in one], [])
                points = columns.read(os.path.join(made.folder, "points.csv"))
                self.assertEqual(set(points["metric"]), {columns.bare(name) for name in content["metrics"]})
                self.assertTrue(any(name.endswith(".dat") for name in os.listdir(os.path.join(made.folder, "figures"))))


@unittest.skipUnless(os.access(os.path.join(checkout.build_folder(), "bin", "own-method"), os.X_OK), "the examples are not built")
class Parts(InFolder):
    """Examples of parts of one's own: what they are there to show."""

    def program(self, name, *words):
        """Run an example; return what it printed."""
        done = subprocess.run([os.path.join(checkout.build_folder(), "bin", name), "--output=out", *words],
                              cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=200, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def number(self, text, pattern):
        """Return a number of what was printed."""
        return float(re.search(pattern, text)[1])

    def test_a_governor_saves_energy(self):
        spent = {name: self.number(self.program("own-governor", f"--governor={name}"), r"work: (\S+) J")
                 for name in ("Waiting", "Performance")}
        self.assertLess(spent["Waiting"], .95 * spent["Performance"])

    def test_a_distortion_changes_plans(self):
        lines = {own: re.search("distortion.*", self.program("own-distortion", f"--own={own}"))[0] for own in ("true", "false")}
        self.assertNotEqual(lines["true"], lines["false"])

    @unittest.skipUnless(importlib.util.find_spec("numpy"), "numpy is not installed")
    def test_a_method_learns_from_signs(self):
        signs, plain = self.program("own-method"), self.program("own-method", "--trainer=numpy_trainer.py")
        for text in (signs, plain):
            self.assertGreater(self.number(text, "accuracy ([0-9.]+)"), .5)
        # 210 parameters of each of six devices: 27 bytes instead of 840.
        up = [self.number(text, "up ([0-9.e+]+) bit") for text in (signs, plain)]
        self.assertEqual(up[0], 6 * 27 * 8)
        self.assertGreater(up[1], 25 * up[0])


class Plot(InFolder):
    ROUNDS = "planner,round,accuracy,loss [1]\nA,1,0.5,2\nA,2,0.75,1\nB,1,0.25,4\nB,2,0.5,2\n"
    TASKS = "id,node,family,network,planner,latency_realised_s\n0,0,f,n,A,1\n1,0,f,n,A,3\n2,0,f,n,B,2\n"

    def plot(self, text, *words):
        """Draw a table; return the numbers of the figure, or what was said if there is none."""
        path = self.write("own.csv", text)
        done = command("plot", path, "--no-install", f"--output={os.path.join(self.folder, 'out', 'figure')}", *words)
        if done.returncode:
            return done.stderr
        with open(os.path.join(self.folder, "out", "figure.dat"), encoding="utf-8") as numbers:
            return numbers.read()

    def test_learning_curves(self):
        numbers = self.plot(self.ROUNDS, "--metric=accuracy", "--by=planner")
        self.assertEqual(numbers, "# x: round\n# y: accuracy\n# 'A'\n1.0 0.5\n2.0 0.75\n\n\n# 'B'\n1.0 0.25\n2.0 0.5\n")

    def test_a_table_without_numbers_is_told_in_words(self):
        refused = ("id,node,family,network,planner,outcome,detail,latency_realised_s\n"
                   "0,0,f,n,A,DROPPED_REFUSED,A: no,\n1,0,f,n,B,DROPPED_REFUSED,B: no,\n")
        summary = "group,generated,completed,latency_realised_s\nall,2,0,\n"
        rounds = "planner,round,accuracy\nA,1,\nB,1,\n"
        steps = "task,step,name,kind,time_planned_s,time_realised_s,wait_s\n0,0,a,b,,,\n"
        for text, words, said in (
                (refused, [], "latency_realised_s has no number in any of 2 rows; they ended as DROPPED_REFUSED (2): A: no"),
                (refused, ["--metric=latency", "--x=planner"], "has no number in any of 2 rows"),
                (refused.partition("\n")[0] + "\n", [], "latency_realised_s has no number: there is no row"),
                (summary, ["--metric=latency", "--x=generated"], "in any of 1 rows; nothing was completed"),
                (rounds, ["--metric=accuracy", "--by=planner"], "accuracy has no number in any of 2 rows"),
                (steps, [], "no step of the table has a time, neither planned nor realised"),
                (steps.partition("\n")[0] + "\n", [], "the table has no step")):
            told = self.plot(text, *words)
            self.assertIn(said, told)
            self.assertNotIn("Traceback", told)
            self.assertFalse(os.path.exists(os.path.join(self.folder, "out")))

    def test_rows_are_chosen(self):
        numbers = self.plot(self.ROUNDS, "--metric=loss", "--x=round", "--by=planner", "--where=round=2", "--log=y")
        self.assertEqual(numbers.count("\n2.0 "), 2)
        self.assertNotIn("\n1.0 ", numbers)

    def test_tasks_have_a_distribution(self):
        self.assertIn("# y: share of the tasks with at most that\n# 'latency realised'\n1.0 0.0\n1.0 0.3",
                      self.plot(self.TASKS))

    def test_what_is_wrong_is_named(self):
        for words, said in ((["--metric=acuracy"], "no column 'acuracy'.\nDid you mean: accuracy"), ([], "Which column"),
                            (["--kind=pie"], "allowed are cdf"), (["--where=round"], "COLUMN=VALUE"),
                            (["--metric=loss", "--where=round=x"], "'x' is no number"),
                            (["--metric=loss", "--where=planner=C"], "no value of planner 'C'")):
            self.assertIn(said, self.plot(self.ROUNDS, *words))
        self.assertIn("an empty file", self.plot(""))
        for text, words, said in (
                (self.ROUNDS, ["--metric=planner", "--x=round"], "planner is a column of words, such as 'A'"),
                ("a,b\nx,1\n", ["--kind=cdf", "--metric=a"], "a is a column of words"),
                ("task,step,name,kind,time_planned_s,time_realised_s,wait_s\n0,0,a,b,x,y,z\n", [], "a column of words"),
                ("a,b\n1,2\n", ["--metric=a", "--x=b", "--output=/proc/no/way"], "cannot be written"),
                ("a,b\n1\n", [], "row 2 has 1 fields"), ("a\0,b\n1,2\n", [], "no table")):
            told = self.plot(text, *words)
            self.assertIn(said, told)
            self.assertNotIn("Traceback", told)
        path = os.path.join(self.folder, "binary.csv")
        with open(path, "wb") as data:
            data.write(bytes(range(128, 256)))
        self.assertIn("byte 0 is no text in UTF-8", command("plot", path).stderr)
        self.assertIn("There is no file", command("plot", "nowhere.csv").stderr)

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_pictures_are_of_both_kinds(self):
        self.plot(self.TASKS)
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "out"))),
                         ["figure.dat", "figure.gp", "figure.png", "figure.svg"])


if __name__ == "__main__":
    unittest.main()
