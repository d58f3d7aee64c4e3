# SPDX-License-Identifier: GPL-2.0-only
"""Work and parameters of every operator."""

import collections
import math
import sys

import onnx

from .graph import Refused
from .operators import (CONVOLUTIONS, ELEMENTWISE, GLOBAL_POOLS, KNOWN, MOVES, NORMS, POOLS, PRODUCTS,
                        REDUCTIONS)


def is_trained(tensor):
    """Whether a constant is a trained value, not a shape, an axis or a lone factor."""
    floats = {onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE,
              onnx.TensorProto.BFLOAT16, onnx.TensorProto.INT8, onnx.TensorProto.UINT8}
    return tensor.data_type in floats and len(tensor.dims) > 0 and math.prod(tensor.dims) > 1


def get_kernel(graph, node):
    """Shape of a convolution's weights: channels out, channels in per group, window."""
    return graph.shape(node.inputs[3 if node.op == "QLinearConv" else 1], node)


def count_multiply_adds(graph, node):
    """Multiply-adds of a convolution or product."""
    output = graph.elements(node.outputs[0], node)
    if node.op in CONVOLUTIONS:
        weight = get_kernel(graph, node)
        channels = graph.shape(node.inputs[0], node)[1]
        if channels != weight[1] * node.attributes.get("group", 1):
            raise Refused(f"is not a sound graph: {node.op} '{node.name}' has kernels for "
                          f"{weight[1] * node.attributes.get('group', 1)} channels, got {channels}")
        return output * math.prod(weight[1:])
    if node.op == "ConvTranspose":
        # Every input element meets every weight of its channel.
        weight = graph.shape(node.inputs[1], node)
        return graph.elements(node.inputs[0], node) * math.prod(weight[1:])
    first = graph.shape(node.inputs[0], node)
    if node.op == "Gemm" and node.attributes.get("transA", 0):
        first = first[::-1]
    return output * first[-1]


def count_other(graph, node):
    """Work besides multiply-adds; nothing for an operator this tool does not know."""
    if node.op in PRODUCTS or node.op in MOVES or node.op not in KNOWN:
        return 0
    output = graph.elements(node.outputs[0], node)
    if node.op in POOLS:
        return output * math.prod(node.attributes.get("kernel_shape", [1]))
    if node.op in GLOBAL_POOLS or node.op in REDUCTIONS:
        return graph.elements(node.inputs[0], node)
    return output * ELEMENTWISE.get(node.op, NORMS.get(node.op))


def count_work(graph):
    """Fills in the cost of every node."""
    for node in graph.nodes:
        if not any(name in graph.activations for name in node.outputs):
            continue  # computed once, before anything runs
        pool = node.op in POOLS or node.op in GLOBAL_POOLS
        if graph.options.count == "all" or (graph.options.count == "pooling" and pool):
            node.other_flop = count_other(graph, node)
        if node.op in PRODUCTS:
            node.multiply_adds = count_multiply_adds(graph, node)


def count_parameters(graph):
    """Gives every trained value to the first node that uses it, also behind a transpose of it."""
    counted = set()
    sources = {name: {name} for name in graph.weights}
    for node in graph.nodes:
        behind = set().union(*(sources.get(name, set()) for name in node.inputs))
        if not any(name in graph.activations for name in node.outputs):
            for name in node.outputs:
                sources.setdefault(name, behind)
            continue
        used = node.inputs[:3] if node.op == "BatchNormalization" else node.inputs
        for weight in sorted(set().union(*(sources.get(name, set()) for name in used))):
            if weight not in counted and is_trained(graph.weights[weight]):
                counted.add(weight)
                node.parameters += math.prod(graph.weights[weight].dims)


def name_unknown(graph):
    """Names the operators this tool does not know on stderr; they count as no work."""
    unknown = collections.Counter(node.op for node in graph.nodes if node.op not in KNOWN)
    for operator, times in sorted(unknown.items()):
        print(f"onnx-to-profile: operator {operator} ({times} times) is not known; "
              "counted as no work", file=sys.stderr)
