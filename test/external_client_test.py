#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of bindings/python/edgeai/external.py, and of the gradients of examples/trainers.

What needs PyTorch is skipped without it.
"""

import importlib.util
import os
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLIENT = os.path.join(ROOT, "bindings", "python")
TRAINERS = os.path.join(ROOT, "examples", "trainers")
sys.dont_write_bytecode = True
sys.path[:0] = [CLIENT, TRAINERS]

import numpy  # noqa: E402

from edgeai import external  # noqa: E402

HAVE_TORCH = importlib.util.find_spec("torch") is not None
HELLO, READY, FIT, UPDATE, DECLINED, AGGREGATE, MODEL, EVALUATE, SCORE, END, ERROR = range(1, 12)

# Written out, so that the client is held against the protocol and not against itself.
PLAIN_HELLO = (struct.pack("<QIIdI", 7, 2, 3, 0.5, 4) + b"Name" + struct.pack("<I2d", 2, 1.5, -2.0)
               + struct.pack("<III4d2I", 2, 2, 2, 1, 2, 3, 4, 0, 1)  # data
               + struct.pack("<III", 0, 0, 0)  # no test data
               + struct.pack("<III", 2, 1, 0) + struct.pack("<II", 1, 1))  # a sample for each of two devices
PLAIN_FIT = struct.pack("<QdIIQ", 4, 0.25, 1, 2, 3) + struct.pack("<I4I", 4, 1, 0, 1, 1) + struct.pack(
    "<I2f", 2, 10.0, 20.0)
PLAIN_AGGREGATE = (struct.pack("<Qd", 4, 0.5) + struct.pack("<I2I", 2, 0, 1) + struct.pack("<I", 1)
                   + struct.pack("<IIdd", 1, 2, 30.0, 0.4) + struct.pack("<I2f", 8, 3.0, 5.0))
PLAIN_EVALUATE = struct.pack("<Qd", 4, 0.5) + struct.pack("<I2f", 2, 3.0, 5.0)

HEAD = """
import sys
sys.path.insert(0, {client!r})
import numpy
from edgeai.external import Declined, Trainer
"""


class Conversation:
    """A trainer's script, started as the simulation starts it."""

    def __init__(self, script, **others):
        environment = {**os.environ, "EDGE_AI_EXTERNAL": "stdio", **others}
        environment.pop("PYTHONUNBUFFERED", None)  # which would flush what the tests leave in buffers
        text = HEAD.format(client=CLIENT) + textwrap.dedent(script)
        self.child = subprocess.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, env=environment)
        self.number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.stdout.close()
        self.child.stderr.close()
        self.child.wait(60)

    def ask(self, kind, body):
        """Return kind and body of the answer."""
        self.number += 1
        self.child.stdin.write(struct.pack("<4sHHII", b"EAIX", 1, kind, len(body), self.number) + body)
        self.child.stdin.flush()
        magic, version, answer, length, number = struct.unpack("<4sHHII", self.child.stdout.read(16))
        assert (magic, version, number) == (b"EAIX", 1, self.number), (magic, version, number)
        return answer, self.child.stdout.read(length)

    def close(self):
        """End it; return exit code, what is left of its standard output, and its standard error."""
        out, err = self.child.communicate(timeout=60)
        return self.child.returncode, out, err.decode()


class Client(unittest.TestCase):
    def test_bytes(self):
        script = """
        class Mine(Trainer):
            flop, update_bytes = 5.0, 9
            def fit(self, device, parameters, config):
                assert device == 1 and config["round"] == 4 and config["time"] == 0.25, config
                assert config["steps"] == 2 and config["counted"] == 3, config
                assert config["batches"].tolist() == [[1, 0], [1, 1]], config
                hello = self.hello
                assert hello.seed == 7 and hello.devices == 2 and hello.batch == 3 and hello.rate == 0.5
                assert hello.data.features.tolist() == [[1, 2], [3, 4]] and hello.test is None
                assert hello.data.labels.tolist() == [0, 1] and hello.data.classes == 2
                assert [rows.tolist() for rows in hello.samples] == [[0], [1]]
                return parameters + hello.parameters
            def evaluate(self, parameters, config):
                return parameters.sum(), 0.25
        Mine().serve()
        """
        with Conversation(script) as talk:
            ready = struct.pack("<I", 4) + b"Name" + struct.pack("<I2f", 2, 1.5, -2.0) + struct.pack(
                "<IdIB", 0, 5.0, 9, 1)
            self.assertEqual(talk.ask(HELLO, PLAIN_HELLO), (READY, ready))
            self.assertEqual(talk.ask(FIT, PLAIN_FIT), (UPDATE, struct.pack("<I2f", 8, 11.5, 18.0)))
            self.assertEqual(talk.ask(AGGREGATE, PLAIN_AGGREGATE), (MODEL, struct.pack("<I2f", 2, 3.0, 5.0)))
            self.assertEqual(talk.ask(EVALUATE, PLAIN_EVALUATE), (SCORE, struct.pack("<dd", 8.0, 0.25)))
            talk.child.stdin.write(struct.pack("<4sHHII", b"EAIX", 1, END, 0, 5))
            self.assertEqual(talk.close(), (0, b"", ""))

    def test_prints(self):
        # Before serve() and in it, by Python, by the C library and by a child: none of it in the pipe.
        script = """
        print("first words", flush=True)
        import os, subprocess
        class Mine(Trainer):
            def fit(self, device, parameters, config):
                print("training", device, flush=True)
                os.write(1, b"raw words\\n")
                subprocess.run(["echo", "a child's words"])
                print("left in the buffer")
                return b"own code"
        Mine().serve()
        """
        with Conversation(script) as talk:
            self.assertEqual(talk.ask(HELLO, PLAIN_HELLO)[0], READY)
            self.assertEqual(talk.ask(FIT, PLAIN_FIT), (UPDATE, struct.pack("<I", 8) + b"own code"))
            code, out, err = talk.close()
            self.assertEqual((code, out), (0, b""))
            for words in ("first words", "training 1", "raw words", "a child's words", "left in the buffer"):
                self.assertIn(words, err)
        # Without the mark of the simulation, behind ssh say, what is not flushed yet is safe, too.
        script = """
        print("first words")
        Trainer().serve()
        """
        with Conversation(script, EDGE_AI_EXTERNAL="") as talk:
            self.assertEqual(talk.ask(HELLO, PLAIN_HELLO)[0], READY)
            self.assertIn("first words", talk.close()[2])

    def expect_error(self, script, words, kind=FIT, body=PLAIN_FIT, greet=True):
        with Conversation(script) as talk:
            if greet:
                self.assertEqual(talk.ask(HELLO, PLAIN_HELLO)[0], READY)
            answer, said = talk.ask(kind, body)
            self.assertEqual(answer, ERROR)
            self.assertIn(words, said[4:].decode())
            self.assertEqual(struct.unpack("<I", said[:4])[0], len(said) - 4)
            code, _, err = talk.close()
            self.assertEqual(code, 1)
            self.assertIn("Traceback", err)  # for who has to mend it

    def test_faults(self):
        self.expect_error("Trainer().serve()", "NotImplementedError: fit() must return")
        self.expect_error("Trainer().serve()", "ProtocolError: a body is too short", body=PLAIN_FIT[:-1])
        self.expect_error("Trainer().serve()", "ProtocolError: a body is too long", body=PLAIN_FIT + b"x")
        self.expect_error("Trainer().serve()", "kind 9 is no request", kind=SCORE, body=b"")
        self.expect_error("Trainer().serve()", "the first request has to be HELLO", greet=False)
        self.expect_error("""
        class Mine(Trainer):
            def aggregate(self, arrived, config):
                return numpy.zeros(3)
        Mine().serve()
        """, "ValueError: aggregate() returned shape (3,); allowed is a vector of 2", AGGREGATE, PLAIN_AGGREGATE)
        hello = PLAIN_HELLO.replace(struct.pack("<I2d", 2, 1.5, -2.0), struct.pack("<I", 0))
        self.expect_error("Trainer().serve()", "initial_parameters() must return some", HELLO, hello, greet=False)
        with Conversation("Trainer().serve()") as talk:
            talk.child.stdin.write(b"GET / HTTP/1.1\r\n\r\n")
            talk.child.stdin.flush()
            self.assertEqual(struct.unpack("<4sHH", talk.child.stdout.read(8))[2], ERROR)
            self.assertEqual(talk.close()[0], 1)

    def test_declined(self):
        script = """
        class Mine(Trainer):
            def fit(self, device, parameters, config):
                raise Declined("out of memory")
        Mine().serve()
        """
        with Conversation(script) as talk:
            talk.ask(HELLO, PLAIN_HELLO)
            self.assertEqual(talk.ask(FIT, PLAIN_FIT), (DECLINED, struct.pack("<I", 13) + b"out of memory"))
            self.assertEqual(talk.ask(FIT, PLAIN_FIT)[0], DECLINED)  # it goes on

    def test_end_of_simulation(self):
        # However it ends, the trainer ends too, in the middle of a message as well.
        for left in (b"", struct.pack("<4sHHII", b"EAIX", 1, FIT, 100, 2) + b"cut"):
            with Conversation("Trainer().serve()") as talk:
                talk.ask(HELLO, PLAIN_HELLO)
                talk.child.stdin.write(left)
                self.assertLess(talk.close()[0], 2)

    def test_averages_by_samples(self):
        trainer = external.Trainer()
        arrivals = [external.Arrival(k, 1, samples, 0, numpy.full(2, value, "<f4").tobytes())
                    for k, (samples, value) in enumerate(((10, 1), (30, 5)))]
        self.assertEqual(trainer.aggregate(arrivals, {}).tolist(), [4, 4])
        for arrival in arrivals:
            arrival.samples = 0  # not known
        self.assertEqual(trainer.aggregate(arrivals, {}).tolist(), [3, 3])

    def test_socket(self):
        with tempfile.TemporaryDirectory() as place:
            path = os.path.join(place, "door")
            with socket.socket(socket.AF_UNIX) as stale:
                stale.bind(path)  # left over from one that was killed
            script = HEAD.format(client=CLIENT) + f"Trainer().serve({path!r}, simulations=2)"
            with subprocess.Popen([sys.executable, "-c", script]) as child:
                for _ in range(2):
                    self.greet(path)
                self.assertEqual(child.wait(60), 0)
            self.assertFalse(os.path.exists(path))
            with open(path, "w", encoding="utf-8") as file:
                file.write("mine")
            self.assertRaises(OSError, external.Trainer().serve, path)
            self.assertTrue(os.path.exists(path))

    def greet(self, path):
        for _ in range(600):
            with socket.socket(socket.AF_UNIX) as end:
                try:
                    end.connect(path)
                except (FileNotFoundError, ConnectionRefusedError):
                    time.sleep(0.05)
                    continue
                end.sendall(struct.pack("<4sHHII", b"EAIX", 1, HELLO, len(PLAIN_HELLO), 1) + PLAIN_HELLO)
                self.assertEqual(struct.unpack("<4sHH", end.recv(8))[2], READY)
                return
        self.fail("nobody listens")


class Gradient(unittest.TestCase):
    def make(self, kind, model):
        rng = numpy.random.default_rng(1)
        data = external.Table(rng.normal(size=(9, 4)), rng.integers(0, 3, 9).astype("u4"), 3)
        trainer = kind()
        trainer.hello = external.Hello(1, 1, 0, 0.1, model, numpy.zeros(0), data, None, [numpy.arange(9)])
        trainer.start(trainer.hello)
        return trainer

    def test_numpy(self):
        from numpy_trainer import NumpyTrainer
        for model, count in (("Softmax(4,3,l2=0.01)", 15), ("Mlp(4,5,3)", 43), ("Mlp(4,5,6,3,l2=0.2)", 82)):
            trainer, rows = self.make(NumpyTrainer, model), numpy.array([1, 3, 3, 8])
            at = numpy.random.default_rng(2).normal(size=count)
            slope = trainer.gradient(at, rows)

            def loss(point):
                given = trainer.hello.data.features[rows]
                layers = trainer.layers(point)
                for weights, biases in layers[:-1]:
                    given = numpy.tanh(given @ weights.T + biases)
                logits = given @ layers[-1][0].T + layers[-1][1]
                chosen = logits[numpy.arange(4), trainer.hello.data.labels[rows]]
                return (numpy.log(numpy.exp(logits).sum(axis=1)) - chosen).mean() + trainer.l2 / 2 * point @ point

            for i in range(count):
                step = numpy.zeros(count)
                step[i] = 1e-6
                self.assertAlmostEqual(slope[i], (loss(at + step) - loss(at - step)) / 2e-6, 6)

    @unittest.skipUnless(HAVE_TORCH, "PyTorch is not installed")
    def test_torch(self):
        from numpy_trainer import NumpyTrainer
        from torch_trainer import TorchTrainer
        at = numpy.random.default_rng(2).normal(size=43)
        config = {"steps": 3, "batches": numpy.array([[1, 2], [3, 3], [0, 8]], "u4")}
        made = [self.make(kind, "Mlp(4,5,3,l2=0.1)").fit(0, at, config) for kind in (NumpyTrainer, TorchTrainer)]
        self.assertLess(numpy.abs(made[0] - made[1]).max(), 1e-12)


if __name__ == "__main__":
    unittest.main()
