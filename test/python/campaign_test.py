#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do campaigns run what is missing, believe only what is whole, and say what comes of it?"""

import builtins
import csv
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import PROGRAM, ROOT, InFolder  # noqa: E402

import edgeai  # noqa: E402
from edgeai import interval  # noqa: E402
from edgeai.campaign import driver, spec, store  # noqa: E402

TABLES = ("runs.csv", "points.csv", "failures.csv")


class Campaigns(InFolder):
    """A case with a campaign's file, quiet."""

    def setUp(self):
        super().setUp()
        self.notes = []
        for module in ("edgeai.campaign.driver", "edgeai.campaign.gather", "edgeai.pool"):
            patch = mock.patch(module + ".note", self.notes.append)
            patch.start()
            self.addCleanup(patch.stop)
        self.marks = os.path.join(self.folder, "marks")
        os.makedirs(self.marks)
        # Drivers that are killed leave what is temporary: not where nobody looks.
        temporary = tempfile.TemporaryDirectory(prefix="edge-ai-")
        self.addCleanup(temporary.cleanup)
        environment = mock.patch.dict(os.environ, FAKE_MARKS=self.marks, TMPDIR=temporary.name)
        environment.start()
        self.addCleanup(environment.stop)

    def file(self, name="c.json", **members):
        """Write a campaign's file; return its path."""
        content = {"program": "./fake", "runs": 4, "grid": {"mode": ["a", "b"], "load": [1, 2.5]},
                   "metrics": ["latency_realised_s"], **members}
        return self.write(name, json.dumps({name: value for name, value in content.items() if value is not None}))

    def run_it(self, path, output="", **more):
        """Run a campaign in this process."""
        return driver.run(path, driver.Options(output=os.path.join(self.folder, output) if output else "", build=False,
                                               **more))

    def started(self):
        """Return how many runs were started since this was asked last."""
        found = os.listdir(self.marks)
        for name in found:
            os.unlink(os.path.join(self.marks, name))
        return len(found)

    def rows(self, folder, name):
        """Return the rows of a table."""
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    def tables(self, folder):
        """Return the bytes of all tables and figures."""
        found = {}
        places = [folder, os.path.join(folder, "figures")]
        for place in places:
            for name in sorted(os.listdir(place)) if os.path.isdir(place) else ():
                if name in TABLES or place != folder:
                    with open(os.path.join(place, name), "rb") as data:
                        found[name] = data.read()
        return found


class Files(Campaigns):
    def test_what_is_wrong_is_named(self):
        for members, words in (
            ({"grdi": {}}, "c.json: There is no member 'grdi'.\nDid you mean: grid"),
            ({"program": None}, "c.json: program is missing: an example"),
            ({"runs": 0}, "c.json: runs is 0; allowed is a whole number from 1 to 1000000"),
            ({"runs": 1e12}, "runs is 1000000000000.0; allowed is a whole"), ({"runs": 10**12}, "from 1 to 1000000"),
            ({"runs": 1.5}, "runs is 1.5; allowed"), ({"runs": -3}, "runs is -3; allowed"),
            ({"runs": True}, "runs is True; a whole number"), ({"runs": "4"}, "runs is '4'; allowed"),
            ({"runs": 10**6}, "grid and runs make 4000000 runs; allowed are up to 1000000"),
            ({"first_run": 0}, "first_run is 0; allowed"), ({"first_run": 2**32 - 2}, "the last run's number may be"),
            ({"timeout": 1e300}, "timeout is 1e.300; allowed is a number from 0 to"),
            ({"table": "../../etc/passwd"}, "table is '../../etc/passwd'; a file of the run's folder"),
            ({"table": "/etc/passwd"}, "a file of the run's folder"), ({"where": {"group": [1]}}, "where: group is"),
            ({"metrics": []}, r"c.json: metrics is \[\]; at least one column is needed"),
            ({"settings": {"pause": "\ud800"}}, r"settings: pause: '.ud800' is no text in UTF-8"),
            ({"program": "\ud800"}, r"program: '.ud800' is no text in UTF-8"),
            ({"labels": {"load": "\ud800"}}, r"labels: load: '.ud800' is no text in UTF-8"),
            ({"grid": {"mode": ["a", "\udcff"]}}, r"grid: mode: '.udcff' is no text in UTF-8"),
            ({"grid": {"\ud800": [1]}}, r"grid: '.ud800' is no text in UTF-8"),
            ({"settings": {"load": "a\0b"}, "grid": {"mode": ["a"]}}, "no text that a command line can have"),
            ({"grid": {"load": 1}}, "grid: load is 1; a list of values"),
            ({"grid": {"load": [1, 1.0]}}, "grid: load has a value twice"),
            ({"grid": {"RngRun": [1]}}, "RngRun is this command's own"),
            ({"settings": {"load": 1}}, "load is both a setting and in the grid"),
            ({"labels": {"laod": "x"}}, "(?s)labels: There is no setting 'laod'.*load"),
            ({"labels": {"load": "run"}}, "labels: load is 'run'; tables have a column of that name for themselves"),
            ({"labels": {"load": "mode"}}, "labels: load is 'mode'; mode has that column: two columns would have one name"),
            ({"statistic": "mode"}, "allowed are mean, median"),
            ({"statistic": "median", "interval": "student"}, "bootstrap"),
            ({"figures": [{"metric": "m"}]}, "figure 1: x is missing"),
            ({"timeout": -1}, "timeout is -1; allowed"), ({"grid": {"laod": [1]}}, "there is no option --laod; did you mean"),
            ({"program": "lam"}, "There is no example 'lam'"),
        ):
            with self.assertRaisesRegex(edgeai.Refused, words, msg=members):
                self.run_it(self.file(**members))
        with self.assertRaisesRegex(edgeai.Refused, "bad.json:1:2: "):
            self.run_it(self.write("bad.json", "{x"))
        for text, said in (('{"program": "./fake", "runs": 1, "runs": 2}', "runs is there twice"),
                           ('{"program": "./fake", "grid": {"load": [1], "load": [2]}}', "load is there twice"),
                           ('{"program": "./fake", "timeout": NaN}', "timeout: nan; allowed are finite"), ("[" * 100000, "recursion"),
                           ('{"runs": ' + "9" * 5000 + "}", "digits|limit")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                self.run_it(self.write("bad.json", text))
        path = os.path.join(self.folder, "binary.json")
        with open(path, "wb") as data:
            data.write(b'{"program": "\xff"}')
        with self.assertRaisesRegex(edgeai.Refused, "byte 13 is no text in UTF-8"):
            self.run_it(path)
        with self.assertRaisesRegex(edgeai.Refused, "ends in .json or .toml"):
            self.run_it(self.write("c.yaml", ""))
        with self.assertRaisesRegex(edgeai.Refused, "no engine 'dusk'.\nDid you mean: dask"):
            self.run_it(self.file(), engine="dusk")
        self.assertEqual(self.started(), 0)

    def test_columns_that_there_are_not_are_told_as_soon_as_a_run_has_ended(self):
        for members, said in (({"metrics": ["latencee"]}, "(?s)There is no metric 'latencee'.*What has been run is kept"),
                              ({"figures": [{"metric": "latencee", "x": "load"}]}, "figure 1: metric: There is no metric 'latencee'"),
                              ({"figures": [{"metric": "latency", "x": "laod"}]}, "figure 1: x: There is no column 'laod'"),
                              ({"by": ["nodee"]}, "There is no column 'nodee'")):
            with self.subTest(members):
                path = self.file(runs=50, **members)
                with self.assertRaisesRegex(edgeai.Refused, said):
                    self.run_it(path, "none", jobs=1)
                self.assertLessEqual(self.started(), 8)  # of 200; the first of each of two modes is enough
                with self.assertRaisesRegex(edgeai.Refused, said):
                    self.run_it(path, "none", jobs=1)
                self.assertEqual(self.started(), 0)
        made = self.run_it(self.file(runs=2), "none", jobs=1)
        self.assertEqual((made.pieces, made.failed), (8, 0))
        self.assertLess(self.started(), 8)  # what was run before the file was mended is kept

    def test_a_column_may_be_of_some_kinds_of_runs_alone(self):
        text = PROGRAM.replace("latency_realised_s,energy_realised_J", "latency_realised_s,{{known['mode']}}_J").replace(
            'out.write("group', 'out.write(f"group').replace("draw.random()}},", "draw.random()}},7")
        self.write("fake", text.format(python=sys.executable))
        made = self.run_it(self.file(metrics=["a_J", "b_J"], runs=1), jobs=1)
        self.assertEqual({row["metric"] for row in self.rows(made.folder, "points.csv")}, {"a_J", "b_J"})
        self.assertEqual(made.failed, 0)

    @unittest.skipIf(sys.version_info < (3, 11), "Python reads TOML from 3.11 on")
    def test_toml_says_the_same(self):
        toml = self.write("c.toml", 'program = "./fake"\nruns = 4\nmetrics = ["latency_realised_s"]\n'
                                    '[grid]\nmode = ["a", "b"]\nload = [1, 2.5]\n')
        self.assertEqual(spec.load(toml), spec.load(self.file()))
        with self.assertRaisesRegex(edgeai.Refused, "bad.toml: Invalid value"):
            spec.load(self.write("bad.toml", "a ="))
        with self.assertRaisesRegex(edgeai.Refused, "overwrite a value.*: runs = 5"):
            spec.load(self.write("twice.toml", 'program = "./fake"\nruns = 4\nruns = 5\n'))

    def test_toml_needs_a_newer_python_and_says_so(self):
        real = builtins.__import__

        def old(name, *rest):
            if name == "tomllib":
                raise ImportError(name)
            return real(name, *rest)

        with mock.patch("builtins.__import__", old), self.assertRaisesRegex(edgeai.Refused, "3.11 or later.*as JSON"):
            spec.load(self.write("c.toml", ""))


class Store(Campaigns):
    def test_a_result_that_is_not_whole_is_not_believed(self):
        record = {"key": "k", "rows": {"a": [1, None]}}
        data = store.packed(record)
        self.assertEqual(store.unpacked(data), record)
        for cut in range(len(data)):
            self.assertIsNone(store.unpacked(data[:cut]), cut)
        self.assertIsNone(store.unpacked(data.replace(b"[1,", b"[2,")))
        self.assertIsNone(store.unpacked(b"[]"))

    def test_it_is_run_again(self):
        path = self.file()
        made = self.run_it(path)
        self.assertEqual((made.pieces, made.failed, self.started()), (16, 0, 16))
        before = self.tables(made.folder)
        pieces = os.path.join(made.folder, "pieces")
        cut, other = sorted(os.listdir(pieces))[:2]
        with open(os.path.join(pieces, cut), "rb+") as data:
            data.truncate(100)
        # One piece under another's name is none of it, either.
        with open(os.path.join(pieces, other), "wb") as data, open(os.path.join(pieces, sorted(os.listdir(pieces))[2]),
                                                                   "rb") as source:
            data.write(source.read())
        self.write(os.path.join(pieces, ".new-half"), "{")
        self.run_it(path)
        self.assertEqual(self.started(), 2)
        self.assertIn("2 results are not whole and are run again", self.notes)
        self.assertEqual(self.tables(made.folder), before)

    def test_a_piece_is_its_settings_files_and_run(self):
        profile = self.write("net.json", "1")
        first = store.key({"a": 1, "n": "net.json"}, 1, self.folder)
        self.assertEqual(first, store.key({"n": "net.json", "a": 1.0}, 1, self.folder))
        self.assertNotEqual(first, store.key({"n": "net.json", "a": 1}, 2, self.folder))
        self.assertNotEqual(first, store.key({"n": "net.json", "a": 2}, 1, self.folder))
        with open(profile, "w", encoding="utf-8") as text:
            text.write("2")
        self.assertNotEqual(first, store.key({"a": 1, "n": "net.json"}, 1, self.folder))

    def test_one_process_at_a_time(self):
        place = os.path.join(self.folder, "store")
        first, second = store.Store(place), store.Store(place)
        first.create()
        with self.assertRaisesRegex(edgeai.Refused, "Another process is at work"):
            second.create()
        second.close()
        first.close()
        second.create()
        second.close()


class Results(Campaigns):
    def test_points_are_means_with_intervals(self):
        made = self.run_it(self.file(labels={"load": "per_second"}))
        runs = self.rows(made.folder, "runs.csv")
        self.assertEqual([(row["mode"], row["per_second"], row["run"]) for row in runs[:5]],
                         [("a", "1", "1"), ("a", "1", "2"), ("a", "1", "3"), ("a", "1", "4"), ("a", "2.5", "1")])
        points = self.rows(made.folder, "points.csv")
        self.assertEqual(len(points), 4)
        for i, point in enumerate(points):
            values = [float(row["latency_realised_s"]) for row in runs[4 * i:4 * i + 4]]
            self.assertEqual((point["metric"], point["unit"], point["runs"]), ("latency_realised_s", "s", "4"))
            self.assertAlmostEqual(float(point["mean"]), statistics.fmean(values), 12)
            half = interval.student(3) * statistics.stdev(values) / 2
            self.assertAlmostEqual(float(point["ci95_high"]) - float(point["mean"]), half, 12)
            self.assertAlmostEqual(float(point["mean"]) - float(point["ci95_low"]), half, 12)
        self.assertIn("latency-realised-against-per-second.gp", self.tables(made.folder))
        self.assertIn("16 runs took", " ".join(self.notes))

    def test_results_are_beside_the_file_or_with_those_of_examples(self):
        self.assertEqual(self.run_it(self.file(runs=1)).folder, os.path.join(self.folder, "results", "c"))
        shipped = spec.load(os.path.join(ROOT, "examples", "data", "co-inference-loads.json"))
        self.assertEqual(driver.default_folder(shipped), os.path.join(ROOT, "results", "co-inference-loads"))
        self.assertEqual((len(shipped.points()), shipped.runs), (12, 10))

    def test_median_and_bootstrap(self):
        made = self.run_it(self.file(statistic="median", runs=5))
        runs, points = self.rows(made.folder, "runs.csv"), self.rows(made.folder, "points.csv")
        values = [float(row["latency_realised_s"]) for row in runs[:5]]
        self.assertEqual(float(points[0]["median"]), statistics.median(values))
        self.assertLessEqual(float(points[0]["ci95_low"]), statistics.median(values))

    def test_rows_of_one_run_stay_apart(self):
        made = self.run_it(self.file(table="tasks.csv", by=["id"]))
        points = self.rows(made.folder, "points.csv")
        self.assertEqual([(row["load"], row["id"], row["mean"]) for row in points[:4]],
                         [("1", "0", "1"), ("1", "1", "2"), ("1", "2", "3"), ("2.5", "0", "2.5")])
        made = self.run_it(self.file(table="summary.csv", where={"group": "node"}, metrics=["energy"]))
        points = self.rows(made.folder, "points.csv")
        self.assertEqual((points[0]["name"], points[0]["mean"]), ("camera", "2"))
        with self.assertRaisesRegex(edgeai.Refused, "rows of one run have the same network"):
            self.run_it(self.file(table="tasks.csv", by=["network"]))

    def test_failures_are_listed_and_tried_again(self):
        path = self.file(settings={"fail": 3})
        made = self.run_it(path)
        self.assertEqual((made.failed, self.started()), (4, 16))
        failures = self.rows(made.folder, "failures.csv")
        self.assertEqual([(row["mode"], row["load"], row["run"]) for row in failures],
                         [("a", "1", "3"), ("a", "2.5", "3"), ("b", "1", "3"), ("b", "2.5", "3")])
        self.assertEqual(failures[0]["failure"], "was ended by signal 6 (SIGABRT)")
        self.assertEqual(failures[0]["last_words"], "fake: run 3 cannot go on in OUTPUT")
        self.assertIn("mode=b load=2.5 run 3 was ended by signal 6 (SIGABRT)\n    fake: run 3 cannot go on in OUTPUT",
                      self.notes)
        self.assertEqual({row["runs"] for row in self.rows(made.folder, "points.csv")}, {"3"})
        self.assertEqual(len(os.listdir(os.path.join(made.folder, "failed"))), 4)
        self.run_it(path)
        self.assertEqual(self.started(), 4)
        self.assertIn("4 results are failures and are run again", self.notes)

    def test_a_run_without_the_table_fails(self):
        made = self.run_it(self.file(table="rounds.csv", runs=1))
        self.assertEqual(made.failed, 4)
        self.assertEqual(self.rows(made.folder, "failures.csv")[0]["failure"],
                         "it left no rounds.csv; tables: summary.csv, tasks.csv")

    def test_folders_of_others_are_left_alone(self):
        own = self.write("own/figures/mine.txt", "x")
        for place, said in ((os.path.join(self.folder, "own"), "a campaign needs a folder of its own"),
                            (self.fake, "cannot be a campaign's folder: (File exists|Not a directory)"),
                            ("/proc/campaign", "cannot be a campaign's folder")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                self.run_it(self.file(runs=1), place)
        self.assertTrue(os.path.isfile(own))
        self.assertEqual(self.started(), 0)

    def test_a_table_without_rows_is_a_failure(self):
        made = self.run_it(self.file(runs=1, grid={"mode": ["head"]}))
        self.assertEqual(made.failed, 1)
        self.assertEqual(self.rows(made.folder, "failures.csv")[0]["failure"], "its summary.csv has a row of heads, and no other")

    def test_infinite_metrics_have_no_interval(self):
        made = self.run_it(self.file(runs=3, grid={"mode": ["endless", "a"], "load": [1, 2]}))
        points = self.rows(made.folder, "points.csv")
        self.assertEqual([(point["mean"], point["ci95_low"]) for point in points[:2]], [("inf", "")] * 2)
        self.assertNotEqual(points[2]["ci95_low"], "")

    def test_metrics_that_are_no_numbers(self):
        with self.assertRaisesRegex(edgeai.Refused, "is a column of words"):
            self.run_it(self.file(runs=1, table="tasks.csv", by=["id"], metrics=["network"]))
        infinite = float("inf")
        self.assertEqual(interval.summarise([infinite, infinite])[:2], (2, infinite))
        self.assertTrue(all(math.isnan(end) for end in interval.summarise([infinite, 1.0])[2:]))
        self.assertTrue(math.isnan(interval.summarise([infinite, -infinite])[1]))
        self.assertEqual(interval.summarise([infinite, 1.0, 2.0], "median", "bootstrap")[1], 2.0)

    def test_a_larger_grid_runs_what_is_new(self):
        first = self.run_it(self.file())
        self.started()
        self.run_it(self.file(runs=5))
        self.assertEqual(self.started(), 4)
        self.run_it(self.file(grid={"mode": ["a", "b"], "load": [1, 2.5, 4]}, runs=5))
        self.assertEqual(self.started(), 10)
        self.assertEqual(len(self.rows(first.folder, "runs.csv")), 30)
        self.run_it(self.file(runs=4))
        self.assertEqual((self.started(), len(self.rows(first.folder, "runs.csv"))), (0, 16))

    def test_another_build_is_run_again(self):
        path = self.file(runs=1)
        self.run_it(path)
        with open(self.fake, "a", encoding="utf-8") as text:
            text.write("\n# changed\n")
        self.started()
        self.run_it(path)
        self.assertEqual(self.started(), 4)
        self.assertIn("4 results are of another build or table and are run again", self.notes)

    def test_files_are_kept_where_that_is_wanted(self):
        made = self.run_it(self.file(runs=1, keep=True))
        kept = os.path.join(made.folder, "files")
        self.assertEqual(len(os.listdir(kept)), 4)
        self.assertIn("tasks.csv", os.listdir(os.path.join(kept, os.listdir(kept)[0])))

    def test_what_is_not_available_stays_so(self):
        made = self.run_it(self.file(metrics=["energy_realised_J"], runs=2, figures=[
            {"metric": "latency_realised_s", "x": "load", "by": ["mode"]}]))
        point = self.rows(made.folder, "points.csv")[0]
        self.assertEqual((point["runs"], point["mean"], point["ci95_low"]), ("0", "", ""))
        self.assertTrue(math.isnan(interval.summarise([float("nan")])[1]))


    def test_a_figure_of_no_number_is_said_and_the_others_are_drawn(self):
        made = self.run_it(self.file(metrics=["energy_realised_J"], runs=2, figures=[
            {"metric": "energy_realised_J", "x": "load", "by": ["mode"]}, {"metric": "latency_realised_s", "x": "load", "by": ["mode"]}]))
        self.assertEqual(made.failed, 0)
        told = [one for one in self.notes if one.startswith("There is no figure of energy realised against load: ")]
        self.assertEqual(len(told), 1, self.notes)
        self.assertIn("energy_realised_J has no number in any of 8 rows", told[0])
        self.assertEqual({name.partition(".")[0] for name in os.listdir(os.path.join(made.folder, "figures"))},
                         {"latency-realised-against-load"})


class Killed(Campaigns):
    def command(self, path, output):
        """Return the command of a campaign."""
        return [sys.executable, os.path.join(ROOT, "edge-ai"), "campaign", path, "--no-build", "--no-install",
                f"--output={os.path.join(self.folder, output)}"]

    def interrupt(self, number):
        """Interrupt a campaign in its middle by a signal, and resume it; return how many were there, and started."""
        path = self.file(settings={"pause": 0.05})
        process = subprocess.Popen(self.command(path, "killed"), stderr=subprocess.DEVNULL)
        pieces = os.path.join(self.folder, "killed", "pieces")
        end = time.monotonic() + 60
        while not os.path.isdir(pieces) or len(os.listdir(pieces)) < 5:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)
        process.send_signal(number)
        process.wait()
        time.sleep(0.5)  # children that outlive it
        there = len([name for name in os.listdir(pieces) if not name.startswith(".")])
        self.started()
        done = subprocess.run(self.command(path, "killed"), stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{there} of 16 runs are there already", done.stderr)
        again = self.started()
        subprocess.run(self.command(path, "whole"), stderr=subprocess.DEVNULL, check=True)
        self.assertEqual(self.tables(os.path.join(self.folder, "killed")),
                         self.tables(os.path.join(self.folder, "whole")))
        self.assertLess(there, 16)
        self.assertEqual(again, 16 - there)
        self.assertIn("processor time adds up to", done.stderr)

    def test_killed_and_resumed_it_leaves_the_same_bytes(self):
        self.interrupt(signal.SIGKILL)

    def test_interrupted_it_ends_its_children(self):
        self.interrupt(signal.SIGTERM)
        self.assertEqual(os.listdir(os.path.join(self.folder, "killed", "work")), [])


if __name__ == "__main__":
    unittest.main()
