#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the Python package run programs, survive those that fail, and read what they leave?"""

import importlib.util
import math
import os
import shutil
import subprocess
import sys
import time
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT, InFolder  # noqa: E402

import edgeai  # noqa: E402
from edgeai import frame, running, words  # noqa: E402

NUMPY = importlib.util.find_spec("numpy") is not None


def run(name, *arguments, **more):
    """Run quietly, what is built."""
    return edgeai.run(name, *arguments, build=False, progress=False, **more)


class Words(unittest.TestCase):
    def test_values_are_written_as_programs_read_them(self):
        for value, text in ((True, "true"), (3, "3"), (0.5, "0.5"), (5e6, "5000000"), (1e-9, "1e-09"), ("a b", "a b"),
                            ([0.25, 1], "0.25,1"), (("A", "B"), "A,B"), (float("inf"), "inf")):
            self.assertEqual(words.word(value), text)

    def test_others_are_refused_by_name(self):
        for value in (None, {"a": 1}, float("nan"), b"x"):
            with self.assertRaisesRegex(edgeai.Refused, "latency: "):
                words.options({"latency": value})

    def test_texts_that_no_command_line_has_are_refused(self):
        for text, said in (("a\0b", "no text that a command line can have"), ("\ud800", "no text in UTF-8"),
                           (b"x", "neither a number")):
            with self.assertRaisesRegex(edgeai.Refused, f"network: .*{said}"):
                words.options({"network": text})

    def test_grid_changes_its_last_setting_first(self):
        self.assertEqual(running.points({"c": 3}, {"a": [1, 2], "b": ("x", "y")}),
                         [{"c": 3, "a": a, "b": b} for a in (1, 2) for b in "xy"])
        with self.assertRaisesRegex(edgeai.Refused, "a is both"):
            running.points({"a": 1}, {"a": [1]})
        with self.assertRaisesRegex(edgeai.Refused, "a has no value"):
            running.points({}, {"a": []})
        for grid, said in (({"a": "xy"}, "grid: a is 'xy'; a list"), ({"a": 1}, "grid: a is 1; a list"), ([1], "grid is")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                running.points({}, grid)


class Import(InFolder):
    def test_trainers_need_no_checkout(self):
        """What is copied to another machine is the package, and numpy is there."""
        shutil.copytree(os.path.join(ROOT, "bindings"), os.path.join(self.folder, "bindings"))
        done = subprocess.run([sys.executable, "-c", "import edgeai; print(edgeai.__all__); edgeai.nothing"],
                              env=dict(os.environ, PYTHONPATH=os.path.join(self.folder, "bindings", "python")),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.stdout, "['Declined', 'Env', 'Refused', 'Result', 'Run', 'plan', 'run', 'serve_planner']\n")
        self.assertIn("module 'edgeai' has no attribute 'nothing'", done.stderr)

    def test_parts_are_attributes_and_cost_nothing_until_then(self):
        """edgeai.laws, as manuals write it, without an import of its own; what imports nothing needs no numpy."""
        parts = sorted(entry.partition(".")[0] for entry in os.listdir(os.path.join(ROOT, "bindings", "python", "edgeai"))
                       if entry.endswith(".py") and entry != "__init__.py")
        script = ("import sys, edgeai\n"
                  "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('edgeai', 'house', 'numpy')))\n"
                  f"print(set({parts!r} + ['campaign']) <= set(dir(edgeai)), 'erlang_c' in dir(edgeai.laws))\n"
                  "print(edgeai.campaign.run, callable(edgeai.run), edgeai.planning.Refused is edgeai.Refused)\n"
                  f"for name in {parts!r}:\n"
                  "    try:\n"
                  "        assert getattr(edgeai, name).__name__ == 'edgeai.' + name\n"
                  "    except edgeai.Refused as refusal:\n"
                  "        assert 'needs numpy' in str(refusal)\n"
                  "try:\n"
                  "    edgeai.lows\n"
                  "except AttributeError as fault:\n"
                  "    print(fault)\n"
                  "print(hasattr(edgeai, '__wrapped__'), hasattr(edgeai, 'laws.x'))\n")
        done = subprocess.run([sys.executable, "-c", script], env=dict(os.environ, PYTHONPATH=os.path.join(ROOT, "bindings", "python")),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.stderr, "")
        said = done.stdout.splitlines()
        self.assertEqual(said[:2], ["['edgeai']", "True True"])
        self.assertRegex(said[2], "^<function run at 0x[0-9a-f]+> True True$")
        self.assertEqual(said[3:], ["module 'edgeai' has no attribute 'lows'", "False False"])

    def test_a_part_that_lacks_something_says_what(self):
        """That it cannot be imported is no word about whether it is there."""
        shutil.copytree(os.path.join(ROOT, "bindings"), os.path.join(self.folder, "bindings"))
        done = subprocess.run([sys.executable, "-c", "import edgeai; edgeai.laws"],
                              env=dict(os.environ, PYTHONPATH=os.path.join(self.folder, "bindings", "python")),
                              stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.stderr.splitlines()[-1], "ModuleNotFoundError: No module named 'house'")


class Runs(InFolder):
    def test_runs_are_numbered_and_their_tables_joined(self):
        found = run(self.fake, 3, load=2)
        self.assertEqual([one.number for one in found.runs], [1, 2, 3])
        self.assertEqual(found.runs[1].console, "run 2 in mode plain\n")
        tasks = found.rows_of_tasks()
        self.assertEqual(tasks["run"], [1, 1, 1, 2, 2, 2, 3, 3, 3])
        self.assertEqual(tasks["latency_realised_s"], [2, 3, 4] * 3)
        summary = found.rows_of_summary()
        self.assertEqual(summary["group"], ["all", "node"] * 3)
        self.assertEqual(summary["rng_run"], [1, 1, 2, 2, 3, 3])
        self.assertTrue(math.isnan(summary["energy_realised_J"][0]))

    def test_settings_that_differ_are_columns(self):
        found = run(self.fake, 2, grid={"load": [1, 4], "mode": ["a", "b"]}, first_run=7)
        summary = found.rows_of_summary()
        self.assertEqual(summary["load"], [1] * 8 + [4] * 8)
        self.assertEqual(summary["mode"], (["a"] * 4 + ["b"] * 4) * 2)
        self.assertEqual(set(summary["run"]), {7, 8})

    def test_one_that_aborts_does_not_stop_the_others(self):
        found = run(self.fake, 3, fail=2)
        self.assertEqual([bool(one.failure) for one in found.runs], [False, True, False])
        self.assertEqual(found.runs[1].code, -6)
        self.assertIn("run 2 was ended by signal 6 (SIGABRT)\n    fake: run 2 cannot go on", repr(found))
        self.assertNotIn("12 %", repr(found))
        self.assertEqual(set(found.rows_of_tasks()["run"]), {1, 3})

    def test_all_that_abort_are_an_error(self):
        with self.assertRaisesRegex(edgeai.Refused, "(?s)All 2 runs of fake failed.*run 1 cannot go on"):
            run(self.fake, 2, fail="all")

    def test_one_that_ends_with_an_error_failed(self):
        found = run(self.fake, 2, settings={"exit": 1})
        self.assertEqual([one.failure for one in found.runs], ["ended with exit code 3", ""])
        self.assertEqual((found.runs[0].code, found.failures), (3, [found.runs[0]]))

    def test_one_that_hangs_is_ended(self):
        start = time.monotonic()
        found = run(self.fake, 2, sleep=1, timeout=1)
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(found.runs[0].failure, "took longer than 1 s and was ended")
        self.assertEqual(found.runs[1].failure, "")

    def test_unknown_options_are_refused_in_the_programs_words(self):
        with self.assertRaisesRegex(edgeai.Refused, "^fake: there is no option --laod; did you mean load"):
            run(self.fake, 2, laod=1)
        run(self.fake, settings={"RngSeed": 2, "ns3::edgeai::PoissonArrivals::Rate": 0.2})
        with self.assertRaisesRegex(edgeai.Refused, "RngRun: say runs"):
            run(self.fake, RngRun=1)

    def test_settings_of_runs_have_ranges(self):
        for more, said in (({"runs": 0}, "runs is 0; allowed is a whole number from 1"), ({"runs": True}, "runs is True"),
                           ({"runs": 1.5}, "runs is 1.5"), ({"first_run": 0}, "first_run is 0"),
                           ({"first_run": 2**32}, "first_run is 4294967296"), ({"at_once": 0}, "at_once is 0"),
                           ({"timeout": 0}, "timeout is 0; allowed is a number from 0.001 to"),
                           ({"timeout": -1}, "timeout is -1"), ({"timeout": 1e300}, "timeout is 1e.300"),
                           ({"timeout": math.nan}, "timeout is nan"), ({"timeout": "soon"}, "timeout is 'soon'"),
                           ({"output": self.fake}, "cannot be a folder: File exists"),
                           ({"output": 3}, "output is 3; a folder is needed"), ({"output": "\ud800"}, "output: .*UTF-8"),
                           ({"grid": 3}, r"grid is 3; \{option: \[values\]\} is needed"),
                           ({"grid": {1: [1]}}, "grid: 1 is no name of an option"),
                           ({"settings": [1]}, r"settings is \[1\]; \{option: value\} is needed"),
                           ({"settings": {1: 1}}, "settings: 1 is no name of an option"),
                           ({"settings": {"\ud800": 1}}, "an option's name: '.ud800' is no text in UTF-8"),
                           ({"load": 1, "settings": {"load": 2}}, "load is 1, and 2 in settings; allowed is to say it once")):
            with self.assertRaisesRegex(edgeai.Refused, said, msg=more):
                edgeai.run(self.fake, build=False, progress=False, **more)

    def test_tables_that_are_none_are_told(self):
        found = run(self.fake, 2)
        with self.assertRaisesRegex(edgeai.Refused, "There is no column 'latencee'"):
            found.plot("latencee")
        with self.assertRaisesRegex(edgeai.Refused, "network is a column of words"):
            found.plot("network", table="tasks")
        for text, said in ((b"", "an empty file"), (bytes(range(128, 256)), "no text in UTF-8"), (b"a,b\n1\n", "1 fields")):
            with open(os.path.join(found.runs[0].folder, "summary.csv"), "wb") as data:
                data.write(text)
            with self.assertRaisesRegex(edgeai.Refused, said):
                found.summary
        with open(os.path.join(found.runs[0].folder, "tasks.csv"), "wb") as data:
            data.write(bytes(range(128, 256)))
        with self.assertRaisesRegex(edgeai.Refused, "no text in UTF-8"):
            found.tasks

    def test_rounds_are_those_of_the_monitor_where_there_are_no_others(self):
        found = run(self.fake, 2)
        self.assertEqual(found.rows_of_rounds(), {})
        for one in found.runs:
            with open(os.path.join(one.folder, "rounds.csv"), "w", encoding="utf-8") as out:
                out.write("id,node,family,network,planner,outcome,round,loss\n0,0,learning,net,plan,COMPLETED,1,0.5\n"
                          "1,0,learning,net,plan,COMPLETED,2,0.25\n")
            with open(os.path.join(one.folder, "rounds-steps.csv"), "w", encoding="utf-8") as out:
                out.write("task,step,name,kind,round\n0,0,fit,compute,1\n")
        rounds = found.rows_of_rounds()
        self.assertEqual((rounds["run"], rounds["round"], rounds["loss"]), ([1, 1, 2, 2], [1, 2] * 2, [.5, .25] * 2))
        self.assertNotIn("table", rounds)
        for one in found.runs:
            with open(os.path.join(one.folder, "curves.csv"), "w", encoding="utf-8") as out:
                out.write("method,round,loss\na,1,0.75\n")
        self.assertEqual(found.rows_of_rounds(), {"run": [1, 2], "method": ["a"] * 2, "round": [1] * 2, "loss": [.75] * 2})

    def test_unknown_programs_are_refused(self):
        for name in (None, 3, b"laim", ["laim"]):
            with self.assertRaisesRegex(edgeai.Refused, "name is .*; an example, a study's folder or a program is needed"):
                run(name)
        with self.assertRaisesRegex(edgeai.Refused, "name: '.ud800' is no text in UTF-8"):
            run("\ud800")
        with self.assertRaisesRegex(edgeai.Refused, "There is no example 'lam'.\nDid you mean: laim"):
            run("lam")
        with self.assertRaisesRegex(edgeai.Refused, "none that can be run"):
            run(self.write("plain.txt", ""))
        for path, said in ((os.path.join(self.folder, "own"), "There is no folder '.*/own'; ./edge-ai new .*/own writes a study there$"),
                           (os.path.join(self.folder, "9 lives"), "There is no folder '.*/9 lives'$")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                run(path)
        with self.assertRaisesRegex(edgeai.Refused, "no study: it has no CMakeLists.txt"):
            run(self.folder)

    def test_nothing_goes_through_a_shell(self):
        mark = os.path.join(self.folder, "mark")
        found = run(self.fake, mode=f"$(touch '{mark}'); `touch '{mark}'`")
        self.assertFalse(os.path.exists(mark))
        self.assertIn("$(touch", found.runs[0].console)

    def test_files_stay_where_they_are_wanted(self):
        out = os.path.join(self.folder, "out put")
        run(self.fake, 1, output=out)
        self.assertTrue(os.path.isfile(os.path.join(out, "run-1", "tasks.csv")))
        found = run(self.fake)
        place = found.folder
        self.assertTrue(os.path.isdir(place))
        del found
        self.assertFalse(os.path.isdir(place))

    def test_tables_are_looked_up_by_name(self):
        found = run(self.fake)
        with self.assertRaisesRegex(edgeai.Refused, "There is no table 'taks'.\nDid you mean: tasks"):
            found.table("taks")

    @unittest.skipUnless(NUMPY, "numpy is not installed")
    def test_records_without_pandas(self):
        found = run(self.fake, 2)
        with mock.patch.dict(sys.modules, pandas=None):
            tasks = found.tasks
        self.assertEqual(type(tasks).__name__, "recarray")
        self.assertEqual(tasks.latency_realised_s.tolist(), [1, 2, 3, 1, 2, 3])
        self.assertEqual(frame.plain(tasks)["network"], ["net"] * 6)

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
    def test_frames_with_pandas(self):
        tasks = run(self.fake, 2).tasks
        self.assertEqual(tasks.groupby("run").latency_realised_s.mean().tolist(), [2, 2])


class Example(unittest.TestCase):
    """A real one, where it is built."""

    def built(self, name, *arguments, **more):
        """Run an example, or skip the test where it is not built."""
        try:
            return run(name, *arguments, **more)
        except edgeai.Refused as refusal:
            if "has not been built" in str(refusal):
                self.skipTest(str(refusal))
            raise

    def test_an_experiment_has_the_tasks_of_all_its_scenarios(self):
        found = self.built("laim", link="ideal", sweep="none", tasks=2, figures=False)
        tasks, summary = found.rows_of_tasks(), found.rows_of_summary()
        self.assertEqual(len(set(tasks["table"])), len(summary["planner"]))
        self.assertIn("latency_realised [s]", summary)

    def test_summary_is_that_of_the_tasks(self):
        found = self.built("co-inference-minimal", 2, devices=2)
        tasks, summary = found.rows_of_tasks(), found.rows_of_summary()
        self.assertEqual(summary["group"].count("all"), 2)
        for number in (1, 2):
            row = next(i for i, group in enumerate(summary["group"]) if group == "all" and summary["run"][i] == number)
            done = [i for i, outcome in enumerate(tasks["outcome"])
                    if outcome == "COMPLETED" and tasks["run"][i] == number]
            self.assertEqual(summary["completed"][row], len(done))
            for name in ("latency_realised_s", "energy_planned_J"):
                self.assertAlmostEqual(summary[name][row], sum(tasks[name][i] for i in done) / len(done), 12)
        with self.assertRaisesRegex(edgeai.Refused, "--devicess; did you mean devices"):
            run("co-inference-minimal", devicess=2)


if __name__ == "__main__":
    unittest.main()
