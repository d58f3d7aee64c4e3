# SPDX-License-Identifier: GPL-2.0-only
"""Which figure a table makes: distribution, stages, a metric against a setting, a curve over rounds."""

from . import columns, interval
from .checkout import Refused
from .figure import Figure

ROUNDS = ("round", "rounds", "time", "simulated time", "generated", "ended")


def unit(name, units):
    """Return the unit of a column: what its head says or, of a setting, what its program does."""
    return columns.unit(name) or (units or {}).get(name, "")


def labelled(name, units):
    """Return a column as the label of an axis."""
    said = unit(name, units)
    return columns.words(name) + (f" [{said}]" if said else "")


def label(names, values, units=None):
    """Return what a series of some settings is called."""
    return ", ".join(f"{value}" if isinstance(value, str)
                     else " ".join([columns.words(name), f"{value:g}", unit(name, units)]).rstrip()
                     for name, value in zip(names, values))


def heads(table, by):
    """Return the columns by which lines are told apart."""
    by = [by] if isinstance(by, str) else list(by or ())
    return [columns.find(table, name) for name in by]


def numbers(table, metric):
    """Return the head that is meant, of a column with numbers; refuse one without, and say what became of its rows."""
    metric = columns.find_number(table, metric)
    if any(value == value for value in table[metric]):
        return metric
    count = columns.length(table)
    words = f"{metric} has no number in any of {count} rows" if count else f"{metric} has no number: there is no row"
    raise Refused(words + fate(table, range(count)))


def fate(table, rows):
    """Return what became of rows that have no value, as far as their table says."""
    def of(name, default):
        return [table[name][i] for i in rows] if name in table else default

    words = ""
    ended = [value for value in of("outcome", ()) if value == value and value]
    if ended:
        words += "; they ended as " + ", ".join(f"{value} ({ended.count(value)})" for value in dict.fromkeys(ended))
    why = next((value for value in of("detail", ()) if value == value and value), None)
    if why:
        words += f": {why}"
    if len(rows) and not any(of("completed", [1])):
        words += "; nothing was completed"
        dropped = [name for name in table if name.startswith("dropped_")
                   and not columns.is_text(table[name]) and any(value > 0 for value in of(name, ()))]
        if dropped:
            words += f" ({', '.join(map(columns.words, dropped))})"
    return words


def without(table, metric, rows, own=()):
    """Return why a line of some rows has no point; own are the columns that tell runs apart, if rows are of runs."""
    own = [name for name in own if name in table]
    count = len(columns.groups({name: [table[name][i] for i in rows] for name in own}, own)) if own else len(rows)
    return f"0 of {count} {'runs' if own else 'rows'} have {columns.words(metric)}{fate(table, rows)}"


def distribution(table, metric, by=(), title=None, units=None):
    """Return the cumulative distribution of a column: what share of the rows has at most x."""
    metric, by = numbers(table, metric), heads(table, by)
    name = columns.words(metric)
    figure = Figure(title or f"Distribution of {name}", columns.labelled(metric), "share of the tasks with at most that")
    for values, rows in columns.groups(table, by).items():
        found = sorted(float(table[metric][i]) for i in rows if table[metric][i] == table[metric][i])
        points = [(value, (i + 1) / len(found)) for i, value in enumerate(found)]
        if points:
            points.insert(0, (points[0][0], 0.0))
        figure.add(label(by, values, units) or name, points, "steps", "" if points else without(table, metric, rows))
    return figure


def stages(table, title=None):
    """Return bars of the mean time of every step and the wait before it, as planned and as realised, stacked."""
    needed = {"name": columns.find(table, "name")}
    needed.update((what, columns.find_number(table, what)) for what in ("time_planned_s", "time_realised_s", "wait_s"))
    tasks = len(set(table["task"])) if "task" in table else None
    figure = Figure(title or "Mean time of a task by step", "", "time [s]", ["planned", "realised"])
    figure.stacked = True
    for (name,), rows in columns.groups(table, [needed["name"]]).items():
        def mean(column, rows=rows):
            found = [table[column][i] for i in rows if table[column][i] == table[column][i]]
            # A step that not all tasks take weighs with the share of those that do.
            return sum(found) / (tasks or len(rows)) if found else float("nan")

        wait = mean(needed["wait_s"])
        if wait > 0:
            figure.add(f"{name}: wait", [(0, 0.0), (1, wait)])
        figure.add(name, [(0, mean(needed["time_planned_s"])), (1, mean(needed["time_realised_s"]))])
    if not figure.series:
        raise Refused("the table has no step")
    if not any(point[1] == point[1] for one in figure.series for point in one.points):
        raise Refused("no step of the table has a time, neither planned nor realised")
    return figure


def by_run(table, metric, rows):
    """Return the mean of a column in each run: rows of one run are not independent, so intervals are over runs."""
    runs = {}
    for i in rows:
        if table[metric][i] == table[metric][i]:
            runs.setdefault(table["run"][i] if "run" in table else i, []).append(table[metric][i])
    return [sum(values) / len(values) for values in runs.values()]


def against(table, metric, x, by=(), title=None, ways=("mean", "student"), units=None, own=("run",)):
    """Return a metric against a setting, with 95 % intervals where a point has several runs.

    units: {setting: unit} of settings whose column has none; own: columns that tell runs apart.
    """
    metric, x, by = numbers(table, metric), columns.find(table, x), heads(table, by)
    places = list(dict.fromkeys(table[x]))
    named = columns.is_text(places)
    figure = Figure(title or f"{columns.words(metric)} against {columns.words(x)}", labelled(x, units),
                    columns.labelled(metric), places if named else ())
    for values, rows in columns.groups(table, by).items():
        points = []
        for place in places if named else sorted(places):
            found = by_run(table, metric, [i for i in rows if table[x][i] == place])
            count, middle, low, high = interval.summarise(found, *ways)
            if count:
                points.append((places.index(place) + 1 if named else float(place), middle, low, high))
        figure.add(label(by, values, units) or columns.words(metric), points, "points" if named else "both",
                   "" if points else without(table, metric, rows, own))
    return figure


def told_apart(table, x, rows, by):
    """Refuse rows of one run that lie at one place: they are of several curves, and by does not say which."""
    places = {}
    for i in rows:
        place = (table["run"][i] if "run" in table else None, table[x][i])
        other = places.setdefault(place, i)
        if other != i:
            differing = [name for name in table if name not in (x, *by) and columns.is_text(table[name])
                         and table[name][i] != table[name][other]]
            raise Refused(f"{columns.words(x)} {table[x][i]:g} has several rows in one run: they are of several curves. "
                          f"by has to tell them apart{': ' + ', '.join(differing) if differing else ''}")


def course(table, metric, x, rows):
    """Return {name: points} of a curve: means with 95 % intervals over runs or, where runs share no x, one each."""
    rows = [i for i in rows if table[metric][i] == table[metric][i]]
    runs = columns.groups({"run": [table["run"][i] for i in rows]}, ["run"]) if "run" in table else {}
    shared = {}
    for i in rows:
        shared.setdefault(table[x][i], []).append(table[metric][i])
    if len(runs) > 1 and all(len(found) == 1 for found in shared.values()):
        return {f"run {run}": sorted((table[x][rows[k]], table[metric][rows[k]]) for k in own)
                for (run,), own in runs.items()}
    if len(runs) > 1:
        return {"": [(place, *interval.summarise(shared[place])[1:]) for place in sorted(shared)]}
    wanted = columns.bare(metric) + "_ci95"
    half = next((values for name, values in table.items() if columns.bare(name) == wanted), None)
    if half:  # what an experiment with --runs has summed up itself
        return {"": sorted((table[x][i], table[metric][i], table[metric][i] - half[i], table[metric][i] + half[i])
                           for i in rows)}
    return {"": sorted((table[x][i], table[metric][i]) for i in rows)}


def curve(table, metric, by=(), title=None, units=None, own=("run",)):
    """Return a metric over rounds or simulated time: with several runs their mean, and its 95 % interval."""
    metric, by = numbers(table, metric), heads(table, by)
    x = next((name for word in ROUNDS for name in table
              if columns.words(name) == word and not columns.is_text(table[name])), None)
    if x is None:
        raise Refused("There is no column of rounds or of time; name one with x")
    figure = Figure(title or f"{columns.words(metric)} over {columns.words(x)}", columns.labelled(x),
                    columns.labelled(metric))
    for values, rows in columns.groups(table, by).items():
        told_apart(table, x, rows, by)
        for run, points in course(table, metric, x, rows).items():
            name = ", ".join(word for word in (label(by, values, units), run) if word)
            figure.add(name or columns.words(metric), points, "both" if points and len(points[0]) > 2 else "lines",
                       "" if points else without(table, metric, rows, own))
    return figure


def suggested(table, metric, x):
    """Return the kind of figure that the heads of a table suggest."""
    names = list(table)
    if x:
        return "metric"
    if names[:4] == columns.STEPS and not metric:
        return "stages"
    # A campaign's or a result's tables begin with what differs between runs.
    if all(name in names for name in columns.TASKS):
        return "cdf"
    return "curve" if any(columns.words(name) in ROUNDS for name in names) else "metric"


def choose(table, kind=None, metric=None, x=None, by=(), title=None, units=None, own=("run",)):
    """Return the figure of a kind, or of the kind that the heads of a table suggest; units and own are as of against."""
    names = list(table)
    kind = kind or suggested(table, metric, x)
    if kind == "stages":
        return stages(table, title)
    if kind not in ("cdf", "metric", "curve"):
        raise Refused(f"kind: '{kind}'; allowed are cdf, stages, metric, curve")
    if metric is None:
        if kind != "cdf":
            raise Refused("Which column is to be drawn? There are: " + ", ".join(names))
        metric = "latency"
    if kind == "cdf":
        return distribution(table, metric, by, title, units)
    if kind == "curve" and x is None:
        return curve(table, metric, by, title, units, own)
    if x is None:
        raise Refused("Which column is the setting (x)? There are: " + ", ".join(names))
    return against(table, metric, x, by, title, units=units, own=own)


def called(table, options):
    """Return what a picture of a table is called after: its kind, or the columns it shows."""
    words = [options.metric, "against" if options.x else "", options.x, *options.by] if options.metric else [
        options.kind or suggested(table, options.metric, options.x)]
    return "-".join("".join(c if c.isalnum() else "-" for c in word) for word in words if word)
