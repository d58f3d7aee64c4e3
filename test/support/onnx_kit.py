# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of tools/onnx-to-profile.py are written with: networks, and a case that runs it."""

import contextlib
import importlib.util
import io
import json
import os
import tempfile
import unittest
import unittest.mock

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools",
                    "onnx-to-profile.py")
SAME = [1, 1, 1, 1]


class Network:
    """A graph put together operator by operator."""

    def __init__(self, shape, dtype=TensorProto.FLOAT):
        self.nodes = []
        self.weights = []
        self.inputs = [helper.make_tensor_value_info("x", dtype, shape)]
        self.last = "x"

    def weight(self, *shape):
        """A trained tensor."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(numpy.ones(shape, numpy.float32), name))
        return name

    def constant(self, values):
        """A tensor of whole numbers."""
        name = f"c{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(numpy.array(values, numpy.int64), name))
        return name

    def add(self, operator, inputs=None, name="", **attributes):
        """An operator on the last tensor, or on the ones given."""
        output = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs or [self.last], [output],
                                           name=name, **attributes))
        self.last = output
        return output

    def convolution(self, channels, inputs, kernel=3, stride=1, name="", norm=False, source=None,
                    group=1):
        """A convolution with a bias, or with a batch norm."""
        weights = [self.weight(channels, inputs // group, kernel, kernel)]
        weights += [] if norm else [self.weight(channels)]
        self.add("Conv", [source or self.last, *weights], name=name, group=group,
                 kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[kernel // 2] * 4)
        if norm:
            self.add("BatchNormalization", [self.last, *(self.weight(channels) for _ in range(4))])
        return self.last

    def linear(self, inputs, outputs, name="", source=None):
        """A product with a bias on {tokens, width}."""
        self.add("MatMul", [source or self.last, self.weight(inputs, outputs)], name=name)
        return self.add("Add", [self.last, self.weight(outputs)])

    def norm(self, width):
        """A layer norm as exporters write it out before operator set 17."""
        source = self.last
        mean = self.add("ReduceMean", axes=[-1])
        centred = self.add("Sub", [source, mean])
        square = self.add("Mul", [centred, centred])
        self.add("ReduceMean", [square], axes=[-1])
        self.add("Sqrt")
        self.add("Div", [centred, self.last])
        self.add("Mul", [self.last, self.weight(width)])
        return self.add("Add", [self.last, self.weight(width)])

    def model(self, opset=13, domains=()):
        """The model."""
        output = helper.make_tensor_value_info(self.last, TensorProto.FLOAT, None)
        output.type.tensor_type.shape.Clear()
        inferred = helper.make_graph(self.nodes, "graph", self.inputs, [output], self.weights)
        model = helper.make_model(inferred, opset_imports=[
            helper.make_opsetid("", opset), *(helper.make_opsetid(d, 1) for d in domains)])
        model.graph.output[0].type.tensor_type.ClearField("shape")
        shaped = onnx.shape_inference.infer_shapes(model).graph.output[0]
        if shaped.type.tensor_type.HasField("shape"):
            model.graph.output[0].CopyFrom(shaped)
        else:
            model.graph.output[0].type.tensor_type.shape.SetInParent()
        return model


def load_tool():
    """The tool as a module: starting Python anew for each of some hundred files takes a minute."""
    spec = importlib.util.spec_from_file_location("onnx_to_profile", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(path, *options):
    """Runs the tool: return code, output, error output."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), \
            unittest.mock.patch("sys.argv", [TOOL, path, *options]):
        try:
            code = load_tool().main()
        except SystemExit as end:  # of argparse
            code = end.code
    return code, out.getvalue(), err.getvalue()


class ConverterTest(unittest.TestCase):
    """Runs the tool on models in a folder of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def save(self, model, name="net.onnx"):
        """Writes a model (or bytes) and returns the path."""
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(model if isinstance(model, bytes) else model.SerializeToString())
        return path

    def convert(self, model, *options, stderr=""):
        """The profile of a model; what is said on stderr must be as expected."""
        code, out, err = run(self.save(model), *options)
        self.assertEqual(err, stderr)
        self.assertEqual(code, 0)
        return json.loads(out)

    def refuse(self, model, *options):
        """The one line with which the tool refuses a file."""
        code, out, err = run(self.save(model), *options)
        self.assertEqual((code, out), (2, ""))
        self.assertEqual(err.count("\n"), 1, err)
        return err

    def column(self, profile, key):
        """One figure of every block."""
        return [block[key] for block in profile["blocks"]]

    def total(self, profile, key):
        """The sum of one figure over all blocks."""
        return sum(self.column(profile, key))


def weight(name, *shape, value=1.0, dtype=numpy.float32):
    """A constant tensor of one value."""
    return numpy_helper.from_array(numpy.full(shape, value, dtype), name)


def numbers(name, values):
    """A constant tensor of whole numbers."""
    return numpy_helper.from_array(numpy.array(values, numpy.int64), name)


def node(operator, inputs, outputs, **attributes):
    """An operator; inputs and outputs are names with blanks between, a point is one left out."""
    return helper.make_node(operator, [name if name != "." else "" for name in inputs.split()],
                            outputs.split(), **attributes)


def conv(inputs, output, **attributes):
    """A convolution with a frame of one."""
    return node("Conv", inputs, output, **{"pads": SAME, **attributes})


def value(name, shape=None, dtype=TensorProto.FLOAT):
    """An input or output; without a shape it is not told."""
    made = helper.make_tensor_value_info(name, dtype, shape)
    made.type.tensor_type.shape.SetInParent()  # the checker wants one, if without extents
    return made


def build(nodes, shape, weights=(), outputs=("y",), opset=13, ir=7, functions=(), domains=(),
          dtype=TensorProto.FLOAT, more=()):
    """A model of one input "x" (and more), whose outputs are values or names of unknown shape."""
    made = [output if isinstance(output, onnx.ValueInfoProto) else value(output)
            for output in outputs]
    graph = helper.make_graph(list(nodes), "graph", [value("x", shape, dtype), *more], made,
                              list(weights))
    opsets = [helper.make_opsetid("", opset), *(helper.make_opsetid(d, 1) for d in domains)]
    return helper.make_model(graph, opset_imports=opsets, functions=list(functions), ir_version=ir)
