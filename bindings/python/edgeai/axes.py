# SPDX-License-Identifier: GPL-2.0-only
"""A figure on matplotlib's axes, with the same colours, marks and dashes."""

import math

from . import needs
from .figure import STYLES, unshown

MARKS = {1: "+", 2: "x", 3: "*", 4: "s", 5: "s", 6: "o", 7: "o", 8: "^", 9: "^", 10: "v", 11: "v", 12: "D", 13: "D",
         14: "p", 15: "p"}
OPEN = (4, 6, 8, 10, 12, 14)  # marks of gnuplot that are not filled


def dash(words):
    """Return a dash of gnuplot, (12,4) or solid, as matplotlib has it: in units of the line's width."""
    if words == "solid":
        return "solid"
    return 0, tuple(int(part) / 3 for part in words.strip("()").split(","))


def draw(figure, axes=None):
    """Draw a figure on axes, new ones unless given; return them."""
    if axes is None:
        pyplot = needs.module("matplotlib.pyplot", "A figure on axes")
        axes = pyplot.subplots(figsize=(8, 5))[1]
    axes.set(title=figure.title, xlabel=figure.x, ylabel=figure.y)
    if figure.stacked:
        below = [0.0] * len(figure.categories)
        for index, one in enumerate(figure.series):
            heights = [point[1] if math.isfinite(point[1]) else 0.0 for point in one.points]  # no bar
            axes.bar(figure.categories, heights, 0.6, below, color=STYLES[index % len(STYLES)][0], label=one.name)
            below = [low + height for low, height in zip(below, heights)]
    else:
        for index, one in figure.drawn():
            colour, mark, dashes = STYLES[index % len(STYLES)]
            x, y = zip(*(point[:2] for point in one.points))
            how = {"color": colour, "label": one.name, "linewidth": 1.5}
            if one.way == "steps":
                axes.step(x, y, where="post", linestyle=dash(dashes), **how)
                continue
            how["linestyle"] = "none" if one.way == "points" else dash(dashes)
            if one.way != "lines":
                how.update(marker=MARKS[mark], markerfacecolor="none" if mark in OPEN else colour)
            if any(len(point) > 2 and math.isfinite(point[2]) for point in one.points):
                ends = [(point[1] - point[2], point[3] - point[1]) if len(point) > 2 and math.isfinite(point[2])
                        else (0.0, 0.0) for point in one.points]
                axes.errorbar(x, y, yerr=list(zip(*ends)), capsize=3, **how)
            else:
                axes.plot(x, y, **how)
        for index, one in figure.absent():
            axes.plot([], [], color=STYLES[index % len(STYLES)][0], label=unshown(one))
        for axis in figure.log:
            getattr(axes, f"set_{axis}scale")("log")
        if figure.categories:
            axes.set_xticks(range(1, len(figure.categories) + 1), figure.categories)
    axes.grid(True)
    if len(figure.series) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    return axes
