# SPDX-License-Identifier: GPL-2.0-only
"""A model's graph: shapes, weights, and the activations that depend on the input."""

import math

import onnx

from .operators import SHAPE_ONLY


class Refused(Exception):
    """Something in the file that a person has to change; the message says what."""


class Node:
    """One operator with its cost."""

    def __init__(self, proto):
        self.proto = proto
        # Other domains may give a well-known name another meaning.
        standard = proto.domain in ("", "ai.onnx")
        self.op = proto.op_type if standard else f"{proto.domain}.{proto.op_type}"
        self.attributes = {a.name: onnx.helper.get_attribute_value(a) for a in proto.attribute}
        self.inputs = list(proto.input)
        self.outputs = [name for name in proto.output if name]
        self.name = proto.name or (self.outputs[0] if self.outputs else self.op)
        self.multiply_adds = 0
        self.other_flop = 0
        self.parameters = 0


class Graph:
    """A model's graph with shapes, weights and the activations that flow."""

    def __init__(self, model, external, options):
        graph = model.graph
        self.options = options
        self.name = graph.name
        self.nodes = [Node(proto) for proto in graph.node]
        self.weights = {t.name: t for t in [*graph.initializer, *external]}
        for sparse in graph.sparse_initializer:
            raise Refused(f"sparse weights ('{sparse.values.name}') are not supported")
        for node in self.nodes:
            for attribute in node.proto.attribute:
                if attribute.type in (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS):
                    raise Refused(f"operator '{node.op}' ('{node.name}') holds a graph of its own; "
                                  "control flow has no fixed work")
            if node.op == "Constant" and "value" in node.attributes:
                self.weights[node.outputs[0]] = node.attributes["value"]
        self.types = {}
        self.shapes = {}
        for value in [*graph.input, *graph.value_info, *graph.output]:
            self._note(value)
        for name, tensor in self.weights.items():
            self.shapes[name] = list(tensor.dims)
            self.types[name] = tensor.data_type
        self.inputs = [v.name for v in graph.input if v.name not in self.weights]
        self.outputs = [v.name for v in graph.output]
        unknown = set(options.constant) - set(self.inputs)
        if unknown:
            raise Refused(f"--constant {min(unknown)}: the inputs are {', '.join(self.inputs)}")
        self.inputs = [name for name in self.inputs if name not in options.constant]
        if not self.inputs:
            raise Refused("the graph has no input")
        self.activations = self._find_activations()

    def _note(self, value):
        kind = value.type.WhichOneof("value")
        if kind != "tensor_type":
            return
        tensor = value.type.tensor_type
        self.types[value.name] = tensor.elem_type
        if not tensor.HasField("shape"):
            return
        self.shapes[value.name] = [d.dim_value if d.HasField("dim_value") else None
                                   for d in tensor.shape.dim]

    def _find_activations(self):
        """Names of the tensors that depend on the inputs' values."""
        live = set(self.inputs)
        for node in self.nodes:
            if node.op not in SHAPE_ONLY and any(name in live for name in node.inputs):
                live.update(node.outputs)
        return live

    def shape(self, name, node=None):
        """The full shape of a tensor."""
        shape = self.shapes.get(name)
        if shape is None or any(d is None or d < 0 for d in shape):
            where = f" at operator {node.op} ('{node.name}')" if node else ""
            raise Refused(f"the shape of '{name}'{where} is not known: {shape}; "
                          "give symbolic dimensions with --dim NAME=VALUE")
        return shape

    def elements(self, name, node=None):
        """Number of elements of a tensor."""
        return math.prod(self.shape(name, node))
