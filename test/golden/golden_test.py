#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs every example at its short settings, and holds what it prints and writes against what is kept here.

    golden_test.py --programs FOLDER [--only NAME] [--update] [--bytes OTHER]

Kept are the console output, results.csv, the steps and nodes beside it and, of packet traces, how many packets and
bytes they hold.
Words must be the same, numbers the same within 1e-9: another machine's mathematics library may differ
in a last digit. --update keeps what came out: for a change that is meant, whose reason the commit
gives. --bytes compares all files with those another build left in OTHER/NAME, byte by byte.
"""

import argparse
import filecmp
import os
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
KEPT = ("stdout.txt", "results.csv", "results-steps.csv", "results-nodes.csv", "captures.csv", "curves.csv",
        "closing.csv")
TOLERANCE = 1e-9


def examples():
    """Return [(program, arguments, whether test.py runs it here)]."""
    found = {}
    with open(os.path.join(HERE, "..", "examples-to-run.py"), encoding="utf-8") as source:
        exec(compile(source.read(), "examples-to-run.py", "exec"), found)  # it is a list in Python
    return [(words[0], words[1:], eval(condition, {"os": os}))  # as test.py does
            for words, condition in ((line[0].split(), line[1]) for line in found["cpp_examples"])]


def folder_of(name, arguments):
    """Return where an example's output is kept: by its name, and by its set-up or objective if that is another."""
    others = [word.split("=", 1)[1] for word in arguments if word.startswith(("--setup=", "--objective=", "--family="))]
    return "-".join([name, *others])


def describe(path):
    """Return 'packets,bytes' of a packet trace."""
    count = size = at = 0
    with open(path, "rb") as trace:
        data = trace.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    while at + 16 <= len(data):
        captured, original = struct.unpack_from(order + "II", data, at + 8)
        at += 16 + captured
        count += 1
        size += original
    return f"{count},{size}"


def run(programs, name, arguments, out):
    """Run an example into a folder, and add what is kept of its output and of its packet traces."""
    with open(os.path.join(out, "stdout.txt"), "w", encoding="utf-8") as console:
        done = subprocess.run([os.path.join(programs, name), *arguments, f"--output={out}"],
                              stdout=console, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{name} ended with exit code {done.returncode}:\n{done.stderr.decode()}")
    traces = sorted(file for file in os.listdir(out) if file.endswith(".pcap"))
    if traces:
        with open(os.path.join(out, "captures.csv"), "w", encoding="utf-8") as lines:
            lines.write("file,packets,bytes\n")
            lines.writelines(f"{file},{describe(os.path.join(out, file))}\n" for file in traces)


def same(one, other):
    """Tell whether two numbers are the same, as far as mathematics libraries agree."""
    one, other = float(one), float(other)
    return one == other or abs(one - other) <= TOLERANCE * max(abs(one), abs(other))


def differences(kept, got):
    """Return lines that say where two texts differ in words, or in numbers beyond the tolerance."""
    found = []
    kept, got = kept.splitlines(), got.splitlines()
    for number, (one, other) in enumerate(zip(kept, got), 1):
        numbers, others = NUMBER.findall(one), NUMBER.findall(other)
        words = re.sub(r"\s+", " ", NUMBER.sub("#", one)) == re.sub(r"\s+", " ", NUMBER.sub("#", other))
        if one != other and not (words and len(numbers) == len(others)
                                 and all(map(same, numbers, others))):
            found += [f"line {number}:", f"  kept {one}", f"  got  {other}"]
    if len(kept) != len(got):
        found.append(f"{len(kept)} lines are kept, {len(got)} came")
    return found


def read(path):
    """Return a file's text, or None."""
    if not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8") as text:
        return text.read()


def hold(name, out):
    """Return what of an example's output differs from what is kept."""
    found = []
    for file in KEPT:
        kept, got = read(os.path.join(HERE, name, file)), read(os.path.join(out, file))
        if kept is None and got is None:
            continue
        if kept is None or got is None:
            found.append(f"{name}/{file}: {'not kept' if kept is None else 'not written'}")
            continue
        lines = differences(kept, got)
        if lines:
            found += [f"{name}/{file}:", *("  " + line for line in lines[:12])]
    return found


def update(name, out):
    """Keep what an example wrote."""
    place = os.path.join(HERE, name)
    os.makedirs(place, exist_ok=True)
    for file in KEPT:
        got = read(os.path.join(out, file))
        path = os.path.join(place, file)
        if got is not None:
            with open(path, "w", encoding="utf-8") as kept:
                kept.write(got)
        elif os.path.exists(path):
            os.remove(path)


def hold_bytes(name, out, other):
    """Return which files of an example differ by a byte from those of another build."""
    files = set(os.listdir(out)) | set(os.listdir(os.path.join(other, name)))
    return [f"{name}/{file}" for file in sorted(files)
            if not (os.path.isfile(os.path.join(out, file))
                    and os.path.isfile(os.path.join(other, name, file))
                    and filecmp.cmp(os.path.join(out, file), os.path.join(other, name, file), False))]


def main():
    """Run, compare, and say what differs; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", required=True)
    parser.add_argument("--only")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--bytes")
    options = parser.parse_args()
    chosen = [one for one in examples() if options.only in (None, one[0])]
    if not chosen:
        raise SystemExit(f"no example is called {options.only}")
    failed = 0
    for program, arguments, here in chosen:
        name = folder_of(program, arguments)
        if not here:
            print(f"{name}: needs what is not installed")
            continue
        with tempfile.TemporaryDirectory() as out:
            run(options.programs, program, arguments, out)
            if options.update:
                update(name, out)
                continue
            found = hold_bytes(name, out, options.bytes) if options.bytes else hold(name, out)
            print(f"{name}: {'differs' if found else 'the same'}")
            print(*("  " + line for line in found), sep="\n", end="\n" if found else "")
            failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
