#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Do all engines leave the same bytes, also where workers, drivers or jobs are lost?"""

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import slurm_cluster  # noqa: E402
from campaign_test import Campaigns  # noqa: E402
from fake import ROOT  # noqa: E402

import edgeai  # noqa: E402


class Engines(Campaigns):
    """A campaign through an engine, against the same on this machine."""

    pause = 0.1
    environment = None

    def command(self, path, output, *words):
        """Return the command of a campaign."""
        return [sys.executable, os.path.join(ROOT, "edge-ai"), "campaign", path, "--no-build", "--no-install",
                f"--output={os.path.join(self.folder, output)}", *words]

    def call(self, path, output, *words):
        """Run a campaign; return what it said."""
        done = subprocess.run(self.command(path, output, *words), stderr=subprocess.PIPE, text=True, check=False,
                              env=self.environment, timeout=120)
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        return done.stderr

    def compare(self, path, output):
        """Hold the tables of a campaign against those of the engine local."""
        self.call(path, "local")
        self.assertEqual(self.tables(os.path.join(self.folder, output)), self.tables(os.path.join(self.folder, "local")))

    def there(self, output):
        """Return how many pieces there are."""
        pieces = os.path.join(self.folder, output, "pieces")
        return len([name for name in os.listdir(pieces) if name.endswith(".json")]) if os.path.isdir(pieces) else 0

    def wait(self, ready):
        """Wait until something is so."""
        end = time.monotonic() + 60
        while not ready():
            self.assertLess(time.monotonic(), end, "it takes too long")
            time.sleep(0.02)


class Nowhere(Engines):
    def test_dask_needs_a_scheduler(self):
        if not importlib.util.find_spec("distributed"):
            self.skipTest("the Python package distributed is not installed")
        self.assertIn("needs --scheduler=ADDRESS", self.call(self.file(), "out", "--engine=dask"))

    def test_slurm_needs_sbatch(self):
        self.environment = dict(os.environ, PATH=os.path.dirname(sys.executable))
        if slurm_cluster.shutil.which("sbatch", path=self.environment["PATH"]):
            self.skipTest("sbatch is beside this Python")
        done = subprocess.run(self.command(self.file(), "out", "--engine=slurm"), stderr=subprocess.PIPE, text=True,
                              check=False, env=self.environment)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--engine=slurm needs sbatch", done.stderr)


@unittest.skipUnless(importlib.util.find_spec("distributed"),
                     "the Python package distributed is not installed (./edge-ai install dask)")
class Dask(Engines):
    def setUp(self):
        super().setUp()
        self.processes = {}
        self.addCleanup(self.down)
        place = os.path.join(self.folder, "scheduler.json")
        self.start("scheduler", "distributed.cli.dask_scheduler", "--host=127.0.0.1", "--port=0", "--no-dashboard",
                   f"--scheduler-file={place}")
        self.wait(lambda: os.path.isfile(place) and os.path.getsize(place))
        with open(place, encoding="utf-8") as text:
            self.address = json.load(text)["address"]
        for name in ("first", "second"):
            self.start(name, "distributed.cli.dask_worker", self.address, "--nthreads=1", "--no-dashboard", "--no-nanny",
                       "--host=127.0.0.1", f"--local-directory={os.path.join(self.folder, name)}")

    def start(self, name, module, *words):
        """Start a process of Dask."""
        with open(os.path.join(self.folder, name + ".log"), "wb") as log:
            self.processes[name] = subprocess.Popen([sys.executable, "-m", module, *words], stdin=subprocess.DEVNULL,
                                                    stdout=log, stderr=subprocess.STDOUT)

    def down(self):
        """End all processes."""
        for process in reversed(self.processes.values()):
            process.kill()
            process.wait()

    def test_a_worker_is_lost_and_nothing_else(self):
        path = self.file(settings={"pause": self.pause, "fail": 4})
        driver = subprocess.Popen(self.command(path, "dask", "--engine=dask", f"--scheduler={self.address}"),
                                  stderr=subprocess.PIPE, text=True)
        self.wait(lambda: self.there("dask") >= 4)
        self.processes["first"].kill()
        self.assertLess(self.there("dask"), 16)
        said = driver.communicate(timeout=60)[1]
        self.assertEqual(driver.returncode, 1, said)
        self.assertIn("16 runs, 4 failed", said)
        self.compare(path, "dask")

    def test_a_killed_driver_is_resumed(self):
        path = self.file(settings={"pause": self.pause})
        words = ("--engine=dask", f"--scheduler={self.address}")
        driver = subprocess.Popen(self.command(path, "dask", *words), stderr=subprocess.DEVNULL)
        self.wait(lambda: self.there("dask") >= 3)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        self.assertRegex(self.call(path, "dask", *words), r"\d+ of 16 runs are there already")
        self.compare(path, "dask")


@unittest.skipIf(slurm_cluster.lacking(), slurm_cluster.lacking())
class Slurm(Engines):
    @classmethod
    def setUpClass(cls):
        cls.cluster = slurm_cluster.Cluster()
        cls.addClassCleanup(cls.cluster.down)
        cls.cluster.up()

    def setUp(self):
        super().setUp()
        self.environment = dict(self.cluster.environment(), FAKE_MARKS=self.marks, EDGE_AI_SLURM_PATIENCE="0")

    def test_an_array_brings_everything_back(self):
        path = self.file(settings={"fail": 4})
        said = self.call(path, "slurm", "--engine=slurm", "--sbatch=--time=5", "--jobs=2")
        self.assertRegex(said, r"Submitted as job \d+ of 7 tasks")  # MaxArraySize is 8 here
        self.assertIn("16 runs, 4 failed", said)
        self.compare(path, "slurm")

    def test_a_killed_driver_finds_its_job_again(self):
        path = self.file(settings={"pause": 0.3})
        driver = subprocess.Popen(self.command(path, "slurm", "--engine=slurm"), stderr=subprocess.DEVNULL,
                                  env=self.environment)
        self.wait(lambda: self.there("slurm") >= 2)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        self.assertLess(self.there("slurm"), 16)
        said = self.call(path, "slurm", "--engine=slurm")
        self.assertRegex(said, r"Job \d+ of this campaign is still in the queue; waiting for it")
        self.assertNotIn("Submitted", said)
        self.assertEqual(self.started(), 16, "none ran twice")
        self.compare(path, "slurm")

    def test_a_lost_job_is_told(self):
        path = self.file(settings={"pause": 0.5}, runs=8)
        driver = subprocess.Popen(self.command(path, "slurm", "--engine=slurm"), stderr=subprocess.PIPE, text=True,
                                  env=self.environment)
        self.wait(lambda: self.there("slurm") >= 2)
        with open(os.path.join(self.folder, "slurm", "slurm", "job.json"), encoding="utf-8") as text:
            job = json.load(text)["job"]
        subprocess.run(["scancel", job], env=self.environment, check=True)
        said = driver.communicate(timeout=90)[1]
        self.assertEqual(driver.returncode, 1, said)
        self.assertRegex(said, rf"job {job} ended without it; see slurm/{job}_\*.log")
        self.assertTrue(re.search(r"32 runs, \d+ failed", said), said)
        # The same command once more runs what was lost.
        self.assertIn("32 runs, 0 failed", self.call(path, "slurm", "--engine=slurm"))


if __name__ == "__main__":
    unittest.main()
