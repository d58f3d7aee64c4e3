#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A method of one's own in rounds: updates of one bit per parameter, and the majority of those that came.

    ./edge-ai run own-method
A device sends the signs of what it has learned, and the server steps where most of them point (signSGD with majority
vote, arXiv 1802.04434). What is packed here is what crosses the simulated network.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bindings", "python"))
from edgeai.external import Trainer  # noqa: E402

import numpy  # noqa: E402

STEP = 0.02


class SignTrainer(Trainer):
    name = "signs of updates, majority vote"

    def start(self, hello):
        self.classes = hello.data.classes
        self.inputs = hello.data.features.shape[1]

    def slope(self, parameters, rows):
        """Return the gradient of the mean cross entropy of softmax regression."""
        weights = parameters[:self.classes * self.inputs].reshape(self.classes, self.inputs)
        features = self.hello.data.features[rows]
        logits = features @ weights.T + parameters[-self.classes:]
        odds = numpy.exp(logits - logits.max(axis=1, keepdims=True))
        back = odds / odds.sum(axis=1, keepdims=True)
        back[numpy.arange(len(rows)), self.hello.data.labels[rows]] -= 1
        return numpy.concatenate([(back.T @ features).ravel(), back.sum(axis=0)]) / len(rows)

    def fit(self, device, parameters, config):
        trained = parameters.copy()
        for step in range(config["steps"]):
            rows = self.hello.samples[device] if config["batches"] is None else config["batches"][step]
            trained -= self.hello.rate * self.slope(trained, rows)
        return numpy.packbits(trained > parameters).tobytes()

    def aggregate(self, arrived, config):
        count = len(self.parameters)
        votes = sum(2.0 * numpy.unpackbits(arrival.array("u1"), count=count) - 1 for arrival in arrived)
        return self.parameters + STEP * numpy.sign(votes)


if __name__ == "__main__":
    SignTrainer().serve(*sys.argv[1:2], simulations=0)
