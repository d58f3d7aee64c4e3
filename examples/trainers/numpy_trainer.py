#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Federated averaging of softmax regression or a net of tanh units: numpy alone, the data the simulation's.

    ./edge-ai run external-learning -- --trainers=numpy
    examples/trainers/numpy_trainer.py /tmp/trainer    # serves simulations at a local socket, for ever
"""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bindings", "python"))
from edgeai.external import Trainer  # noqa: E402

import numpy  # noqa: E402


class NumpyTrainer(Trainer):
    def start(self, hello):
        known = re.fullmatch(r"(?:Softmax|Mlp)\(([\d,]+?)(?:,l2=([^,]+))?\)", hello.model)
        if not known or hello.data is None:
            raise ValueError(f"model {hello.model!r}; allowed is Softmax(...) or Mlp(...), with data")
        self.widths = [int(width) for width in known[1].split(",")]
        self.l2 = float(known[2] or 0)

    def layers(self, parameters):
        """Return views of the weights and biases of each layer."""
        found, at = [], 0
        for inputs, outputs in zip(self.widths, self.widths[1:]):
            weights = parameters[at:at + inputs * outputs].reshape(outputs, inputs)
            at += inputs * outputs
            found.append((weights, parameters[at:at + outputs]))
            at += outputs
        return found

    def gradient(self, parameters, rows):
        """Return the gradient of the mean cross entropy and l2/2 |w|^2, by backpropagation."""
        inputs = [self.hello.data.features[rows]]
        layers = self.layers(parameters)
        for weights, biases in layers[:-1]:
            inputs.append(numpy.tanh(inputs[-1] @ weights.T + biases))
        logits = inputs[-1] @ layers[-1][0].T + layers[-1][1]
        odds = numpy.exp(logits - logits.max(axis=1, keepdims=True))
        back = odds / odds.sum(axis=1, keepdims=True)
        back[numpy.arange(len(rows)), self.hello.data.labels[rows]] -= 1
        back /= len(rows)
        slope = self.l2 * parameters
        for (weights, _), (by_weights, by_biases), given in zip(
                layers[::-1], self.layers(slope)[::-1], inputs[::-1]):
            by_weights += back.T @ given
            by_biases += back.sum(axis=0)
            back = (back @ weights) * (1 - given * given)
        return slope

    def fit(self, device, parameters, config):
        trained = parameters.copy()
        own = self.hello.samples[device]
        for step in range(config["steps"]):
            rows = own if config["batches"] is None else config["batches"][step]
            trained -= self.hello.rate * self.gradient(trained, rows)
        return trained - parameters

    def aggregate(self, arrived, config):
        return self.parameters + numpy.mean([arrival.array() for arrival in arrived], axis=0)


if __name__ == "__main__":
    NumpyTrainer().serve(*sys.argv[1:2], simulations=0)
