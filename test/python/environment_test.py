#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Are simulations environments as Gymnasium wants them, and is what they say of plans and reality so?"""

import csv
import gc
import os
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT  # noqa: E402

import edgeai  # noqa: E402
from edgeai.checkout import build_folder  # noqa: E402

try:
    import numpy
    from edgeai import environment, spaces
except ImportError:
    numpy = None

PROGRAM = os.path.join(build_folder(), "bin", "co-inference-minimal")
BUILT = numpy is not None and os.path.exists(PROGRAM)


def make(devices=1, **more):
    """Return an environment whose tasks come every 1.5 s, over what is built."""
    settings = {"devices": devices, "network": "ViT-B/16@part=encoder", "arrivals": "Periodic",
                "ns3::edgeai::PeriodicArrivals::Period": "1.5s"}
    return edgeai.Env("split", "co-inference-minimal", settings=settings, build=False, **more)


@unittest.skipUnless(BUILT, f"{PROGRAM} has not been built, or numpy is not installed")
class Environments(unittest.TestCase):
    def test_they_are_as_gymnasium_wants_them(self):
        for env in (make(), make(3), make(3, per_device=True)):
            environment.check_env(env)

    @unittest.skipUnless(numpy is not None and spaces.gymnasium, "gymnasium is not installed")
    def test_gymnasium_says_so_itself(self):
        from gymnasium.utils.env_checker import check_env
        for env in (make(), make(2, per_device=True)):
            check_env(env, skip_render_check=True)

    def test_spaces_follow_the_problem(self):
        with make(3, levels=5) as env:
            self.assertEqual(env.observation_space.shape, (24,))
            cuts = env.action_space.nvec[0]
            self.assertEqual(env.action_space.nvec.tolist(), [cuts, 5, 5, 5, 5] * 3)
            self.assertGreater(cuts, 5)
        with make(3, per_device=True) as env:
            self.assertEqual((env.observation_space.shape, len(env.action_space.nvec)), ((8,), 5))
            _, info = env.reset(seed=1)
            self.assertEqual(info["device"], 0)

    def test_rewards_are_what_became_of_tasks(self):
        with make() as env:
            env.reset(seed=2)
            simulation, over, tasks, worth = env.simulation, False, 0, 0
            action = env.action_space.nvec - 1  # all blocks, all weights, everything at its most
            while not over:
                _, reward, over, _, info = env.step(action)
                tasks += info["tasks"]
                worth += reward * info["tasks"]
                self.assertLessEqual(info["planned"], info["optimum"] + 1e-12)
                if info["tasks"]:
                    self.assertAlmostEqual(info["gap"], info["planned"] - reward)
            with open(os.path.join(simulation.folder, "out", "results.csv"), encoding="utf-8") as rows:
                kept = [task for task in csv.DictReader(rows)]
            ended = [task for task in kept if task["outcome"] != "UNFINISHED"]
            self.assertEqual(tasks, len(ended))
            self.assertGreater(tasks, 30)
            # With all weights there is no distortion: what counts is who kept the budgets.
            sound = [task for task in ended if task["outcome"] == "COMPLETED"
                     and task["deadline_missed"] == task["energy_missed"] == "0"]
            self.assertAlmostEqual(worth, len(sound), 9)

    def test_a_seed_gives_the_same_and_another_does_not(self):
        settings = {"devices": 2, "network": "MobileNetV1"}  # tasks come by lot
        with edgeai.Env("split", settings=settings, build=False) as env:
            def episode(seed):
                env.reset(seed=seed)
                env.action_space.seed(5)
                steps, over = [], False
                while not over:
                    observation, reward, over, _, info = env.step(env.action_space.sample())
                    steps.append((observation.tolist(), reward, info["time"]))
                return steps
            one = episode(3)
            self.assertEqual(episode(3), one)
            self.assertNotEqual(episode(4), one)

    def test_nobody_is_left(self):
        env = make()
        env.reset(seed=0)
        process = env.simulation.process
        env.close()
        self.assertIsNotNone(process.poll())
        env.reset(seed=0)
        process, folder = env.simulation.process, env.simulation.folder
        del env
        gc.collect()
        self.assertIsNotNone(process.poll())
        self.assertFalse(os.path.exists(folder))

    def test_what_is_wrong_is_said(self):
        with self.assertRaisesRegex(edgeai.Refused, "There is no family with an environment 'spilt'"):
            edgeai.Env("spilt")
        with self.assertRaisesRegex(edgeai.Refused, "device"):
            edgeai.Env("split", settings={"devicess": 1}, build=False)
        with self.assertRaisesRegex(edgeai.Refused, "has asked for no plan"):
            make(optimum="Nobody")
        with make(2) as env:
            env.reset(seed=0)
            for action, words in (([0] * 9, "the action is"), ([99] * 10, "allowed are whole numbers below")):
                with self.assertRaisesRegex(ValueError, words):
                    env.step(action)
            with self.assertRaisesRegex(ValueError, "seed is -1"):
                env.reset(seed=-1)
            env.reset(seed=0)
            env.simulation.process.kill()
            time.sleep(.1)
            with self.assertRaisesRegex(edgeai.Refused, "the simulation has ended in the middle of an episode"):
                for _ in range(3):
                    env.step(env.action_space.sample())
        with self.assertRaisesRegex(RuntimeError, "call reset"):
            env.step(env.action_space.sample())

    def test_more_devices_than_there_is_room_for_are_refused(self):
        settings = {"devices": 3, "network": "ViT-B/16@part=encoder"}
        with edgeai.Env("split", settings=settings, devices=1, build=False) as env:
            env.reset(seed=0)
            dropped = over = 0
            while not over:
                _, _, over, _, info = env.step(env.action_space.sample())
                dropped += info["dropped"]
            self.assertGreater(dropped, 3)

    def test_the_example_learns(self):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "examples", "agents", "learn_split.py"), "25"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=500, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = dict(line.split() for line in done.stdout.splitlines())
        chance, learned, optimum = (float(found[name]) for name in ("random", "learned", "optimum"))
        self.assertLess(chance, .2)
        self.assertGreater(learned, chance + .5 * (optimum - chance))
        self.assertLessEqual(learned, optimum + 1e-9)


if __name__ == "__main__":
    unittest.main()
