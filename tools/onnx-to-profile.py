#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print the profile of a network stored as ONNX, as JSON for LoadNetworkProfile().

The graph is cut wherever exactly one activation is alive, and what lies between two cuts becomes a
block; activations, norms and reshapes join the block before them. Work is counted as in the rest of
the module: 2 FLOP per multiply-add, everything else is free unless --count says otherwise. Operators
this tool does not know are named on stderr and counted as no work, and so is every guess. The schema is in doc/rooms/profile.rst.
"""

import argparse
import json
import os
import sys

try:
    import onnx  # pylint: disable=unused-import
except ImportError:
    sys.exit("onnx-to-profile: Python package 'onnx' is missing for " + sys.executable +
             "; on Debian: apt-get install python3-onnx, and use /usr/bin/python3")

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
# pylint: disable=wrong-import-position
from onnx_profile.model import COUNT_MAX, convert
from onnx_profile.notes import Refused


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
    parser.add_argument("--output", action="append", default=[], metavar="OUTPUT",
                        help="an output that is wanted (default: all); what the others alone need "
                             "does not count")
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


def guard(function):
    """Runs a function in a process of its own: the onnx package crashes over some unsound graphs."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = function()
            sys.stdout.flush()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:  # pylint: disable=broad-except
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(code)  # pylint: disable=protected-access
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        print(f"onnx-to-profile: {sys.argv[-1]}: is not a sound graph: the onnx package broke off "
              f"over it (signal {os.WTERMSIG(status)})", file=sys.stderr)
        return 2
    return os.WEXITSTATUS(status)


if __name__ == "__main__":
    sys.exit(guard(main))
