#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of tools/onnx-to-profile.py: small networks against arithmetic done by hand.

With --write the profiles in data/ are made anew; profile-builder-test.cc compares those with the
builder's arithmetic, so that the two implementations check each other.
"""

import collections
import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
import types
import unittest

import onnx
from onnx import TensorProto, helper

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "support"))
# pylint: disable=wrong-import-position
from onnx_kit import TOOL, ConverterTest, Network, run


def make_vgg():
    """Two stages of convolutions and two linear layers."""
    net = Network(["N", 3, 32, 32])
    for name, channels, inputs in (("conv1", 8, 3), ("conv2", 8, 8)):
        net.convolution(channels, inputs, name=name)
        net.add("Relu")
    net.add("MaxPool", name="pool1", kernel_shape=[2, 2], strides=[2, 2])
    net.convolution(16, 8, name="conv3")
    net.add("Relu")
    net.add("MaxPool", name="pool2", kernel_shape=[2, 2], strides=[2, 2])
    net.add("Flatten")
    net.add("Gemm", [net.last, net.weight(32, 1024), net.weight(32)], name="fc1", transB=1)
    net.add("Relu")
    net.add("Dropout")
    net.add("Gemm", [net.last, net.weight(32, 10), net.weight(10)], name="fc2")
    net.add("Softmax")
    return net.model()


def make_residual():
    """Stem, depthwise convolution, three basic residual blocks, classifier."""
    net = Network([1, 3, 32, 32])
    net.convolution(8, 3, name="stem", norm=True)
    net.add("Relu")
    net.convolution(8, 8, name="depthwise", norm=True, group=8)
    net.add("Relu")
    for name, channels, inputs, stride in (("stage1.1", 8, 8, 1), ("stage1.2", 8, 8, 1),
                                           ("stage2.1", 16, 8, 2)):
        source = net.last
        net.convolution(channels, inputs, stride=stride, name=name, norm=True)
        net.add("Relu")
        branch = net.convolution(channels, channels, norm=True)
        if stride > 1:
            source = net.convolution(channels, inputs, 1, stride, norm=True, source=source)
        net.add("Add", [branch, source])
        net.add("Relu")
    net.add("GlobalAveragePool", name="pool")
    net.add("Flatten")
    net.add("Gemm", [net.last, net.weight(16, 10), net.weight(10)], name="classifier")
    return net.model()


def make_attention(tokens=16, width=32, heads=4):
    """Two encoder blocks, norms first."""
    net = Network([1, tokens, width])
    split = net.constant([0, 0, heads, width // heads])
    join = net.constant([0, 0, width])
    for i in (1, 2):
        source = net.last
        normed = net.norm(width)
        parts = []
        for part, order in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
            net.linear(width, width, name=f"encoder{i}.{part}", source=normed)
            net.add("Reshape", [net.last, split])
            parts.append(net.add("Transpose", perm=order))
        net.add("MatMul", parts[:2])
        net.add("Softmax")
        net.add("MatMul", [net.last, parts[2]])
        net.add("Transpose", perm=[0, 2, 1, 3])
        net.add("Reshape", [net.last, join])
        net.linear(width, width)
        middle = net.add("Add", [net.last, source])
        net.norm(width)
        net.linear(width, 4 * width, name=f"encoder{i}.mlp")
        net.add("Erf")
        net.linear(4 * width, width)
        net.add("Add", [net.last, middle])
    return net.model()


NETWORKS = {"small-vgg": make_vgg, "small-residual": make_residual,
            "small-attention": make_attention}


class OnnxProfileTest(ConverterTest):
    """The tool."""

    def test_profiles_in_data(self):
        """The profiles that the C++ tests compare with the builder are what the tool makes."""
        for name, make in NETWORKS.items():
            with self.subTest(name):
                _, out, _ = run(self.save(make(), name + ".onnx"))
                with open(os.path.join(HERE, "data", name + ".json"), encoding="utf-8") as file:
                    self.assertEqual(out, file.read())

    def test_vgg(self):
        profile = self.convert(make_vgg())
        self.assertEqual(self.column(profile, "name"),
                         ["conv1", "conv2", "pool1", "conv3", "pool2", "fc1", "fc2"])
        self.assertEqual(self.column(profile, "multiplyAdds"),
                         [221184, 589824, 0, 294912, 0, 32768, 320])
        self.assertEqual(self.column(profile, "flop"),
                         [442368, 1179648, 0, 589824, 0, 65536, 640])
        self.assertEqual(self.column(profile, "parameters"), [224, 584, 0, 1168, 0, 32800, 330])
        self.assertEqual(self.column(profile, "outputShape"),
                         [[8, 32, 32], [8, 32, 32], [8, 16, 16], [16, 16, 16], [16, 8, 8], [32], [10]])
        self.assertEqual(profile["inputBits"], 3 * 32 * 32 * 8)
        self.assertEqual(profile["blocks"][2]["rows"], {"kernel": 2, "stride": 2, "padding": 0})

    def test_residual(self):
        profile = self.convert(make_residual())
        self.assertEqual(self.column(profile, "kind"),
                         ["convolution", "depthwiseConvolution", "residual", "residual",
                          "residual", "pooling", "linear"])
        # The last residual block: 16x8x9 and 16x16x9 at 16x16, the shortcut 16x8.
        self.assertEqual(profile["blocks"][4]["multiplyAdds"], (1152 + 2304 + 128) * 256)
        self.assertEqual(profile["blocks"][4]["parameters"], 1152 + 2304 + 128 + 3 * 32)
        self.assertEqual(profile["blocks"][1]["multiplyAdds"], 8 * 9 * 1024)

    def test_attention(self):
        n, d = 16, 32
        profile = self.convert(make_attention(n, d))
        self.assertEqual(self.column(profile, "kind"), ["encoder", "linear"] * 2)
        flop = self.column(profile, "flop")
        self.assertEqual(flop[0], 8 * n * d * d + 4 * n * n * d)
        self.assertEqual(flop[1], 16 * n * d * d)
        self.assertEqual(sum(self.column(profile, "parameters")), 2 * (12 * d * d + 13 * d))
        self.assertEqual(self.column(profile, "outputShape"), [[n, d]] * 4)
        self.assertEqual(profile["inputBits"], n * d * 32)

    def test_counting(self):
        """Pooling and everything else count when asked for."""
        pooling = self.convert(make_vgg(), "--count=pooling")
        self.assertEqual(pooling["blocks"][2]["flop"], 4 * 8 * 256)
        self.assertEqual(pooling["blocks"][0]["flop"], 442368)
        everything = self.convert(make_vgg(), "--count=all")
        self.assertEqual(everything["blocks"][0]["flop"], 442368 + 8192)
        self.assertEqual(everything["blocks"][6]["flop"], 640 + 5 * 10)
        self.assertEqual(everything["blocks"][0]["multiplyAdds"], 221184)

    def test_transposed_and_grouped(self):
        net = Network([1, 4, 5, 5])
        net.add("ConvTranspose", [net.last, net.weight(4, 6, 3, 3)], strides=[2, 2])
        net.convolution(6, 6, 3, group=2)
        profile = self.convert(net.model(), stderr="onnx-to-profile: input 'x' of shape [1, 4, 5, 5] "
                               "is taken for an image of 4 channels of 8 bits; give the size with "
                               "--input-bits\n")
        self.assertEqual(self.column(profile, "multiplyAdds"), [100 * 54, 6 * 3 * 9 * 121])
        self.assertEqual(self.column(profile, "kind"), ["other", "convolution"])

    def test_same_padding(self):
        net = Network([1, 3, 7, 7])
        net.add("Conv", [net.last, net.weight(4, 3, 3, 3)], auto_pad="SAME_UPPER", strides=[2, 2])
        profile = self.convert(net.model())
        self.assertEqual(profile["blocks"][0]["rows"], {"kernel": 3, "stride": 2, "padding": 1})
        self.assertEqual(profile["blocks"][0]["outputShape"], [4, 4, 4])

    def test_embedding_and_shared_weights(self):
        """A table counts once, although the head uses it again."""
        net = Network([1, 6], TensorProto.INT64)
        table = net.weight(100, 8)
        net.add("Gather", [table, "x"])
        net.linear(8, 8)
        turned = net.add("Transpose", [table], perm=[1, 0])
        net.add("MatMul", [net.nodes[-2].output[0], turned])
        profile = self.convert(net.model())
        self.assertEqual(self.column(profile, "kind"), ["embedding", "linear", "linear"])
        self.assertEqual(self.column(profile, "parameters"), [800, 72, 0])
        self.assertEqual(profile["blocks"][2]["multiplyAdds"], 6 * 8 * 100)
        self.assertEqual(profile["inputBits"], 6 * 64)

    def test_mask(self):
        """A mask that every layer reads leaves no cut unless it is known on both sides."""
        net = Network([1, 4, 8])
        net.inputs.append(helper.make_tensor_value_info("mask", TensorProto.FLOAT, [1, 4, 1]))
        for _ in range(2):
            net.linear(8, 8)
            net.add("Mul", [net.last, "mask"])
        self.assertEqual(len(self.convert(net.model())["blocks"]), 1)
        profile = self.convert(net.model(), "--constant=mask")
        self.assertEqual(self.column(profile, "multiplyAdds"), [256, 256])
        self.assertIn("--constant musk: the inputs are x, mask",
                      self.refuse(net.model(), "--constant=musk"))

    def test_symbolic_dimensions(self):
        net = Network(["batch", "tokens", 8])
        net.linear(8, 4)
        self.assertIn("dimension 'tokens' of input 'x' has no value; give it with --dim tokens=",
                      self.refuse(net.model()))
        profile = self.convert(net.model(), "--dim=tokens=5")
        self.assertEqual(profile["blocks"][0]["outputShape"], [5, 4])
        self.assertEqual(profile["blocks"][0]["multiplyAdds"], 5 * 8 * 4)
        self.assertIn("no input has", self.refuse(net.model(), "--dim=tokens=5", "--dim=rows=2"))
        self.assertIn("must be NAME=VALUE", self.refuse(net.model(), "--dim=tokens=0"))

    def test_options(self):
        profile = self.convert(make_vgg(), "--bits=8", "--weight-bits=4", "--input-bits=99",
                               "--result-bits=7", "--name=own")
        self.assertEqual([profile[key] for key in ("elementBits", "inputBits", "resultBits",
                                                   "name")], [8, 99, 7, "own"])
        self.assertEqual(profile["blocks"][6]["weightBytes"], 330 // 2)
        code, _, err = run("net.onnx", "--bits=65")
        self.assertEqual(code, 2)
        self.assertIn("must be a whole number in 1..64, got '65'", err)

    def test_batch_is_said(self):
        net = Network([2, 3, 8, 8])
        net.convolution(4, 3)
        code, _, err = run(self.save(net.model()))
        self.assertEqual(code, 0)
        self.assertIn("the first dimension of input 'x' is 2", err)

    def test_unknown_operators(self):
        """Unknown operators are named with their number; the rest is counted."""
        net = Network([1, 3, 8, 8])
        for _ in range(2):
            net.convolution(3, 3)
            net.add("Conv", domain="own")
        model = net.model(domains=["own"])
        for node in model.graph.node:
            for output in node.output:
                model.graph.value_info.append(
                    helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, 3, 8, 8]))
        del model.graph.value_info[-1]
        model.graph.output[0].CopyFrom(
            helper.make_tensor_value_info(net.last, TensorProto.FLOAT, [1, 3, 8, 8]))
        profile = self.convert(model, stderr="onnx-to-profile: operator own.Conv (2 times) is not "
                                             "known; counted as no work\n")
        self.assertEqual(self.column(profile, "multiplyAdds"), [81 * 64, 81 * 64])

    def test_weights_in_another_file(self):
        """Only the shapes of weights matter: a large model's data need not be there."""
        net = Network([1, 4096])
        net.add("Gemm", [net.last, net.weight(1, 1), net.weight(1)], name="fc", transB=1)
        model = net.model()
        model.graph.output[0].CopyFrom(
            helper.make_tensor_value_info(net.last, TensorProto.FLOAT, [1, 11008]))
        for tensor, shape in zip(model.graph.initializer, ([11008, 4096], [11008])):
            tensor.ClearField("raw_data")
            tensor.dims[:] = shape
            tensor.data_location = TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value="elsewhere.bin")
        profile = self.convert(model)
        self.assertEqual(profile["blocks"][0]["parameters"], 11008 * 4097)
        self.assertEqual(profile["blocks"][0]["multiplyAdds"], 11008 * 4096)

    def test_bad_files(self):
        self.assertIn("is not an ONNX file", self.refuse(b"\x00\xff" * 50))
        self.assertIn("holds no operators", self.refuse(b""))
        whole = make_vgg().SerializeToString()
        self.refuse(whole[:len(whole) // 2])
        code, out, err = run(os.path.join(self.folder.name, "absent.onnx"))
        self.assertEqual((code, out), (2, ""))
        self.assertTrue(err.endswith("absent.onnx: there is no such file\n"), err)
        net = Network([1, 3, 8, 8])
        net.convolution(4, 5)  # wrong number of input channels
        self.assertIn("is not a sound graph: Conv 't0' has kernels for 5 channels, got 3",
                      self.refuse(net.model()))
        net = Network([1, 4, 8])
        net.linear(9, 4)
        self.assertIn("is not a sound graph", self.refuse(net.model()))
        net = Network([1, 3])
        net.nodes.append(helper.make_node("Constant", [], ["t0"], value_float=1.0))
        net.last = "t0"
        self.assertIn("nothing in the graph depends on its input", self.refuse(net.model()))

    def test_mutated_files(self):
        """Whatever the bytes, there is a profile or a refusal, no other end."""
        sys.path.insert(0, os.path.dirname(TOOL))
        # pylint: disable=import-outside-toplevel
        from onnx_profile.model import convert
        from onnx_profile.notes import Refused
        options = types.SimpleNamespace(count="all", dim=[], constant=[], output=[], bits=16, weight_bits=16,
                                        input_bits=0, result_bits=8000, name=None)
        draw = random.Random(1)
        ends = collections.Counter()
        for make in NETWORKS.values():
            whole = make().SerializeToString()
            for _ in range(100):
                mutated = bytearray(whole)
                for _ in range(draw.randint(1, 4)):
                    mutated[draw.randrange(min(len(mutated), 3000))] = draw.randrange(256)
                path = self.save(bytes(mutated))
                try:
                    with contextlib.redirect_stderr(io.StringIO()):
                        convert(path, options)
                    ends["profile"] += 1
                except Refused:
                    ends["refused"] += 1
        self.assertEqual(sum(ends.values()), 300)
        self.assertGreater(ends["profile"], 20)
        self.assertGreater(ends["refused"], 20)

    def test_control_flow_is_refused(self):
        net = Network([1, 3])
        body = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "body", [],
                                 [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3])])
        net.add("ReduceMax", keepdims=0)
        net.add("Cast", to=TensorProto.BOOL)
        net.add("If", [net.last], then_branch=body, else_branch=body)
        self.assertIn("operator 'If' ('t2') holds a graph of its own; control flow has no fixed work; "
                      "its condition is not decided by the shapes", self.refuse(net.model()))

    def test_command(self):
        """As a program of its own."""
        for model, code, out, err in ((make_vgg(), 0, '"edgeAiProfile": 1', ""),
                                      (b"", 2, "", "holds no operators")):
            done = subprocess.run([sys.executable, TOOL, self.save(model)], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, code)
            self.assertIn(out, done.stdout)
            self.assertIn(err, done.stderr)

    def test_missing_package(self):
        """Without the onnx package the message names what to install."""
        code = ("import sys, runpy; sys.modules['onnx'] = None; "
                f"sys.argv = ['tool', 'x']; runpy.run_path({TOOL!r}, run_name='__main__')")
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                              check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("apt-get install python3-onnx", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


def write_data():
    """Makes the profiles in data/ anew."""
    os.makedirs(os.path.join(HERE, "data"), exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, make in NETWORKS.items():
            path = os.path.join(folder, name + ".onnx")
            onnx.save(make(), path)
            code, out, err = run(path)
            if code != 0:
                sys.exit(err)
            with open(os.path.join(HERE, "data", name + ".json"), "w", encoding="utf-8") as file:
                file.write(out)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write_data()
    else:
        unittest.main()
