#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What tools/onnx-to-profile.py counts for each operator: the manual's table, worked out by hand."""

import os
import re
import sys
import unittest

from onnx import TensorProto

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "..", "support"), os.path.join(HERE, "..", "..", "tools")]
# pylint: disable=wrong-import-position
from onnx_kit import ConverterTest, build, node, numbers, value, weight
from onnx_profile import operators

TOOL = "onnx-to-profile: "
MANUAL = os.path.join(HERE, "..", "..", "doc", "rooms", "profile.rst")


class OperatorTest(ConverterTest):
    """One operator at a time: multiply-adds, parameters, shape behind it."""

    def check(self, made, multiply_adds, parameters, shape, options=(), stderr=""):
        """Converts the model of one operator and compares."""
        profile = self.convert(made, *options, stderr=stderr)
        self.assertEqual(self.total(profile, "multiplyAdds"), multiply_adds)
        self.assertEqual(self.total(profile, "parameters"), parameters)
        self.assertEqual(profile["blocks"][-1]["outputShape"], shape)
        return profile

    def one(self, operator, inputs, shape, weights=(), domain="", outputs="y", more=(),
            dtype=TensorProto.FLOAT, **attributes):
        """A model of one operator."""
        return build([node(operator, inputs, outputs, domain=domain, **attributes)], shape, weights,
                     domains=[domain] if domain else (), more=more, dtype=dtype)

    def test_convolutions(self):
        """Elements behind, times weights of a channel."""
        image = [1, 3, 8, 8]
        self.check(self.one("Conv", "x w b", image, [weight("w", 4, 3, 3, 3), weight("b", 4)]),
                   4 * 36 * 27, 108 + 4, [4, 6, 6])
        self.check(self.one("Conv", "x w", image, [weight("w", 6, 1, 3, 3)], group=3),
                   6 * 36 * 9, 54, [6, 6, 6])
        self.check(self.one("Conv", "x w", [1, 3, 20], [weight("w", 4, 3, 5)]), 4 * 16 * 15, 60,
                   [4, 16])
        self.check(self.one("ConvTranspose", "x w", image, [weight("w", 3, 5, 2, 2)], strides=[2, 2]),
                   192 * 20, 60, [5, 16, 16])
        self.check(self.one("FusedConv", "x w b", image, [weight("w", 4, 3, 1, 1), weight("b", 4)],
                            "com.microsoft", activation="Relu"), 4 * 64 * 3, 16, [4, 8, 8])
        whole = {"dtype": "uint8"}
        self.check(self.one("ConvInteger", "x w", image, [weight("w", 4, 3, 3, 3, **whole)],
                            dtype=TensorProto.UINT8), 4 * 36 * 27, 108, [4, 6, 6])

    def test_products(self):
        """Elements behind, times the extent summed over."""
        self.check(self.one("MatMul", "x w", [1, 6, 8], [weight("w", 8, 5)]), 6 * 5 * 8, 40, [6, 5])
        self.check(self.one("MatMul", "x w", [1, 8], [weight("w", 8, 1)]), 8, 8, [1])
        self.check(self.one("Gemm", "x w b", [8, 1], [weight("w", 5, 8), weight("b", 5)], transA=1,
                            transB=1), 40, 45, [5], stderr="onnx-to-profile: the first dimension of "
                   "input 'x' is 8; if it is a batch, the figures are for all of it\n")
        self.check(self.one("FusedGemm", "x w b", [1, 8], [weight("w", 8, 5), weight("b", 5)],
                            "com.microsoft", activation="Relu"), 40, 45, [5])
        self.check(self.one("FusedMatMul", "x w", [1, 6, 8], [weight("w", 5, 8)], "com.microsoft",
                            transB=1), 6 * 5 * 8, 40, [6, 5])
        self.check(self.one("FusedMatMul", "x w", [1, 6, 8], [weight("w", 6, 5)], "com.microsoft",
                            transA=1, alpha=0.5), 8 * 5 * 6, 30, [8, 5])
        self.check(self.one("MatMulNBits", "x w s", [1, 6, 64],
                            [weight("w", 10, 2, 16, dtype="uint8"), weight("s", 20)],
                            "com.microsoft", K=64, N=10, bits=4, block_size=32),
                   6 * 10 * 64, 640, [6, 10])
        self.check(self.one("MatMulInteger", "x w", [1, 8], [weight("w", 8, 5, dtype="uint8")],
                            dtype=TensorProto.UINT8), 40, 40, [5])
        quantised = [weight("s"), weight("p", dtype="uint8"), weight("w", 8, 5, dtype="uint8")]
        self.check(self.one("QLinearMatMul", "x s p w s p s p", [1, 8], quantised,
                            dtype=TensorProto.UINT8), 40, 40, [5])
        self.check(self.one("QGemm", "x s p w s p b s p", [1, 8],
                            [*quantised, weight("b", 5, dtype="int32")], "com.microsoft",
                            dtype=TensorProto.UINT8), 40, 45, [5])
        self.check(self.one("DynamicQuantizeMatMul", "x w s p b", [1, 8],
                            [*quantised, weight("b", 5)], "com.microsoft"), 40, 45, [5])
        self.check(self.one("MatMulIntegerToFloat", "x w s s p p b", [1, 8],
                            [*quantised, weight("b", 5)], "com.microsoft",
                            dtype=TensorProto.UINT8), 40, 45, [5])

    def test_einsum(self):
        """Extents of all letters of two operands, where something is summed over both."""
        for equation, shape, other, count, result in (
                ("btd,df->btf", [1, 16, 32], [32, 64], 32768, [16, 64]),
                ("b t d , d f -> b t f", [1, 16, 32], [32, 64], 32768, [16, 64]),
                ("...d,df->...f", [1, 16, 32], [32, 64], 32768, [16, 64]),
                ("btd,df", [1, 16, 32], [32, 64], 32768, [64, 16]),
                ("bhqd,hkd->bhqk", [1, 2, 4, 8], [2, 5, 8], 2 * 4 * 5 * 8, [2, 4, 5]),
                # Nothing is summed: a product element by element.
                ("btd,td->btd", [1, 16, 32], [16, 32], 0, [16, 32]),
                # What one has alone is summed before.
                ("btd,fe->btf", [1, 16, 32], [64, 3], 0, [16, 64]),
                ("btd,de->bt", [1, 16, 32], [32, 3], 16 * 32, [16])):
            with self.subTest(equation):
                note = ("onnx-to-profile: input 'x' of shape [1, 2, 4, 8] is not taken for an image: "
                        "its values count with all their bits; give the size with --input-bits\n")
                self.check(self.one("Einsum", "x w", shape, [weight("w", *other)], equation=equation),
                           count, self.product(other), result,
                           stderr=note if len(shape) == 4 else "")
        # First 4 x 8 x 5, then 4 x 5 x 6.
        self.check(self.one("Einsum", "x w v", [1, 4, 8], [weight("w", 8, 5), weight("v", 5, 6)],
                            equation="btd,de,ef->btf"), 160 + 120, 70, [4, 6],
                   stderr="onnx-to-profile: Einsum 'y' has 3 operands; they are taken to be "
                          "multiplied from left to right\n")

    @staticmethod
    def product(extents):
        """Their product."""
        total = 1
        for extent in extents:
            total *= extent
        return total

    def test_recurrence(self):
        """Steps, gates, and what every gate multiplies; all directions."""
        for operator, gates in (("LSTM", 4), ("GRU", 3), ("RNN", 1)):
            for direction, ways in (("forward", 1), ("bidirectional", 2)):
                weights = [weight("w", ways, gates * 6, 5), weight("r", ways, gates * 6, 6),
                           weight("b", ways, 2 * gates * 6)]
                self.check(self.one(operator, "x w r b", [1, 1, 5], weights, hidden_size=6,
                                    direction=direction), ways * gates * 6 * 11,
                           ways * gates * 6 * 13, [ways, 1, 6])
        weights = [weight("w", 1, 24, 5), weight("r", 1, 24, 6), weight("peep", 1, 18),
                   weight("first", 1, 1, 6)]
        # 100 steps; the first state is none of the parameters, the peepholes are.
        self.check(self.one("LSTM", "x w r . . first first peep", ["N", 1, 5], weights,
                            hidden_size=6), 100 * 24 * 11, 24 * 11 + 18, [100, 1, 1, 6],
                   ["--dim=N=100"])

    def test_recurrence_in_a_network(self):
        """100 steps of 64 units with 64 inputs each, and a classifier of the last state."""
        model = build([node("LSTM", "x w r b", ". h", hidden_size=64),
                       node("Squeeze", "h zero", "s"), node("MatMul", "s v", "y")], [100, 1, 64],
                      [weight("w", 1, 256, 64), weight("r", 1, 256, 64), weight("b", 1, 512),
                       weight("v", 64, 10), numbers("zero", [0])])
        profile = self.convert(model, stderr=TOOL + "the first dimension of input 'x' is 100; if it "
                               "is a batch, the figures are for all of it\n")
        self.assertEqual(self.column(profile, "multiplyAdds"), [3276800, 640])
        self.assertEqual(self.total(profile, "multiplyAdds"), 3277440)
        self.assertEqual(self.total(profile, "parameters"), 33280 + 640)

    def test_attention(self):
        """Projections where they are inside, scores, and their use on the values."""
        n, d = 6, 8
        projections, products = 3 * n * d * d, 2 * n * n * d
        weights = [weight("w", d, 3 * d), weight("b", 3 * d)]
        profile = self.check(self.one("Attention", "x w b", [1, n, d], weights, "com.microsoft",
                                      num_heads=2), projections + products, 3 * d * d + 3 * d,
                             [n, d])
        self.assertEqual(profile["blocks"][0]["kind"], "encoder")
        # Queries and keys of 4, values of 6.
        self.check(self.one("Attention", "x w b", [1, n, d], [weight("w", d, 14), weight("b", 14)],
                            "com.microsoft", num_heads=2, qkv_hidden_sizes=[4, 4, 6]),
                   n * d * 14 + n * n * (4 + 6), 14 * d + 14, [n, 6])
        more = [value("k", [1, 9, d]), value("v", [1, 9, d])]
        self.check(self.one("MultiHeadAttention", "x k v", [1, n, d], (), "com.microsoft",
                            num_heads=2, more=more), 2 * n * 9 * d, 0, [n, d])

    def test_fused(self):
        """Fused norms and activations: no multiply-adds; weights of theirs count."""
        n, d = 6, 8
        scale, shift = weight("scale", d), weight("shift", d)
        for operator, inputs, weights, parameters in (
                ("LayerNormalization", "x scale shift", [scale, shift], 2 * d),
                ("SimplifiedLayerNormalization", "x scale", [scale], d),
                ("SkipLayerNormalization", "x x scale shift b", [scale, shift, weight("b", d)],
                 3 * d),
                ("SkipSimplifiedLayerNormalization", "x x scale", [scale], d),
                ("BiasGelu", "x b", [weight("b", d)], d), ("FastGelu", "x", [], 0),
                ("Gelu", "x", [], 0), ("QuickGelu", "x", [], 0)):
            with self.subTest(operator):
                self.check(self.one(operator, inputs, [1, n, d], weights, "com.microsoft"), 0,
                           parameters, [n, d])
        tables = [weight("words", 100, d), weight("places", 20, d), weight("parts", 2, d), scale,
                  shift]
        self.check(self.one("EmbedLayerNormalization", "x x words places parts scale shift", [1, n],
                            tables, "com.microsoft", dtype=TensorProto.INT32), 0, 122 * d + 2 * d,
                   [n, d])
        quantised = [weight("s"), weight("p", dtype="uint8"), weight("w", 1, 6, 8, dtype="uint8")]
        self.check(self.one("QLinearAdd", "x s p w s p s p", [1, n, d], quantised, "com.microsoft",
                            dtype=TensorProto.UINT8), 0, 48, [n, d])
        self.check(self.one("QLinearGlobalAveragePool", "x s p s p", [1, 3, 8, 8], quantised[:2],
                            "com.microsoft", dtype=TensorProto.UINT8), 0, 0, [3])

    def flop(self, made, count):
        """Work of a model with a way of counting."""
        return self.total(self.convert(made, f"--count={count}"), "flop")

    def test_counting_everything(self):
        """FLOP per element with --count=all, as the table has them."""
        n, d = 6, 8
        for operator, each in (("Relu", 1), ("Sigmoid", 4), ("Tanh", 4), ("Erf", 4), ("Softmax", 5)):
            self.assertEqual(self.flop(self.one(operator, "x", [1, n, d]), "all"), each * n * d)
            self.assertEqual(self.flop(self.one(operator, "x", [1, n, d]), "pooling"), 0)
        self.assertEqual(self.flop(build([node("LayerNormalization", "x s", "y")], [1, n, d],
                                         [weight("s", d)], opset=17), "all"), 7 * n * d)
        self.assertEqual(self.flop(self.one("ReduceMean", "x", [1, n, d], axes=[2]), "all"), n * d)
        pool = self.one("MaxPool", "x", [1, 3, 8, 8], kernel_shape=[2, 2], strides=[2, 2])
        self.assertEqual(self.flop(pool, "all"), 48 * 4)
        self.assertEqual(self.flop(pool, "pooling"), 48 * 4)
        self.assertEqual(self.flop(pool, "multiply-adds"), 0)
        self.assertEqual(self.flop(self.one("GlobalAveragePool", "x", [1, 3, 8, 8]), "pooling"), 192)
        self.assertEqual(self.flop(build([node("Reshape", "x t", "y")], [1, n, d],
                                         [numbers("t", [1, -1])]), "all"), 0)

    def test_manual(self):
        """The manual's table names every operator the tool knows, and no other."""
        with open(MANUAL, encoding="utf-8") as file:
            text = file.read()
        table = text.split(".. operators-begin")[1].split(".. operators-end")[0]
        named = set(re.findall(r"``([A-Za-z0-9]+)``", table))
        standard = operators.KNOWN - {"FusedAttention"}
        fused = set(operators.MICROSOFT)
        self.assertEqual(named, standard | fused)


if __name__ == "__main__":
    unittest.main()
