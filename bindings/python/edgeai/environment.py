# SPDX-License-Identifier: GPL-2.0-only
"""A simulation as an environment for agents, with Gymnasium's interface whether that is installed or not.

    env = edgeai.Env("split", "co-inference-minimal", settings={"devices": 1})
    observation, info = env.reset(seed=1)
    observation, reward, terminated, truncated, info = env.step(env.action_space.sample())

A step is a plan that the simulation asks for; an episode is a simulation, which runs in a process of its own.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
import weakref

from . import child, needs, planning, program, spaces, wire
from .checkout import Refused, nearest
from .words import members, within
from .words import options as as_options

numpy = needs.module("numpy", "edgeai.Env")
PLANNERS = {"split": "AgentSplitPlanner", "chain": "AgentChainPlanner", "rows": "AgentRowsPlanner",
            "flow": "AgentFlowPlanner", "path": "AgentPathPlanner", "round": "AgentRoundPlanner",
            "topology": "AgentTopologyPlanner"}
# What it says itself: where that is settled instead.
OURS = {"planner": "the family says it", "RngRun": "reset(seed=...) says it",
        "output": "an environment keeps no files of its simulations"}
OF_AGENT = {"Levels": "levels", "PerDevice": "per_device", "Timeout": "timeout", "Optimum": "optimum", "Devices": "devices"}
LAST_SEED = 2**64 - 2  # a simulation's run number is one more
GRACE = 5  # seconds for which a simulation that has closed its socket may take to end
INFO = ("time", "planned", "optimum", "possible", "gap", "tasks", "dropped", "missed", "device", "plans")
BASE = spaces.gymnasium.Env if spaces.gymnasium else object


class Simulation:
    """A running program whose planner asks over a local socket."""

    def __init__(self, found, words, timeout):
        self.folder = tempfile.mkdtemp(prefix="edge-ai-env-")
        self.clean = weakref.finalize(self, shutil.rmtree, self.folder, True)
        path = os.path.join(self.folder, "socket")
        self.end = self.process = None
        self.open = []
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            try:
                door.bind(path)
            except OSError as fault:
                raise Refused(f"'{path}' cannot be a local socket: {fault}; a shorter TMPDIR may help", 1) from None
            door.listen(1)
            door.settimeout(.2)
            self.errors = os.path.join(self.folder, "errors.txt")
            with open(self.errors, "wb") as errors:
                try:
                    self.process = subprocess.Popen(
                        [found.path, *words(path, os.path.join(self.folder, "out"))], stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True)
                except OSError as fault:
                    raise Refused(f"program '{found.path}' {child.unstarted(fault)}", 1) from None
            self.guard = weakref.finalize(self, stop, self.process, self.open)
            self.timeout = timeout
            begun = time.monotonic()
            while self.end is None:
                try:
                    self.end, _ = door.accept()
                except socket.timeout:
                    if self.process.poll() is not None:
                        self.fail("has asked for no plan")
                    if time.monotonic() - begun > timeout:
                        self.late("has asked for no plan")
        self.end.settimeout(timeout)
        self.stream = self.end.makefile("rwb", buffering=0)
        self.open += [self.stream, self.end]
        self.number = 0
        self.hello = self.hear(wire.HELLO)
        self.tell(wire.READY, {})

    def fail(self, what):
        """End it, and say what it said last, and how it ended if that was before."""
        code = self.process.poll()
        self.close()
        words = child.last_words(self.errors)
        raise Refused(f"the simulation {what}" + ("" if code is None else f" (it ended with exit code {code})")
                      + (f": {words}" if words else ""), 1)

    def late(self, what="was silent"):
        """End what has taken too long."""
        self.fail(f"{what} for {self.timeout:g} s; timeout=... gives it longer")

    def broken(self):
        """It has closed its socket: it has ended, or is about to."""
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            pass
        self.fail("has ended in the middle of an episode")

    def hear(self, kind=wire.PLAN):
        """Return the body of the next request."""
        try:
            head = wire.read_all(self.stream, wire.HEADER.size)
            if head:
                magic, version, came, length, self.number = wire.HEADER.unpack(head)
                if (magic, version, came) == (wire.MAGIC, wire.VERSION, kind):
                    return json.loads(wire.read_all(self.stream, length))
        except socket.timeout:
            self.late()
        except (OSError, EOFError):
            pass
        return self.broken()

    def tell(self, kind, document):
        """Answer the request."""
        body = json.dumps(document).encode()
        head = wire.HEADER.pack(wire.MAGIC, wire.VERSION, kind, len(body), self.number)
        try:
            wire.write_all(self.stream, head + body)
        except socket.timeout:
            self.late()
        except OSError:
            self.broken()

    def finish(self):
        """Let it write its results, and end."""
        self.tell(wire.DECISION, {})
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.fail("has not ended within 60 s of its last plan")
        if code != 0:
            self.fail("was not sound")
        self.close()

    def close(self):
        """End it."""
        self.guard()


def stop(process, streams):
    """Close what leads to a child, and end it with whatever it has started."""
    for stream in streams:
        stream.close()
    if process.poll() is None:
        child.end(process)


class Env(BASE):
    """An environment: plans of a family, in a program that takes --planner."""

    metadata = {"render_modes": []}
    render_mode = None
    spec = None

    def __init__(self, family, name=None, *, settings=None, devices=None, per_device=False, levels=4, optimum=None,
                 timeout=300, build=True):
        """Make the environment of a family: split, chain, rows, flow, path, round or topology.

        name         an example, a study's folder or a program of one's own, with an option --planner; without it the
                     shortest script of the family
        settings     {option: value} for it
        devices      of split: most devices of a problem, what spaces have room for; without it the setting "devices",
                     or 4. Of other families sizes follow from the first problem
        per_device   an action is about one device, node, worker or link of a problem, one after another
        levels       how many values there are to choose from of what is continuous: powers, clocks, shares
        optimum      planner that says what could have been, in info, and of families other than split what a reward is
                     measured by; without it the first of the family's own that takes the problem. "": none
        timeout      [s] that the simulation may take between steps
        """
        if isinstance(family, str) and family == "services":
            raise Refused("services are planned in memory alone: no simulation asks for such a plan; 'path' is of one "
                          "service")
        if not isinstance(family, str) or family not in PLANNERS:
            raise nearest(family, sorted(PLANNERS), "family with an environment")
        self.family = family
        self.settings = members(settings, "settings")
        agent = "ns3::edgeai::" + PLANNERS[family]
        ours = {**OURS, agent + "::Socket": "an environment has one of its own",
                **{f"{agent}::{one}": f"{argument}=... says it" for one, argument in OF_AGENT.items()}}
        if name is None:
            name = "co-inference-minimal" if family == "split" else "families"
            if family != "split":
                ours["family"] = "the first argument says it"
        for option in self.settings:
            if option in ours:
                raise Refused(f"settings: {option} is this environment's own: {ours[option]}")
        if "family" in ours:
            self.settings["family"] = family
        if family == "split":
            devices = self.settings.get("devices", 4) if devices is None else devices
            within(devices, "devices", 1, 1000, True)
        elif devices is not None:
            raise Refused(f"devices is {devices!r}, and is of 'split'; of '{family}' sizes follow from the problem")
        within(levels, "levels", 1, 1000, True)
        within(timeout, "timeout", 1e-3, 1e6)
        if not isinstance(optimum, (str, type(None))) or not isinstance(per_device, bool):
            raise Refused(f"optimum is {optimum!r}, per_device {per_device!r}; allowed are a planner's name, and "
                          "True or False")
        self.found = program.find(name, build)
        self.found.check({**self.settings, "planner": PLANNERS[family]})
        self.agent = {"planner": PLANNERS[family], agent + "::Levels": levels, agent + "::PerDevice": per_device,
                      agent + "::Timeout": timeout}
        if optimum is not None:
            self.agent[agent + "::Optimum"] = optimum
        if family == "split":
            self.agent[agent + "::Devices"] = devices
        self.socket_option = agent + "::Socket"
        self.timeout = timeout
        self.simulation = None
        self.number = 0
        self.optimum = optimum
        self.warned = optimum == ""
        # How many cuts there are the simulation knows.
        self._start()
        self.observation_space = spaces.read(self.simulation.hello["observation_space"])
        self.action_space = spaces.read(self.simulation.hello["action_space"])
        self._fresh = True

    def _start(self):
        self.close()
        number = self.number + 1

        def words(path, output):
            given = {**self.settings, **self.agent, self.socket_option: path, "RngRun": number}
            if self.found.has("output"):
                given["output"] = output
            return as_options(given)

        self.plans = 0
        self.simulation = Simulation(self.found, words, self.timeout)
        self.asked = self.simulation.hear()

    def _observe(self):
        if not self.warned and not self.asked["over"] and self.asked["info"]["possible"] is None:
            self.warned = True
            whose = "is the family's own" if self.optimum is None else f"is {self.optimum!r}"
            warnings.warn(f"optimum {whose}, which has no plan for this problem: info has no optimum, and rewards are "
                          "measured by an earlier one or by 1 s; optimum=... names a planner of this problem's kind, and "
                          f"optimum='' says that there is none. {self._others()}", RuntimeWarning, stacklevel=3)
        observation = numpy.array(self.asked["observation"], numpy.float64)
        return observation, {"time": self.asked["time"], **self.asked["info"], "plans": self.plans}

    def _others(self):
        """Return which planners there are, instead of one that has no plan."""
        first = self.found.attribute("ns3::edgeai::" + PLANNERS[self.family] + "::Optimum")[0]
        known = planning.planners(self.family) if os.path.isfile(planning.file()) else first.split(",")
        asked = (first if self.optimum is None else self.optimum).split(",")
        own = self.found.default("planner")
        return ((f"The program's own planner is {own}. " if own and own not in asked else "")
                + f"Planners of the family '{self.family}' that were not asked: "
                + ", ".join(name for name in known if name not in asked))

    def reset(self, *, seed=None, options=None):
        """Begin an episode; return observation and info. The same seed gives the same simulation."""
        if seed is not None and (not isinstance(seed, (int, numpy.integer)) or not 0 <= seed <= LAST_SEED):
            raise ValueError(f"seed is {seed!r}; allowed is a whole number from 0 to {LAST_SEED}")
        if spaces.gymnasium:
            super().reset(seed=seed)
        if options:
            raise ValueError(f"options are {sorted(options)}; allowed are none")
        if seed is not None:
            self.number = int(seed)
        elif self.simulation is not None and not self._fresh:
            self.number = self.number % LAST_SEED + 1
        self._fresh = False
        self._start()
        return self._observe()

    def step(self, action):
        """Plan; return observation, reward, terminated, truncated and info."""
        if self.simulation is None:
            raise RuntimeError("there is no episode under way: call reset()")
        if not self.action_space.contains(numpy.asarray(action)):
            raise ValueError(f"the action is {action!r}; allowed are whole numbers below "
                             f"{self.action_space.nvec.tolist()}")
        self.simulation.tell(wire.DECISION, {"action": numpy.asarray(action).tolist()})
        self.asked = self.simulation.hear()
        # Behind the last part of a problem the next is asked about, or about none.
        self.plans += self.asked["info"]["device"] in (None, 0)
        observation, info = self._observe()
        over = self.asked["over"]
        if over:
            self.simulation.finish()
            self.simulation = None
            self.number = self.number % LAST_SEED + 1
        return observation, float(self.asked["reward"]), over, False, info

    def render(self):
        """There is nothing to be seen."""

    def close(self):
        """End the simulation, if one is under way."""
        if self.simulation is not None:
            self.simulation.close()
            self.simulation = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def check_env(env, steps=1000):
    """Raise AssertionError where an environment is not as Gymnasium wants them.

    What Gymnasium's check_env looks at, and more: five-tuples, spaces that hold what comes, the same episode for the
    same seed and actions, what info has to tell, and refusals of actions that are none.
    """
    for space in (env.observation_space, env.action_space):
        assert space.contains(space.sample()), "a space holds what is drawn from it"
    env.action_space.seed(7)
    drawn = [env.action_space.sample().tolist() for _ in range(3)]
    env.action_space.seed(7)
    assert drawn == [env.action_space.sample().tolist() for _ in range(3)], "a seed of a space gives the same"

    def look(observation, info):
        assert isinstance(observation, numpy.ndarray) and observation.dtype == env.observation_space.dtype
        assert observation.shape == env.observation_space.shape
        assert env.observation_space.contains(observation), f"{observation} is not in the space"
        assert isinstance(info, dict) and set(INFO) <= set(info), f"info has no {set(INFO) - set(info)}"
        json.dumps(info, allow_nan=False)  # numbers, or None for what is not known

    def episode(seed, most):
        env.action_space.seed(seed)
        first = env.reset(seed=seed)
        assert isinstance(first, tuple) and len(first) == 2
        look(*first)
        assert first[1]["tasks"] == first[1]["plans"] == 0 and first[1]["gap"] is None, "nothing has happened yet"
        told, before = [(first[0].tolist(), first[1])], first[1]["time"]
        for _ in range(most):
            answer = env.step(env.action_space.sample())
            assert isinstance(answer, tuple) and len(answer) == 5
            observation, reward, terminated, truncated, info = answer
            look(observation, info)
            assert isinstance(reward, float) and 0 <= reward <= 1, f"a reward of {reward}"
            assert isinstance(terminated, bool) and isinstance(truncated, bool)
            assert info["time"] >= before, "time goes on"
            assert 0 <= info["plans"] - told[-1][-1]["plans"] <= 1, "a step makes a plan, or a part of one"
            assert info["gap"] is None or abs(info["gap"] - (info["planned"] - reward)) < 1e-12
            before = info["time"]
            told.append((observation.tolist(), reward, info))
            if terminated or truncated:
                return told, True
        return told, False

    one, ends = episode(3, steps)
    assert ends, f"no episode ends within {steps} steps"
    try:
        env.step(env.action_space.sample())
    except RuntimeError:
        pass
    else:
        raise AssertionError("behind the end there is no step")
    assert sum(step[2]["tasks"] for step in one[1:]) > 0, "something has ended"
    if one[0][1]["device"] is None:
        assert one[-1][2]["plans"] == len(one) - 1, "every step is a plan"
    assert any(step[2]["optimum"] is not None for step in one[1:]), "what could have been is said"
    assert episode(3, steps)[0] == one, "a seed gives the same episode"
    env.reset(seed=3)
    for action in (env.action_space.nvec, env.action_space.sample()[:-1], [0.5] * len(env.action_space.nvec)):
        try:
            env.step(action)
        except ValueError:
            continue
        raise AssertionError("an action outside of its space is refused")
    env.reset()
    env.close()
