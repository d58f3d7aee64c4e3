# SPDX-License-Identifier: GPL-2.0-only
"""Early answers of a network that has several outputs."""


def find_ancestors(graph, output):
    """The operators that an output needs."""
    needed = {output}
    found = set()
    for i in range(len(graph.nodes) - 1, -1, -1):
        node = graph.nodes[i]
        if any(name in needed and name in graph.activations for name in node.outputs):
            found.add(i)
            needed.update(name for name in node.inputs if name in graph.activations)
    return found


def get_work(graph, places):
    """Work of some operators, by which a network's answer is told from its exits."""
    return sum(2 * graph.nodes[i].multiply_adds + graph.nodes[i].other_flop for i in places)


class Branch:
    """An output beside the answer, with the operators that only it needs."""

    def __init__(self, graph, output, own):
        self.output = output
        self.nodes = [graph.nodes[i] for i in sorted(own)]
        self.flop = get_work(graph, own)
        made = {name for node in self.nodes for name in node.outputs}
        # What it takes from the way to the answer; an output on that way is taken itself.
        self.taken = ({name for node in self.nodes for name in node.inputs
                       if name in graph.activations and name not in made} or {output})


def split_off(graph):
    """The answer's operators, and the branches that may be exits.

    An exit answers what the network answers: its output has the same shape and type, and it needs
    less of the network. Every other output is part of the answer.
    """
    live = [name for name in graph.outputs if name in graph.activations]
    if len(live) < 2:
        return []
    needs = {name: find_ancestors(graph, name) for name in live}
    answer = max(live, key=lambda name: (get_work(graph, needs[name]), live.index(name)))
    branches = []
    rest = [answer]
    for name in live:
        alike = (graph.shapes.get(name) == graph.shapes.get(answer) and
                 graph.types.get(name) == graph.types.get(answer))
        if name != answer and (not alike or get_work(graph, needs[name] - needs[answer]) >=
                               get_work(graph, needs[answer] - needs[name])):
            rest.append(name)
            graph.notes.say(f"output '{name}' is needed beside '{answer}': what leads to it alone "
                            "counts, and nothing is cut where it waits (--output keeps some)")
    trunk = set().union(*(needs[name] for name in rest))
    for name in live:
        if name not in rest:
            branches.append(Branch(graph, name, needs[name] - trunk))
    graph.outputs = [name for name in graph.outputs if name in rest]
    graph.nodes = [graph.nodes[i] for i in sorted(trunk)]
    return branches


def place_exits(graph, branches, segments):
    """The exits of a profile: each behind the block in which all it takes is there."""
    made = {name: i for i, segment in enumerate(segments, 1)
            for node in segment for name in node.outputs}
    crossing = {getattr(segment[-1], "crossing", None): i for i, segment in enumerate(segments, 1)}
    exits = {}
    for branch in branches:
        places = {crossing.get(name) or made.get(name, 0) for name in branch.taken}
        place = max(places)
        if len(places) > 1 or place == 0 or place in exits:
            why = "another exit is there" if place in exits else "it takes from several blocks"
            graph.notes.say(f"output '{branch.output}' is left out: {why}")
            continue
        graph.notes.say(f"output '{branch.output}' is taken for an exit behind block {place}; give "
                        "its accuracy and share in the profile, which are 0 now")
        exits[place] = {"afterBlock": place, "flop": branch.flop, "accuracy": 0, "share": 0}
    return [exits[place] for place in sorted(exits)]
