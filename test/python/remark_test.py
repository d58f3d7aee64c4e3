#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do campaigns and figures say what nobody would see in their tables and pictures?"""

import json
import os
import shutil
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import campaign_test as base  # noqa: E402
import edgeai  # noqa: E402
from edgeai import figure, pictures, program  # noqa: E402

NOTHING = float("nan")
# Modes: "plain" is one number for all runs, "none" completes nothing, "random" draws, "zero" counts misses, of which
# there are none at load 1.
PROGRAM = '''#!{python}
import os, random, sys
known = {{"load": "1", "mode": "plain", "output": "out", "RngRun": "1"}}
if "--PrintHelp" in sys.argv:
    print("""toy [Program Options] [General Arguments]

Program Options:
    --output:  Folder [out]
    --load:    Tasks of a device, of [0, 9] [1/s]; allowed is 0 to 9 [1]
    --mode:    Planner [Plain[Share=1]]
    --title:   Of what [s]

General Arguments:
    --PrintHelp:  Print this [s] [m]""")
    sys.exit()
if "--PrintAttributes=ns3::Toy" in sys.argv:
    print("Attributes for TypeId ns3::Toy\\n    --ns3::Toy::Load=[0.2]\\n        Tasks [1/h], > 0\\n"
          "    --ns3::Toy::Name=[]\\n        Any text")
    sys.exit()
for word in sys.argv[1:]:
    name, _, value = word[2:].partition("=")
    known[name] = value
load, mode = float(known.get("ns3::Toy::Load", known["load"])), known["mode"]
drawn = random.Random(int(known["RngRun"])).random() if mode in ("random", "zero") else 0
with open(os.path.join(known["output"], "summary.csv"), "w") as out:
    out.write("group,name,rng_run,completed,dropped_late,dropped_infeasible,latency_realised_s,miss_ratio,size\\n")
    latency, miss = ("", "") if mode == "none" else (1 / load + drawn, drawn if load > 1 or mode != "zero" else 0)
    out.write(f"all,,{{known['RngRun']}},{{0 if mode == 'none' else 5}},0,{{5 if mode == 'none' else 0}},{{latency}},{{miss}},7\\n")
'''


class Remarks(base.Campaigns):
    """A case with a program of few words."""

    def setUp(self):
        super().setUp()
        self.toy = self.write("toy", PROGRAM.format(python=sys.executable))
        os.chmod(self.toy, 0o755)

    def campaign(self, jobs=None, **members):
        """Run a campaign; return its outcome and what it said of its results."""
        self.notes.clear()
        made = self.run_it(self.file(**{"program": "./toy", "runs": 3, "grid": {"mode": ["plain", "other"], "load": [1, 2]},
                                        "metrics": ["latency"], **members}), jobs=jobs)
        return made, [one for one in self.notes if "%" not in one and "runs took" not in one and "there already" not in one]

    def numbers(self, made, name):
        """Return the text of a figure's numbers."""
        with open(os.path.join(made.folder, "figures", name + ".dat"), encoding="utf-8") as text:
            return text.read()


class Same(Remarks):
    def test_runs_that_are_all_the_same_are_told_once(self):
        _, said = self.campaign(metrics=["latency", "miss_ratio"])
        told = [one for one in said if "every point are the same" in one]
        self.assertEqual(told, ["All 3 runs of every point are the same: nothing in it is random, or the seed (RngRun) is not "
                                "passed on. Intervals of width 0 say nothing here"])

    def test_without_metrics_every_number_counts(self):
        _, said = self.campaign(metrics=None)
        self.assertIn("All 3 runs of every point are the same: nothing in it is random", " ".join(said))

    def test_the_number_of_a_run_is_no_result(self):
        """A column with RngRun differs whatever becomes of the seed."""
        _, said = self.campaign(metrics=["latency"], where={"group": "all"})
        self.assertIn("All 3 runs of every point are the same: nothing in it is random", " ".join(said))

    def test_metrics_that_nothing_random_reaches_are_told_apart_from_seeds(self):
        _, said = self.campaign(metrics=["size"], grid={"mode": ["random"], "load": [1, 2]})
        self.assertIn("All 3 runs of every point are the same: nothing random reaches them, though it does "
                      "latency_realised_s, miss_ratio.", " ".join(said))

    def test_some_metrics_or_points_are_named(self):
        _, said = self.campaign(metrics=["latency", "size"], grid={"mode": ["random"], "load": [1, 2]})
        self.assertEqual([one for one in said if one.startswith("All")], ["All 3 runs are the same in size, at every point"])
        _, said = self.campaign(metrics=["latency", "size"], grid={"mode": ["random", "plain"], "load": [1, 2]})
        self.assertIn("All 3 runs are the same in size, at every point; and in everything at 2 of 4 points: "
                      "(mode=plain; load=1), (mode=plain; load=2)", said)
        _, said = self.campaign(metrics=["latency", "miss_ratio"], grid={"mode": ["plain", "random"], "load": [1, 2, 3, 4, 5]})
        self.assertIn("(mode=plain; load=3) and 2 others", " ".join(said))

    def test_what_is_random_is_not_suspected(self):
        for members in ({"metrics": ["latency", "miss_ratio"], "grid": {"mode": ["zero"], "load": [1, 2]}}, {"runs": 1}):
            _, said = self.campaign(**members)
            self.assertFalse([one for one in said if one.startswith("All")], said)


class Lines(Remarks):
    def test_a_planner_without_a_value_is_named_with_why(self):
        made, said = self.campaign(grid={"mode": ["random", "none"], "load": [1, 2]})
        self.assertIn("latency realised against load: none has no point: 0 of 6 runs have latency realised; nothing was "
                      "completed (dropped infeasible)", said)
        numbers = self.numbers(made, "latency-realised-against-load")
        self.assertIn("\n# 'none' has no point: 0 of 6 runs have latency realised; nothing was completed (dropped infeasible)\n", numbers)
        self.assertIn("\n# 'random'\n1.0 ", numbers)
        with open(os.path.join(made.folder, "figures", "latency-realised-against-load.gp"), encoding="utf-8") as text:
            self.assertIn('NaN with linespoints title "none (no value)" linetype 2', text.read())
        if shutil.which("gnuplot"):
            with open(os.path.join(made.folder, "figures", "latency-realised-against-load.svg"), encoding="utf-8") as text:
                self.assertIn("none (no value)", text.read())

    def test_lines_on_each_other_are_told(self):
        _, said = self.campaign(grid={"mode": ["plain", "random", "other"], "load": [1, 2]})
        self.assertIn("latency realised against load: plain, other lie on each other: the last of them is seen", said)
        self.assertFalse([one for one in said if "random" in one and "lie on" in one])

    def test_a_line_is_as_wide_as_it_is_drawn(self):
        def together(shift, log=""):
            drawn = figure.Figure("t", "x", "y", log=log).add("a", [(1, 1), (2, 1000)]).add("b", [(1, 1 + shift), (2, 1000)])
            return drawn.together()

        self.assertEqual(together(2), [["a", "b"]])
        self.assertEqual(together(9), [])
        self.assertEqual(together(2, "y"), [])  # three times as much: far apart
        level = figure.Figure("t", "x", "y").add("a", [(1, 5)]).add("b", [(1, 5)]).add("c", [(1, 5), (2, 5)])
        self.assertEqual(level.together(), [["a", "b"]])

    def test_other_figures_say_so_too(self):
        table = {"planner": ["A", "B", "B"], "round": [1, 1, 2], "run": [1, 1, 1], "loss": [2.0, NOTHING, NOTHING]}
        for drawn, why in ((pictures.choose(table, metric="loss", by="planner"), "0 of 1 runs have loss"),
                           (pictures.choose(table, "cdf", "loss", by="planner"), "0 of 2 rows have loss"),
                           (pictures.choose(table, metric="loss", x="round", by="planner"), "0 of 1 runs have loss")):
            self.assertEqual(drawn.remarks(), [f"B has no point: {why}"])
            self.assertIn("B (no value)", drawn.script("x", "png"))
        drawn = figure.Figure("t", "x", "y", log="y").add("a", [(1, 2), (2, 4)]).add("b", [(1, 0), (2, -1)])
        self.assertEqual(drawn.remarks(), ["b has no point: no point of it is above 0, and y is logarithmic"])
        self.assertEqual(pictures.stages({"name": ["a"], "time_planned_s": [1.0], "time_realised_s": [NOTHING],
                                          "wait_s": [NOTHING]}).remarks(), [])

    def test_results_and_tables_of_ones_own_say_so_too(self):
        found = edgeai.run(self.toy, 2, grid={"mode": ["plain", "none"], "load": [1, 2]}, build=False, progress=False)
        with mock.patch("edgeai.result.note") as note, mock.patch.dict(sys.modules, matplotlib=None):
            drawn = found.plot("latency", x="load")
        self.assertEqual([call.args[0] for call in note.call_args_list],
                         ["toy: latency: none has no point: 0 of 4 runs have latency realised; nothing was completed "
                          "(dropped infeasible)",
                          "toy: latency: every interval has width 0: the runs of each point are the same to the last digit"])
        self.assertEqual(drawn.x, "load [1/s]")


class Units(Remarks):
    def test_units_are_those_of_the_programs_help(self):
        toy = program.Program("toy", self.toy)
        self.assertEqual({name: toy.unit(name) for name in toy.options()}, {"output": "", "load": "1/s", "mode": "", "title": ""})
        self.assertEqual(toy.unit("ns3::Toy::Load"), "1/h")
        self.assertEqual([toy.unit(name) for name in ("ns3::Toy::Name", "ns3::No::Load", "laod")], [""] * 3)
        self.assertEqual([toy.default(name) for name in ("load", "mode", "laod")], ["1", "Plain[Share=1]", ""])

    def test_axes_have_them(self):
        made, _ = self.campaign()
        self.assertIn("# x: load [1/s]\n", self.numbers(made, "latency-realised-against-load"))
        made, _ = self.campaign(grid={"mode": ["random"], "ns3::Toy::Load": [1, 2]}, labels={"ns3::Toy::Load": "rate"})
        self.assertIn("# x: rate [1/h]\n", self.numbers(made, "latency-realised-against-rate"))
        made, _ = self.campaign(labels={"load": "tasks [1/min]"})  # what the file says goes first
        self.assertIn("# x: tasks [1/min]\n", self.numbers(made, "latency-realised-against-tasks"))

    def test_legends_have_them(self):
        made, _ = self.campaign(figures=[{"metric": "latency", "x": "mode", "by": "load"}])
        self.assertIn("# 'load 2 1/s'\n", self.numbers(made, "latency-realised-against-mode"))


class Slips(Remarks):
    def test_values_that_the_grid_has_not_are_refused_before_anything_runs(self):
        for where, said in (({"mode": "c"}, "c.json: figure 1: where: There is no value of mode in the grid 'c'.\nKnown: plain, other"),
                            ({"load": 3}, "no value of load in the grid '3'.\nKnown: 1, 2"), ({"rate": 3}, "no value of rate in")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                self.campaign(figures=[{"metric": "latency", "x": "load", "where": where}], labels={"load": "rate"})
        self.assertFalse(os.path.exists(os.path.join(self.folder, "results")))

    def test_settings_are_picked_by_name_and_label_as_they_are_written(self):
        for where in ({"load": 2.0}, {"rate": 2}):
            made, _ = self.campaign(figures=[{"metric": "latency", "x": "mode", "where": where}], labels={"load": "rate"})
            self.assertEqual(os.listdir(os.path.join(made.folder, "figures"))[0].partition(".")[0], "latency-realised-against-mode-2-0"
                             if where.get("load") else "latency-realised-against-mode-2")

    def test_the_first_run_is_enough_to_tell(self):
        looked = []
        real = base.driver.gather.check

        def check(campaign, records):
            looked.append(len(records))
            return real(campaign, records)

        with mock.patch("edgeai.campaign.gather.check", check), self.assertRaises(edgeai.Refused):
            self.campaign(grid={"mode": ["a", "b", "c"], "load": [1, 2]}, metrics=["acuracy"], runs=1, jobs=1)
        self.assertEqual(looked, [1, 3])
        told = [one for one in self.notes if "acuracy" in one]
        self.assertEqual(len(told), 1)
        self.assertRegex(told[0], r"(?s)^c.json: metrics: There is no metric 'acuracy'.*Known: mode, load, run, completed, .*"
                                  "what the first run left")

    def test_all_that_is_wrong_is_told_with_its_member(self):
        with self.assertRaises(edgeai.Refused) as caught:
            self.campaign(metrics=["latency", "acuracy"], settings={"title": "x"}, figures=[
                {"metric": "latency", "x": "lod"}, {"metric": "latency", "x": "load", "where": {"title": "x"}},
                {"metric": "latency", "x": "load", "by": "mod"}])
        for said in ("c.json: metrics: There is no metric 'acuracy'", "c.json: figure 1: x: There is no column 'lod'.\nDid you mean: load",
                     "c.json: figure 2: where: title is a setting of all points, and neither in the grid nor a column\nKnown: mode",
                     "c.json: figure 3: by: There is no column 'mod'", "What has been run is kept"):
            self.assertIn(said, str(caught.exception))

    def test_tables_are_written_whatever_figures_say(self):
        slips = [{"metric": "latency", "x": "lod"}, {"metric": "latency", "x": "load", "by": "mode"}]
        with self.assertRaisesRegex(edgeai.Refused, "figure 1: x: There is no column 'lod'"):
            self.campaign(runs=1, grid={"mode": ["plain", "random"], "load": [1]}, figures=slips)
        folder = os.path.join(self.folder, "results", "c")
        self.assertEqual([row["mode"] for row in self.rows(folder, "points.csv")], ["plain", "random"])
        self.assertEqual(len(self.rows(folder, "runs.csv")), 2)
        self.assertIn("latency-realised-against-load.dat", os.listdir(os.path.join(folder, "figures")))
        # A value of a column may come with the last run: it is known to be none at the end alone.
        with self.assertRaisesRegex(edgeai.Refused, "^c.json: figure 1: where: There is no value of size '8'.\nKnown: 7$"):
            self.campaign(figures=[{"metric": "latency", "x": "load", "where": {"size": 8}}], metrics=["latency"])
        self.assertEqual(len(self.rows(folder, "points.csv")), 4)

    def test_metrics_that_there_are_do_not_wait_for_those_that_there_are_not(self):
        with self.assertRaises(edgeai.Refused):
            self.campaign(runs=1, grid={"mode": ["plain"], "load": [1]}, metrics=["latency", "acuracy"])
        points = self.rows(os.path.join(self.folder, "results", "c"), "points.csv")
        self.assertEqual([row["metric"] for row in points], ["latency_realised_s"])

    def test_a_program_that_is_not_there_is_told_before_anything_else(self):
        path = self.write("p.json", json.dumps({"program": "./nowhere/study"}))
        with self.assertRaisesRegex(edgeai.Refused, "p.json: program: There is no folder '.*nowhere/study'; ./edge-ai new .*study writes"):
            self.run_it(path)


if __name__ == "__main__":
    unittest.main()
