# SPDX-License-Identifier: GPL-2.0-only
"""A planner in Python for a simulation: what RemoteSplitPlanner and its relatives talk to.

    import edgeai

    def plan(problem):                      # a dataclass with the fields of the C++ problem
        ...
        return {"decision": [{"split": 3, "device_keep_ratio": 1, ...} for device in problem.devices]}

    edgeai.serve_planner(plan)              # a child's standard input and output

What the plan is expected to take is worked out by the simulation. Needs the standard library alone.
"""

import json

from . import wire
from .structs import Structs, to_plain


class Served:
    """A conversation with a simulation: its family, its structs, and who plans."""

    def __init__(self, function):
        self.function = function
        self.hello = None
        self.structs = None

    def answer(self, kind, body):
        """Return kind and body of the answer to a request."""
        if kind == wire.HELLO:
            self.hello = json.loads(body)
            for fields in self.hello["structs"].values():
                for field in fields:
                    if field["name"] == "status":
                        field["default"] = "solved"  # who decides something means it
            self.structs = Structs(self.hello["structs"])
            return wire.READY, b"{}"
        if kind != wire.PLAN:
            raise wire.ProtocolError(f"kind {kind} is no request to a planner")
        if self.hello is None:
            raise wire.ProtocolError("the first request has to be HELLO")
        asked = json.loads(body)
        problem = self.structs.read(self.hello["problem"], asked["problem"])
        plan = to_plain(self.function(problem))
        if not isinstance(plan, dict):
            raise TypeError(f"the plan is {plan!r}; expected are the fields of {self.hello['plan']}")
        self.mean(self.hello["plan"], plan)
        words = json.dumps(plan, allow_nan=False).encode()
        if len(words) > wire.PLAN_MAX:
            raise ValueError(f"the plan takes {len(words)} B as JSON; allowed are up to {wire.PLAN_MAX}")
        return wire.DECISION, words

    def mean(self, name, document):
        """A dictionary without a status is a decision that is meant."""
        for field in self.structs.fields[name]:
            if field["name"] == "status":
                document.setdefault("status", "solved")
            inner = document.get(field["name"])
            if field["kind"] == "struct" and inner:
                for one in inner if field["lists"] and isinstance(inner, list) else [inner]:
                    if isinstance(one, dict):
                        self.mean(field["struct"], one)


def serve_planner(function, socket=None, simulations=1):
    """Plan for a simulation by a function of a problem that returns a plan: a dictionary, or a dataclass.

    Without a socket over standard input and output, for a simulation that has started this process (attribute
    Command); with the path of one for so many simulations that connect to it, one after the other (attribute
    Socket); 0: for ever. To refuse a problem, raise edgeai.Declined("why"); so does whatever else is raised.
    """
    if not callable(function):
        raise TypeError(f"serve_planner's function is {function!r}; a function of a problem is needed")
    wire.serve(Served(function).answer, socket, simulations, fatal=False)
