# SPDX-License-Identifier: GPL-2.0-only
"""Messages between a simulation and a process that trains or plans for it: headers, requests, streams."""

import contextlib
import errno
import os
import socket
import stat
import struct
import sys
import traceback

MAGIC, VERSION = b"EAIX", 1
HEADER = struct.Struct("<4sHHII")  # magic, version, kind, bytes of the body, number of the request
PLAN_MAX = 1 << 26  # bytes of a plan as JSON
PATH_MAX = 107  # bytes of a local socket's path
BODY_MAX, TEXT_MAX = 1 << 30, 1 << 16
(HELLO, READY, FIT, UPDATE, DECLINED, AGGREGATE, MODEL, EVALUATE, SCORE, END, ERROR, PLAN, DECISION) = range(1, 14)


class Declined(Exception):
    """Raised by who trains or plans: this device cannot train in this round, this problem has no plan; no more."""


class ProtocolError(Exception):
    """What came is no message of this protocol."""


def worded(text):
    """Return words as a list of bytes that is not too long."""
    raw = text.encode("utf-8", "replace")[-TEXT_MAX:]
    return struct.pack("<I", len(raw)) + raw


# Requests, and an answer to each.

def serve(answer, path=None, simulations=1, fatal=True):
    """Answer a simulation: over standard input and output, or over a local socket.

    answer(kind, body) returns kind and body of the answer to a request, or raises Declined; whatever else it raises
    ends the conversation or, if that is not fatal, is said as if it had declined. Over a socket so many simulations
    are served, one after the other; 0: for ever.
    """
    if isinstance(simulations, bool) or not isinstance(simulations, int) or simulations < 0:
        raise ValueError(f"simulations is {simulations!r}; allowed is a whole number from 0, which is for ever")
    if path is None:
        code = converse(*take_over(), answer, fatal)
        if code:
            sys.exit(code)
        return
    with listening(path) as door:
        while True:
            end, _ = door.accept()
            with end, end.makefile("rwb", buffering=0) as stream:
                converse(stream, stream, answer, fatal)
            simulations -= 1
            if simulations == 0:
                return


def converse(source, sink, respond, fatal=True):
    """Answer requests until there are no more; return an exit code."""
    number = 0
    while True:
        try:
            head = read_all(source, HEADER.size)
            if not head:
                return 0  # the simulation is over, however it ended
            magic, version, kind, length, number = HEADER.unpack(head)
            if magic != MAGIC or version != VERSION or length > BODY_MAX:
                raise ProtocolError(f"{head!r} is no header of version {VERSION}")
            body = read_all(source, length)
            if kind == END:
                return 0
            answer = respond(kind, body)
        except (KeyboardInterrupt, BrokenPipeError, ConnectionResetError, EOFError):
            return 1
        except Declined as reason:
            answer = DECLINED, worded(str(reason))
        except Exception as error:  # whatever it is, the simulation says it
            traceback.print_exc()
            mild = not fatal and not isinstance(error, ProtocolError)
            answer = DECLINED if mild else ERROR, worded(f"{type(error).__name__}: {error}")
        try:
            write_all(sink, HEADER.pack(MAGIC, VERSION, answer[0], len(answer[1]), number) + answer[1])
        except (BrokenPipeError, ConnectionResetError):
            return 1
        if answer[0] == ERROR:
            return 1


# Bytes. What is printed must never be taken for messages.

_TAKEN = []


def take_over():
    """Return streams of what standard input and output were; from now on these are for people."""
    if not _TAKEN:
        source, sink = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        if sys.stdout is not None:
            sys.stdout.flush()  # what was printed before, too
        _TAKEN.extend((os.fdopen(source, "rb", buffering=0), os.fdopen(sink, "wb", buffering=0)))
    return tuple(_TAKEN)


@contextlib.contextmanager
def listening(path):
    """A local socket at a path, which is taken away again; what nobody listens at any more gives way."""
    if not isinstance(path, (str, os.PathLike)):
        raise ValueError(f"socket is {path!r}; a path is needed")
    try:
        length = len(os.fsencode(path))
    except UnicodeEncodeError:
        length = 0
    if not length or "\0" in os.fspath(path):
        raise ValueError(f"socket is {path!r}; a path is needed")
    if length > PATH_MAX:
        raise ValueError(f"socket is '{path}'; allowed are paths of up to {PATH_MAX} bytes")
    if os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(path)
            except OSError as refused:
                if refused.errno == errno.ECONNREFUSED:
                    os.unlink(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        try:
            door.bind(os.fspath(path))
        except OSError as fault:
            # Somebody listens, it is something else, or there is no such folder.
            raise OSError(f"socket is '{path}': {fault.strerror}; allowed is a path that is not there yet, in a folder "
                             "that is") from None
        try:
            door.listen(64)
            yield door
        finally:
            os.unlink(path)


def read_all(source, count):
    """Return so many bytes; none if there are none; raise EOFError if they end in between."""
    parts, left = [], count
    while left:
        part = source.read(min(left, 1 << 20))
        if not part:
            if left == count:
                return b""
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def write_all(sink, data):
    """Write all bytes."""
    view = memoryview(data)
    while view:
        view = view[sink.write(view):]


if os.environ.pop("EDGE_AI_EXTERNAL", "") == "stdio":
    take_over()  # a simulation has started this: nothing that is printed may come between
