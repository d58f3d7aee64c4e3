# SPDX-License-Identifier: GPL-2.0-only
"""From a file to a profile."""

import math
import os
import sys
import warnings

import onnx
from onnx import shape_inference

from .blocks import drop_batch, find_segments, make_block, merge_light
from .graph import Graph, Refused
from .work import count_parameters, count_work, name_unknown

# Bytes per element of an input that is not an image.
ELEMENT_BYTES = {"FLOAT": 4, "FLOAT16": 2, "BFLOAT16": 2, "DOUBLE": 8, "BOOL": 1,
                 "INT8": 1, "INT16": 2, "INT32": 4, "INT64": 8,
                 "UINT8": 1, "UINT16": 2, "UINT32": 4, "UINT64": 8}
COUNT_MAX = 2**63 - 1


def set_dimensions(model, assignments):
    """Gives symbolic dimensions of the inputs their values; a batch is one."""
    known = {}
    for text in assignments:
        name, equals, value = text.partition("=")
        if not equals or not value.isdigit() or int(value) < 1:
            raise Refused(f"--dim {text}: must be NAME=VALUE with a value >= 1")
        known[name] = int(value)
    used = set()
    weights = {tensor.name for tensor in model.graph.initializer}
    for value in model.graph.input:
        if value.name in weights:
            continue
        for i, dim in enumerate(value.type.tensor_type.shape.dim):
            if dim.HasField("dim_value") and dim.dim_value > 0:
                if i == 0 and dim.dim_value > 1 and len(value.type.tensor_type.shape.dim) > 1:
                    print(f"onnx-to-profile: the first dimension of input '{value.name}' is "
                          f"{dim.dim_value}; if it is a batch, the figures are for all of it",
                          file=sys.stderr)
                continue
            label = dim.dim_param or f"{value.name}.{i}"
            if label in known:
                used.add(label)
                dim.dim_value = known[label]
            elif i == 0:
                dim.dim_value = 1
            else:
                raise Refused(f"dimension '{label}' of input '{value.name}' has no value; "
                              f"give it with --dim {label}=VALUE")
    if set(known) - used:
        raise Refused(f"--dim {min(set(known) - used)}: no input has an open dimension of that "
                      "name")
    # Shapes noted in the file were for the open dimensions: infer them anew.
    if assignments:
        del model.graph.value_info[:]


def set_aside_external(graph):
    """Turns weights whose data are in other files into inputs, so that nobody looks for the data."""
    external = [t for t in graph.initializer if t.data_location == onnx.TensorProto.EXTERNAL]
    listed = {value.name for value in graph.input}
    kept = [t for t in graph.initializer if t.data_location != onnx.TensorProto.EXTERNAL]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.input.extend(onnx.helper.make_tensor_value_info(t.name, t.data_type, list(t.dims))
                       for t in external if t.name not in listed)
    return external


def count_input_bits(graph):
    """Size of the raw input: 8 bits per value of an image, else what the type takes."""
    bits = 0
    for name in graph.inputs:
        shape = graph.shape(name)
        size = ELEMENT_BYTES.get(onnx.TensorProto.DataType.Name(graph.types.get(name, 0)))
        if size is None:
            raise Refused(f"input '{name}' is not of a numeric type")
        bits += math.prod(shape) * (8 if len(shape) == 4 else 8 * size)
    return bits


def convert(path, options):
    """The profile of a file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # protobuf's, about files that are refused below
            model = onnx.load(path, load_external_data=False)
    except OSError:
        raise
    except Exception as error:  # protobuf raises its own kinds
        raise Refused(f"is not an ONNX file ({str(error).splitlines()[0]})") from error
    if not model.graph.node:
        raise Refused("holds no operators; is it an ONNX file?")
    set_dimensions(model, options.dim)
    external = set_aside_external(model.graph)
    try:
        onnx.checker.check_model(model)
        model = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    except Exception as error:
        raise Refused(f"is not a sound graph: {' '.join(str(error).split())[:300]}") from error
    graph = Graph(model, external, options)
    name_unknown(graph)
    count_work(graph)
    count_parameters(graph)
    segments = merge_light(find_segments(graph))
    if not segments:
        raise Refused("nothing in the graph depends on its input")
    blocks = [make_block(graph, segment, options.weight_bits) for segment in segments]
    profile = {
        "edgeAiProfile": 1,
        "name": options.name or os.path.splitext(os.path.basename(path))[0],
        "source": f"onnx-to-profile from {os.path.basename(path)}",
        "inputShape": drop_batch(graph.shape(graph.inputs[0])),
        "inputBits": options.input_bits or count_input_bits(graph),
        "resultBits": options.result_bits,
        "elementBits": options.bits,
        "blocks": blocks,
    }
    if sum(block["flop"] for block in blocks) > COUNT_MAX:
        raise Refused("takes more than 2^63 FLOP")
    return profile
