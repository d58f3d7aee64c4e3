#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Are simulations environments as Gymnasium wants them, and is what they say of plans and reality so?"""

import csv
import gc
import os
import signal
import subprocess
import sys
import time
import unittest
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT  # noqa: E402

import edgeai  # noqa: E402
from edgeai.checkout import build_folder  # noqa: E402

try:
    import numpy
    from edgeai import environment, spaces
except ImportError:
    numpy = None  # without it edgeai has no environment: see WithoutNumpy

PROGRAM = os.path.join(build_folder(), "bin", "co-inference-minimal")
BUILT = numpy is not None and os.path.exists(PROGRAM)
FAMILIES = os.path.join(build_folder(), "bin", "families")
# Short ones: few plans each.
SHORT = {"chain": {"duration": 1}, "rows": {"duration": 7}, "flow": {"duration": 4}, "path": {"duration": 2},
         "round": {"rounds": 4}, "topology": {"rounds": 3}}


def make(devices=1, **more):
    """Return an environment whose tasks come every 1.5 s, over what is built."""
    settings = {"devices": devices, "network": "ViT-B/16@part=encoder", "arrivals": "Periodic",
                "ns3::edgeai::PeriodicArrivals::Period": "1.5s"}
    return edgeai.Env("split", "co-inference-minimal", settings=settings, build=False, **more)


class WithoutNumpy(unittest.TestCase):
    """Pythons that have it not say so, before anything is built or run."""

    def test_who_needs_it_says_so_and_names_the_package(self):
        path = os.path.join(ROOT, "bindings", "python")
        for call, who in (("edgeai.Env('split')", "edgeai.Env"), ("import edgeai.environment", "edgeai.Env"),
                          ("frame.records({'a': [1]})", "A table"), ("laws.erlang_c", "edgeai.laws.erlang_c")):
            script = ("import sys\nsys.modules['numpy'] = sys.modules['pandas'] = None\n"
                      f"sys.path.insert(0, {path!r})\nimport edgeai\nfrom edgeai import frame, laws\n{call}\n")
            done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
            last = done.stderr.splitlines()[-1] if done.stderr else "nothing was said"
            self.assertEqual(done.returncode, 1, call)
            self.assertRegex(last, f"^edgeai.Refused: {who} needs numpy, and {sys.executable} has none .*: Debian's package is "
                                   "python3-numpy, for /usr/bin/python3$")


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

    @unittest.skipIf(numpy is None or spaces.gymnasium, "gymnasium has words of its own")
    def test_spaces_are_shown(self):
        self.assertEqual(repr(spaces.MultiDiscrete([5, 3])), "MultiDiscrete([5, 3])")
        self.assertEqual(repr(spaces.Box(-2, 3, (4,))), "Box(-2.0, 3.0, (4,), float64)")

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

    def test_levels_and_times_have_ranges(self):
        for more, said in (({"timeout": 1e300}, "timeout is 1e.300; allowed is a number from 0.001 to"), ({"timeout": 0}, "timeout"),
                           ({"timeout": -1}, "timeout is -1"), ({"timeout": float("nan")}, "timeout is nan"),
                           ({"levels": 0}, "levels is 0; allowed is a whole number from 1 to 1000"), ({"levels": 1.5}, "levels"),
                           ({"devices": 0}, "devices is 0"), ({"devices": 10**9}, "devices is 1000000000"),
                           ({"per_device": 3}, "per_device 3"), ({"optimum": 7}, "optimum is 7")):
            with self.assertRaisesRegex(edgeai.Refused, said, msg=more):
                edgeai.Env("split", "co-inference-minimal", build=False, **more)
        with self.assertRaisesRegex(edgeai.Refused, "settings is .*needed"):
            edgeai.Env("split", "co-inference-minimal", build=False, settings=[1])
        with self.assertRaisesRegex(edgeai.Refused, "services are planned in memory alone"):
            edgeai.Env("services")
        with self.assertRaisesRegex(edgeai.Refused, "devices is 3, and is of 'split'"):
            edgeai.Env("chain", build=False, devices=3)

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
        with self.assertRaisesRegex(edgeai.Refused, "(?s)has asked for no plan.*attribute Optimum: .*Nobody"):
            make(optimum="Nobody")
        with make(2) as env:
            env.reset(seed=0)
            for action, words in (([0] * 9, "the action is"), ([99] * 10, "allowed are whole numbers below")):
                with self.assertRaisesRegex(ValueError, words):
                    env.step(action)
            for seed in (-1, 2**64 - 1, 2**70, 1.5):
                with self.assertRaisesRegex(ValueError, f"seed is {seed}; allowed is a whole number from 0 to {2**64 - 2}$"):
                    env.reset(seed=seed)
            env.reset(seed=2**64 - 2)
            env.step(env.action_space.sample())
            env.reset()  # the one behind the last is the first again
            env.reset(seed=0)
            env.simulation.process.kill()
            time.sleep(.1)
            with self.assertRaisesRegex(edgeai.Refused, "has ended in the middle of an episode .it ended with exit code -9"):
                for _ in range(3):
                    env.step(env.action_space.sample())
        with self.assertRaisesRegex(RuntimeError, "call reset"):
            env.step(env.action_space.sample())

    def test_arguments_that_are_of_no_kind_are_told(self):
        for family in (None, 3, ["split"]):
            with self.assertRaisesRegex(edgeai.Refused, r"is no family with an environment; a name is needed\nKnown: chain"):
                edgeai.Env(family)
        for more, said in (({"settings": 3}, "settings is 3; {option: value} is needed"),
                           ({"settings": [1]}, r"settings is \[1\]; {option"), ({"settings": {1: 2}}, "1 is no name of an option"),
                           ({"name": 3}, "name is 3; an example, a study's folder or a program is needed")):
            with self.assertRaisesRegex(edgeai.Refused, said, msg=more):
                edgeai.Env("split", build=False, **more)

    def test_settings_of_its_own_are_refused(self):
        for option, said in (("planner", "the family says it"), ("RngRun", r"reset\(seed=...\) says it"),
                             ("output", "keeps no files"), ("ns3::edgeai::AgentSplitPlanner::Levels", "levels=... says it"),
                             ("ns3::edgeai::AgentSplitPlanner::Socket", "one of its own")):
            for name in (None, "co-inference-minimal"):
                with self.assertRaisesRegex(edgeai.Refused, f"settings: {option} is this environment's own: .*{said}"):
                    edgeai.Env("split", name, settings={option: 1}, build=False)
        with self.assertRaisesRegex(edgeai.Refused, "settings: family is this environment's own: the first argument"):
            edgeai.Env("round", settings={"family": "chain"}, build=False)

    def test_one_that_is_silent_was_not_ended_by_itself(self):
        with make(timeout=.5) as env:
            env.reset(seed=1)
            os.kill(env.simulation.process.pid, signal.SIGSTOP)
            with self.assertRaisesRegex(edgeai.Refused,
                                        "^the simulation was silent for 0.5 s; timeout=... gives it longer$"):
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


@unittest.skipUnless(BUILT and os.path.exists(FAMILIES), f"{FAMILIES} has not been built, or numpy is not installed")
class Families(unittest.TestCase):
    """Environments of the other families that a simulation plans in."""

    def make(self, family, **more):
        return edgeai.Env(family, settings=SHORT[family], build=False, **more)

    def test_every_family_with_a_planner_elsewhere_has_one(self):
        from edgeai import planning
        if not os.path.isfile(planning.file()):
            self.skipTest("planners have not been built for Python")
        self.assertEqual(set(planning.families()) - {"services"}, set(environment.PLANNERS))
        self.assertEqual(set(SHORT) | {"split"}, set(environment.PLANNERS))

    def test_they_are_as_gymnasium_wants_them(self):
        for family in SHORT:
            with self.subTest(family):
                environment.check_env(self.make(family))

    def test_parts_one_after_another(self):
        for family in ("chain", "path", "round", "topology"):
            with self.subTest(family), self.make(family) as whole, self.make(family, per_device=True) as parts:
                environment.check_env(parts)
                count = len(whole.action_space.nvec) // len(parts.action_space.nvec)
                self.assertGreater(count, 1)
                self.assertEqual(whole.action_space.nvec.tolist(), parts.action_space.nvec.tolist() * count)
                _, info = parts.reset(seed=1)
                for device in range(count):
                    self.assertEqual(info["device"], device)
                    _, _, over, _, info = parts.step(parts.action_space.nvec * 0 + 1)

    @unittest.skipUnless(numpy is not None and spaces.gymnasium, "gymnasium is not installed")
    def test_gymnasium_says_so_itself(self):
        from gymnasium.utils.env_checker import check_env
        for family in SHORT:
            check_env(self.make(family), skip_render_check=True)

    def test_sizes_follow_the_problem(self):
        with self.make("chain") as env:
            # Three boards: where their layers end, of 23, and one of three structures.
            self.assertEqual(env.action_space.nvec.tolist(), [24, 3] * 3)
        with self.make("round", levels=7) as env:
            self.assertEqual(env.action_space.nvec.tolist(), [8, 7] * 4)
        with self.make("topology") as env:
            self.assertEqual(env.action_space.nvec.tolist(), [2] * 3)
        with self.make("path") as env:
            self.assertEqual(env.action_space.nvec.tolist(), [3] * 5)

    def test_a_flow_is_asked_about_in_every_slot(self):
        with self.make("flow") as env:
            env.reset(seed=1)
            over, steps = False, 0
            while not over:
                _, _, over, _, _ = env.step(env.action_space.nvec * 0 + 1)
                steps += 1
            self.assertEqual(steps, 4)  # slots of 1 s

    def play(self, env, action):
        """Return rewards, worths as planned and of the optimum of an episode, of steps in which something ended."""
        env.reset(seed=1)
        over, found = False, []
        while not over:
            _, reward, over, _, info = env.step(action)
            if info["tasks"]:
                found.append((reward, info["planned"], info["optimum"], info["dropped"]))
        return found

    def test_the_optimum_is_half_and_bad_plans_are_less(self):
        # All layers on the weakest board, with the largest structure.
        with self.make("chain") as env:
            reward, planned, optimum, _ = self.play(env, [23, 2, 0, 0, 0, 0])[-1]
            self.assertEqual(optimum, .5)
            self.assertLess(planned, .45)
            self.assertLess(reward, planned + 1e-9)
        # On paper four workers are faster than one. In reality what a message takes beside its bits, which four of
        # them pay, is more than they gain; what was measured then stands in the next round's problem.
        with self.make("round") as env:
            alone, even = self.play(env, [4, 3, 0, 0, 0, 0, 0, 0]), self.play(env, [4, 3] * 4)
            self.assertEqual([len(alone), len(even)], [4, 4])
            self.assertLess(alone[0][1], even[0][1])
            for rewards in (alone, even):
                self.assertLess(rewards[0][0], rewards[0][1])
                for reward, planned, optimum, _ in rewards:
                    self.assertLessEqual(planned, optimum + 1e-6)
                for reward, planned, _, _ in rewards[1:]:
                    self.assertAlmostEqual(reward, planned, delta=.01)
        # No link: nothing to wait for.
        with self.make("topology") as env:
            self.assertGreater(self.play(env, [0, 0, 0])[0][0], self.play(env, [1, 1, 1])[0][0] - 1e-9)

    def test_an_optimum_without_a_plan_is_told_once(self):
        for optimum, told in ((None, 0), ("FedQvrPlanner", 1), ("", 0)):
            with self.subTest(optimum), warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                with self.make("round", optimum=optimum) as env:
                    self.play(env, env.action_space.nvec - 1)
                    self.play(env, env.action_space.nvec - 1)
                said = [str(one.message) for one in said if one.category is RuntimeWarning]
                self.assertEqual(len(said), told, said)
                if told:
                    self.assertRegex(said[0], "^optimum is 'FedQvrPlanner', which has no plan for this problem: .*optimum=...")
                    others = said[0].partition("Planners of the family 'round' that were not asked: ")[2].split(", ")
                    self.assertIn("PartelPlanner", others)  # which has: see None
                    self.assertNotIn("FedQvrPlanner", others)

    def test_plans_that_cannot_be_lose_nothing(self):
        with self.make("path") as env:
            found = self.play(env, [2] * 5)  # the first block alone cannot be left out, all others can
            self.assertTrue(found)


if __name__ == "__main__":
    unittest.main()
