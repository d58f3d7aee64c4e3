# SPDX-License-Identifier: GPL-2.0-only
"""Where a graph may be cut, and the blocks in between."""

from .notes import Refused
from .operators import ATTENTIONS, CONVOLUTIONS, GLOBAL_POOLS, HEAVY, LINEAR, POOLS, VIEWS
from .work import get_kernel


def find_segments(graph):
    """Lists of nodes between the places where exactly one activation is alive."""
    last_use = {}
    for i, node in enumerate(graph.nodes):
        for name in node.inputs:
            last_use[name] = i
    for name in graph.outputs:
        last_use[name] = len(graph.nodes)
    alive = {name for name in graph.inputs if name in last_use}
    segments = [[]]
    for i, node in enumerate(graph.nodes):
        outputs = [name for name in node.outputs if name in graph.activations]
        if not outputs:
            continue
        segments[-1].append(node)
        alive.update(name for name in outputs if last_use.get(name, -1) > i)
        alive = {name for name in alive if last_use[name] > i}
        if len(alive) == 1:
            node.crossing = next(iter(alive))
            segments.append([])
    if not segments[-1]:
        segments.pop()
    return segments


def is_light(segment):
    """Whether a segment has no product, pool or table of embeddings."""
    return not any(node.op in HEAVY or (node.op == "Gather" and node.parameters > 0)
                   for node in segment)


def merge_light(segments):
    """Joins light segments to the one before (those at the start: to the one after)."""
    merged = []
    for segment in segments:
        if merged and (is_light(segment) or is_light(merged[-1])):
            if all(node.op in VIEWS for node in segment) and hasattr(merged[-1][-1], "crossing"):
                # What crosses is the same; rows and channels say more than a flat list.
                segment[-1].crossing = merged[-1][-1].crossing
            merged[-1].extend(segment)
        else:
            merged.append(list(segment))
    return merged


def find_kind(graph, segment):
    """Kind of a block, and its geometry along rows if it has one."""
    heavy = [node for node in segment if node.op in HEAVY]
    names = {node.op for node in segment}
    if len(heavy) == 1:
        node = heavy[0]
        if node.op in CONVOLUTIONS:
            weight = get_kernel(graph, node)
            groups = node.attributes.get("group", 1)
            kind = "depthwiseConvolution" if groups > 1 and groups == weight[0] else "convolution"
            return kind, find_rows(graph, node, weight[2:])
        if node.op in POOLS:
            return "pooling", find_rows(graph, node, node.attributes.get("kernel_shape", []))
        if node.op in GLOBAL_POOLS:
            return "pooling", None
    products = sum(node.op in ("MatMul", "Einsum", "FusedMatMul") for node in heavy)
    if names & ATTENTIONS or ("Softmax" in names and products >= 2):
        return "encoder", None
    if heavy and all(node.op in LINEAR for node in heavy):
        return "linear", None
    if heavy and names & {"Add", "Sum"} and all(node.op in CONVOLUTIONS for node in heavy):
        return "residual", None
    if not heavy and any(node.op == "Gather" and node.parameters for node in segment):
        return "embedding", None
    return "other", None


def find_rows(graph, node, kernel):
    """Geometry along the rows of a two-dimensional window; None if a row split cannot use it."""
    if len(kernel) != 2 or node.attributes.get("dilations", [1, 1])[0] != 1:
        return None
    stride = node.attributes.get("strides", [1, 1])[0]
    begin, end = node.attributes.get("pads", [0, 0, 0, 0])[0::2]
    rows = graph.shape(node.inputs[0], node)[2]
    output = graph.shape(node.outputs[0], node)[2]
    needed = (output - 1) * stride + kernel[0] - rows  # rows beyond the input
    mode = node.attributes.get("auto_pad", b"NOTSET")
    if mode in (b"SAME_UPPER", b"SAME_LOWER"):
        total = max(0, needed)
        begin = total // 2 if mode == b"SAME_UPPER" else total - total // 2
        end = total - begin
    elif mode == b"VALID":
        begin = end = 0
    # As many at both ends as at the first; the rest trails, also what rounding up adds.
    geometry = {"kernel": kernel[0], "stride": stride, "padding": begin}
    trailing = max(0, needed - 2 * begin)
    if trailing:
        geometry["trailing"] = trailing
    if begin >= kernel[0] or trailing >= kernel[0] or (end < begin and needed < 2 * begin and
                                                       count_rows(geometry, rows) != output):
        return None
    return geometry


def count_rows(geometry, rows):
    """Rows that come out of a window."""
    padded = rows + 2 * geometry["padding"] + geometry.get("trailing", 0)
    return (padded - geometry["kernel"]) // geometry["stride"] + 1


def check_rows(graph, block, before):
    """Leaves out a geometry that does not make the block's rows of those before it."""
    rows = block.get("rows")
    shape = block["outputShape"]
    if rows and len(before) == len(shape) == 3 and count_rows(rows, before[1]) != shape[1]:
        graph.notes.say(f"block '{block['name']}' has no rows: its window alone does not make "
                        f"{shape[1]} of {before[1]}")
        del block["rows"]


def drop_batch(shape):
    """A shape without its leading batch of one and trailing ones, and never empty."""
    if 0 in shape:
        raise Refused(f"an activation of shape {shape} is empty")
    shape = shape[1:] if len(shape) > 1 and shape[0] == 1 else list(shape)
    while len(shape) > 1 and shape[-1] == 1:
        shape.pop()
    return shape or [1]


def make_block(graph, segment, weight_bits, before):
    """One block of the profile, behind an activation of the shape before."""
    kind, rows = find_kind(graph, segment)
    mains = [node for node in segment if node.op in HEAVY] or segment
    multiply_adds = sum(node.multiply_adds for node in segment)
    parameters = sum(node.parameters for node in segment)
    crossing = getattr(segment[-1], "crossing", None)
    crossing = crossing or next((name for name in reversed(graph.outputs)
                                 if name in graph.shapes), segment[-1].outputs[0])
    block = {
        "name": mains[0].name,
        "kind": kind,
        "flop": 2 * multiply_adds + sum(node.other_flop for node in segment),
        "multiplyAdds": multiply_adds,
        "parameters": parameters,
        "weightBytes": (parameters * weight_bits + 7) // 8,
        "outputShape": drop_batch(graph.shape(crossing)),
    }
    if rows:
        block["rows"] = rows
        check_rows(graph, block, before)
    return block
