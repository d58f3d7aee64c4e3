# SPDX-License-Identifier: GPL-2.0-only
"""Training for a simulation: what LearningHelper::SetMethod("External(...)") talks to.

Derive from Trainer, say what a device's update is (fit) and what the server makes of those that came
(aggregate), and call serve(). Messages are those of the chapter on external trainers, byte by byte.

    class MyTrainer(Trainer):
        def fit(self, device, parameters, config):
            ...                       # numpy arrays in, a numpy array (or bytes) out
            return parameters - rate * gradient

    MyTrainer().serve()               # a child's standard input and output
    MyTrainer().serve("/tmp/trainer") # or a local socket

One process serves all devices, one request after the other; simulated time stands still meanwhile.
"""

import struct
import sys
from dataclasses import dataclass, field

try:
    import numpy
except ImportError:
    sys.exit(f"edgeai.external: numpy is not installed for {sys.executable}; Debian's package python3-numpy is for "
             "/usr/bin/python3")

from . import wire
from .wire import (AGGREGATE, BODY_MAX, DECLINED, END, ERROR, EVALUATE, FIT, HEADER, HELLO,  # noqa: F401
                   MAGIC, MODEL, READY, SCORE, TEXT_MAX, UPDATE, VERSION, Declined, ProtocolError)

@dataclass
class Table:
    """Labelled samples, a row each."""

    features: numpy.ndarray  # float64, rows x columns
    labels: numpy.ndarray  # uint32, 0 .. classes - 1
    classes: int


@dataclass
class Hello:
    """What is learned, by whom and from what, as the simulation says."""

    seed: int  # for draws of the trainer: the same seed, the same bytes
    devices: int
    batch: int  # samples of a local step; 0: all that a device has
    rate: float  # step size of local steps
    model: str  # as text; "": the trainer's own
    parameters: numpy.ndarray  # float64, to begin with; empty: the trainer's own
    data: Table = None  # None: the trainer's own
    test: Table = None
    samples: list = field(default_factory=list)  # uint32 rows of data, per device


@dataclass
class Arrival:
    """An update that came to the server over the simulated network."""

    device: int
    steps: int
    samples: float  # that the device has
    time: float  # simulated instant [s]
    data: bytes  # as they came

    def array(self, dtype="<f4"):
        """Return the bytes as numbers, in double precision if they are floating-point ones."""
        values = numpy.frombuffer(self.data, dtype)
        return values.astype(numpy.float64) if values.dtype.kind == "f" else values


class Reader:
    """Takes a body apart; what is not there raises ProtocolError."""

    def __init__(self, body):
        self.body, self.at = memoryview(body), 0

    def take(self, layout):
        """Return the next numbers of a struct layout; one by itself where there is one."""
        size = struct.calcsize("<" + layout)
        if self.at + size > len(self.body):
            raise ProtocolError("a body is too short")
        values = struct.unpack_from("<" + layout, self.body, self.at)
        self.at += size
        return values[0] if len(values) == 1 else values

    def array(self, dtype, count=None):
        """Return so many numbers, or as many as stands before them."""
        count = self.take("I") if count is None else count
        size = numpy.dtype(dtype).itemsize * count
        if self.at + size > len(self.body):
            raise ProtocolError("a body is too short")
        values = numpy.frombuffer(self.body, dtype, count, self.at)
        self.at += size
        return values

    def table(self):
        """Return a table, or None."""
        rows, columns, classes = self.take("III")
        features = self.array("<f8", rows * columns).reshape(rows, columns)
        labels = self.array("<u4", rows)
        return Table(features, labels, classes) if rows else None

    def end(self):
        """Raise ProtocolError if anything is left."""
        if self.at != len(self.body):
            raise ProtocolError("a body is too long")


def listed(values, dtype):
    """Return numbers or bytes behind their count."""
    raw = bytes(values) if dtype == "bytes" else numpy.ascontiguousarray(values, dtype).tobytes()
    count = len(raw) if dtype == "bytes" else len(raw) // numpy.dtype(dtype).itemsize
    return struct.pack("<I", count) + raw


class Trainer:
    """Federated averaging of what fit() returns; derive from it, and change what is to be another way.

    Attributes: hello (Hello), parameters (float64, the server's as they are).
    """

    name = ""  # of what is learned, for records; "": the model's, or the class's
    flop = 0.0  # of a local step [FLOP]; 0: as the simulation says
    update_bytes = 0  # of an update, for plans; 0: 4 for each parameter

    hello = None
    parameters = None

    # What a trainer is made of.

    def start(self, hello):
        """Learn what the simulation has to say; called first. The same trainer may be started again."""

    def initial_parameters(self):
        """Return the parameters to begin with: here, those of the simulation."""
        if not len(self.hello.parameters):
            raise NotImplementedError("the simulation has no model; initial_parameters() must return some")
        return self.hello.parameters

    def num_examples(self, device):
        """Return how many samples a device has; None: as the simulation says."""
        return None

    def fit(self, device, parameters, config):
        """Return what a device sends: an array (sent as 32-bit numbers) or bytes of its own code.

        parameters are those that came to the device; config has round, time, steps, counted (latest
        round in which an update of the device counted, or 0) and batches (rows of the data for each
        step, steps x batch, or None where batches are not drawn).
        """
        raise NotImplementedError("fit() must return a device's update")

    def aggregate(self, arrived, config):
        """Return the new parameters: here, the mean of what came, by samples.

        arrived has an Arrival for each update that the network brought, config round, time and chosen
        (devices that were asked). What is in chosen and not in arrived was lost.
        """
        weights = [arrival.samples for arrival in arrived]
        return numpy.average([arrival.array() for arrival in arrived], axis=0,
                             weights=weights if sum(weights) > 0 else None)

    def evaluate(self, parameters, config):
        """Return loss and accuracy; if this is not overridden, the simulation scores a model it knows."""
        raise NotImplementedError

    # How it is carried out.

    def serve(self, path=None, simulations=1):
        """Train for a simulation: over standard input and output, or over a local socket.

        Over a socket so many simulations are served, one after the other; 0: for ever.
        """
        wire.serve(lambda kind, body: self._answer(kind, Reader(body)), path, simulations)

    def _answer(self, kind, body):
        """Return kind and body of the answer to a request."""
        if kind not in (HELLO, FIT, AGGREGATE, EVALUATE):
            raise ProtocolError(f"kind {kind} is no request")
        if kind == HELLO:
            return READY, self._ready(body)
        if self.parameters is None:
            raise ProtocolError("the first request has to be HELLO")
        config = dict(zip(("round", "time"), body.take("Qd")))
        if kind == FIT:
            return UPDATE, self._fit(body, config)
        if kind == AGGREGATE:
            return MODEL, self._aggregate(body, config)
        parameters = body.array("<f4").astype(numpy.float64)
        body.end()
        return SCORE, struct.pack("<dd", *map(float, self.evaluate(parameters, config)))

    def _ready(self, body):
        seed, devices, batch, rate = body.take("QIId")
        model = bytes(body.array("u1")).decode("utf-8", "replace")
        hello = Hello(seed, devices, batch, rate, model, body.array("<f8"), body.table(), body.table())
        hello.samples = [body.array("<u4") for _ in range(body.take("I"))]
        body.end()
        self.hello = hello
        self.start(hello)
        self.parameters = self._check(self.initial_parameters(), "initial_parameters()")
        counts = [self.num_examples(device) for device in range(devices)]
        counts = [] if None in counts else counts
        scores = type(self).evaluate is not Trainer.evaluate
        name = (self.name or model or type(self).__name__).encode()[:256]
        return b"".join((listed(name, "bytes"), listed(self.parameters, "<f4"), listed(counts, "<f8"),
                         struct.pack("<dIB", self.flop, self.update_bytes, scores)))

    def _fit(self, body, config):
        device, config["steps"], config["counted"] = body.take("IIQ")
        batch = body.array("<u4")
        config["batches"] = batch.reshape(config["steps"], -1) if len(batch) else None
        parameters = body.array("<f4").astype(numpy.float64)
        body.end()
        update = self.fit(device, parameters, config)
        if isinstance(update, (bytes, bytearray, memoryview)):
            return listed(update, "bytes")
        return listed(numpy.ascontiguousarray(update, "<f4").tobytes(), "bytes")

    def _aggregate(self, body, config):
        config["chosen"] = body.array("<u4").tolist()
        arrived = []
        for _ in range(body.take("I")):
            device, steps, samples, time = body.take("IIdd")
            arrived.append(Arrival(device, steps, samples, time, bytes(body.array("u1"))))
        body.end()
        self.parameters = self._check(self.aggregate(arrived, config), "aggregate()", len(self.parameters))
        return listed(self.parameters, "<f4")

    @staticmethod
    def _check(parameters, what, count=None):
        """Return parameters as a vector in double precision, or raise an error that says what is wrong."""
        parameters = numpy.asarray(parameters, numpy.float64)
        if parameters.ndim != 1 or parameters.size == 0 or count not in (None, parameters.size):
            raise ValueError(f"{what} returned shape {parameters.shape}; allowed is a vector"
                             + (f" of {count}" if count else ""))
        return parameters
