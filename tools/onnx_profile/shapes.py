# SPDX-License-Identifier: GPL-2.0-only
"""Shapes that the installed onnx package does not work out: newer, changed and fused operators."""

import math

import numpy
from onnx import TensorProto

from .folding import get_list
from .notes import Refused
from .operators import CONVOLUTIONS, GLOBAL_POOLS, POOLS, REDUCTIONS


def fail(node, message):
    """Refuses operands that cannot be."""
    raise Refused(f"is not a sound graph: {node.title} '{node.name}' {message}")


def get_rank_checked(node, shape, rank):
    """A shape that must have a rank."""
    if len(shape) != rank:
        fail(node, f"needs {rank} dimensions, got {shape}")
    return shape


def keep_first(node, shapes, _):
    """The first output is as the first input; the others are not worth knowing."""
    return [shapes[0]] + [None] * (len(node.proto.output) - 1)


def reduce(node, shapes, values):
    """Reductions along axes, which are attributes or an input."""
    shape = list(shapes[0])
    axes = get_list(node, values, "axes", 1)
    if axes is None and len(node.inputs) > 1 and node.inputs[1]:
        return None  # decided when it runs
    if not axes:
        if node.attributes.get("noop_with_empty_axes", 0):
            return [shape]
        axes = range(len(shape))
    axes = {axis % len(shape) for axis in axes} if shape else set()
    if node.attributes.get("keepdims", 1):
        return [[1 if i in axes else extent for i, extent in enumerate(shape)]]
    return [[extent for i, extent in enumerate(shape) if i not in axes]]


def split(node, shapes, values):
    """Pieces of a list of extents, or as equal as can be."""
    shape = list(shapes[0])
    axis = node.attributes.get("axis", 0) % len(shape)
    pieces = get_list(node, values, "split", 1)
    if pieces is None and len(node.inputs) > 1 and node.inputs[1]:
        return None
    if pieces is None:
        count = len(node.proto.output)
        if node.attributes.get("num_outputs", count) != count:
            fail(node, f"has {count} outputs, it says {node.attributes['num_outputs']}")
        piece = -(-shape[axis] // count)
        pieces = [min(piece, shape[axis] - i * piece) for i in range(count)]
    if sum(pieces) != shape[axis] or len(pieces) < len(node.proto.output) or min(pieces) < 0:
        fail(node, f"splits {shape[axis]} into {pieces}")
    return [shape[:axis] + [piece] + shape[axis + 1:] for piece in pieces]


def pad(node, shapes, values):
    """More at both ends of some axes."""
    shape = list(shapes[0])
    pads = get_list(node, values, "pads", 1)
    if pads is None:
        return None
    axes = get_list(node, values, "axes", 3) if len(values) > 3 else None
    axes = [axis % len(shape) for axis in axes] if axes else list(range(len(shape)))
    if len(pads) != 2 * len(axes):
        fail(node, f"pads {len(axes)} axes with {len(pads)} numbers")
    for i, axis in enumerate(axes):
        shape[axis] += pads[i] + pads[i + len(axes)]
    return [shape]


def resize(node, shapes, values):
    """Scales or sizes, along all axes or some."""
    shape = list(shapes[0])
    first = 1 if len(node.inputs) < 3 and node.op == "Upsample" else 2
    scales = values[first] if len(values) > first and node.inputs[first] else None
    if scales is None and "scales" in node.attributes:
        scales = numpy.array(node.attributes["scales"])
    sizes = values[3] if len(values) > 3 else None
    axes = [axis % len(shape) for axis in node.attributes.get("axes", range(len(shape)))]
    if scales is not None and numpy.size(scales):
        if numpy.size(scales) != len(axes):
            fail(node, f"scales {len(axes)} axes by {numpy.size(scales)} numbers")
        for axis, scale in zip(axes, numpy.ravel(scales)):
            # Scales are stored with 24 bits: 2/3 of 3 is 2.
            shape[axis] = int(math.floor(shape[axis] * float(scale) * (1 + 1e-6)))
        return [shape]
    if sizes is None or numpy.size(sizes) != len(axes):
        return None
    sizes = [int(size) for size in numpy.ravel(sizes)]
    policy = node.attributes.get("keep_aspect_ratio_policy", b"stretch")
    if policy != b"stretch":
        ratios = [size / shape[axis] for axis, size in zip(axes, sizes)]
        ratio = min(ratios) if policy == b"not_larger" else max(ratios)
        sizes = [int(math.floor(shape[axis] * ratio + 0.5)) for axis in axes]
    for axis, size in zip(axes, sizes):
        shape[axis] = size
    return [shape]


def slide(node, extent, kernel, stride, dilation, begin, end, mode):
    """Places of a window along an axis."""
    window = (kernel - 1) * dilation + 1
    if min(kernel, stride, dilation) < 1 or min(begin, end) < 0:
        fail(node, f"has a window of {kernel}, stride {stride}, dilation {dilation}, padding "
                   f"{begin} and {end}")
    if mode in (b"SAME_UPPER", b"SAME_LOWER"):
        return -(-extent // stride)
    if mode == b"VALID":
        begin = end = 0
    room = extent + begin + end - window
    if room < 0:
        fail(node, f"has a window of {window} on {extent + begin + end}")
    if not node.attributes.get("ceil_mode", 0):
        return room // stride + 1
    places = -(-room // stride) + 1
    # A window that would begin behind the input and its first padding is left out.
    return places - 1 if (places - 1) * stride >= extent + begin else places


def pool(node, shapes, _):
    """Pools with all options of all operator sets."""
    shape = list(shapes[0])
    kernel = node.attributes.get("kernel_shape")
    if not kernel or len(kernel) != len(shape) - 2:
        fail(node, f"has a window of {kernel} on {shape}")
    axes = len(kernel)
    strides = node.attributes.get("strides", [1] * axes)
    dilations = node.attributes.get("dilations", [1] * axes)
    pads = node.attributes.get("pads", [0] * (2 * axes))
    if len(strides) != axes or len(dilations) != axes or len(pads) != 2 * axes:
        fail(node, f"has options for other than {axes} axes")
    mode = node.attributes.get("auto_pad", b"NOTSET")
    output = shape[:2] + [slide(node, shape[i + 2], kernel[i], strides[i], dilations[i], pads[i],
                                pads[i + axes], mode) for i in range(axes)]
    return [output] * len(node.proto.output)


def get_windows(node, shape, weight):
    """Window, stride, dilation and padding of a convolution along every axis."""
    axes = len(shape) - 2
    if axes < 1 or len(weight) != len(shape):
        fail(node, f"has a kernel of shape {weight} for {shape}")
    kernel = node.attributes.get("kernel_shape", weight[2:])
    strides = node.attributes.get("strides", [1] * axes)
    dilations = node.attributes.get("dilations", [1] * axes)
    pads = node.attributes.get("pads", [0] * (2 * axes))
    if list(kernel) != list(weight[2:]) or len(strides) != axes or len(dilations) != axes or \
            len(pads) != 2 * axes:
        fail(node, f"has options that are not for a kernel of shape {weight}")
    return list(zip(kernel, strides, dilations, pads[:axes], pads[axes:]))


def convolve(node, shapes, _):
    """Convolutions of all kinds."""
    shape, weight = shapes[0], shapes[3 if node.op == "QLinearConv" else 1]
    mode = node.attributes.get("auto_pad", b"NOTSET")
    windows = get_windows(node, shape, weight)
    return [[shape[0], weight[0], *(slide(node, extent, *window, mode)
                                    for extent, window in zip(shape[2:], windows))]]


def convolve_back(node, shapes, _):
    """ConvTranspose."""
    shape, weight = shapes[:2]
    windows = get_windows(node, shape, weight)
    if weight[0] != shape[1]:
        fail(node, f"has a kernel of shape {weight} for {shape}")
    output = [shape[0], weight[1] * node.attributes.get("group", 1)]
    wanted = node.attributes.get("output_shape")
    more = node.attributes.get("output_padding", [0] * len(windows))
    if wanted:
        return [output + list(wanted[-len(windows):])]
    mode = node.attributes.get("auto_pad", b"NOTSET")
    for extent, (kernel, stride, dilation, begin, end), extra in zip(shape[2:], windows, more):
        if mode in (b"SAME_UPPER", b"SAME_LOWER"):
            output.append(extent * stride)
        else:
            begin, end = (0, 0) if mode == b"VALID" else (begin, end)
            output.append(stride * (extent - 1) + extra + (kernel - 1) * dilation + 1 - begin - end)
    return [output]


def pool_globally(_, shapes, __):
    """One value per channel."""
    return [list(shapes[0][:2]) + [1] * (len(shapes[0]) - 2)]


def broadcast(node, *shapes):
    """The common shape of operands."""
    try:
        return list(numpy.broadcast_shapes(*(tuple(shape) for shape in shapes)))
    except ValueError:
        return fail(node, f"joins {' and '.join(map(str, shapes))}")


def multiply(node, left, right):
    """Shape of a matrix product."""
    left = [1, *left] if len(left) == 1 else list(left)
    right = [*right, 1] if len(right) == 1 else list(right)
    if len(left) < 2 or len(right) < 2 or left[-1] != right[-2]:
        fail(node, f"multiplies {left} by {right}")
    return broadcast(node, left[:-2], right[:-2]) + [left[-2], right[-1]]


def swap(shape):
    """A shape with its last two extents exchanged."""
    return [*shape[:-2], *shape[:-3:-1]] if len(shape) > 1 else list(shape)


def get_fused_operands(node, shapes):
    """Operands of a product with transposes inside, as they are multiplied."""
    left, right = shapes[:2]
    if node.attributes.get("transBatchA", 0) or node.attributes.get("transBatchB", 0):
        fail(node, "moves its batches, which is not supported")
    return (swap(left) if node.attributes.get("transA", 0) else left,
            swap(right) if node.attributes.get("transB", 0) else right)


def fused_product(node, shapes, _):
    """FusedMatMul."""
    return [multiply(node, *get_fused_operands(node, shapes))]


def multiply_quantised(left, right):
    """A rule for a product whose operands are inputs number left and right."""
    def rule(node, shapes, _):
        return [multiply(node, shapes[left], shapes[right])]
    return rule


def broadcast_quantised(node, shapes, _):
    """Sums and products of quantised operands, which are inputs 0 and 3."""
    return [broadcast(node, shapes[0], shapes[3])]


def gemm_quantised(node, shapes, _):
    """QGemm."""
    left, right = shapes[0], shapes[3]
    left = left[::-1] if node.attributes.get("transA", 0) else left
    right = right[::-1] if node.attributes.get("transB", 0) else right
    return [multiply(node, left, right)]


def product_of_packed(node, shapes, _):
    """MatMulNBits: K by N weights in few bits."""
    if shapes[0][-1:] != [node.attributes.get("K")]:
        fail(node, f"multiplies {shapes[0]} by {node.attributes.get('K')} rows")
    return [[*shapes[0][:-1], node.attributes.get("N", 0)]]


def project_and_attend(node, shapes, _):
    """Fused attention with its projections: width of the values for each token."""
    batch, tokens, _width = get_rank_checked(node, shapes[0], 3)
    sizes = node.attributes.get("qkv_hidden_sizes")
    width = sizes[2] if sizes else shapes[1][-1] // 3
    return [[batch, tokens, width]] + [None] * (len(node.proto.output) - 1)


def attend(node, shapes, _):
    """Attention on queries, keys and values of three dimensions, or of four with the heads."""
    query, value = shapes[0], shapes[2]
    if len(query) == 3 and len(value) == 3:
        width = value[-1]
        heads, groups = node.attributes.get("q_num_heads"), node.attributes.get("kv_num_heads")
        if heads and groups:
            width = width // groups * heads
        return [[*query[:2], width]] + [None] * (len(node.proto.output) - 1)
    if len(query) == 4 and len(value) == 4:
        return [[*query[:3], value[-1]]] + [None] * (len(node.proto.output) - 1)
    return fail(node, f"attends with {query} to {value}")


def embed(node, shapes, _):
    """EmbedLayerNormalization: words, segments and positions looked up, added and normed."""
    batch, tokens = get_rank_checked(node, shapes[0], 2)
    return [[batch, tokens, shapes[2][-1]]] + [None] * (len(node.proto.output) - 1)


def read_letters(node, term, rank):
    """Letters of one operand or result; what the dots stand for gets numbers, from the last."""
    head, dots, tail = term.partition("...")
    more = rank - len(head) - len(tail)
    if more < 0 or (more > 0 and not dots):
        fail(node, f"has '{term}' for {rank} dimensions")
    return [*head, *(str(more - 1 - i) for i in range(more)), *tail]


def read_equation(node, shapes):
    """Sets of letters of an Einsum's operands, letters of its result, extents of all letters."""
    equation = node.attributes["equation"].decode().replace(" ", "")
    left, arrow, result = equation.partition("->")
    terms = left.split(",")
    if len(terms) != len(shapes):
        fail(node, f"has {len(shapes)} operands, its equation {len(terms)}")
    extents = {}
    operands = []
    for term, shape in zip(terms, shapes):
        letters = read_letters(node, term, len(shape))
        for letter, extent in zip(letters, shape):
            known = extents.setdefault(letter, extent)
            if 1 not in (known, extent) and known != extent:
                fail(node, f"has {known} and {extent} for '{letter}'")
            extents[letter] = max(known, extent)
        operands.append(set(letters))
    dots = sorted((letter for letter in extents if letter.isdigit()), key=int, reverse=True)
    if arrow:
        spare = len(result) - (3 if "..." in result else 0)
        kept = read_letters(node, result, spare + (len(dots) if "..." in result else 0))
    else:
        times = [letter for term in terms for letter in term]
        kept = dots + sorted(letter for letter in extents
                             if letter not in dots and times.count(letter) == 1)
    if set(kept) - set(extents):
        fail(node, f"makes '{result}' of '{left}'")
    return operands, kept, extents


def einsum(node, shapes, _):
    """What the equation says."""
    if any(shape is None for shape in shapes):
        return None
    _operands, kept, extents = read_equation(node, shapes)
    return [[extents[letter] for letter in kept]]


# Operators whose outputs are shaped as their first input.
KEEPING = set("Gelu Mish Swish HardSwish Celu GroupNormalization RMSNormalization LayerNormalization "
              "SimplifiedLayerNormalization BitwiseNot RotaryEmbedding QLinearSigmoid "
              "QLinearLeakyRelu QLinearSoftmax".split())
RULES = {
    **dict.fromkeys(KEEPING, keep_first),
    **dict.fromkeys(["SkipLayerNormalization", "SkipSimplifiedLayerNormalization"], keep_first),
    **dict.fromkeys(REDUCTIONS - {"ArgMax", "ArgMin", "TopK", "CumSum"}, reduce),
    **dict.fromkeys(POOLS, pool),
    **dict.fromkeys(GLOBAL_POOLS, pool_globally),
    **dict.fromkeys(CONVOLUTIONS, convolve),
    "ConvTranspose": convolve_back,
    "Split": split, "Pad": pad, "Resize": resize, "Upsample": resize,
    "FusedMatMul": fused_product,
    "DynamicQuantizeMatMul": multiply_quantised(0, 1),
    "MatMulIntegerToFloat": multiply_quantised(0, 1),
    "QLinearAdd": broadcast_quantised, "QLinearMul": broadcast_quantised,
    "QGemm": gemm_quantised, "MatMulNBits": product_of_packed,
    "FusedAttention": project_and_attend, "MultiHeadAttention": attend, "Attention": attend,
    "EmbedLayerNormalization": embed, "Einsum": einsum,
}
# What outputs are of, where not of what the first input is.
RESULT_TYPES = {"DynamicQuantizeMatMul": TensorProto.FLOAT, "MatMulIntegerToFloat": TensorProto.FLOAT,
                "EmbedLayerNormalization": TensorProto.FLOAT, "ConvInteger": TensorProto.INT32}


def infer(node, shapes, values):
    """Shapes of an operator's outputs by a rule of this tool; None without a rule."""
    rule = RULES.get(node.op)
    if rule is None:
        return None
    needed = {"FusedMatMul": 2, "DynamicQuantizeMatMul": 2, "MatMulIntegerToFloat": 2,
              "QLinearAdd": 4, "QLinearMul": 4, "QGemm": 4, "FusedAttention": 2,
              "MultiHeadAttention": 3, "Attention": 3, "EmbedLayerNormalization": 3,
              "Conv": 2, "ConvInteger": 2, "ConvTranspose": 2, "QLinearConv": 4}
    first = shapes[:needed.get(node.op, 1)]
    if node.op in ("QLinearAdd", "QLinearMul", "QGemm", "QLinearConv"):
        first = [shapes[0], shapes[3]] if len(shapes) > 3 else [None]
    if node.op == "EmbedLayerNormalization":
        first = [shapes[0], shapes[2]] if len(shapes) > 2 else [None]
    if not first or any(shape is None for shape in first):
        return None
    return rule(node, shapes, values)
