# SPDX-License-Identifier: GPL-2.0-only
"""Planners in this process: problems in, plans out, nothing is simulated.

    from edgeai import planning
    device = planning.SplitDevice(options=planning.split_options(planning.profile("MobileNetV1")), ...)
    plan = edgeai.plan("LaimPlanner", planning.SplitProblem(devices=[device], ...))

Structs are dataclasses with the fields of the C++ ones; help(planning.SplitDevice) says units and meaning.
"""

import collections.abc
import functools
import importlib.util
import json
import os
import re
import sysconfig

from .checkout import PACKAGES, ROOT, Build, Refused, build_folder, close, nearest, packages
from .structs import Structs, dumps, to_plain  # noqa: F401
from .words import members, within, word, writable
from .words import path as as_path

TARGET = "edge-ai-python"
BYTES = 1e-50, 1e50  # as quantities of problems
SIZE = re.compile(r"((?:\w+(?:\[\d+\])*\.)*\w+)\.size\(\)")  # as C++ asks for a length
NO_PLANNER = re.compile(r"there is no PlannerBase '")
NO_FIELD = re.compile(r"problem(s\[(\d+)\])? has no field '")
COMMAND_LINE = re.compile(r"--PrintAttributes=\S*?(\w+) lists")  # where C++ has them listed


def file():
    """Return where the module for this Python is, once it is built."""
    return os.path.join(build_folder(), "python", "edgeai_native" + sysconfig.get_config_var("EXT_SUFFIX"))


def build():
    """Build the module, of a folder that may have been configured where its packages were not there."""
    made = Build(ROOT, build_folder())
    ninja = os.path.join(made.folder, "build.ninja")
    if os.path.isfile(ninja) and os.path.isfile(made.stamp):
        with open(ninja, encoding="utf-8") as lines:
            if f"build {TARGET}:" not in lines.read():
                os.remove(made.stamp)
    made.build(TARGET)


@functools.lru_cache(None)
def native():
    """Return the module of planners and laws; build it if it is not there."""
    if not os.path.isfile(file()):
        packages.ensure(PACKAGES, ["build", "planning"], True)
        build()
    if not os.path.isfile(file()):
        raise Refused(f"There is no {file()}: the module is built for Debian's Python, and this is another one")
    found = importlib.util.spec_from_file_location("edgeai_native", file())
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@functools.lru_cache(None)
def described():
    """Return what the module says of its families and structs."""
    return json.loads(native().describe())


@functools.lru_cache(None)
def structs():
    """Return the dataclasses, which plans are then made of."""
    made = Structs(described()["structs"])
    for name, kind in made.classes.items():
        native().register(name, kind)
    native().set_translator(in_python)
    return made


@functools.lru_cache(None)
def _snakes():
    """Return {"txPowerMax": "tx_power_max", ...}: how C++ calls fields, and Python."""
    names = {field["name"] for fields in structs().fields.values() for field in fields}
    camel = {re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name): name for name in names if "_" in name}
    return re.compile(r"\b(" + "|".join(sorted(camel, key=len, reverse=True)) + r")\b"), camel


def in_python(words):
    """Return words of a planner with fields as Python calls them."""
    pattern, names = _snakes()
    words = pattern.sub(lambda found: names[found[1]], words)
    return SIZE.sub(r"len(\1)", words)


def families():
    """Return {family: names of its planners}."""
    return {family["name"]: family["planners"] for family in described()["families"]}


def called(planner):
    """Return the name of a planner; refuse what is none."""
    if not isinstance(planner, str):
        raise Refused(f"planner is {planner!r}; the name of one is needed, as 'LaimPlanner'")
    return writable(planner, "planner")


def network_file(network):
    """Return the name of a network; refuse what is none."""
    return as_path(network, "network", "a name of the catalogue, as 'MobileNetV1', or a file that ends in .json")


def planners(family=None):
    """Return the names of all planners, or of those of a family."""
    known = families()
    if family is None:
        return sorted(name for names in known.values() for name in names)
    if not isinstance(family, str) or family not in known:
        raise nearest(family, known, "family")
    return known[family]


def bare(planner):
    """Return the name of a planner's text, without namespace and attributes."""
    return planner.partition("[")[0].rpartition("::")[2]


@functools.lru_cache(None)
def takes():
    """Return {planner: name of the struct of its problem}."""
    return {planner: family["problem"] for family in described()["families"] for planner in family["planners"]}


def explained(fault, planner, given=()):
    """Return what C++ says against a planner's text or its problems, as it is called from Python."""
    words = COMMAND_LINE.sub(r'planning.describe("\1") lists', str(fault))
    if NO_PLANNER.match(words):
        meant = close(bare(planner), planners())
        return (f"there is no planner '{planner}'" + (f"; did you mean {', '.join(meant)}?" if meant else ".")
                + f" planning.planners(family) lists those of a family: {', '.join(families())}")
    found = NO_FIELD.match(words)
    if found and bare(planner) in takes():
        one = given[int(found[2] or 0)]
        known = {family["problem"]: {field["name"] for field in structs().fields[family["problem"]]}
                 for family in described()["families"]}
        other = [name for name, fields in known.items() if isinstance(one, dict) and one and set(one) <= fields]
        return f"{takes_words(planner)}: {words}" + (f". All of its fields are those of {' or '.join(other)}" if other else "")
    return words


def takes_words(planner):
    """Return in words what a planner takes."""
    return f"{bare(planner)} takes a {takes()[bare(planner)]}"


def check_kind(planner, given):
    """Refuse problems that are structs of another kind than the planner takes."""
    own = structs().classes.get(takes().get(bare(planner)))
    if own is None or all(type(one) is own for one in given):
        return
    for index, one in enumerate(given):
        name = type(one).__name__
        if type(one) is own or structs().classes.get(name) is not type(one):
            continue
        place = "problem" if len(given) == 1 else f"problems[{index}]"
        family = next((family["name"] for family in described()["families"] if family["problem"] == name), None)
        raise ValueError(f"{takes_words(planner)}, and {place} is a {name}"
                         + (f"; planning.planners('{family}') lists the planners that take one" if family else ""))


def describe(planner):
    """Return what a planner is set by: {attribute: (default, meaning)}."""
    try:
        said = json.loads(native().describe_planner(called(planner)))
    except ValueError as fault:
        raise ValueError(explained(fault, planner)) from None
    return {one["name"]: (one["default"], one["help"]) for one in said["attributes"]}


def problem(family, **fields):
    """Return a problem of a family with these fields; others are as made."""
    known = {one["name"]: one["problem"] for one in described()["families"]}
    if not isinstance(family, str) or family not in known:
        raise nearest(family, known, "family")
    return structs().classes[known[family]](**fields)


def plan(planner, problem, *, refused="raise", **attributes):  # pylint: disable=redefined-outer-name
    """Return what a planner decides: the plan of a problem, or a sequence of them for a list of problems.

    planner      its name, as in C++: "LaimPlanner", or with attributes "LaimScaPlanner[Tolerance=1e-6]"
    problem      a dataclass or a dictionary with the fields of the family's problem; SI units
    refused      "raise" Refused with the planner's words if it does not take a problem, or "return" the plan
    attributes   of the planner: Tolerance=1e-6

    A field that there is not, is of the wrong kind or out of its range raises ValueError, which names it. A plan's
    status is "solved", "violated", "infeasible" or, where that is returned, "refused"; reason says why.
    """
    if refused not in ("raise", "return"):
        raise ValueError(f"refused is {refused!r}; allowed is 'raise' or 'return'")
    one = not isinstance(problem, (list, tuple))
    called(planner)
    words = [(name, word(value, name)) for name, value in members(attributes, "attributes").items()]
    structs()
    given = [problem] if one else list(problem)
    check_kind(planner, given)
    try:
        plans = Plans(native().plan(planner, words, given, one))
    except ValueError as fault:
        raise ValueError(explained(fault, planner, given)) from None
    first = plans.source.find_refused()
    if first >= 0 and refused == "raise":
        raise Refused(f"{planner}: {'' if one else f'problems[{first}]: '}{plans[first].reason}")
    return plans[0] if one else plans


class Plans(collections.abc.Sequence):
    """Plans of a batch, in the order of its problems: a dataclass each, made when it is looked at first."""

    def __init__(self, source):
        self.source = source
        self.made = {}

    def __len__(self):
        return len(self.source)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        if at not in self.made:
            self.made[at] = self.source.open(at)
        return self.made[at]

    def __repr__(self):
        return f"{type(self).__name__}({list(self)!r})"


def networks():
    """Return the names of the networks in the catalogue."""
    return native().networks()


def profile(network):
    """Return what a network of the catalogue, or of a file that ends in .json, costs."""
    structs()
    return native().profile(network_file(network))


def made_of(name, *given):
    """Return what a function of the module makes of what it is given; its words name fields as Python calls them."""
    structs()
    try:
        return getattr(native(), name)(*given)
    except ValueError as fault:
        raise ValueError(in_python(str(fault))) from None


def split_options(network):
    """Return the cuts of a profile, for SplitDevice.options."""
    return made_of("split_options", network)


def chain_layers(structures, loss_per_layer, activation_bytes=4):
    """Return layers for ChainProblem.layers: a profile per structure, the largest last, and what each loses a layer.

    A loss of accuracy lies in [0, 1]; activation_bytes [B] are those of an element inside a device, > 0.
    """
    lists = {}
    for name, given in (("structures", structures), ("loss_per_layer", loss_per_layer)):
        if isinstance(given, (str, collections.abc.Mapping)) or not hasattr(given, "__iter__"):
            raise Refused(f"{name} is {given!r}; a list, of one for each structure, is needed")
        lists[name] = list(given)
    profiles, losses = lists.values()
    if not profiles or len(losses) != len(profiles):
        raise Refused(f"loss_per_layer has {len(losses)} values, structures are {len(profiles)}; allowed is one for each, "
                      "and at least one")
    losses = [float(within(loss, f"loss_per_layer[{i}]", 0, 1)) for i, loss in enumerate(losses)]
    return made_of("chain_layers", profiles, losses, float(within(activation_bytes, "activation_bytes", *BYTES)))


def rows_problem(network, activation_bytes=4):
    """Return a problem of divided rows with the layers of a profile; nodes and rates are left to you.

    activation_bytes [B] are those of an element of a row that is sent, > 0.
    """
    return made_of("rows_problem", network, float(within(activation_bytes, "activation_bytes", *BYTES)))


def path_service(network):
    """Return a service of a profile of blocks and a head; its speed and load are left to you."""
    return made_of("path_service", network)


def path_problem():
    """Return the base case of two services."""
    structs()
    return native().path_problem()


def __getattr__(name):
    """Return a struct by its name."""
    if name.startswith("_") or not name[:1].isupper():
        raise AttributeError(f"module 'edgeai.planning' has no attribute '{name}'")
    return getattr(structs(), name)
