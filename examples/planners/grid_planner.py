#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A split planner in Python: looks at a grid of cuts, keep ratios and clocks, and keeps the most weights.

    ./edge-ai run co-inference-minimal -- --planner=RemoteSplitPlanner \\
        --ns3::edgeai::RemoteSplitPlanner::Command="/usr/bin/python3 examples/planners/grid_planner.py"

It is handed problems by the simulation and hands plans back; what they are expected to take, the simulation works out.
"""

import itertools
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "bindings", "python"))

import edgeai  # noqa: E402

KEEP = [1 - k / 20 for k in range(20)]  # keep ratios, the largest first
CLOCKS = [1, .85, .7, .55, .4, .25]  # shares of the largest clock
POWERS = [1, .5, .25, .1]  # shares of the largest power


def cost(problem, device, option, band, keep, clock_share, power_share):
    """Return time [s], energy [J] and the decision of a point of the grid."""
    time, energy = device.overhead_latency, device.overhead_energy
    decision = {"split": option.split, "device_keep_ratio": keep, "server_keep_ratio": keep, "bandwidth": band}
    # As many share the server as there are devices, unless a device's part is said.
    part = device.server_clock_max or problem.server.clock_max / len(problem.devices)
    for name, flop, limits, most in (("device_clock", option.device_flop, device.processor, device.processor.clock_max),
                                     ("server_clock", option.server_flop, problem.server, part)):
        if flop:
            clock = decision[name] = clock_share * most
            cycles = keep * flop / limits.flop_per_cycle
            time += cycles / clock
            energy += limits.usage_effectiveness * limits.power_coefficient * clock ** 2 * cycles
    if option.uplink_bits and device.link_rate:
        time += option.uplink_bits / device.link_rate / device.rate_factor
    elif option.uplink_bits:
        power = decision["transmit_power"] = power_share * device.tx_power_max
        snr = power * device.gain / (problem.noise_density * band)
        rate = device.rate_factor * band * math.log2(1 + snr)
        time += option.uplink_bits / rate
        energy += power * option.uplink_bits / rate
    return time, energy, decision


def plan_device(problem, device):
    """Return the decision that keeps the most weights within the budgets, of equals the one of least energy."""
    band = problem.bandwidth / len(problem.devices)
    for keep in KEEP:
        if keep < problem.keep_ratio_min:
            break
        points = [cost(problem, device, option, band, keep, clock, power)
                  for option, clock, power in itertools.product(device.options, CLOCKS, POWERS)]
        kept = [point for point in points if point[0] <= device.latency_budget and point[1] <= device.energy_budget]
        if kept:
            return min(kept, key=lambda point: point[1])[2]
    return {"status": "infeasible", "reason": "no point of the grid keeps the budgets"}


def plan(problem):
    """Return a plan: a decision for each device."""
    return {"decision": [plan_device(problem, device) for device in problem.devices]}


if __name__ == "__main__":
    edgeai.serve_planner(plan)
