#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What tools/onnx-to-profile.py says beside the profile: newer versions, files that cannot be, guesses."""

import collections
import contextlib
import io
import json
import os
import random
import signal
import sys
import unittest

import onnx
from onnx import TensorProto, helper

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "support"))
# pylint: disable=wrong-import-position
from onnx_kit import SAME, ConverterTest, build, conv, load_tool, node, numbers, run, value, weight

TOOL = "onnx-to-profile: "


class VersionTest(ConverterTest):
    """Files that are newer than the installed package."""

    def test_newer(self):
        """Known operators are read without the checker; others are refused with what can be read."""
        for opset, ir in ((18, 9), (20, 10), (23, 11)):
            model = build([node("MatMul", "x w", "y")], [1, 32], [weight("w", 32, 10)], opset=opset)
            model.ir_version = ir
            note = (f"{TOOL}read without the checker: IR version {ir} with operator set {opset}; the "
                    f"installed onnx {onnx.__version__} checks files up to IR version "
                    f"{onnx.IR_VERSION} with operator set {onnx.defs.onnx_opset_version()}\n")
            if ir <= onnx.IR_VERSION and opset <= onnx.defs.onnx_opset_version():
                note = ""
            self.assertEqual(self.column(self.convert(model, stderr=note), "multiplyAdds"), [320])
            model.graph.node[0].op_type = "Novelty"
            model.graph.output[0].CopyFrom(value("y", [1, 10]))
            if note:
                code, out, err = run(self.save(model))
                self.assertEqual((code, out), (2, ""))
                self.assertIn("operator Novelty is not known, and the file is newer than what can be "
                              f"checked: IR version {ir} with operator set {opset}", err)

    def convert_new(self, nodes, shape, weights, opset=21):
        """The profile of a model in a newer operator set."""
        model = build(nodes, shape, weights, opset=opset)
        model.ir_version = 10
        code, out, err = run(self.save(model))
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def test_changed_operators(self):
        """Reductions, splits, pads and resizes changed their options with operator set 18."""
        profile = self.convert_new(
            [node("ReduceMean", "x axes", "m", keepdims=0), node("Split", "m", "p q", axis=1,
                                                                 num_outputs=2),
             node("Pad", "p pads . last", "f"), node("Gelu", "f", "g"),
             node("MatMul", "g w", "y")], [1, 6, 7, 8],
            [numbers("axes", [2]), numbers("pads", [1, 1]), numbers("last", [-1]),
             weight("w", 10, 5)])
        # {1, 6, 8}, halved to {1, 3, 8}, padded to {1, 3, 10}.
        self.assertEqual(self.total(profile, "multiplyAdds"), 3 * 10 * 5)
        self.assertEqual(profile["blocks"][-1]["outputShape"], [3, 5])
        profile = self.convert_new(
            [node("Resize", "x . . sizes", "r", axes=[2, 3], keep_aspect_ratio_policy="not_larger"),
             node("Conv", "r w", "y")], [1, 3, 8, 16], [numbers("sizes", [4, 4]),
                                                        weight("w", 2, 3, 1, 1)])
        self.assertEqual(self.total(profile, "multiplyAdds"), 2 * 4 * 2 * 3)

    def test_mutated(self):
        """Whatever operators, attributes and operands are exchanged, there is a profile or a
        refusal, no other end."""
        draw = random.Random(3)
        operators = ("Conv MatMul Gemm LSTM Einsum Split Pad Resize Reshape MaxPool ReduceMean Slice "
                     "Gather Concat ConvTranspose Squeeze If Tile Expand Range ConstantOfShape "
                     "Shape").split()
        fused = "Attention FusedConv FusedMatMul QLinearAdd QGemm MatMulNBits Gelu".split()
        ends = collections.Counter()
        for _ in range(600):
            model = build([conv("x w", "a"), node("Shape", "a", "s"), node("Gather", "s zero", "n"),
                           node("Unsqueeze", "n axes", "u"), node("Concat", "u rest", "t", axis=0),
                           node("Reshape", "a t", "f"), node("MatMul", "f v", "y")], [1, 3, 8, 8],
                          [weight("w", 4, 3, 3, 3), numbers("zero", 0), numbers("axes", [0]),
                           numbers("rest", [-1]), weight("v", 256, 5)], opset=20,
                          domains=["com.microsoft"])
            model.ir_version = 10
            for _ in range(draw.randint(1, 3)):
                changed = draw.choice(model.graph.node)
                kind = draw.randrange(5)
                if kind == 0:
                    changed.op_type = draw.choice(operators)
                elif kind == 1:
                    changed.op_type, changed.domain = draw.choice(fused), "com.microsoft"
                elif kind == 2:
                    changed.attribute.append(helper.make_attribute(
                        draw.choice(["axis", "axes", "group", "pads", "strides", "starts", "perm"]),
                        [draw.choice([-3, 0, 1, 2, 2**40]) for _ in range(draw.randint(1, 4))]))
                elif kind == 3:
                    changed.input.append(draw.choice(["", "x", "w", "v", "zero", "absent"]))
                else:
                    del changed.input[draw.randrange(len(changed.input) + 1):]
            code, out, err = run(self.save(model))
            self.assertIn(code, (0, 2), err)
            self.assertEqual(bool(out), code == 0)
            ends[code] += 1
        self.assertGreater(ends[0], 60)
        self.assertGreater(ends[2], 200)

    def test_crash_of_the_package(self):
        """A crash of the package is a refusal of the file."""
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            code = load_tool().guard(lambda: os.kill(os.getpid(), signal.SIGSEGV))
        self.assertEqual(code, 2)
        self.assertIn("is not a sound graph: the onnx package broke off over it (signal 11)",
                      err.getvalue())

    def test_unsound_without_checker(self):
        """What the checker would have found is refused all the same."""
        for nodes in ([node("MatMul", "x absent", "y")], [node("MatMul", "x w", "z")],
                      [node("ReduceMax", "x", "y", axes=["one"])], [node("MatMul", "x x", "y")],
                      [node("MaxPool", "x", "y", kernel_shape=3)]):
            model = build(nodes, [1, 32], [weight("w", 32, 10)], opset=20)
            model.ir_version = 10
            code, out, err = run(self.save(model))
            self.assertEqual((code, out), (2, ""), err)
            self.assertIn("is not a sound graph", err)
            self.assertNotIn("Traceback", err)


class GuessTest(ConverterTest):
    """Windows that are not even, and guesses that have to be said."""

    def rows(self, operator, shape, **attributes):
        """Geometry and rows of one window."""
        weights = [weight("w", 4, 3, 3, 3)] if operator == "Conv" else []
        profile = self.convert(build([node(operator, "x w" if weights else "x", "y", **attributes)],
                                     shape, weights))
        block = profile["blocks"][0]
        return block.get("rows"), block["outputShape"][1]

    def test_rows(self):
        """What rows make of the input's is what the shape says."""
        pool = {"kernel_shape": [3, 3], "strides": [2, 2]}
        for operator, attributes, rows, output in (
                ("Conv", {"pads": [0, 0, 1, 1], "strides": [2, 2]}, (3, 2, 0, 1), 4),
                ("Conv", {"pads": [1, 1, 1, 1], "strides": [2, 2]}, (3, 2, 1, 0), 4),
                ("Conv", {"auto_pad": "SAME_UPPER", "strides": [2, 2]}, (3, 2, 0, 1), 4),
                ("Conv", {"auto_pad": "VALID"}, (3, 1, 0, 0), 6),
                ("MaxPool", pool, (3, 2, 0, 0), 3),
                ("MaxPool", {**pool, "ceil_mode": 1}, (3, 2, 0, 1), 4),
                ("AveragePool", {**pool, "ceil_mode": 1, "pads": SAME}, (3, 2, 1, 1), 5),
                ("MaxPool", {**pool, "pads": [1, 1, 0, 0]}, (3, 2, 1, 0), 4)):
            with self.subTest(operator, **attributes):
                geometry, number = self.rows(operator, [1, 3, 8, 8], **attributes)
                self.assertEqual(number, output)
                self.assertEqual((geometry["kernel"], geometry["stride"], geometry["padding"],
                                  geometry.get("trailing", 0)), rows)
        # Padding at the beginning alone, where a row less at the end makes a difference.
        self.assertEqual(self.rows("Conv", [1, 3, 8, 8], pads=[1, 1, 0, 0], strides=[1, 1]),
                         (None, 7))

    def test_rows_behind_other_windows(self):
        """A frame that another operator puts around is part of no window."""
        profile = self.convert(build(
            [node("Pad", "x pads", "p"), node("Conv", "p w", "y")], [1, 3, 8, 8],
            [weight("w", 4, 3, 3, 3), numbers("pads", [0, 0, 1, 1, 0, 0, 1, 1])]),
                               stderr=TOOL + "block 'y' has no rows: its window alone does not make "
                               "8 of 8\n")
        self.assertNotIn("rows", profile["blocks"][0])

    def note(self, shape, expected, **more):
        """What is said about an input, and its bits."""
        path = self.save(build([node("Relu", "x", "y")], shape, **more))
        code, out, err = run(path)
        self.assertEqual(code, 0, err)
        self.assertEqual(bool(err), bool(expected), err)
        self.assertIn(expected, err)
        return json.loads(out)["inputBits"]

    def test_inputs(self):
        """Images have channels before or behind rows and columns; other inputs have their bits."""
        self.assertEqual(self.note([1, 3, 8, 8], ""), 192 * 8)
        self.assertEqual(self.note([1, 8, 8, 3], ""), 192 * 8)
        self.assertEqual(self.note([1, 1, 8, 8], "is taken for an image of 1 channels"), 64 * 8)
        self.assertEqual(self.note([1, 12, 8, 8], "is not taken for an image"), 768 * 32)
        self.assertEqual(self.note([1, 1, 1, 8], "is not taken for an image"), 8 * 32)
        self.assertEqual(self.note([1, 3, 8, 8], "", dtype=TensorProto.INT32), 192 * 32)

    def test_first_dimension(self):
        """An open first dimension is a batch by its name, or a guess."""
        guess = "the open first dimension 'seq' of input 'x' is taken for a batch and becomes 1; " \
            "give another value with --dim seq=VALUE"
        self.assertEqual(self.note(["seq", 1, 32], guess), 32 * 32)
        self.assertEqual(self.note(["N", 1, 32], ""), 32 * 32)
        self.assertEqual(self.note([-1, 32], ""), 32 * 32)
        self.assertEqual(self.note([-1, 7, 32], "the open first dimension 'x.0'"), 7 * 32 * 32)
        code, out, _ = run(self.save(build([node("Relu", "x", "y")], ["seq", 1, 32])),
                           "--dim=seq=5")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(out)["inputBits"], 5 * 32 * 32)

    def test_first_dimension_of_a_sequence(self):
        """Taken for a batch, with a note: 32 x 10, or five times that."""
        path = self.save(build([node("MatMul", "x w", "y")], ["seq", 1, 32], [weight("w", 32, 10)]))
        for option, multiply_adds, noted in (("", 320, True), ("--dim=seq=5", 1600, False)):
            code, out, err = run(path, *option.split())
            self.assertEqual((code, "'seq'" in err), (0, noted), err)
            self.assertEqual(self.column(json.loads(out), "multiplyAdds"), [multiply_adds])


if __name__ == "__main__":
    unittest.main()
