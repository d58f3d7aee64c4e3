# SPDX-License-Identifier: GPL-2.0-only
"""Which constants are trained values."""

import math

import onnx

from .operators import PARAMETER_INPUTS, TRAINED_INPUTS

TYPES = onnx.TensorProto
# Numbers with a point, and whole ones of quantised weights; those of 4 and of 8 bits with a point
# have no names in older packages.
FLOATS = {TYPES.FLOAT, TYPES.FLOAT16, TYPES.DOUBLE, TYPES.BFLOAT16, 17, 18, 19, 20}
QUANTISED = {TYPES.INT8, TYPES.UINT8, 21, 22}
# Operators of quantised networks whose weights and biases are whole numbers of more bits.
WIDE = {TYPES.INT32, TYPES.INT16, TYPES.UINT16}
WITH_WIDE = {"QLinearConv", "QGemm", "DequantizeLinear"}
# Weights packed into bytes: their number is in the attributes.
PACKED = {"MatMulNBits": ("K", "N")}


def find_scales(graph):
    """Scales made while running; what they are multiplied by are scales too."""
    return {node.outputs[1] for node in graph.nodes
            if node.op == "DynamicQuantizeLinear" and len(node.outputs) > 1}


def is_trained(graph, node, place, name):
    """Whether a constant an operator reads is a trained value, not a shape, a scale or a factor."""
    tensor = graph.weights[name]
    if place in PARAMETER_INPUTS.get(node.op, ()):
        wide = WIDE if node.op in WITH_WIDE else set()
        return tensor.data_type in FLOATS | QUANTISED | wide
    if tensor.data_type not in FLOATS | QUANTISED or not tensor.dims:
        return False  # a lone number is a factor
    if math.prod(tensor.dims) == 1:
        if name in graph.factors:
            return False
        graph.notes.say(f"'{name}' of one element, which {node.title} ('{node.name}') reads, is "
                        "taken for a trained value")
    return True


def count_parameters(graph):
    """Gives every trained value to the first node that uses it, also behind what is made of it."""
    counted = set()
    scales = find_scales(graph)
    # What each constant is made of: weights, with the inputs they went into on the way.
    sources = {name: {name: ()} for name in graph.weights}
    for node in graph.nodes:
        behind = {}
        places = TRAINED_INPUTS.get(node.op, range(len(node.inputs)))
        if node.op == "Mul" and scales.intersection(node.inputs):
            places = ()
        for place in places:
            if place < len(node.inputs):
                for weight, uses in sources.get(node.inputs[place], {}).items():
                    behind.setdefault(weight, (*uses, (node, place)))
        if not any(name in graph.activations for name in node.outputs):
            for name in node.outputs:
                sources.setdefault(name, behind)
            continue
        for weight, uses in sorted(behind.items(), key=lambda item: item[0]):
            if weight in counted or not any(is_trained(graph, user, place, weight)
                                            for user, place in uses):
                continue
            counted.add(weight)
            keys = PACKED.get(node.op) if uses[-1][1] == 1 else None
            node.parameters += (math.prod(node.attributes.get(key, 0) for key in keys) if keys
                                else math.prod(graph.weights[weight].dims))
