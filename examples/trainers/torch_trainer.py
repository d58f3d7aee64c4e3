#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The same with PyTorch: a module, its optimiser, and the simulation's data and batches.

    ./edge-ai run external-learning -- --trainers=torch
"""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bindings", "python"))
from edgeai.external import Trainer  # noqa: E402

try:
    import torch
    from torch.nn.utils import parameters_to_vector, vector_to_parameters
except ImportError:
    torch = None


class TorchTrainer(Trainer):
    def start(self, hello):
        if torch is None:
            raise RuntimeError("PyTorch is not installed; Debian's package is python3-torch")
        torch.manual_seed(hello.seed % 2**63)
        torch.set_num_threads(1)  # the order of sums does not depend on the machine's cores
        known = re.fullmatch(r"(?:Softmax|Mlp)\(([\d,]+?)(?:,l2=([^,]+))?\)", hello.model)
        if not known or hello.data is None:
            raise ValueError(f"model {hello.model!r}; allowed is Softmax(...) or Mlp(...), with data")
        widths = [int(width) for width in known[1].split(",")]
        layers = [torch.nn.Linear(*pair, dtype=torch.float64) for pair in zip(widths, widths[1:])]
        self.net = torch.nn.Sequential(*[part for layer in layers for part in (layer, torch.nn.Tanh())][:-1])
        self.l2 = float(known[2] or 0)
        self.features = torch.tensor(hello.data.features)
        self.labels = torch.tensor(hello.data.labels.astype("int64"))

    def fit(self, device, parameters, config):
        vector_to_parameters(torch.tensor(parameters), self.net.parameters())
        steps = torch.optim.SGD(self.net.parameters(), lr=self.hello.rate, weight_decay=self.l2)
        own = self.hello.samples[device]
        for step in range(config["steps"]):
            rows = (own if config["batches"] is None else config["batches"][step]).astype("int64")
            steps.zero_grad()
            torch.nn.functional.cross_entropy(self.net(self.features[rows]), self.labels[rows]).backward()
            steps.step()
        return parameters_to_vector(self.net.parameters()).detach().numpy() - parameters

    def aggregate(self, arrived, config):
        return self.parameters + sum(arrival.array() for arrival in arrived) / len(arrived)


if __name__ == "__main__":
    TorchTrainer().serve(*sys.argv[1:2], simulations=0)
