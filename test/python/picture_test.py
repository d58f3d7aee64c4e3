#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Intervals against closed forms, figures against the module's style, tables to pictures."""

import importlib.util
import math
import os
import re
import shutil
import statistics
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT, InFolder  # noqa: E402

import edgeai  # noqa: E402
from edgeai import axes, columns, figure, frame, interval, pictures  # noqa: E402

GNUPLOT = shutil.which("gnuplot")
STEPS = {"task": [0, 0, 1, 1], "step": [0, 1, 0, 1], "name": ["uplink", "server"] * 2, "kind": ["t", "c"] * 2,
         "time_planned_s": [1.0, 2.0, 3.0, 4.0], "time_realised_s": [2.0, 2.0, 4.0, 4.0],
         "wait_s": [0.0, 0.5, 0.0, 1.5]}


class Interval(unittest.TestCase):
    def test_student_against_closed_forms(self):
        self.assertAlmostEqual(interval.student(1), math.tan(0.475 * math.pi), 12)
        self.assertAlmostEqual(interval.student(2), 0.95 * math.sqrt(2 / (1 - 0.95 ** 2)), 13)
        # The same table in every textbook.
        for freedom, t in ((4, 2.776), (9, 2.262), (10, 2.228), (30, 2.042), (120, 1.980)):
            self.assertAlmostEqual(interval.student(freedom), t, 3)
        self.assertAlmostEqual(interval.student(100000), statistics.NormalDist().inv_cdf(0.975), 4)
        self.assertAlmostEqual(interval.student(7, 0.99), 3.499, 3)
        for freedom in (0, -1, 1.5):
            with self.assertRaises(ValueError):
                interval.student(freedom)

    def test_within_is_a_probability(self):
        for freedom in (1, 2, 3, 4, 17, 1000):
            self.assertEqual(interval.student_within(0, freedom), 0)
            self.assertAlmostEqual(interval.student_within(1e9, freedom), 1, 8)
            found = [interval.student_within(t / 10, freedom) for t in range(50)]
            self.assertEqual(found, sorted(found))

    @unittest.skipUnless(importlib.util.find_spec("scipy"), "scipy is not installed")
    def test_student_against_another_implementation(self):
        from scipy import stats
        for freedom in range(1, 60):
            self.assertAlmostEqual(interval.student(freedom) / stats.t.ppf(0.975, freedom), 1, 8)

    def test_mean_and_half_width(self):
        count, mean, low, high = interval.summarise([1, 2, 3, float("nan"), None])
        self.assertEqual((count, mean), (3, 2))
        self.assertAlmostEqual(high - mean, 4.302652729749465 / math.sqrt(3), 12)
        self.assertAlmostEqual(mean - low, high - mean, 12)
        count, mean, low, high = interval.summarise([5])
        self.assertEqual((count, mean, math.isnan(low), math.isnan(high)), (1, 5, True, True))
        self.assertEqual(interval.summarise([])[0], 0)

    def test_bootstrap_is_the_same_again_and_covers(self):
        values = [0.1 * i * i for i in range(20)]
        first = interval.summarise(values, "median", "bootstrap")
        self.assertEqual(first, interval.summarise(values, "median", "bootstrap"))
        self.assertEqual(first[1], statistics.median(values))
        self.assertLess(first[2], first[1])
        self.assertGreater(first[3], first[1])
        mean = interval.summarise(values, "mean", "bootstrap")
        student = interval.summarise(values)
        self.assertAlmostEqual((mean[3] - mean[2]) / (student[3] - student[2]), 1, delta=0.2)

    def test_what_makes_no_sense_is_refused(self):
        for ways, words in ((("median", "student"), "interval is of a mean"), (("mode", "student"), "allowed are mean"),
                            (("mean", "normal"), "allowed are student")):
            with self.assertRaisesRegex(edgeai.Refused, words):
                interval.check(*ways)


class Columns(InFolder):
    def test_units_and_names(self):
        for head, words, unit in (("latency_realised [s]", "latency realised", "s"),
                                  ("goodput_bit_per_s", "goodput", "bit/s"), ("distortion", "distortion", ""),
                                  ("latency_planned_p50_s", "latency planned p50", "s")):
            self.assertEqual((columns.words(head), columns.unit(head)), (words, unit))
        table = {"latency_planned_s": [], "latency_realised_s": [], "load [1/s]": []}
        self.assertEqual(columns.find(table, "latency"), "latency_realised_s")
        self.assertEqual(columns.find(table, "load"), "load [1/s]")
        with self.assertRaisesRegex(edgeai.Refused, "no column 'latencie'"):
            columns.find(table, "latencie")

    def test_files_that_are_no_tables_are_refused(self):
        for text, words in (("", "empty"), ("a,b\n1\n", "row 2 has 1 fields"), ("a,a\n", "two columns")):
            with self.assertRaisesRegex(edgeai.Refused, words):
                columns.read(self.write("t.csv", text))

    def test_columns_that_a_part_lacks_are_empty(self):
        joined = columns.join([({"run": 1}, {"x": [1, 2]}), ({"run": 2}, {"y": ["a"]})])
        self.assertEqual(joined["run"], [1, 1, 2])
        self.assertEqual(joined["x"][:2] + [math.isnan(joined["x"][2])], [1, 2, True])
        self.assertEqual(joined["y"], ["", "", "a"])


class Pictures(InFolder):
    def test_style_is_that_of_the_module(self):
        with open(os.path.join(ROOT, "model", "report", "figure-styles.cc"), encoding="utf-8") as source:
            found = re.findall(r'\{"(#\w+)", (\d+), "([^"]+)"\}', source.read())
        self.assertEqual([(colour, int(mark), dash) for colour, mark, dash in found], list(figure.STYLES))
        with open(os.path.join(ROOT, "model", "report", "figure.cc"), encoding="utf-8") as source:
            text = source.read()
        for words in ("noenhanced size 960,600 font 'sans,12'", "set key outside right top vertical Left reverse"):
            self.assertIn(words, text)
            self.assertIn(words, figure.Figure("", "", "").add("a", [(0, 1)]).add("b", [(0, 1)]).script("x", "png"))

    def test_distribution(self):
        drawn = pictures.distribution({"latency_realised_s": [3.0, 1.0, float("nan"), 2.0]}, "latency")
        self.assertEqual(drawn.series[0].points, [(1, 0), (1, 1 / 3), (2, 2 / 3), (3, 1)])
        self.assertEqual(drawn.x, "latency realised [s]")

    def test_intervals_are_over_runs_not_tasks(self):
        table = {"load": [1] * 4, "run": [1, 1, 2, 2], "latency_realised_s": [1.0, 3.0, 4.0, 6.0]}
        point, = pictures.against(table, "latency", "load").series[0].points
        count, mean, low, high = interval.summarise([2, 5])
        self.assertEqual((count, point), (2, (1, mean, low, high)))

    def test_stages_are_means_over_tasks(self):
        drawn = pictures.stages(STEPS)
        self.assertEqual([(one.name, [point[1] for point in one.points]) for one in drawn.series],
                         [("uplink", [2, 3]), ("server: wait", [0, 1]), ("server", [3, 3])])

    def test_kind_follows_from_the_heads(self):
        self.assertTrue(pictures.choose(STEPS).stacked)
        rounds = {"round": [2, 1], "accuracy": [0.5, 0.25]}
        self.assertEqual(pictures.choose(rounds, metric="accuracy").series[0].points, [(1, 0.25), (2, 0.5)])
        with self.assertRaisesRegex(edgeai.Refused, "Which column is to be drawn. There are: round, accuracy"):
            pictures.choose(rounds)

    def test_curves_of_several_runs_are_means_by_round(self):
        table = {"run": [1, 1, 2, 2], "round": [1, 2, 1, 2], "time [s]": [.1, .2, .15, .3], "loss": [4.0, 2.0, 6.0, 3.0]}
        one, = pictures.choose(table, metric="loss").series
        means = [(place, *interval.summarise(found)[1:]) for place, found in ((1, [4, 6]), (2, [2, 3]))]
        self.assertEqual((one.points, one.way), (means, "both"))
        self.assertEqual(means[0][:2], (1, 5))
        # Runs that share no instant have no mean: a line each.
        del table["round"]
        lines = pictures.choose(table, metric="loss").series
        self.assertEqual([(line.name, line.points) for line in lines],
                         [("run 1", [(.1, 4), (.2, 2)]), ("run 2", [(.15, 6), (.3, 3)])])

    def test_curves_of_an_experiment_have_its_intervals(self):
        table = {"round": [1, 2], "loss": [4.0, 2.0], "loss_ci95": [1.0, .5]}
        one, = pictures.choose(table, metric="loss").series
        self.assertEqual(one.points, [(1, 4, 3, 5), (2, 2, 1.5, 2.5)])

    @unittest.skipUnless(importlib.util.find_spec("numpy"), "numpy is not installed")
    def test_results_have_rounds(self):
        runs = []
        for number in (1, 2):
            folder = os.path.join(self.folder, str(number))
            os.mkdir(folder)
            for name, text in (("curves", f"method,round,loss\na,1,{number}\na,2,0\n"),
                               ("curves-runs", "run,method,round,loss\n1,a,1,1\n"), ("results", "method,loss\na,0\n"),
                               ("rounds", "id,node,family,network,planner,round\n1,0,learning,m,p,1\n")):
                with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as out:
                    out.write(text)
            runs.append(edgeai.Run({}, number, folder, 0, "", "", 0, 0))
        found = frame.plain(edgeai.Result("fedqvr", self.folder, runs).rounds)
        self.assertEqual(found, {"run": [1, 1, 2, 2], "method": ["a"] * 4, "round": [1, 2, 1, 2], "loss": [1, 0, 2, 0]})

    def test_curves_are_told_apart(self):
        table = {"method": ["a", "b", "a", "b"], "round": [1, 1, 2, 2], "loss": [4.0, 2.0, 6.0, 3.0]}
        with self.assertRaisesRegex(edgeai.Refused, "round 1 has several rows in one run.*tell them apart: method"):
            pictures.choose(table, metric="loss")
        drawn = pictures.choose(table, metric="loss", by="method")
        self.assertEqual([(one.name, one.points) for one in drawn.series],
                         [("a", [(1, 4), (2, 6)]), ("b", [(1, 2), (2, 3)])])

    @unittest.skipUnless(GNUPLOT, "gnuplot is not installed")
    def test_pictures_are_drawn_and_texts_are_no_commands(self):
        mark = os.path.join(self.folder, "mark")
        hostile = f"`touch '{mark}'` \" \n system(\"touch '{mark}'\") \\"
        drawn = figure.Figure(hostile, hostile, "y").add(hostile, [(1, 1, 0.5, 1.5), (2, 2), (3, float("nan"))])
        drawn.add("names", [(1, 2)], "points")
        for one in (drawn, pictures.stages(STEPS)):
            made = one.write(os.path.join(self.folder, "a figure"))
            self.assertEqual([os.path.basename(path) for path in made], ["a figure.png", "a figure.svg"])
            with open(made[0], "rb") as png, open(made[1], encoding="utf-8") as svg:
                self.assertTrue(png.read().startswith(b"\x89PNG"))
                self.assertIn("</svg>", svg.read())
        self.assertFalse(os.path.exists(mark))
        self.assertTrue(drawn._repr_png_().startswith(b"\x89PNG"))

    def test_nothing_to_show_is_refused(self):
        with self.assertRaisesRegex(edgeai.Refused, "no point that can be shown"):
            figure.Figure("t", "x", "y", log="y").add("a", [(1, 0)]).write(os.path.join(self.folder, "f"))

    def test_a_step_without_a_time_has_no_bar(self):
        nothing = float("nan")
        table = {"task": [0, 0], "step": [0, 1], "name": ["a", "b"], "kind": ["k", "k"], "time_planned_s": [1.0, nothing],
                 "time_realised_s": [nothing, 2.0], "wait_s": [nothing, nothing]}
        drawn = pictures.stages(table)
        self.assertEqual([(one.name, str([point[1] for point in one.points])) for one in drawn.series],
                         [("a", "[1.0, nan]"), ("b", "[nan, 2.0]")])
        self.assertTrue(drawn.numbers().endswith("\n1.0 NaN\nNaN 2.0\n"))
        for name in ("time_planned_s", "time_realised_s"):
            table[name] = [nothing, nothing]
        with self.assertRaisesRegex(edgeai.Refused, "no step of the table has a time"):
            pictures.stages(table)

    def test_results_draw_themselves(self):
        found = edgeai.run(self.fake, 3, grid={"load": [1, 2]}, build=False, progress=False)
        stem = os.path.join(self.folder, "load")
        with mock.patch.dict(sys.modules, matplotlib=None):
            drawn = found.plot("latency", to=stem)
        self.assertEqual([point[0] for point in drawn.series[0].points], [1, 2])
        self.assertTrue(all(point[2] < point[1] < point[3] for point in drawn.series[0].points))
        self.assertTrue(os.path.isfile(stem + ".gp"))

    @unittest.skipUnless(importlib.util.find_spec("matplotlib"), "matplotlib is not installed")
    def test_matplotlib_has_the_same_points(self):
        import matplotlib
        matplotlib.use("Agg")
        drawn = figure.Figure("t", "x", "y").add("a", [(1, 1, 0.5, 1.5), (2, 2, 1, 3)]).add("b", [(1, 3), (2, 4)])
        on = axes.draw(drawn)
        self.assertEqual([line.get_color() for line in on.lines if len(line.get_xdata()) == 2][0], "#0072B2")
        self.assertEqual([text.get_text() for text in on.get_legend().get_texts()], ["b", "a"])
        axes.draw(pictures.stages(STEPS))


if __name__ == "__main__":
    unittest.main()
