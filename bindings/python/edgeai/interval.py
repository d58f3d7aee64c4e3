# SPDX-License-Identifier: GPL-2.0-only
"""What repetitions say together: mean or median, and a 95 % interval."""

import math
import random
import statistics

from .checkout import Refused

LEVEL = 0.95
SAMPLES = 2000  # of a bootstrap


def student_within(t, freedom):
    """Return the probability that Student's variable lies within -t ... t.

    The finite sums that hold for whole degrees of freedom: Abramowitz and Stegun, 26.7.3 and 26.7.4.
    """
    angle = math.atan2(t, math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 or not odd else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= square * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


def student(freedom, level=LEVEL):
    """Return the t that Student's variable with so many degrees of freedom keeps within, with probability level."""
    if freedom != int(freedom) or freedom < 1:
        raise ValueError(f"degrees of freedom: {freedom}; they are a whole number of at least 1")
    low, high = 0.0, 1.0
    while student_within(high, freedom) < level:
        low, high = high, 2 * high
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if student_within(middle, freedom) < level:
            low = middle
        else:
            high = middle


def quantile(ordered, q):
    """Return a quantile of ascending values, linear between them."""
    place = (len(ordered) - 1) * q
    below = int(place)
    if below + 1 == len(ordered):
        return ordered[below]
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])


def bootstrap(values, statistic):
    """Return the ends of the percentile bootstrap's interval; the same values give the same ends."""
    draw = random.Random(20505)
    count = len(values)
    found = sorted(statistic([values[int(draw.random() * count)] for _ in values]) for _ in range(SAMPLES))
    return quantile(found, (1 - LEVEL) / 2), quantile(found, (1 + LEVEL) / 2)


STATISTICS = {"mean": statistics.fmean, "median": statistics.median}
INTERVALS = ("student", "bootstrap")


def check(statistic, interval):
    """Refuse what is no way to sum up."""
    if statistic not in STATISTICS:
        raise Refused(f"statistic: '{statistic}'; allowed are {', '.join(STATISTICS)}")
    if interval not in INTERVALS:
        raise Refused(f"interval: '{interval}'; allowed are {', '.join(INTERVALS)}")
    if statistic == "median" and interval == "student":
        raise Refused("Student's interval is of a mean; of a median say interval = bootstrap")


def summarise(values, statistic="mean", interval="student"):
    """Return (how many, value, low, high) of the values that are available; what cannot be said is not a number."""
    check(statistic, interval)
    nothing = float("nan")
    values = [float(value) for value in values if value is not None and value == value]
    if not values:
        return 0, nothing, nothing, nothing
    # Of infinities of both signs there is no mean.
    mixed = statistic == "mean" and {math.inf, -math.inf} <= set(values)
    middle = nothing if mixed else STATISTICS[statistic](values)
    if len(values) < 2 or not all(map(math.isfinite, values)):
        return len(values), middle, nothing, nothing
    if interval == "bootstrap":
        return (len(values), middle, *bootstrap(values, STATISTICS[statistic]))
    half = student(len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    return len(values), middle, middle - half, middle + half
