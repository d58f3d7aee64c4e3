# SPDX-License-Identifier: GPL-2.0-only
"""A model's operators in order, with the shapes and known values of all they make."""

import collections
import contextlib
import math

import onnx
from onnx import numpy_helper, shape_inference

from . import shapes
from .folding import fold, get_tensor_type, measure
from .inlining import expand_branch, expand_function, get_read, get_subgraphs
from .notes import Refused
from .operators import AS_STANDARD, KNOWN, MICROSOFT, SHAPE_ONLY
from .reading import VALUE_LIMIT, describe_versions, has_data, is_newer

# Functions in functions, and operators they make, up to which a file is believed.
DEPTH_LIMIT = 64
NODE_LIMIT = 1000000
Call = collections.namedtuple("Call", "proto opsets depth")


@contextlib.contextmanager
def blaming(node):
    """Whatever goes wrong over attributes and operands that nobody checked is the file's fault."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Refused(f"is not a sound graph: {node.title} '{node.name}': {error}") from error


class Node:
    """One operator with its cost."""

    def __init__(self, proto):
        self.proto = proto
        self.standard = proto.domain in ("", "ai.onnx")
        self.title = proto.op_type if self.standard else f"{proto.domain}.{proto.op_type}"
        # Other domains may give a well-known name another meaning.
        self.op = self.title
        if proto.domain == "com.microsoft":
            self.op = MICROSOFT.get(proto.op_type, self.title)
        try:
            self.attributes = {a.name: onnx.helper.get_attribute_value(a) for a in proto.attribute}
        except ValueError as error:
            raise Refused(f"is not a sound graph: {self.title} '{proto.name}' has an attribute "
                          "without a type") from error
        self.inputs = list(proto.input)
        self.outputs = [name for name in proto.output if name]
        self.name = proto.name or (self.outputs[0] if self.outputs else self.title)
        self.multiply_adds = 0
        self.other_flop = 0
        self.parameters = 0


class Graph:
    """A model's operators, as far as its outputs need them, with shapes, weights and values."""

    def __init__(self, model, aside, options, notes):
        self.options = options
        self.notes = notes
        self.nodes = []
        self.types = {}
        self.shapes = {}
        self.values = {}
        self.weights = {}
        self.factors = set()
        self._reasons = {}
        self._functions = {(f.domain, f.name): f for f in model.functions}
        for tensor in [*model.graph.initializer, *aside]:
            self._add_weight(tensor.name, tensor)
        self.inputs = [v.name for v in model.graph.input if v.name not in self.weights]
        for value in model.graph.input:
            if value.name not in self.weights:
                self._add_value(value)
        self._declared = {value.name: value for value in
                          [*model.graph.value_info, *model.graph.output]}
        self.outputs = self._choose_outputs([v.name for v in model.graph.output])
        unknown = set(options.constant) - set(self.inputs)
        if unknown:
            raise Refused(f"--constant {min(unknown)}: the inputs are {', '.join(self.inputs)}")
        self.inputs = [name for name in self.inputs if name not in options.constant]
        if not self.inputs:
            raise Refused("the graph has no input")
        self._walk(model)
        self.nodes = self._find_needed()
        self._name_unknown(model)
        self.activations = self._find_activations()

    def _choose_outputs(self, outputs):
        wanted = self.options.output or outputs
        absent = set(wanted) - set(outputs)
        if absent:
            raise Refused(f"--output {min(absent)}: the outputs are {', '.join(outputs)}")
        return [name for name in outputs if name in wanted]

    def _add_weight(self, name, tensor):
        self.weights[name] = tensor
        self.shapes[name] = list(tensor.dims)
        self.types[name] = tensor.data_type
        if math.prod(tensor.dims) <= VALUE_LIMIT and has_data(tensor):
            try:
                self.values[name] = numpy_helper.to_array(tensor)
            except Exception as error:  # whatever the decoder of a type raises
                raise Refused(f"is not a sound graph: the constant '{name}' does not hold "
                              f"{math.prod(tensor.dims)} values") from error

    def _add_value(self, value):
        if value.type.WhichOneof("value") != "tensor_type":
            return
        tensor = value.type.tensor_type
        self.types[value.name] = tensor.elem_type
        if tensor.HasField("shape"):
            self.shapes[value.name] = [dim.dim_value for dim in tensor.shape.dim]

    def _walk(self, model):
        """Takes the operators in order, writes out those that stand for several, finds shapes."""
        needed = set(self.outputs)
        protos = []
        for proto in reversed(model.graph.node):
            if needed.intersection(name for name in proto.output if name):
                protos.append(proto)
                needed |= get_read(proto)
        opsets = {o.domain: o.version for o in model.opset_import}
        queue = collections.deque(Call(proto, opsets, 0) for proto in reversed(protos))
        while queue:
            call = queue.popleft()
            self._require_inputs(call.proto)
            function = self._functions.get((call.proto.domain, call.proto.op_type))
            if function is not None:
                label = f"{call.proto.name or call.proto.output[0]}/"
                own = {o.domain: o.version for o in function.opset_import} or call.opsets
                self._put_first(queue, expand_function(call.proto, function, label), own, call)
            elif get_subgraphs(call.proto):
                nodes, constants = self._take_branch(call.proto)
                for name, tensor in constants.items():
                    self._add_weight(name, tensor)
                self._put_first(queue, nodes, call.opsets, call)
            else:
                node = Node(call.proto)
                self.nodes.append(node)
                with blaming(node):
                    self._infer(node, call.opsets)
        for name in self.outputs:
            if name not in self.types and name not in self._reasons:
                raise Refused(f"is not a sound graph: nothing makes the output '{name}'")

    def _put_first(self, queue, protos, opsets, call):
        if call.depth >= DEPTH_LIMIT or len(queue) + len(protos) > NODE_LIMIT:
            raise Refused(f"is not a sound graph: function '{call.proto.op_type}' calls itself")
        queue.extendleft(Call(proto, opsets, call.depth + 1) for proto in reversed(protos))

    def _require_inputs(self, proto):
        for name in sorted(get_read(proto)):
            if name not in self.types and name not in self._reasons:
                raise Refused(f"is not a sound graph: operator {proto.op_type} ('{proto.name}') "
                              f"reads '{name}', which nothing before it makes")

    def _take_branch(self, proto):
        """The operators of the branch that the known values decide on."""
        name = proto.name or (proto.output[0] if proto.output else "")
        value = self.values.get(proto.input[0]) if proto.input else None
        branches = {a.name: a.g for a in proto.attribute}
        if proto.op_type != "If" or proto.domain not in ("", "ai.onnx") or value is None or \
                value.size != 1 or not {"then_branch", "else_branch"} <= set(branches):
            why = "; its condition is not decided by the shapes" if proto.op_type == "If" else ""
            raise Refused(f"operator '{proto.op_type}' ('{name}') holds a graph of its own; control "
                          f"flow has no fixed work{why}")
        branch = branches["then_branch" if value.ravel()[0] else "else_branch"]
        return expand_branch(proto, branch, f"{name}/")

    def _infer(self, node, opsets):
        """Finds type, shape and, if small, value of what an operator makes."""
        # What is not known before cannot be known behind: the first to blame is named.
        unknown = [name for name in node.inputs if name and name not in self.shapes]
        reason = (self._reasons.get(unknown[0], "the file") if unknown
                  else f"operator {node.title} ('{node.name}')")
        for name in node.outputs:
            self._reasons[name] = reason
        if node.op == "Constant" and "value" in node.attributes:
            self._add_weight(node.outputs[0], node.attributes["value"])
            self.factors.add(node.outputs[0])  # if of one element: exporters write them so
        values = [self.values.get(name) for name in node.inputs]
        measured = self.shapes.get(node.inputs[0]) if node.op in SHAPE_ONLY else None
        known = fold(node, values) if measured is None else measure(node, measured)
        if known is not None:
            for name, value in zip(node.proto.output, known):
                if name:
                    self.values[name] = value
                    self.shapes[name] = list(value.shape)
                    self.types[name] = get_tensor_type(value.dtype)
            return
        found = shapes.infer(node, [self.shapes.get(name) for name in node.inputs], values)
        if found is not None:
            kind = shapes.RESULT_TYPES.get(node.op) or self.types.get(node.inputs[0], 0)
            for name, shape in zip(node.proto.output, found):
                if name and shape is not None:
                    self.shapes[name] = list(shape)
                    self.types[name] = kind
        else:
            self._ask_package(node, opsets)
        for name in node.outputs:
            if not self._is_known(name):
                self._read_declared(name)
            if any(extent < 0 for extent in self.shapes.get(name) or []):
                shapes.fail(node, f"makes the shape {self.shapes[name]}")

    def _ask_package(self, node, opsets):
        """Lets the onnx package infer the shapes of one operator, whose inputs are known."""
        proto = onnx.NodeProto()
        proto.CopyFrom(node.proto)
        if not node.standard and proto.op_type in AS_STANDARD:
            proto.op_type, proto.domain = node.op, ""
            own = [a for a in proto.attribute if not a.name.startswith("activation")]
            proto.ClearField("attribute")
            proto.attribute.extend(own)
        self._require_operands(node, proto, opsets)
        inputs = []
        constants = []
        for name in dict.fromkeys(name for name in proto.input if name):
            shape = self.shapes.get(name)
            if name in self.values and \
                    get_tensor_type(self.values[name].dtype) == self.types[name]:
                constants.append(numpy_helper.from_array(self.values[name], name))
            inputs.append(onnx.helper.make_tensor_value_info(
                name, self.types.get(name, 0) or onnx.TensorProto.FLOAT, shape))
        outputs = [onnx.ValueInfoProto(name=name) for name in node.outputs]
        graph = onnx.GraphProto(name="one", node=[proto], input=inputs, initializer=constants,
                                output=outputs)
        model = onnx.helper.make_model(graph, opset_imports=[
            onnx.helper.make_opsetid(domain, version) for domain, version in opsets.items()])
        try:
            inferred = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
        except Exception as error:
            raise Refused(f"is not a sound graph: {node.title} '{node.name}': "
                          f"{' '.join(str(error).split())[:300]}") from error
        for value in [*inferred.graph.output, *inferred.graph.value_info]:
            kind = value.type.WhichOneof("value")
            if kind != "tensor_type":
                continue
            tensor = value.type.tensor_type
            if tensor.elem_type:
                self.types[value.name] = tensor.elem_type
            if tensor.HasField("shape") and all(d.HasField("dim_value") and d.dim_value >= 0
                                                for d in tensor.shape.dim):
                self.shapes[value.name] = [d.dim_value for d in tensor.shape.dim]

    def _require_operands(self, node, proto, opsets):
        """Refuses an operator that lacks inputs: the package would crash over it."""
        version = opsets.get(proto.domain, opsets.get("ai.onnx", 1))
        try:
            least = onnx.defs.get_schema(proto.op_type, version, proto.domain).min_input
        except Exception:  # pylint: disable=broad-except
            return  # no operator of the package's
        if len(proto.input) < least or not all(proto.input[:least]):
            shapes.fail(node, f"needs {least} inputs")

    def _is_known(self, name):
        return name in self.shapes and self.types.get(name, 0)

    def _read_declared(self, name):
        """What the file says about a value whose shape could not be worked out."""
        value = self._declared.get(name)
        if value is None or value.type.WhichOneof("value") != "tensor_type":
            return
        tensor = value.type.tensor_type
        self.types[name] = self.types.get(name, 0) or tensor.elem_type
        if name in self.shapes or not tensor.HasField("shape"):
            return
        given = dict(text.partition("=")[::2] for text in self.options.dim)
        shape = []
        for i, dim in enumerate(tensor.shape.dim):
            if dim.HasField("dim_value") and dim.dim_value > 0:
                shape.append(dim.dim_value)
            elif dim.dim_param in given:
                shape.append(int(given[dim.dim_param]))
            elif i == 0:
                self.notes.say(f"the open first dimension of '{name}', whose shape cannot be worked "
                               "out, is taken for a batch and becomes 1")
                shape.append(1)
            else:
                return
        self.shapes[name] = shape

    def _find_needed(self):
        """The operators that the outputs need, in order."""
        needed = set(self.outputs)
        nodes = []
        for node in reversed(self.nodes):
            if needed.intersection(node.outputs):
                nodes.append(node)
                if node.op not in SHAPE_ONLY:
                    needed.update(name for name in node.inputs if name)
        return nodes[::-1]

    def _name_unknown(self, model):
        """Names the operators this tool does not know on stderr; they count as no work."""
        unknown = collections.Counter(node.title for node in self.nodes if node.op not in KNOWN)
        if unknown and is_newer(model):
            raise Refused(f"operator {min(unknown)} is not known, and the file is newer than what "
                          f"can be checked: {describe_versions(model)}; of newer files those can "
                          "be read whose operators are all in the manual's table")
        for operator, times in sorted(unknown.items()):
            self.notes.say(f"operator {operator} ({times} times) is not known; counted as no work")

    def _find_activations(self):
        """Names of the tensors that depend on the inputs' values."""
        live = set(self.inputs)
        for node in self.nodes:
            if node.op not in SHAPE_ONLY and any(name in live for name in node.inputs):
                live.update(name for name in node.outputs if name not in self.values)
        return live

    def shape(self, name, node=None):
        """The full shape of a tensor."""
        shape = self.shapes.get(name)
        if shape is None:
            where = f" at operator {node.title} ('{node.name}')" if node else ""
            raise Refused(f"the shape of '{name}'{where} is not known: "
                          f"{self._reasons.get(name, 'the file')} does not tell")
        return shape

    def elements(self, name, node=None):
        """Number of elements of a tensor."""
        return math.prod(self.shape(name, node))
