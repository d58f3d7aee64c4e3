# SPDX-License-Identifier: GPL-2.0-only
"""Problems and plans as dataclasses, made of what the module says of its own structs, and as JSON."""

import copy
import dataclasses
import json
import math

KINDS = {"flag": "bool", "integer": "int", "number": "float", "text": "str", "choice": "str"}


def to_plain(value):
    """Return a value as JSON has it: structs as objects, arrays as lists, not a number as null."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        return None if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {str(name): to_plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(one) for one in value]
    if hasattr(value, "tolist"):  # of numpy
        return to_plain(value.tolist())
    if hasattr(value, "__dict__") and not isinstance(value, type):
        return {name: to_plain(one) for name, one in vars(value).items()}
    raise ValueError(f"{value!r} is neither a number, a text, true, false, a list nor named fields")


def dumps(value):
    """Return a problem or a plan as JSON on one line."""
    return json.dumps(to_plain(value), allow_nan=False)


class Structs:
    """The dataclasses of a description, by name: structs.SplitProblem."""

    def __init__(self, description):
        """Make them of {name: [field, ...]}, inner ones first."""
        self.fields = description
        self.classes = {}
        for name, fields in description.items():
            self.classes[name] = self._make(name, fields)

    def __getattr__(self, name):
        classes = self.__dict__.get("classes", {})
        if name in classes:
            return classes[name]
        raise AttributeError(f"there is no struct {name}; there are {', '.join(classes)}")

    def read(self, name, document):
        """Return the dataclass of a document; what it does not name is as made."""
        made = self.classes[name]()
        known = {field["name"]: field for field in self.fields[name]}
        for member, value in document.items():
            setattr(made, member, self._value(known[member], value, known[member]["lists"]))
        return made

    def _value(self, field, value, lists):
        if lists:
            return [self._value(field, one, lists - 1) for one in value]
        if field["kind"] == "struct":
            return self.read(field["struct"], value)
        if field["kind"] == "number":
            return math.nan if value is None else float(value)  # "Infinity" is a number for Python, too
        return value

    def _make(self, name, fields):
        made = []
        for field in fields:
            kind = field["struct"] if field["kind"] == "struct" else KINDS[field["kind"]]
            for _ in range(field["lists"]):
                kind = f"list[{kind}]"
            made.append((field["name"], kind, dataclasses.field(default_factory=self._factory(field),
                                                                metadata=field)))
        words = "\n".join([f"{name}: its fields are", "", *map(explain, fields)])
        return dataclasses.make_dataclass(name, made, namespace={"__doc__": words, "__module__": __name__})

    def _factory(self, field):
        if not field["lists"] and field["kind"] == "struct":
            return self.classes[field["struct"]]
        default = field["default"]
        return lambda: self._value(field, copy.copy(default), field["lists"])


def explain(field):
    """Return a field in words: name, unit, meaning, default."""
    unit = f" [{field['unit']}]" if field["unit"] else ""
    words = f"{field['name']}{unit}: {field['help']}"
    if field["kind"] == "choice":
        words += f" ({', '.join(field['choices'])})"
    if field["kind"] != "struct" and not field["lists"]:
        words += f"; default {field['default']}"
    return words
