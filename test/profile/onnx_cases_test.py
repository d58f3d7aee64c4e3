#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Kinds of files that tools/onnx-to-profile.py has to read: shapes that have to be worked out, data
that are elsewhere or nowhere, functions, several outputs.

Every network is so small that its multiply-adds can be worked out by hand.
"""

import os
import sys
import unittest

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "support"))
# pylint: disable=wrong-import-position
from onnx_kit import SAME, ConverterTest, build, conv, node, numbers, value, weight

TOOL = "onnx-to-profile: "


class ShapeTest(ConverterTest):
    """Shapes that exporters have calculated in the graph."""

    def check(self, model, multiply_adds, stderr=""):
        """The multiply-adds of a model, and what is said."""
        profile = self.convert(model, stderr=stderr)
        self.assertEqual(self.total(profile, "multiplyAdds"), multiply_adds)
        return profile

    def test_division(self):
        """8 values become 2 by 4: 2 x 4 x 10."""
        model = build([node("Shape", "x", "s"), node("Gather", "s one", "c"),
                       node("Div", "c two", "d"), node("Unsqueeze", "d zero", "u"),
                       node("Concat", "rest u", "t", axis=0), node("Reshape", "x t", "f"),
                       node("MatMul", "f w", "y")], [1, 8],
                      [numbers("one", 1), numbers("two", 2), numbers("zero", [0]),
                       numbers("rest", [-1]), weight("w", 4, 10)])
        self.assertEqual(self.check(model, 80)["blocks"][0]["outputShape"], [2, 10])

    def test_old_slice(self):
        """Slice by attributes, as before operator set 10: 16 x 10."""
        model = build([node("Shape", "x", "s"),
                       node("Slice", "s", "b", axes=[0], starts=[0], ends=[1]),
                       node("Concat", "b rest", "t", axis=0), node("Reshape", "x t", "f"),
                       node("MatMul", "f w", "y")], [1, 3, 2, 2],
                      [numbers("rest", [-1]), weight("w", 12, 10)], opset=9, ir=4)
        self.check(model, 120)
        model.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 4
        model.graph.initializer[1].CopyFrom(weight("w", 16, 10))
        self.assertEqual(self.total(self.check(model, 160, TOOL + "input 'x' of shape [1, 4, 2, 2] "
                                               "is taken for an image of 4 channels of 8 bits; give "
                                               "the size with --input-bits\n"), "parameters"), 160)

    def test_detours(self):
        """Scales, floors, casts, ranges, conditions, products: half of 8 x 8, 4 x 4 x 4 x 27."""
        model = build([node("Shape", "x", "s"), node("Slice", "s two four", "hw"),
                       node("Cast", "hw", "f", to=TensorProto.FLOAT), node("Mul", "f half", "g"),
                       node("Floor", "g", "h"), node("Cast", "h", "i", to=TensorProto.INT64),
                       node("Slice", "s zero two", "nc"), node("Concat", "nc i", "sizes", axis=0),
                       node("Resize", "x . . sizes", "small", mode="nearest"),
                       conv("small w", "c"),
                       node("Shape", "c", "sc"), node("ReduceProd", "sc", "n", keepdims=0),
                       node("Range", "nought n step", "r"), node("Shape", "r", "rs"),
                       node("Equal", "rs rs", "same"), node("Where", "same rs minus", "flat"),
                       node("Concat", "first flat", "t", axis=0), node("Reshape", "c t", "y")],
                      [1, 3, 8, 8],
                      [numbers("zero", [0]), numbers("two", [2]), numbers("four", [4]),
                       weight("half", value=0.5), numbers("nought", 0), numbers("step", 1),
                       numbers("minus", [-1]), numbers("first", [1]), weight("w", 4, 3, 3, 3)])
        profile = self.check(model, 4 * 16 * 27, TOOL + "block 'c' has no rows: its window alone does "
                             "not make 4 of 8\n")
        self.assertEqual(self.total(profile, "parameters"), 108)

    def test_lists_of_some_size(self):
        """Lists of a hundred numbers are calculated with, too: the last square makes 25 rows."""
        model = build([node("Range", "zero hundred one", "r"), node("Mul", "r r", "squares"),
                       node("Gather", "squares places", "few"), node("Where", "yes few r", "all"),
                       node("Expand", "all shape", "wide"), node("Tile", "wide repeats", "wider"),
                       node("ReduceMax", "wider", "n", keepdims=0),
                       node("Sub", "n less", "rows"), node("Unsqueeze", "rows axes", "u"),
                       node("Concat", "u rest", "t", axis=0), node("Reshape", "x t", "f"),
                       node("MatMul", "f w", "y")], [1, 400],
                      [numbers("zero", 0), numbers("hundred", 100), numbers("one", 1),
                       numbers("places", list(range(100))), weight("yes", 1, dtype=bool),
                       numbers("shape", [2, 100]), numbers("repeats", [2, 1]),
                       numbers("less", 99 * 99 - 25), numbers("axes", [0]), numbers("rest", [-1]),
                       weight("w", 16, 3)])
        self.check(model, 25 * 16 * 3)

    def test_values_that_would_become_large(self):
        """What would fill the memory is not calculated."""
        for operator, inputs in (("Expand", "c big"), ("Tile", "c repeat"), ("Range", "o big1 one"),
                                 ("ConstantOfShape", "big"), ("Where", "a b d")):
            model = build([node(operator, inputs, "v"), node("Shape", "v", "s"),
                           node("ReduceProd", "s", "n", keepdims=0), node("Cast", "n", "f", to=1),
                           node("Mul", "x f", "y")], [1, 4],
                          [numbers("c", [1, 2]), numbers("big", [2**40, 2]),
                           numbers("repeat", [2**40]), numbers("o", 0), numbers("big1", 2**40),
                           numbers("one", 1), weight("a", 4000, 1, 1, dtype=bool),
                           numbers("b", [[1]] * 4000), numbers("d", [1] * 4000)])
            self.check(model, 0)

    def test_numpy_and_onnx_divide_differently(self):
        """-7 / 2 is -3 and -7 mod 2 is 1: 3 x 4 values in the first, then 4 rows."""
        for extent, other in ((-3, -7), (4, 8)):
            model = build([node("Div", "a two", "q"), node("Abs", "q", "rows"),
                           node("Concat", "rows rest", "t", axis=0), node("Reshape", "x t", "f"),
                           node("MatMul", "f w", "y")], [1, 12],
                          [numbers("a", [other]), numbers("two", [2]), numbers("rest", [-1]),
                           weight("w", 12 // abs(extent), 5)])
            self.check(model, 60)

    def test_if_decided_by_shapes(self):
        """The batch is one, so it is taken away: 16 x 32 x 10."""
        then = helper.make_graph([node("Squeeze", "x axis", "out")], "then", [],
                                 [value("out")], [])
        other = helper.make_graph([conv("x nowhere", "out")], "else", [], [value("out")],
                                  [weight("nowhere", 4, 3, 3, 3)])
        model = build([node("Shape", "x", "s"), node("Gather", "s zero", "d"),
                       node("Equal", "d one", "c"),
                       node("If", "c", "q", then_branch=then, else_branch=other),
                       node("MatMul", "q w", "y")], [1, 16, 32],
                      [numbers("zero", 0), numbers("one", 1), numbers("axis", [0]),
                       weight("w", 32, 10)])
        self.check(model, 5120)

    def test_if_in_if(self):
        """Inner branches use names of outer ones, and both have a 't' of their own."""
        inner = helper.make_graph([node("MatMul", "t inner", "u"), node("Relu", "u", "t2")],
                                  "inner", [], [value("t2")], [weight("inner", 8, 4)])
        none = helper.make_graph([node("Identity", "x", "t2")], "none", [], [value("t2")], [])
        outer = helper.make_graph([node("MatMul", "x outer", "t"), node(
            "If", "yes", "r", then_branch=inner, else_branch=none)], "outer", [], [value("r")],
                                  [weight("outer", 16, 8)])
        model = build([node("Equal", "one one", "yes"),
                       node("If", "yes", "y", then_branch=outer, else_branch=none)], [1, 16],
                      [numbers("one", 1)])
        profile = self.check(model, 16 * 8 + 8 * 4)
        self.assertEqual(self.total(profile, "parameters"), 128 + 32)

    def test_what_depends_on_values_is_said(self):
        """No --dim is asked for where no dimension is open."""
        model = build([node("NonZero", "x", "n"), node("Cast", "n", "f", to=TensorProto.FLOAT),
                       node("Transpose", "f", "t"), node("MatMul", "t w", "y")], [1, 8],
                      [weight("w", 2, 3)])
        err = self.refuse(model)
        self.assertIn("operator NonZero ('n') does not tell", err)
        self.assertNotIn("--dim", err)

    def test_open_dimensions_of_inner_values(self):
        """-1 and 0 stand for an open batch wherever they are: 4 x 64 x 27."""
        for batch in (-1, 0):
            model = build([conv("x w", "a"), node("Relu", "a", "y")], [batch, 3, 8, 8],
                          [weight("w", 4, 3, 3, 3)], [value("y", [batch, 4, 8, 8])])
            model.graph.value_info.append(value("a", [batch, 4, 8, 8]))
            self.check(model, 6912)

    def test_inner_shape_from_the_file(self):
        """What cannot be worked out is taken from the file; an open batch of it is said."""
        model = build([node("Own", "x", "a", domain="own"), node("MatMul", "a w", "y")], [-1, 8],
                      [weight("w", 6, 5)], domains=["own"])
        model.graph.value_info.append(value("a", [-1, 6]))
        self.check(model, 30, TOOL + "the open first dimension of 'a', whose shape cannot be worked "
                   "out, is taken for a batch and becomes 1\n" + TOOL +
                   "operator own.Own (1 times) is not known; counted as no work\n")


class DataTest(ConverterTest):
    """Weights and constants: beside the file, stripped, quantised, of one element."""

    def test_shape_in_another_file(self):
        """A shape beside the file is read, weights are not: 32 x 10."""
        shape = numbers("shape", [-1, 32])
        matrix = weight("w", 32, 10)
        model = build([node("Reshape", "x shape", "f"), node("MatMul", "f w", "y")], [1, 4, 8],
                      [shape, matrix])
        with open(os.path.join(self.folder.name, "net.bin"), "wb") as file:
            file.write(b"\0" * 8 + shape.raw_data)  # the weights are not there at all
        for tensor, offset in zip(model.graph.initializer, (8, 24)):
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value="net.bin")
            tensor.external_data.add(key="offset", value=str(offset))
        profile = self.convert(model)
        self.assertEqual(self.column(profile, "multiplyAdds"), [320])
        self.assertEqual(self.column(profile, "parameters"), [320])
        # No other folder is looked into, and what is not there is said.
        for place in ("../net.bin", "/etc/passwd", "absent.bin", ""):
            model.graph.initializer[0].external_data[0].value = place
            self.assertIn("operator Reshape ('f') does not tell", self.refuse(model))

    def test_stripped(self):
        """Weights without values have their shapes: 4 x 64 x 27."""
        model = build([conv("x w", "y")], [1, 3, 8, 8], [weight("w", 4, 3, 3, 3)])
        model.graph.initializer[0].ClearField("raw_data")
        profile = self.convert(model)
        self.assertEqual(self.column(profile, "multiplyAdds"), [6912])
        self.assertEqual(self.column(profile, "parameters"), [108])

    def test_bookkeeping(self):
        """Scales, sizes, limits and paddings are not trained: 108 of the kernel."""
        model = build([conv("x w", "a"), node("Resize", "a . scales", "b", mode="nearest"),
                       node("Clip", "b low high", "c"), node("Pad", "c pads zero", "d"),
                       node("QuantizeLinear", "d scale point", "e", axis=1),
                       node("DequantizeLinear", "e scale point", "y", axis=1)], [1, 3, 8, 8],
                      [weight("w", 4, 3, 3, 3), numpy_helper.from_array(
                          numpy.array([1, 1, 2, 2], numpy.float32), "scales"),
                       weight("low"), weight("high"), numbers("pads", [0, 0, 1, 1, 0, 0, 1, 1]),
                       weight("zero"), weight("scale", 4), weight("point", 4, dtype=numpy.int8)])
        profile = self.convert(model, stderr=TOOL + "block 'a' has no rows: its window alone does "
                               "not make 18 of 8\n")
        self.assertEqual(self.column(profile, "parameters"), [108])
        self.assertEqual(profile["blocks"][0]["outputShape"], [4, 18, 18])

    def test_one_element(self):
        """A convolution to one channel has one bias; factors are none; other lone values are said."""
        model = build([node("Conv", "x w b", "a"), node("Constant", "", "two", value=weight("", 1)),
                       node("Mul", "a two", "c"), node("Mul", "c half", "d"),
                       node("Add", "d shift", "e"), node("PRelu", "e slope", "y")], [1, 3, 8, 8],
                      [weight("w", 1, 3, 1, 1), weight("b", 1), weight("half"), weight("shift", 1),
                       weight("slope", 1)])
        profile = self.convert(model, stderr=TOOL + "'shift' of one element, which Add ('e') reads, "
                               "is taken for a trained value\n")
        self.assertEqual(self.column(profile, "parameters"), [3 + 1 + 1 + 1])

    def test_weights_that_operators_make(self):
        """A kernel that is turned, scaled and dequantised counts once: 4 x 3 x 9, 16 x 64 x 27."""
        whole = weight("q", 3, 4, 3, 3, dtype=numpy.int8)
        model = build([node("DequantizeLinear", "q scale", "d", axis=0),
                       node("Transpose", "d", "w", perm=[1, 0, 2, 3]),
                       conv("x w", "a"), conv("a v", "b"),
                       node("ConstantOfShape", "shape", "v",
                            value=weight("", 1, value=0.5))][:2] + [
                                node("ConstantOfShape", "shape", "v",
                                     value=weight("", 1, value=0.5)),
                                conv("x w", "a"), conv("a v", "y")], [1, 3, 8, 8],
                      [whole, weight("scale", 3), numbers("shape", [16, 4, 3, 3])])
        profile = self.convert(model)
        self.assertEqual(self.column(profile, "multiplyAdds"), [4 * 64 * 27, 16 * 64 * 36])
        self.assertEqual(self.column(profile, "parameters"), [108, 0])

    def test_quantised(self):
        """Whole weights and biases count, scales and zero points do not."""
        point = dict(dtype=numpy.uint8)
        model = build([node("QLinearConv", "x s p w s p s p b", "a", pads=SAME),
                       node("DequantizeLinear", "a s p", "f"),
                       node("DynamicQuantizeLinear", "f", "g gs gp"),
                       node("ConvInteger", "g v gp p", "h"),
                       node("Cast", "h", "i", to=TensorProto.FLOAT), node("Mul", "gs vs", "hs"),
                       node("Mul", "i hs", "j"), node("Add", "j c", "y")], [1, 3, 8, 8],
                      [weight("s"), weight("p", **point), weight("w", 4, 3, 3, 3, **point),
                       weight("b", 4, dtype=numpy.int32), weight("v", 5, 4, 1, 1, **point),
                       weight("vs", 1), weight("c", 1, 5, 1, 1)], dtype=TensorProto.UINT8)
        profile = self.convert(model)
        self.assertEqual(self.column(profile, "multiplyAdds"), [6912, 5 * 64 * 4])
        self.assertEqual(self.column(profile, "parameters"), [108 + 4, 20 + 5])


class GraphTest(ConverterTest):
    """Operators nobody needs, functions, several outputs."""

    def test_unused(self):
        """What leads to no output does not count, whatever it is; what only its shape is asked of
        neither: 4 x 64 x 27."""
        body = helper.make_graph([node("Relu", "x", "r")], "body", [], [value("r")])
        model = build([conv("x w", "a"), conv("x dead", "b"), node("Foo", "b", "c", domain="own"),
                       node("If", "c", "d", then_branch=body, else_branch=body),
                       conv("x asked", "e"), node("Shape", "e", "s"), node("Reshape", "a s", "y")],
                      [1, 3, 8, 8], [weight("w", 4, 3, 3, 3), weight("dead", 64, 3, 3, 3),
                                     weight("asked", 4, 3, 3, 3)], domains=["own"])
        profile = self.convert(model)
        self.assertEqual(self.column(profile, "multiplyAdds"), [6912])
        self.assertEqual(self.column(profile, "parameters"), [108])

    def test_functions(self):
        """Operators of the file's own functions, also in functions: 32 x 64 + 64 x 10."""
        opset = [helper.make_opsetid("", 15), helper.make_opsetid("own", 1)]
        linear = helper.make_function("own", "Linear", ["x", "w", "b"], ["y"], [
            node("MatMul", "x w", "t"), node("Add", "t b", "y")], opset)
        twice = helper.make_function("own", "Twice", ["x", "w", "b", "v", "c"], ["y"], [
            node("Linear", "x w b", "t", domain="own"),
            node("Linear", "t v c", "u", domain="own"), node("Softmax", "u", "y")], opset, ["axis"])
        reference = onnx.AttributeProto(name="axis", ref_attr_name="axis",
                                        type=onnx.AttributeProto.INT)
        twice.node[2].attribute.append(reference)
        model = build([node("Twice", "x w b v c", "y", domain="own", axis=-1)], [1, 32],
                      [weight("w", 32, 64), weight("b", 64), weight("v", 64, 10), weight("c", 10)],
                      opset=15, ir=8, functions=[linear, twice], domains=["own"])
        profile = self.convert(model)
        self.assertEqual(self.column(profile, "multiplyAdds"), [2048, 640])
        self.assertEqual(self.column(profile, "parameters"), [2048 + 64, 640 + 10])
        endless = helper.make_function("own", "Endless", ["x"], ["y"],
                                       [node("Endless", "x", "y", domain="own")], opset)
        self.assertIn("is not a sound graph", self.refuse(build(
            [node("Endless", "x", "y", domain="own")], [1, 3], opset=15, ir=8, functions=[endless],
            domains=["own"])))

    def make_exits(self, *outputs):
        """Four convolutions with a classifier behind the last, one behind the first."""
        head = lambda source, i: [node("GlobalAveragePool", source, f"p{i}"),
                                  node("Flatten", f"p{i}", f"f{i}"),
                                  node("Gemm", f"f{i} e{i}", f"exit{i}", transB=1)]
        return build([conv("x w1", "a"), *head("a", 1), conv("a w2", "b"), conv("b w3", "c"),
                      conv("c w4", "d"), *head("d", 2)], [1, 3, 8, 8],
                     [weight("w1", 4, 3, 3, 3), weight("w2", 8, 4, 3, 3), weight("w3", 8, 8, 3, 3),
                      weight("w4", 8, 8, 3, 3), weight("e1", 10, 4), weight("e2", 10, 8)], outputs)

    def test_exits(self):
        """An exit leaves all cuts where they are, and becomes an exit of the profile."""
        trunk = self.convert(self.make_exits("exit2"))
        self.assertEqual(self.column(trunk, "multiplyAdds"),
                         [64 * 108, 64 * 288, 64 * 576, 64 * 576, 0, 80])
        self.assertNotIn("exits", trunk)
        for outputs in (("exit1", "exit2"), ("exit2", "exit1")):
            profile = self.convert(self.make_exits(*outputs), stderr=TOOL + "output 'exit1' is taken "
                                   "for an exit behind block 1; give its accuracy and share in the "
                                   "profile, which are 0 now\n")
            self.assertEqual(profile["exits"],
                             [{"afterBlock": 1, "flop": 2 * 40, "accuracy": 0, "share": 0}])
            self.assertEqual(profile["blocks"], trunk["blocks"])
        chosen = self.convert(self.make_exits("exit1", "exit2"), "--output=exit1")
        self.assertEqual(self.column(chosen, "multiplyAdds"), [64 * 108, 0, 40])
        self.assertIn("--output exit3: the outputs are exit1, exit2",
                      self.refuse(self.make_exits("exit1", "exit2"), "--output=exit3"))

    def test_outputs_that_are_no_exits(self):
        """Boxes and classes are one answer: both count, and neither is an exit."""
        model = build([conv("x w", "a"), node("Conv", "a v", "y"), node("Conv", "a u", "z")],
                      [1, 3, 8, 8], [weight("w", 4, 3, 3, 3), weight("v", 6, 4, 1, 1),
                                     weight("u", 2, 4, 1, 1)], ["y", "z"])
        profile = self.convert(model, stderr=TOOL + "output 'z' is needed beside 'y': what leads to "
                               "it alone counts, and nothing is cut where it waits (--output keeps "
                               "some)\n")
        self.assertNotIn("exits", profile)
        self.assertEqual(self.column(profile, "multiplyAdds"), [6912, 64 * (24 + 8)])


if __name__ == "__main__":
    unittest.main()
