# SPDX-License-Identifier: GPL-2.0-only
"""Arithmetic on small known values: what exporters write down to calculate shapes."""

import math

import numpy
import onnx
from onnx import numpy_helper

from .reading import VALUE_LIMIT


class Unknown(Exception):
    """An operator cannot be calculated here; its shape may be known all the same."""


def check_size(shape):
    """Leaves alone what would become large."""
    if any(extent < 0 for extent in shape) or math.prod(shape) > VALUE_LIMIT:
        raise Unknown
    return tuple(shape)


def check_broadcast(*values):
    """Leaves alone what would become large by being broadcast."""
    return check_size(numpy.broadcast_shapes(*(numpy.shape(value) for value in values)))


def get_numpy_type(code):
    """numpy's name for a type of ONNX."""
    if hasattr(onnx.helper, "tensor_dtype_to_np_dtype"):
        return onnx.helper.tensor_dtype_to_np_dtype(code)
    return onnx.mapping.TENSOR_TYPE_TO_NP_TYPE[code]  # up to onnx 1.12


def get_tensor_type(dtype):
    """ONNX's number for a type of numpy."""
    if hasattr(onnx.helper, "np_dtype_to_tensor_dtype"):
        return onnx.helper.np_dtype_to_tensor_dtype(dtype)
    return onnx.mapping.NP_TYPE_TO_TENSOR_TYPE[dtype]  # up to onnx 1.12


def measure(node, shape):
    """What Shape and Size make of the shape of their input."""
    if node.op == "Size":
        return [numpy.array(math.prod(shape), numpy.int64)]
    part = shape[node.attributes.get("start", 0):node.attributes.get("end", len(shape))]
    return [numpy.array(part, numpy.int64)]


def divide(left, right):
    """Division as ONNX has it: whole numbers towards zero."""
    if not numpy.issubdtype(left.dtype, numpy.integer):
        return left / right
    if numpy.any(right == 0):
        raise Unknown
    return (numpy.sign(left) * numpy.sign(right) * (abs(left) // abs(right))).astype(left.dtype)


def remainder(node, left, right):
    """Mod: the sign of the divisor, or of the dividend with fmod."""
    if numpy.any(right == 0):
        raise Unknown
    return numpy.fmod(left, right) if node.attributes.get("fmod", 0) else numpy.mod(left, right)


BINARY = {"Add": numpy.add, "Sub": numpy.subtract, "Mul": numpy.multiply, "Div": divide,
          "Equal": numpy.equal, "Less": numpy.less, "Greater": numpy.greater,
          "LessOrEqual": numpy.less_equal, "GreaterOrEqual": numpy.greater_equal,
          "And": numpy.logical_and, "Or": numpy.logical_or, "Xor": numpy.logical_xor,
          "Max": numpy.maximum, "Min": numpy.minimum, "Sum": numpy.add}
UNARY = {"Neg": numpy.negative, "Abs": numpy.abs, "Floor": numpy.floor, "Ceil": numpy.ceil,
         "Round": numpy.rint, "Not": numpy.logical_not, "Sqrt": numpy.sqrt, "Sign": numpy.sign,
         "Identity": lambda x: x, "Dropout": lambda x: x, "Reciprocal": lambda x: 1 / x,
         "Exp": numpy.exp, "Log": numpy.log}
REDUCTIONS = {"ReduceProd": numpy.prod, "ReduceSum": numpy.sum, "ReduceMax": numpy.max,
              "ReduceMin": numpy.min}


def get_list(node, inputs, name, place):
    """A list of whole numbers that is an attribute in older operator sets, an input in newer."""
    if name in node.attributes:
        value = node.attributes[name]
        return [int(v) for v in (value if isinstance(value, (list, tuple)) else [value])]
    if place < len(inputs) and inputs[place] is not None:
        return [int(v) for v in numpy.ravel(inputs[place])]
    return None


def fold_slice(node, inputs):
    """Slice, by attributes or by inputs."""
    data = inputs[0]
    starts = get_list(node, inputs, "starts", 1)
    ends = get_list(node, inputs, "ends", 2)
    axes = get_list(node, inputs, "axes", 3) or list(range(len(starts)))
    steps = get_list(node, inputs, "steps", 4) or [1] * len(starts)
    picks = [slice(None)] * data.ndim
    for start, end, axis, step in zip(starts, ends, axes, steps):
        # Going down, an end far below zero means to the first element.
        last = None if step < 0 and end < -data.shape[axis] else end
        picks[axis] = slice(start, last, step)
    return data[tuple(picks)]


def fold_gather(node, inputs):
    """Gather along an axis."""
    axis = node.attributes.get("axis", 0)
    check_size([inputs[0].size // max(1, inputs[0].shape[axis]) * inputs[1].size])
    return numpy.take(inputs[0], inputs[1].astype(numpy.int64), axis=axis)


def fold_unsqueeze(node, inputs):
    """New axes of one element."""
    axes = get_list(node, inputs, "axes", 1)
    data = inputs[0]
    rank = data.ndim + len(axes)
    shape = list(data.shape)
    for axis in sorted(axis % rank for axis in axes):
        shape.insert(axis, 1)
    return data.reshape(shape)


def fold_squeeze(node, inputs):
    """Without axes of one element."""
    axes = get_list(node, inputs, "axes", 1)
    return numpy.squeeze(inputs[0], axis=None if axes is None else tuple(axes))


def fold_reshape(node, inputs):
    """Another shape, where 0 keeps an extent and -1 takes the rest."""
    target = get_list(node, inputs, "shape", 1)
    if not node.attributes.get("allowzero", 0):
        target = [inputs[0].shape[i] if v == 0 else v for i, v in enumerate(target)]
    return inputs[0].reshape(target)


def fold_range(_, inputs):
    """Numbers from start to limit."""
    start, limit, delta = (v.item() for v in inputs[:3])
    check_size([max(0, math.ceil((limit - start) / delta))])
    return numpy.arange(start, limit, delta, dtype=inputs[0].dtype)


def fold_filled(node, inputs):
    """A constant of a given shape."""
    value = node.attributes.get("value")
    value = numpy_helper.to_array(value) if value is not None else numpy.zeros(1, "float32")
    return numpy.full(check_size([int(v) for v in inputs[0]]), value.ravel()[0], value.dtype)


def fold_expand(_, inputs):
    """Broadcast to a shape."""
    shape = numpy.broadcast_shapes(inputs[0].shape, tuple(int(v) for v in inputs[1]))
    return numpy.broadcast_to(inputs[0], check_size(shape))


def fold_tile(_, inputs):
    """Repeated along every axis."""
    repeats = [int(v) for v in inputs[1]]
    check_size([math.prod(repeats) * inputs[0].size])
    return numpy.tile(inputs[0], repeats)


def fold_split(node, inputs):
    """Pieces along an axis."""
    axis = node.attributes.get("axis", 0)
    pieces = get_list(node, inputs, "split", 1)
    extent = inputs[0].shape[axis]
    if pieces is None:
        count = len(node.proto.output)
        piece = -(-extent // count)
        pieces = [min(piece, extent - i * piece) for i in range(count)]
    return numpy.split(inputs[0], numpy.cumsum(pieces)[:-1], axis=axis)


def fold_reduce(node, inputs):
    """Products and sums along axes."""
    axes = get_list(node, inputs, "axes", 1)
    if axes is None and node.attributes.get("noop_with_empty_axes", 0):
        return inputs[0]
    return REDUCTIONS[node.op](inputs[0], axis=None if axes is None else tuple(axes),
                               keepdims=bool(node.attributes.get("keepdims", 1)))


def fold_sum_up_to(node, inputs):
    """CumSum without its two options."""
    if node.attributes.get("exclusive", 0) or node.attributes.get("reverse", 0):
        raise Unknown
    return numpy.cumsum(inputs[0], axis=int(inputs[1]), dtype=inputs[0].dtype)


def fold_where(_, inputs):
    """One or the other, by a condition."""
    check_broadcast(*inputs)
    return numpy.where(*inputs)


def fold_constant(node, _):
    """The value of a Constant operator."""
    attributes = node.attributes
    if "value" in attributes:
        check_size(attributes["value"].dims)
        return numpy_helper.to_array(attributes["value"])
    for name, dtype in (("value_int", numpy.int64), ("value_ints", numpy.int64),
                        ("value_float", numpy.float32), ("value_floats", numpy.float32)):
        if name in attributes:
            check_size(numpy.shape(attributes[name]))
            return numpy.array(attributes[name], dtype)
    raise Unknown


FOLDS = {
    "Slice": fold_slice, "Gather": fold_gather, "Unsqueeze": fold_unsqueeze,
    "Squeeze": fold_squeeze, "Reshape": fold_reshape, "Range": fold_range,
    "ConstantOfShape": fold_filled, "Expand": fold_expand, "Tile": fold_tile, "Split": fold_split,
    "Constant": fold_constant,
    "Mod": lambda node, inputs: remainder(node, inputs[0], inputs[1]),
    "Concat": lambda node, inputs: numpy.concatenate(inputs, node.attributes.get("axis", 1)),
    "Cast": lambda node, inputs: inputs[0].astype(get_numpy_type(node.attributes["to"])),
    "Where": fold_where,
    "Transpose": lambda node, inputs: numpy.transpose(inputs[0], node.attributes.get("perm")),
    "Flatten": lambda node, inputs: inputs[0].reshape(
        math.prod(inputs[0].shape[:node.attributes.get("axis", 1)]), -1),
    "NonZero": lambda _, inputs: numpy.array(numpy.nonzero(inputs[0]), numpy.int64),
    "CumSum": fold_sum_up_to,
    "Pow": lambda _, inputs: numpy.power(inputs[0], inputs[1]).astype(inputs[0].dtype),
    **dict.fromkeys(REDUCTIONS, fold_reduce),
}


def fold(node, inputs):
    """Values of an operator's outputs, from those of its inputs; None if they are not to be had.

    Inputs that are left out are None. What goes wrong is left to shape inference to tell.
    """
    if any(value is None and name for value, name in zip(inputs, node.inputs)):
        return None
    try:
        with numpy.errstate(all="ignore"):
            if node.op in BINARY:
                result = inputs[0]
                for other in inputs[1:]:
                    check_broadcast(result, other)
                    result = BINARY[node.op](result, other)
            elif node.op in UNARY:
                result = UNARY[node.op](inputs[0])
            elif node.op in FOLDS:
                result = FOLDS[node.op](node, inputs)
            else:
                return None
    except Exception:  # pylint: disable=broad-except
        return None  # numpy has its own ways to refuse operands
    results = result if isinstance(result, list) else [result]
    results = [numpy.asarray(value) for value in results]
    if len(results) < sum(1 for name in node.proto.output if name) or any(
            value.size > VALUE_LIMIT for value in results):
        return None
    return results
