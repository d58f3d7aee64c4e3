#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the example external-learning: trainers in Python over simulated networks, and what kills them.

EDGE_AI_PROGRAMS is the folder of the built programs; without it all are skipped, without PyTorch what needs it.
"""

import csv
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(os.environ.get("EDGE_AI_PROGRAMS", ""), "external-learning")
HAVE_TORCH = importlib.util.find_spec("torch") is not None

HEAD = f"""
import sys
sys.path.insert(0, {os.path.join(ROOT, "bindings", "python")!r})
from edgeai.external import Trainer
"""


@unittest.skipUnless(os.path.isfile(PROGRAM), "external-learning is not built")
class Simulation(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge-ai-external-")
        self.addCleanup(place.cleanup)
        self.out = place.name

    def command(self, *arguments):
        return [PROGRAM, f"--python={sys.executable}", f"--output={self.out}", "--samples=900", *arguments]

    def simulate(self, *arguments, code=0):
        """Run the example; return its results, its curves by trainer, and what it says of faults."""
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=200, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return self.read("results.csv"), self.read("curves.csv"), done.stderr

    def read(self, name):
        path = os.path.join(self.out, name)
        if not os.path.isfile(path):
            return []
        with open(path, encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    def test_same_as_built_in(self):
        trainers = ["built-in", "numpy"] + ["torch"] * HAVE_TORCH
        _, curves, _ = self.simulate("--rounds=15", "--trainers=" + ",".join(trainers))
        for link in ("ideal", "lossy"):
            rounds = {trainer: [row for row in curves if row["link"] == link and row["trainer"] == trainer]
                      for trainer in trainers}
            lost = sum(int(row["lost"]) for row in rounds["built-in"])
            self.assertTrue(lost == 0 if link == "ideal" else lost > 5, lost)
            for trainer in trainers[1:]:
                self.assertEqual(len(rounds[trainer]), 15)
                for own, other in zip(rounds["built-in"], rounds[trainer]):
                    # The network does the same, and loses the same.
                    self.assertEqual((own["time [s]"], own["lost"]), (other["time [s]"], other["lost"]))
                    self.assertEqual(own["accuracy"], other["accuracy"])
                    self.assertLess(abs(float(own["loss"]) / float(other["loss"]) - 1), 1e-6)

    def test_model_of_its_own(self):
        results, curves, _ = self.simulate("--rounds=30", "--trainers=own", "--links=ideal,lossy")
        self.assertEqual([row["status"] for row in results], ["", ""])
        for link in ("ideal", "lossy"):
            found = [(float(row["loss"]), float(row["accuracy"])) for row in curves if row["link"] == link]
            self.assertEqual(len(found), 30)
            self.assertGreater(found[0][0], 1.3 * found[-1][0])  # it learns
            self.assertGreater(found[-1][1], 0.9)

    def test_same_bytes(self):
        seen = []
        for _ in range(2):
            self.simulate("--rounds=5", "--trainers=numpy", "--links=lossy", "--jobs=1")
            with open(os.path.join(self.out, "curves.csv"), "rb") as file:
                seen.append(file.read())
        self.assertEqual(seen[0], seen[1])

    def test_many_devices(self):
        results, _, _ = self.simulate("--workers=200", "--sampled=150", "--rounds=3", "--samples=9000",
                                      "--links=ideal", "--trainers=built-in,numpy")
        self.assertEqual([row["updates"] for row in results], ["450", "450"])
        self.assertLess(abs(float(results[0]["loss"]) / float(results[1]["loss"]) - 1), 1e-6)

    def test_killed_in_the_middle(self):
        before = children_of(os.getpid())
        self.assertEqual(before, [])
        with subprocess.Popen(self.command("--rounds=100000", "--trainers=numpy", "--links=ideal", "--jobs=1"),
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
            trainers = []
            while not trainers and run.poll() is None:
                time.sleep(0.05)
                trainers = children_of(run.pid)
            until = time.monotonic() + 60
            while written_by(trainers[0]) < 100000 and time.monotonic() < until:
                time.sleep(0.05)  # READY is some 2 kB, an update likewise: now it is in the middle of rounds
            os.kill(trainers[0], signal.SIGKILL)
            said = run.communicate(timeout=60)[1]
        self.assertEqual(run.returncode, 1, said)
        self.assertRegex(said, r"failed: External: command '.*numpy_trainer\.py'', asked for the (update|model|score)"
                               r".* in round \d+.* \(it was ended by signal 9\)")

    def test_simulation_killed(self):
        with subprocess.Popen(self.command("--rounds=100000", "--trainers=numpy", "--links=ideal", "--jobs=1"),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            trainers = []
            while not trainers:
                time.sleep(0.05)
                trainers = children_of(run.pid)
            run.kill()
        for _ in range(600):
            if not os.path.exists(f"/proc/{trainers[0]}"):
                return
            time.sleep(0.05)
        self.fail("the trainer lives on")

    def test_fault_of_the_user(self):
        path = os.path.join(self.out, "door")
        script = HEAD + textwrap.dedent(f"""
        class Mine(Trainer):
            def fit(self, device, parameters, config):
                print("device", device)
                return parameters / nothing
        Mine().serve({path!r})
        """)
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as child:
            while not os.path.exists(path):
                time.sleep(0.05)
            arguments = [f"--socket={path}", "--trainers=socket", "--links=ideal", "--rounds=2"]
            _, _, said = self.simulate(*arguments, code=1)
            self.assertIn(f"External: socket '{path}', asked for the update of device", said)
            self.assertIn("says: NameError: name 'nothing' is not defined", said)
            child.wait(60)
        _, _, said = self.simulate(*arguments, code=1)
        self.assertIn(f"nobody takes connections at socket '{path}'", said)

    def test_torch_absent(self):
        # A Python that has everything but torch.
        shadow = os.path.join(self.out, "torch.py")
        with open(shadow, "w", encoding="utf-8") as file:
            file.write("raise ImportError\n")
        done = subprocess.run(self.command("--trainers=torch", "--links=ideal", "--rounds=1"), capture_output=True,
                              text=True, check=False, env={**os.environ, "PYTHONPATH": self.out})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("skipped: torch is not installed", done.stdout)


def children_of(process):
    """Return numbers of a process's children that have not ended."""
    found = subprocess.run(["ps", "-o", "pid=,stat=", "--ppid", str(process)], capture_output=True, text=True,
                           check=False).stdout
    words = [line.split() for line in found.splitlines()]
    return [int(pid) for pid, state in words if not state.startswith("Z") and command_of(pid) != "ps"]


def written_by(process):
    """Return how many bytes a process has written."""
    with open(f"/proc/{process}/io", encoding="utf-8") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("wchar"))


def command_of(process):
    """Return what a process is called."""
    try:
        with open(f"/proc/{process}/comm", encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return "ps"


if __name__ == "__main__":
    unittest.main()
