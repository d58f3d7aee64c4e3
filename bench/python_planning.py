#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What planning from Python costs beside the same plans in C++: batches of LAIM problems, processor time.

    bench/python_planning.py [PROBLEMS [REPEATS]]

Both plan the same problems in the same process, in turns; the least of all turns counts. "read" also looks at every
plan: their dataclasses are made when that is done.
"""

import dataclasses
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "bindings", "python"))

import numpy  # noqa: E402

import edgeai  # noqa: E402
from edgeai import planning  # noqa: E402


def problems(count):
    """Return problems of one device with ViT-L/16 that differ in its channel gain."""
    profile = planning.profile("ViT-L/16@part=encoder")
    device = planning.SplitDevice(
        options=planning.split_options(profile), block_count=len(profile.blocks), tx_power_max=0.2, latency_budget=1,
        processor=planning.ProcessorLimits(flop_per_cycle=32, clock_max=2e9, power_coefficient=2e-29),
        energy_budget=0.1)
    server = planning.ProcessorLimits(flop_per_cycle=128, clock_max=10e9, power_coefficient=1e-28)
    whole = planning.SplitProblem(server=server, bandwidth=5e6)
    return [dataclasses.replace(whole, devices=[dataclasses.replace(device, gain=gain)])
            for gain in numpy.geomspace(1e-11, 1e-9, count)]


def measure(batch, repeats):
    """Return least processor time of plans in C++, in Python, and in Python with all plans looked at [s]."""
    native, python, read = [], [], []
    for _ in range(repeats):
        native += planning.native().time_plans("LaimPlanner", [], batch, 1)
        start = time.process_time()
        plans = edgeai.plan("LaimPlanner", batch)
        python.append(time.process_time() - start)
        list(plans)
        read.append(time.process_time() - start)
        del plans
    return min(native), min(python), min(read)


def main():
    """Print a row for each batch."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    print("problems  C++ [us]  Python [us]  ratio  read [us]  ratio")
    for size in (1, count // 10 or 1, count):
        native, python, read = measure(problems(size), repeats)
        per = 1e6 / size
        print(f"{size:8}  {native * per:8.2f}  {python * per:11.2f}  {python / native:5.3f}  "
              f"{read * per:9.2f}  {read / native:5.3f}")


if __name__ == "__main__":
    main()
