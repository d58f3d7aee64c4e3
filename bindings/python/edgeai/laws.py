# SPDX-License-Identifier: GPL-2.0-only
"""Laws of the module that need no simulation, with numpy's arrays: distortion, radio, queues.

    from edgeai import laws
    laws.uplink_rate(numpy.linspace(0, 0.2), bandwidth=5e6, gain=1e-10)

dir(laws) lists them, help(laws.uplink_rate) says what one takes. What is out of range raises ValueError.
"""

from . import needs, planning

NAMES = ("distortion", "quantisation_lower_bound", "quantisation_upper_bound", "signed_weight_rate",
         "printed_distortion_bound", "parallel_laplacian_rate", "estimate_weight_rate", "output_distortion_bound",
         "frobenius_output_bound", "parameter_distortion", "prune", "uplink_rate", "uplink_power", "uplink_energy",
         "share_of_largest_rate", "water_filling", "outage", "outage_rate", "mean_wait", "erlang_c",
         "sharing_slowdown")


def __getattr__(name):
    """Return a law."""
    if name not in NAMES:
        raise AttributeError(f"module 'edgeai.laws' has no attribute '{name}'")
    needs.module("numpy", f"edgeai.laws.{name}")  # before anything is built for it
    planning.structs()
    return getattr(planning.native(), name)


def __dir__():
    """Return what there is, for completion in notebooks."""
    return sorted([*globals(), *NAMES])
