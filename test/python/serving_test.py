#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do planners in another process plan for a simulation, and is whatever goes wrong with them said and survived?"""

import csv
import math
import os
import shlex
import subprocess
import sys
import textwrap
import threading
import time
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT, InFolder  # noqa: E402

import edgeai  # noqa: E402
from edgeai import planning  # noqa: E402

import planning_test  # noqa: E402

BUILT = planning_test.BUILT
PROGRAM = os.path.join(planning.build_folder(), "bin", "co-inference-minimal")
PYTHON = sys.executable
PACKAGE = os.path.join(ROOT, "bindings", "python")

# Plans as a planner of this module does, or behaves badly, as its arguments say.
CHILD = f'''
import json, math, os, sys, time
sys.path.insert(0, {PACKAGE!r})
import edgeai
how, name = sys.argv[1], (sys.argv + [""])[2]
count = 0
def plan(problem):
    global count
    count += 1
    if how in ("as", "late") and not (how == "late" and count > 2):
        return edgeai.plan(name, problem)
    if how in ("die", "late"):
        os._exit(7)
    if how == "silent":
        time.sleep(60)
    if how == "raise":
        raise RuntimeError("no idea")
    if how == "decline":
        raise edgeai.Declined("not today")
    if how == "babble":
        os.write(edgeai.wire.take_over()[1].fileno(), b"hello, simulation, here is some text")
        time.sleep(60)
    if how == "print":
        print("a word for people")
        return {{"status": "infeasible", "reason": "printed"}}
    return eval(name, {{"problem": problem, "nan": math.nan, "inf": math.inf}})
edgeai.serve_planner(plan)
'''

# What each family's plan decides: the rest follows.
CASES = {"split": ("RemoteSplitPlanner", "LaimPlanner"), "chain": ("RemoteChainPlanner", "IovtPlanner"),
         "rows": ("RemoteRowsPlanner", "HalpPlanner"), "flow": ("RemoteFlowPlanner", "DtoEePlanner"),
         "path": ("RemotePathPlanner", "CodePlanner"), "services": ("RemoteServicesPlanner", "CodeRoutesEnumerationPlanner"),
         "topology": ("RemoteTopologyPlanner", "HfelThresholdPlanner")}
ROUNDS = ("PartelPlanner", "FomoPlanner", "FedQvrPlanner", "DpSparsePlanner", "HfelPlanner", "FedQvrEqualPlanner")
# What a method knows beside what follows from its decision.
OWN = {"summary", "multiplier", "lower_bound", "relaxed_gap", "variance", "variance_bound", "front", "trial", "next",
       "train_next", "predicted_accuracy", "predicted_reward", "training_time", "training_bits", "gap", "settled", "zone_share",
       "ratio", "intensity_share", "parameters", "latency_active", "energy_active", "device_clock_active",
       "server_clock_active", "tx_power_active", "accuracy", "reward", "cost", "average_accuracy", "units", "memory"}


@unittest.skipUnless(BUILT, f"there is no {planning.file()}, or no numpy")
class Children(InFolder):
    def setUp(self):
        super().setUp()
        self.script = os.path.join(self.folder, "child.py")
        with open(self.script, "w", encoding="utf-8") as out:
            out.write(CHILD)

    def command(self, how, name=""):
        return f"{PYTHON} '{self.script}' {how}" + (f" '{name}'" if name else "")

    def alike(self, one, other, where=""):
        """Fail unless two plans are the same but for what only the method knows."""
        if isinstance(one, dict):
            for name in one:
                if name not in OWN:
                    self.alike(one[name], other[name], f"{where}.{name}")
        elif isinstance(one, list):
            self.assertEqual(len(one), len(other), where)
            for i, pair in enumerate(zip(one, other)):
                self.alike(*pair, f"{where}[{i}]")
        elif isinstance(one, float) and isinstance(other, float):
            self.assertTrue(math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-12), f"{where}: {one} {other}")
        else:
            self.assertEqual(one, other, where)


class Planners(Children):
    def test_what_a_child_decides_is_planned_in_every_family(self):
        given = planning_test.problems()
        pairs = [(remote, own, problem) for family, (remote, own) in CASES.items() for problem in given[family]]
        pairs += [("RemoteRoundPlanner", own, problem) for own in ROUNDS for problem in given["round"]]
        solved = set()
        for own in sorted({pair[1] for pair in pairs}):
            remote = next(pair[0] for pair in pairs if pair[1] == own)
            batch = [problem for _, other, problem in pairs if other == own]
            ours = edgeai.plan(own, batch, refused="return")
            batch = [problem for problem, plan in zip(batch, ours) if plan.status == "solved"]
            ours = [plan for plan in ours if plan.status == "solved"]
            theirs = edgeai.plan(remote, batch, refused="return", Command=self.command("as", own))
            for plan, other in zip(ours, theirs):
                self.assertEqual(other.status, "solved", f"{own}: {other.reason}")
                self.alike(planning.to_plain(plan), planning.to_plain(other), own)
                solved.add(own)
        self.assertEqual(solved, {own for _, own in CASES.values()} | set(ROUNDS))

    def test_the_grid_keeps_budgets_and_is_no_better_than_the_optimum(self):
        command = f"{PYTHON} {os.path.join(ROOT, 'examples', 'planners', 'grid_planner.py')}"
        batch = [planning_test.split_problem(gain=gain) for gain in (1e-12, 1e-10)]
        for best, grid in zip(edgeai.plan("LaimPlanner", batch), edgeai.plan("RemoteSplitPlanner", batch, Command=command)):
            self.assertEqual(grid.status, "solved", grid.reason)
            self.assertLessEqual(best.decision[0].normalised_distortion, grid.decision[0].normalised_distortion + 1e-12)
            self.assertGreater(grid.decision[0].device_keep_ratio, .5)

    def test_a_process_that_listens_serves_too(self):
        path = os.path.join(self.folder, "socket")
        choice = {"status": "infeasible", "reason": "said over a socket"}
        thread = threading.Thread(target=edgeai.serve_planner, args=(lambda problem: choice, path), daemon=True)
        thread.start()
        while not os.path.exists(path):
            time.sleep(.01)
        # The planner and its server share this process: it must not hold the interpreter while it waits.
        done = subprocess.run([PYTHON, "-c", f"import sys; sys.path[:0] = {[PACKAGE, os.path.dirname(__file__)]!r}\n"
                               "import edgeai, planning_test\n"
                               "problem = planning_test.split_problem()\n"
                               f"print(edgeai.plan('RemoteSplitPlanner', problem, Socket={path!r}).reason)"],
                              stdout=subprocess.PIPE, text=True, timeout=60, check=True)
        self.assertIn("said over a socket", done.stdout)
        thread.join(10)
        self.assertFalse(thread.is_alive())


class Sockets(InFolder):
    def test_paths_that_cannot_be_are_told(self):
        taken = self.write("taken", "mine")
        for path, said in ((os.path.join(self.folder, "no", "s"), "No such file"), (taken, "in use"), (self.folder, "in use")):
            with self.assertRaises(OSError) as raised:
                edgeai.serve_planner(dict, path)
            self.assertRegex(str(raised.exception), f"^socket is '{path}': .*{said}.*; allowed is a path that is not there yet")
        self.assertTrue(os.path.exists(taken))
        for path in (3, "", "a\0b", "\ud800"):
            with self.assertRaisesRegex(ValueError, "socket is .*; a path is needed"):
                edgeai.serve_planner(dict, path)


class Faults(Children):
    def refused(self, words, how, name="", problems=1, **attributes):
        """Fail unless plans are refused in these words, soon."""
        start = time.monotonic()
        batch = [planning_test.split_problem()] * problems
        plans = edgeai.plan("RemoteSplitPlanner", batch, refused="return", Command=self.command(how, name), **attributes)
        self.assertLess(time.monotonic() - start, 50)
        for plan in plans:
            self.assertEqual(plan.status, "refused")
            self.assertRegex(plan.reason, words)
            self.assertEqual([one.status for one in plan.decision], ["refused"])
        return plans

    def test_processes_that_fail(self):
        self.refused(r"RemoteSplitPlanner: command '.*', asked for a plan, has ended the conversation .*exit code 7", "die",
                     problems=2)
        self.refused("was silent for 0.5 s of real time", "silent", Timeout=.5)
        self.refused("wrote \"hello, simulatio", "babble")
        self.refused("says: RuntimeError: no idea", "raise", problems=2)
        self.refused("says: not today", "decline", problems=2)
        with self.assertRaisesRegex(edgeai.Refused, "cannot be started: No such file"):
            edgeai.plan("RemoteSplitPlanner", planning_test.split_problem(), Command="no-such-program")
        for attributes in ({}, {"Command": "a", "Socket": "b"}):
            with self.assertRaisesRegex(edgeai.Refused, "needs the attribute Command.*or Socket"):
                edgeai.plan("RemoteSplitPlanner", planning_test.split_problem(), **attributes)

    def test_plans_that_cannot_be(self):
        good = "dict(split=problem.devices[0].options[-1].split, device_keep_ratio=.5, device_clock=1e9)"
        for plan, words in (
                ("7", "TypeError: the plan is 7; expected are the fields of SplitPlan"),
                ("{}", "answered with what cannot be: decision has 0 elements; expected are 1, one for each of devices"),
                (f"dict(decision=[{good}] * 2)", "decision has 2 elements; expected are 1"),
                ("dict(decisions=[])", r"has no field .decisions.; did you mean decision\?"),
                ("dict(decision=[dict(split=99)])", r"decision\[0\].split is 99; allowed are 0 1"),
                ("dict(decision=[dict(split=1.5)])", r"decision\[0\].split is 1.5; allowed is a whole number"),
                ("dict(decision=[dict(split=1, device_clock=nan)])",
                 r"decision\[0\].device_clock is not a number; allowed is 0, and 1e-50"),
                ("dict(decision=[dict(split=1, transmit_power=inf)])", r"decision\[0\].transmit_power is inf W; allowed"),
                ("dict(decision=[dict(split=1, device_keep_ratio=2)])", r"device_keep_ratio is 2; allowed is 0 to 1"),
                ("dict(decision=[dict(split=1)])", r"decision\[0\].device_keep_ratio is 0; allowed is 0.01 to 1"),
                (f"dict(decision=[dict({good}, device_clock=2e9)])", r"decision\[0\].device_clock is 2e\+09 cycle/s; allowed is"),
                ("dict(decision=[dict(split=0, server_keep_ratio=1, server_clock=1e9, transmit_power=9)])",
                 r"decision\[0\].transmit_power is 9 W; allowed is"),
                ("dict(decision=[dict(split=0, server_keep_ratio=1, server_clock=1e9, transmit_power=.1, bandwidth=6e6)])",
                 r"the sum of bandwidth is 6e\+06 Hz; allowed is 0 to 5e\+06 Hz"),
                ("dict(status='refused')", "status says that there is no plan, and reason is empty"),
                ("dict(status='perhaps')", "status is \"perhaps\"; allowed is 'solved', 'violated'")):
            with self.subTest(plan):
                self.refused(words, "say", plan.replace("'", '"') if "'" in plan else plan)

    def test_plans_that_are_too_large_are_refused_soon(self):
        one = "dict(split=1, device_keep_ratio=.5, device_clock=1e9)"
        for plan, words in ((f"dict(decision=[{one}] * 150000)", "decision has 150000 elements; expected are 1, one for each"),
                            (f"dict(decision=[{{}}] * 300000)", "decision has 300000 elements; allowed are up to 200000"),
                            ("dict(decision=[dict.fromkeys(map(str, range(100000)))])", "an object of more than 200 members"),
                            ("dict(decision=list(range(100000)))", r"decision\[0\] is 0; allowed are named fields"),
                            ("dict(decision=dict(a=[1] * 1000000))", "decision is an object of 2; expected is a list"),
                            ("dict(reason=[1] * 1000000)", "reason is a list of 1000000; allowed is a text"),
                            ("{\"x\" * 10000000: 1}", r"has no field 'x{60}\.\.\.'"),
                            ("dict(reason='x' * 70000000)", r"the plan takes 7\d+ B as JSON; allowed are up to 67108864")):
            with self.subTest(plan):
                start = time.monotonic()
                self.refused(words, "say", plan.replace("'", '"'))
                self.assertLess(time.monotonic() - start, 20)

    def test_what_is_printed_is_for_people(self):
        plan = edgeai.plan("RemoteSplitPlanner", planning_test.split_problem(), Command=self.command("print"))
        self.assertEqual((plan.status, plan.decision[0].status, plan.reason), ("infeasible",) * 2 + ("printed",))


@unittest.skipUnless(os.path.exists(PROGRAM), f"{PROGRAM} has not been built")
class Simulations(Children):
    def simulate(self, planner, *words, folder="out"):
        """Return the tasks of a simulation."""
        output = os.path.join(self.folder, folder)
        done = subprocess.run([PROGRAM, f"--planner={planner}", "--devices=2", f"--output={folder}",
                               *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=100, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(os.path.join(output, "results.csv"), encoding="utf-8") as rows:
            return list(csv.DictReader(rows))

    def test_the_planner_that_the_manual_shows_plans(self):
        with open(os.path.join(ROOT, "doc", "use", "python.rst"), encoding="utf-8") as text:
            shown = text.read().partition("\nPlanners in Python\n")[2]
        code, _, rest = shown.partition(".. code-block:: python\n")[2].partition(".. code-block:: console\n")
        command = rest.lstrip("\n").partition("\n\n")[0]
        self.write("my_planner.py", textwrap.dedent(code))
        words = shlex.split(command.replace("\\\n", " "))
        self.assertEqual(words[:4], ["PYTHONPATH=bindings/python", "./edge-ai", "run", "co-inference-minimal"])
        given = [word.replace("/usr/bin/python3", PYTHON) for word in words if "Planner::Command=" in word]
        self.assertEqual(len(given), 1, command)
        with mock.patch.dict(os.environ, PYTHONPATH=PACKAGE):
            for devices in (1, 2):
                tasks = self.simulate("RemoteSplitPlanner", f"--devices={devices}", *given)
                self.assertGreater(len(tasks), 10)
                self.assertEqual({task["outcome"] for task in tasks}, {"COMPLETED"})

    def remote(self, how, name="", *words, folder="remote"):
        return self.simulate("RemoteSplitPlanner",
                             f"--ns3::edgeai::RemoteSplitPlanner::Command={self.command(how, name)}", *words, folder=folder)

    def test_a_reason_that_no_message_holds_is_cut(self):
        for reason in ("'x' * 5000", "'a\\n\\0' * 700"):
            tasks = self.remote("say", f"dict(status='infeasible', reason={reason}, decision=[])".replace("'", '"'))
            self.assertGreater(len(tasks), 0)
            self.assertEqual({task["outcome"] for task in tasks}, {"INFEASIBLE"})

    def test_the_same_plans_make_the_same_simulation(self):
        here, there = self.simulate("LaimPlanner"), self.remote("as", "LaimPlanner")
        self.assertGreater(len(here), 10)
        self.assertEqual(len(here), len(there))
        for one, other in zip(here, there):
            for name in one:
                if one[name] != other[name] and "planner" not in name:
                    # Its name is longer, and so is the message that brings the plan.
                    near = math.isclose(float(one[name]), float(other[name]), rel_tol=1e-6, abs_tol=1e-6)
                    self.assertTrue(near, f"{name}: {one[name]} {other[name]}")
        self.assertEqual({task["outcome"] for task in there}, {"COMPLETED"})

    def test_a_process_that_dies_loses_no_task(self):
        tasks = self.remote("late", "LaimPlanner")
        self.assertEqual(len(tasks), len(self.simulate("LaimPlanner")))
        kinds = {task["outcome"] for task in tasks}
        self.assertIn("COMPLETED", kinds)
        lost = [task for task in tasks if task["outcome"] != "COMPLETED"]
        self.assertTrue(lost, kinds)
        for task in lost:
            self.assertEqual(task["outcome"], "REFUSED")
            self.assertIn("asked for a plan, has ended the conversation", task["detail"])

    def test_planning_may_take_simulated_time(self):
        free = self.remote("as", "LaimPlanner")
        charged = [self.remote("as", "LaimPlanner", "--ns3::edgeai::RemoteSplitPlanner::Charge=Fixed",
                               "--ns3::edgeai::RemoteSplitPlanner::PlanningTime=50ms", folder=f"charged-{i}") for i in (1, 2)]
        self.assertEqual(*charged)
        first = [float(tasks[0]["latency_realised_s"]) for tasks in (free, charged[0])]
        self.assertGreater(first[1], first[0] + .04)
        self.remote("as", "LaimPlanner", "--ns3::edgeai::RemoteSplitPlanner::Charge=Measured")


FAMILIES = os.path.join(planning.build_folder(), "bin", "families")
# A planner of one's own for rounds: everybody has the same part, and subchannels go round.
EQUAL = ("dict(worker=[(lambda own: dict(involved=True, parameters=problem.division.parameters / len(problem.workers), "
         "subchannels=own, powers=[w.power_max / len(own)] * len(own)))"
         "([n for n in range(problem.uplink.subchannels) if n % len(problem.workers) == k]) "
         "for k, w in enumerate(problem.workers)])")


@unittest.skipUnless(os.path.exists(FAMILIES) and BUILT, f"{FAMILIES} has not been built")
class OtherFamilies(Children):
    """Simulations of the other families that another process plans."""

    SHORT = {"chain": ["--duration=1"], "rows": ["--duration=5"], "flow": ["--duration=3"], "path": ["--duration=1"],
             "round": ["--rounds=3"], "topology": ["--rounds=2"]}

    def simulate(self, family, planner, *words):
        """Return the records of a simulation."""
        done = subprocess.run([FAMILIES, f"--family={family}", f"--planner={planner}", "--output=out", *self.SHORT[family],
                               *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=200,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(os.path.join(self.folder, "out", "results.csv"), encoding="utf-8") as rows:
            return list(csv.DictReader(rows))

    def remote(self, family, how, name):
        planner = f"Remote{family.capitalize()}Planner"
        return self.simulate(family, planner, f"--ns3::edgeai::{planner}::Command={self.command(how, name)}")

    def test_the_same_plans_make_the_same_simulation(self):
        for family, own in (("chain", "IovtPlanner"), ("rows", "HalpPlanner"), ("flow", "DtoEePlanner"), ("path", "CodePlanner"),
                            ("round", "PartelPlanner"), ("topology", "HfelThresholdPlanner")):
            with self.subTest(family):
                here, there = self.simulate(family, own), self.remote(family, "as", own)
                self.assertEqual(len(here), len(there))
                self.assertIn("COMPLETED", {record["outcome"] for record in there})
                self.assertEqual([record["outcome"] for record in here], [record["outcome"] for record in there])
                for one, other in zip(here, there):
                    for name in ("latency_planned_s", "latency_realised_s"):
                        if one[name] and other[name]:
                            near = math.isclose(float(one[name]), float(other[name]), rel_tol=1e-3)
                            self.assertTrue(near, f"{name}: {one[name]} {other[name]}")

    def test_rounds_of_a_planner_in_python(self):
        ours, best = self.remote("round", "say", EQUAL), self.simulate("round", "PartelPlanner")
        self.assertEqual([record["outcome"] for record in ours], ["COMPLETED"] * 3)
        for one, other in zip(ours, best):
            planned, realised = float(one["latency_planned_s"]), float(one["latency_realised_s"])
            self.assertGreaterEqual(planned, float(other["latency_planned_s"]) * (1 - 1e-9))
            self.assertGreater(realised, .9 * planned)

    def test_rounds_that_nobody_plans_end_with_the_reason(self):
        records = self.remote("round", "decline", "")
        self.assertTrue(records)
        for record in records:
            self.assertNotEqual(record["outcome"], "COMPLETED")
            self.assertIn("not today", record["detail"])


if __name__ == "__main__":
    unittest.main()
