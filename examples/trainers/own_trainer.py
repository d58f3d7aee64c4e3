#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A model and data of the trainer's own: which of two rings a point lies on, by random Fourier features.

    ./edge-ai run external-learning -- --trainers=own
In a script: LearningHelper("External", "FedQvrEqualPlanner") without SetData(), and SetMethod("External(command=...)").
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bindings", "python"))
from edgeai.external import Declined, Trainer  # noqa: E402

import numpy  # noqa: E402

FEATURES, BATCH, RATE = 40, 16, 0.5


class OwnTrainer(Trainer):
    name = "two rings, 40 Fourier features"
    flop = 2.0 * 3 * FEATURES * BATCH  # of a local step: what the simulated processors are given

    def start(self, hello):
        """Draw what is learned by the simulation's seed: the same seed, the same bytes."""
        draw = numpy.random.default_rng(hello.seed)
        self.waves = draw.normal(0, 2, (2, FEATURES))
        self.phases = draw.uniform(0, 2 * numpy.pi, FEATURES)
        # Devices have 20 to 200 points, most of them on one of the rings.
        self.own = [self.points(draw, draw.integers(20, 200), draw.choice([0.2, 0.8])) for _ in range(hello.devices)]
        self.test = self.points(draw, 1000, 0.5)
        self.draws = [numpy.random.default_rng((hello.seed, device)) for device in range(hello.devices)]

    def points(self, draw, count, outer):
        """Return features of points, and on which ring each lies."""
        ring = (draw.random(count) < outer).astype(float)
        angle = draw.uniform(0, 2 * numpy.pi, count)
        place = (1 + ring + draw.normal(0, 0.2, count))[:, None] * numpy.stack([numpy.cos(angle), numpy.sin(angle)], 1)
        return numpy.cos(place @ self.waves + self.phases), ring

    def initial_parameters(self):
        return numpy.zeros(FEATURES + 1)

    def num_examples(self, device):
        return len(self.own[device][1])

    def slope(self, parameters, features, ring):
        """Return the gradient of the mean logistic loss."""
        error = 1 / (1 + numpy.exp(-(features @ parameters[:-1] + parameters[-1]))) - ring
        return numpy.append(features.T @ error, error.sum()) / len(ring)

    def fit(self, device, parameters, config):
        features, ring = self.own[device]
        if len(ring) < BATCH:
            raise Declined(f"{len(ring)} points are less than a batch of {BATCH}")
        trained = parameters.copy()
        for _ in range(config["steps"]):
            rows = self.draws[device].integers(0, len(ring), BATCH)
            trained -= RATE * self.slope(trained, features[rows], ring[rows])
        return trained  # aggregate() of Trainer takes the mean by samples

    def evaluate(self, parameters, config):
        """Return loss and accuracy over points of no device."""
        features, ring = self.test
        logit = features @ parameters[:-1] + parameters[-1]
        return numpy.mean(numpy.logaddexp(0, logit) - ring * logit), numpy.mean((logit > 0) == (ring > 0.5))


if __name__ == "__main__":
    OwnTrainer().serve(*sys.argv[1:2], simulations=0)
