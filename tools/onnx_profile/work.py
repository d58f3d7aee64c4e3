# SPDX-License-Identifier: GPL-2.0-only
"""Work of every operator."""

import math

from .graph import blaming
from .notes import Refused
from .operators import (ATTENTIONS, CONVOLUTIONS, ELEMENTWISE, GLOBAL_POOLS, KNOWN, MOVES, NORMS, POOLS,
                        PRODUCTS, RECURRENT, REDUCTIONS)
from .shapes import fail, get_fused_operands, get_rank_checked, read_equation

# Gates of a recurrent cell: each multiplies what comes in and what the cell remembers.
GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}


def get_kernel(graph, node):
    """Shape of a convolution's weights: channels out, channels in per group, window."""
    return graph.shape(node.inputs[3 if node.op == "QLinearConv" else 1], node)


def count_convolution(graph, node):
    """Every output element takes every weight of its channel."""
    weight = get_kernel(graph, node)
    channels = graph.shape(node.inputs[0], node)[1]
    if channels != weight[1] * node.attributes.get("group", 1):
        raise Refused(f"is not a sound graph: {node.title} '{node.name}' has kernels for "
                      f"{weight[1] * node.attributes.get('group', 1)} channels, got {channels}")
    return graph.elements(node.outputs[0], node) * math.prod(weight[1:])


def count_recurrence(graph, node):
    """Every gate takes all of the input and all of what it remembers, step by step."""
    steps, batch, width = get_rank_checked(node, graph.shape(node.inputs[0], node), 3)
    memory = graph.shape(node.inputs[2], node)[-1]
    directions = 2 if node.attributes.get("direction") == b"bidirectional" else 1
    if len(node.inputs) > 4 and node.inputs[4]:
        graph.notes.say(f"{node.title} '{node.name}' is counted over all {steps} steps; its input "
                        "can say that there are fewer")
    return GATES[node.op] * steps * batch * directions * memory * (width + memory)


def count_einsum(graph, node):
    """Operands are multiplied from left to right; sums over both of two are multiply-adds."""
    shapes = [graph.shape(name, node) for name in node.inputs]
    operands, result, extents = read_equation(node, shapes)
    kept = set(result)
    if len(operands) > 2:
        graph.notes.say(f"{node.title} '{node.name}' has {len(operands)} operands; they are taken "
                        "to be multiplied from left to right")
    count = 0
    left = operands[0]
    for i, right in enumerate(operands[1:], 1):
        later = kept.union(*operands[i + 1:])
        # What only one of both has and nobody needs is summed up before.
        left, right = left & (right | later), right & (left | later)
        both = left | right
        if both - later:
            count += math.prod(extents[letter] for letter in both)
        left = both & later
    return count


def count_attention(graph, node):
    """Scores and their use on the values, behind the projections where they are inside."""
    query = graph.shape(node.inputs[0], node)
    if node.op == "FusedAttention":
        batch, tokens, width = get_rank_checked(node, query, 3)
        weights = graph.shape(node.inputs[1], node)
        sizes = node.attributes.get("qkv_hidden_sizes") or [weights[-1] // 3] * 3
        past = graph.shape(node.inputs[4], node)[-2] if len(node.inputs) > 4 and node.inputs[4] else 0
        products = tokens * (tokens + past) * (sizes[0] + sizes[2])
        return batch * (tokens * width * sum(sizes) + products)
    key = graph.shape(node.inputs[1], node)
    value = graph.shape(node.inputs[2], node)
    if len(query) == 4 and len(key) == 4:
        batch, heads, tokens, width = query
        return batch * heads * tokens * key[2] * (width + value[3])
    if len(query) != 3 or len(key) != 3:
        fail(node, f"attends with {query} to {key}")
    groups = node.attributes.get("kv_num_heads") or 1
    heads = node.attributes.get("q_num_heads") or groups
    if len(node.inputs) > 6 and any(node.inputs[4:7]):
        graph.notes.say(f"{node.title} '{node.name}' is counted over the keys of this run alone, not "
                        "over a past")
    return query[0] * query[1] * key[1] * (query[2] + value[2] // groups * heads)


def count_multiply_adds(graph, node):
    """Multiply-adds of a product, whatever its kind."""
    if node.op in CONVOLUTIONS:
        return count_convolution(graph, node)
    if node.op in RECURRENT:
        return count_recurrence(graph, node)
    if node.op == "Einsum":
        return count_einsum(graph, node)
    if node.op in ATTENTIONS:
        return count_attention(graph, node)
    if node.op == "ConvTranspose":
        # Every input element meets every weight of its channel.
        weight = graph.shape(node.inputs[1], node)
        return graph.elements(node.inputs[0], node) * math.prod(weight[1:])
    first = graph.shape(node.inputs[0], node)
    if node.op in ("Gemm", "QGemm") and node.attributes.get("transA", 0):
        first = first[::-1]
    if node.op == "FusedMatMul":
        first = get_fused_operands(node, [first, graph.shape(node.inputs[1], node)])[0]
    return graph.elements(node.outputs[0], node) * first[-1]


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
        with blaming(node):
            if graph.options.count == "all" or (graph.options.count == "pooling" and pool):
                node.other_flop = count_other(graph, node)
            if node.op in PRODUCTS:
                node.multiply_adds = count_multiply_adds(graph, node)
