#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print the profile of a network stored as ONNX, as JSON for LoadNetworkProfile().

The graph is cut wherever exactly one activation is alive, and what lies between two cuts becomes a
block; activations, norms and reshapes join the block before them. Work is counted as in the rest of
the module: 2 FLOP per multiply-add, everything else is free unless --count says otherwise. Operators
this tool does not know are named on stderr and counted as no work. The schema is in doc/profile.rst.
"""

import argparse
import collections
import json
import math
import os
import sys
import warnings

try:
    import onnx
    from onnx import shape_inference
except ImportError:
    sys.exit("onnx-to-profile: Python package 'onnx' is missing for " + sys.executable +
             "; on Debian: apt-get install python3-onnx, and use /usr/bin/python3")

COUNT_MAX = 2**63 - 1

# Work per output element of operators without multiply-adds, counted with --count=all.
ELEMENTWISE = {
    **dict.fromkeys("Add Sub Mul Div Pow Neg Abs Sqrt Exp Log Reciprocal Max Min Clip Relu LeakyRelu "
                    "PRelu Floor Ceil Round Sign And Or Not Xor Equal Less Greater LessOrEqual "
                    "GreaterOrEqual Where Sum Mean Mod BitShift ThresholdedRelu".split(), 1),
    **dict.fromkeys("Sigmoid HardSigmoid HardSwish Tanh Elu Celu Selu Erf Softplus Softsign Gelu "
                    "Sin Cos".split(), 4),
    **dict.fromkeys("Softmax LogSoftmax".split(), 5),
}
NORMS = {"BatchNormalization": 2, "InstanceNormalization": 7, "LayerNormalization": 7,
         "GroupNormalization": 7, "LRN": 7, "LpNormalization": 3,
         "MeanVarianceNormalization": 7, "RMSNormalization": 4,
         "SimplifiedLayerNormalization": 4}
POOLS = {"MaxPool", "AveragePool", "LpPool"}
GLOBAL_POOLS = {"GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool"}
REDUCTIONS = {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
              "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "ArgMax", "ArgMin",
              "TopK", "CumSum"}
# Move or pick data; no work.
MOVES = set("Reshape Flatten Transpose Squeeze Unsqueeze Identity Dropout Concat Split Slice Gather "
            "GatherElements GatherND ScatterND ScatterElements Shape Size Cast CastLike Constant "
            "ConstantOfShape Expand Tile Pad Resize Upsample DepthToSpace SpaceToDepth Range "
            "OneHot NonZero EyeLike Trilu QuantizeLinear DequantizeLinear "
            "DynamicQuantizeLinear Compress ReverseSequence Unique Shrink".split())
LINEAR = {"Gemm", "MatMul", "MatMulInteger", "QLinearMatMul"}
CONVOLUTIONS = {"Conv", "ConvInteger", "QLinearConv"}
PRODUCTS = LINEAR | CONVOLUTIONS | {"ConvTranspose"}
# A block of its own; everything else joins the block before it.
HEAVY = PRODUCTS | POOLS | GLOBAL_POOLS
KNOWN = HEAVY | MOVES | REDUCTIONS | set(ELEMENTWISE) | set(NORMS)
# Bytes per element of an input that is not an image.
ELEMENT_BYTES = {"FLOAT": 4, "FLOAT16": 2, "BFLOAT16": 2, "DOUBLE": 8, "BOOL": 1,
                 "INT8": 1, "INT16": 2, "INT32": 4, "INT64": 8,
                 "UINT8": 1, "UINT16": 2, "UINT32": 4, "UINT64": 8}
# Give the same values another shape.
VIEWS = {"Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"}
# Their outputs depend on the shape of their input alone, which is known before anything runs.
SHAPE_ONLY = {"Shape", "Size"}


class Refused(Exception):
    """Something in the file that a person has to change; the message says what."""


class Node:
    """One operator with its cost."""

    def __init__(self, proto):
        self.proto = proto
        self.op = proto.op_type
        self.attributes = {a.name: onnx.helper.get_attribute_value(a) for a in proto.attribute}
        self.inputs = list(proto.input)
        self.outputs = [name for name in proto.output if name]
        self.name = proto.name or (self.outputs[0] if self.outputs else self.op)
        self.multiply_adds = 0
        self.other_flop = 0
        self.parameters = 0


class Graph:
    """A model's graph with shapes, weights and the activations that flow."""

    def __init__(self, model, options):
        graph = model.graph
        self.options = options
        self.name = graph.name
        self.nodes = [Node(proto) for proto in graph.node]
        self.weights = {t.name: t for t in graph.initializer}
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
    if "Softmax" in names and sum(node.op == "MatMul" for node in heavy) >= 2:
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
    padding = node.attributes.get("pads", [0, 0, 0, 0])[0]
    if node.attributes.get("auto_pad", b"NOTSET") in (b"SAME_UPPER", b"SAME_LOWER"):
        rows = graph.shape(node.inputs[0], node)[2]
        total = max(0, (-(-rows // stride) - 1) * stride + kernel[0] - rows)
        upper = node.attributes["auto_pad"] == b"SAME_UPPER"
        padding = total // 2 if upper else total - total // 2
    if padding >= kernel[0]:
        return None
    return {"kernel": kernel[0], "stride": stride, "padding": padding}


def drop_batch(shape):
    """A shape without its leading batch of one and trailing ones, and never empty."""
    if 0 in shape:
        raise Refused(f"an activation of shape {shape} is empty")
    shape = shape[1:] if len(shape) > 1 and shape[0] == 1 else list(shape)
    while len(shape) > 1 and shape[-1] == 1:
        shape.pop()
    return shape or [1]


def make_block(graph, segment, weight_bits):
    """One block of the profile."""
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
    return block


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
    try:
        onnx.checker.check_model(model)
        model = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    except Exception as error:
        raise Refused(f"is not a sound graph: {' '.join(str(error).split())[:300]}") from error
    graph = Graph(model, options)
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


def print_profile(profile, out):
    """The profile with one line per block, to be read by people too."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}"
             for key, value in profile.items() if key != "blocks"]
    blocks = ",\n".join("    " + json.dumps(block) for block in profile["blocks"])
    lines.append(f'  "blocks": [\n{blocks}\n  ]')
    out.write("{\n" + ",\n".join(lines) + "\n}\n")


def read_whole(least, most):
    """A reader of whole numbers for argparse."""
    def read(text):
        if not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"must be a whole number in {least}..{most}, "
                                             f"got '{text}'")
        return int(text)
    return read


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("file", metavar="FILE.onnx")
    parser.add_argument("--count", choices=["multiply-adds", "pooling", "all"],
                        default="multiply-adds",
                        help="what counts as work (default: 2 FLOP per multiply-add alone)")
    parser.add_argument("--dim", action="append", default=[], metavar="NAME=VALUE",
                        help="value of a symbolic dimension of an input")
    parser.add_argument("--constant", action="append", default=[], metavar="INPUT",
                        help="an input known on both sides of a cut, e.g. an attention mask")
    parser.add_argument("--bits", type=read_whole(1, 64), default=16,
                        help="bits per element of a transmitted activation (default 16)")
    parser.add_argument("--weight-bits", type=read_whole(1, 64), default=16,
                        help="bits per stored parameter (default 16)")
    parser.add_argument("--input-bits", type=read_whole(1, COUNT_MAX), default=0,
                        help="raw input [bit] (default: 8 per value of an image, else its type's)")
    parser.add_argument("--result-bits", type=read_whole(0, COUNT_MAX), default=8000,
                        help="answer [bit] (default 8000)")
    parser.add_argument("--name", help="name of the profile (default: the file's)")
    options = parser.parse_args()
    try:
        if not os.path.isfile(options.file):
            raise Refused("there is no such file")
        profile = convert(options.file, options)
    except Refused as refusal:
        print(f"onnx-to-profile: {options.file}: {refusal}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"onnx-to-profile: {options.file}: {error.strerror}", file=sys.stderr)
        return 2
    try:
        print_profile(profile, sys.stdout)
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
