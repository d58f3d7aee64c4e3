#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""An agent that learns to plan co-inference: a table of preferences for each choice, and policy gradients.

    examples/agents/learn_split.py [EPISODES [LEVELS]]

Its rewards are what becomes of tasks in the simulation, not what plans expect. Prints what random choices, the agent
behind its training, and the optimum come to.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "bindings", "python"))

import numpy  # noqa: E402

import edgeai  # noqa: E402

RATE = 0.5  # of preferences, for a reward 1 above the mean


class Agent:
    """Chooses each number of an action by a table of preferences of its own."""

    def __init__(self, nvec, random):
        self.tables = [numpy.zeros(count) for count in nvec]
        self.random, self.mean = random, 0.0

    def shares(self):
        """Return the probabilities of each choice."""
        raised = [numpy.exp(table - table.max()) for table in self.tables]
        return [one / one.sum() for one in raised]

    def act(self):
        """Return an action by lot."""
        return numpy.array([self.random.choice(len(one), p=one) for one in self.shares()])

    def learn(self, action, reward):
        """Prefer what brought more than the mean."""
        for table, chosen, share in zip(self.tables, action, self.shares()):
            table -= RATE * (reward - self.mean) * share
            table[chosen] += RATE * (reward - self.mean)
        self.mean += 0.05 * (reward - self.mean)


def play(env, act, learn=None, seed=None):
    """Return the mean reward of an episode, and that of the optimum as planned."""
    env.reset(seed=seed)
    rewards, optima, over = [], [], False
    while not over:
        action = act()
        _, reward, over, _, info = env.step(action)
        if info["tasks"]:  # else nothing has come of it yet
            rewards.append(reward)
            optima.append(info["optimum"])
            if learn:
                learn(action, reward)
    return numpy.mean(rewards), numpy.mean(optima)


def main():
    """Train, and print how good that is."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    levels = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    settings = {"devices": 1, "network": "ViT-B/16@part=encoder", "arrivals": "Periodic",
                "ns3::edgeai::PeriodicArrivals::Period": "1.5s"}
    with edgeai.Env("split", "co-inference-minimal", settings=settings, levels=levels) as env:
        env.action_space.seed(1)
        agent = Agent(env.action_space.nvec, numpy.random.default_rng(1))
        chance = numpy.mean([play(env, env.action_space.sample, seed=k)[0] for k in range(5)])
        for episode in range(episodes):
            play(env, agent.act, agent.learn, seed=100 + episode)
        learned, optimum = numpy.mean([play(env, agent.act, seed=k) for k in range(5)], axis=0)
    print(f"random {chance:.4f}\nlearned {learned:.4f}\noptimum {optimum:.4f}")


if __name__ == "__main__":
    main()
