# SPDX-License-Identifier: GPL-2.0-only
"""From a file to a profile."""

import math
import os

import onnx

from .blocks import drop_batch, find_segments, make_block, merge_light
from .exits import place_exits, split_off
from .graph import Graph
from .notes import Notes, Refused
from .parameters import count_parameters
from .reading import read_model
from .work import count_work

# Bytes per element of an input that is not an image.
ELEMENT_BYTES = {"FLOAT": 4, "FLOAT16": 2, "BFLOAT16": 2, "DOUBLE": 8, "BOOL": 1,
                 "INT8": 1, "INT16": 2, "INT32": 4, "INT64": 8,
                 "UINT8": 1, "UINT16": 2, "UINT32": 4, "UINT64": 8}
COUNT_MAX = 2**63 - 1


# What exporters call an open batch; everything else is a guess.
BATCH_NAMES = {"n", "b", "bs", "batch", "batch_size", "batchsize", "batch_dim", "n_batch"}
CHANNELS = {1, 3, 4}


def read_assignments(texts):
    """Values of --dim."""
    known = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value.isdigit() or int(value) < 1:
            raise Refused(f"--dim {text}: must be NAME=VALUE with a value >= 1")
        known[name] = int(value)
    return known


def note_first(value, label, dimensions, notes):
    """Says that an open first dimension was taken for a batch, where that is not certain."""
    named = label != f"{value.name}.0"
    certain = label.lower() in BATCH_NAMES if named else dimensions in (2, 4)
    if not certain:
        notes.say(f"the open first dimension '{label}' of input '{value.name}' is taken for a batch "
                  f"and becomes 1; give another value with --dim {label}=VALUE")


def set_dimensions(model, aside, assignments, notes):
    """Gives symbolic dimensions of the inputs their values; a batch is one."""
    known = read_assignments(assignments)
    used = set()
    weights = {tensor.name for tensor in [*model.graph.initializer, *aside]}
    for value in model.graph.input:
        if value.name in weights:
            continue
        dims = value.type.tensor_type.shape.dim
        for i, dim in enumerate(dims):
            if dim.HasField("dim_value") and dim.dim_value > 0:
                if i == 0 and dim.dim_value > 1 and len(dims) > 1:
                    notes.say(f"the first dimension of input '{value.name}' is {dim.dim_value}; if "
                              "it is a batch, the figures are for all of it")
                continue
            label = dim.dim_param or f"{value.name}.{i}"
            if label in known:
                used.add(label)
                dim.dim_value = known[label]
            elif i == 0:
                note_first(value, label, len(dims), notes)
                dim.dim_value = 1
            else:
                raise Refused(f"dimension '{label}' of input '{value.name}' has no value; "
                              f"give it with --dim {label}=VALUE")
    if set(known) - used:
        raise Refused(f"--dim {min(set(known) - used)}: no input has an open dimension of that "
                      "name")


def is_image(graph, name, shape):
    """Whether an input holds values of 8 bits: channels before or behind rows and columns."""
    if len(shape) != 4 or graph.types.get(name) not in (onnx.TensorProto.FLOAT,
                                                        onnx.TensorProto.FLOAT16,
                                                        onnx.TensorProto.UINT8):
        return False
    first = shape[1] in CHANNELS and min(shape[2:]) > 1
    last = shape[3] in CHANNELS and min(shape[1:3]) > 1
    if not (first or last):
        graph.notes.say(f"input '{name}' of shape {shape} is not taken for an image: its values "
                        "count with all their bits; give the size with --input-bits")
        return False
    channels = shape[1] if first else shape[3]
    if channels != 3:
        graph.notes.say(f"input '{name}' of shape {shape} is taken for an image of {channels} "
                        "channels of 8 bits; give the size with --input-bits")
    return True


def count_input_bits(graph):
    """Size of the raw input: 8 bits per value of an image, else what the type takes."""
    bits = 0
    for name in graph.inputs:
        shape = graph.shape(name)
        code = graph.types.get(name, 0)
        known = code in onnx.TensorProto.DataType.values()
        size = ELEMENT_BYTES.get(onnx.TensorProto.DataType.Name(code)) if known else None
        if size is None:
            raise Refused(f"input '{name}' is not of a numeric type")
        bits += math.prod(shape) * (8 if is_image(graph, name, shape) else 8 * size)
    return bits


def convert(path, options):
    """The profile of a file."""
    notes = Notes()
    model, aside = read_model(path, notes)
    set_dimensions(model, aside, options.dim, notes)
    graph = Graph(model, aside, options, notes)
    count_work(graph)
    count_parameters(graph)
    branches = split_off(graph)
    segments = merge_light(find_segments(graph))
    if not segments:
        raise Refused("nothing in the graph depends on its input")
    before = drop_batch(graph.shape(graph.inputs[0]))
    profile = {
        "edgeAiProfile": 1,
        "name": options.name or os.path.splitext(os.path.basename(path))[0],
        "source": f"onnx-to-profile from {os.path.basename(path)}",
        "inputShape": before,
        "inputBits": options.input_bits or count_input_bits(graph),
        "resultBits": options.result_bits,
        "elementBits": options.bits,
        "blocks": [],
    }
    for segment in segments:
        block = make_block(graph, segment, options.weight_bits, before)
        profile["blocks"].append(block)
        before = block["outputShape"]
    exits = place_exits(graph, branches, segments)
    if exits:
        profile["exits"] = exits
    if sum(block["flop"] for block in profile["blocks"]) > COUNT_MAX:
        raise Refused("takes more than 2^63 FLOP")
    return profile
