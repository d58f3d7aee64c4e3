# SPDX-License-Identifier: GPL-2.0-only
"""Spaces of observations and actions: Gymnasium's where it is installed, else what of them is needed."""

from . import needs

numpy = needs.module("numpy", "edgeai.Env")

try:
    import gymnasium
    from gymnasium.spaces import Box, MultiDiscrete
except ImportError:
    gymnasium = None

    class Space:
        """What may be observed, or done: numbers of a shape and a kind."""

        def __init__(self, shape, dtype):
            self.shape, self.dtype = tuple(shape), numpy.dtype(dtype)
            self.random = numpy.random.default_rng()

        def seed(self, seed=None):
            """Draw as this seed says."""
            self.random = numpy.random.default_rng(seed)

        def contains(self, value):
            """Tell whether a value is one of it."""
            value = numpy.asarray(value)
            return (value.shape == self.shape and numpy.can_cast(value.dtype, self.dtype)
                    and bool(numpy.all(value >= self.low) and numpy.all(value <= self.high)))

        __contains__ = contains

    class Box(Space):
        """Numbers between bounds."""

        def __init__(self, low, high, shape, dtype=numpy.float64):
            super().__init__(shape, dtype)
            self.low, self.high = numpy.full(shape, low, dtype), numpy.full(shape, high, dtype)

        def __repr__(self):
            return f"Box({self.low.min()}, {self.high.max()}, {self.shape}, {self.dtype})"

        def sample(self):
            """Return any of it."""
            return self.random.uniform(self.low, self.high).astype(self.dtype)

    class MultiDiscrete(Space):
        """Whole numbers from 0, each below one of its own."""

        def __init__(self, nvec, dtype=numpy.int64):
            self.nvec = numpy.asarray(nvec, dtype)
            super().__init__(self.nvec.shape, dtype)
            self.low, self.high = numpy.zeros_like(self.nvec), self.nvec - 1

        def __repr__(self):
            return f"MultiDiscrete({self.nvec.tolist()})"

        def sample(self):
            """Return any of it."""
            return self.random.integers(self.nvec)


def read(document):
    """Return the space that the simulation describes."""
    if document["type"] == "Box":
        return Box(document["low"], document["high"], tuple(document["shape"]), dtype=numpy.float64)
    return MultiDiscrete(document["nvec"])
