#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print a table of measured latencies, as the module reads it, from a CSV file of one's own.

The file has a line with the names of its columns and a row per measurement. A column of blocks (block,
layer, name) and one of times with its unit (latency_ms, time_us, seconds, ...) are needed; option (mode,
variant) and batch (batch_size) are not; other columns are left out, and named on stderr. Rows of the
same block, option and batch are one measurement repeated: their mean is kept. What the table must say
of its origin comes from "# key: value" lines of the file or from the command line. The network is one of
the catalogue or a profile file, and has the blocks; --blocks names the program that knows them.
"""

import argparse
import decimal
import difflib
import os
import re
import subprocess
import sys

SIZE_MAX = 64 << 20  # [B]
ROWS_MAX = 1_000_000
LINE_MAX = 4096
NAME_MAX = 200
SECONDS_MAX = 1e6
SECONDS_MIN = 1e-9  # a step of the simulator's time
BATCH_MAX = 65536
COLUMNS = {
    "block": ("block", "layer", "name"),
    "option": ("option", "mode", "variant"),
    "batch": ("batch", "batch_size"),
}
UNITS = {"s": 0, "ms": -3, "us": -6, "ns": -9}  # powers of ten [s]
DIGITS = 12  # of the mean of several measurements
TIME = re.compile(r"(?:latency|time|duration|mean)_(s|ms|us|ns)")
SPOKEN = {"seconds": "s", "milliseconds": "ms", "microseconds": "us"}
KEYS = ("network", "device", "source", "licence", "clock_hz", "units", "busy_power_w", "note")
NEEDED = ("network", "device", "source", "licence")
NUMBER = re.compile(r"[+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Refused(Exception):
    """What is wrong, with its place."""


def shorten(text):
    """The beginning of a text, fit for a message of one line."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[:60])
    return shown + ("..." if len(text) > 60 else "")


class Reader:
    """Reads the lines of a file; every complaint names file, line and column."""

    def __init__(self, path):
        self.path = path
        self.line = 0
        self.header = {}
        self.places = {}  # {key of the header: (line, column)} of what the file says
        self.columns = None  # {what: index}
        self.unit = 0
        self.width = 0
        self.separator = ","
        self.sums = {}  # (block, option, batch): [sum, count], in the order they came
        self.blocks = {}  # {block: (line, column)} where it came first
        self.ignored = []
        self.told = []  # what the user should know of a table that is made
        self.rows = 0

    def fail(self, column, message, line=None):
        """Complain about a place, from 1, in the present line unless another is given."""
        raise Refused(f"{self.path}:{line or self.line}:{column}: {message}")

    def read(self):
        """Read the whole file."""
        with open(self.path, "rb") as stream:
            data = stream.read(SIZE_MAX + 1)
        if len(data) > SIZE_MAX:
            raise Refused(f"{self.path}: larger than {SIZE_MAX >> 20} MiB")
        if data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        for raw in data.split(b"\n"):
            self.line += 1
            self.take(raw[:-1] if raw.endswith(b"\r") else raw)
        if self.columns is None:
            self.fail(1, "the file ends before the line with the names of its columns")
        if not self.sums:
            self.fail(1, "the file has no row")

    def take(self, raw):
        """Read a line."""
        if len(raw) > LINE_MAX:
            self.fail(LINE_MAX + 1, f"a line has at most {LINE_MAX} characters")
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.fail(len(raw[:error.start].decode("utf-8")) + 1, "the text is not UTF-8")
        for place, letter in enumerate(line, 1):
            if letter == '"':
                self.fail(place, "quotes are not supported; names have no comma in them")
            if letter != "\t" and not letter.isprintable():
                self.fail(place, "a control character is not text")
        if not line.strip():
            return
        if line.lstrip().startswith("#"):
            self.take_comment(line)
        elif self.columns is None:
            self.take_columns(line)
        else:
            self.take_row(line)

    def split(self, line):
        """The fields of a line, with their columns."""
        fields, place = [], 1
        for field in line.split(self.separator):
            lead = len(field) - len(field.lstrip())
            fields.append((field.strip(), place + lead))
            place += len(field) + 1
        return fields

    def take_comment(self, line):
        """Keep a line of the header if it has a key that is known; other comments are words."""
        found = re.fullmatch(r"\s*#\s*([a-z_]+)\s*:\s*(.*?)\s*", line)
        if not found or found.group(1) not in KEYS:
            return
        key, value = found.groups()
        if not value:
            self.fail(len(line) + 1, f"{key} has no value")
        if key == "note":
            self.header.setdefault("note", []).append(value)
        elif key in self.header:
            self.fail(found.start(1) + 1, f"{key} is there twice")
        else:
            self.header[key] = value
            self.places[key] = (self.line, found.start(2) + 1)

    def take_columns(self, line):
        """Find out which column is which."""
        self.separator = next((mark for mark in ",;\t" if mark in line), ",")
        self.columns = {}
        fields = self.split(line)
        self.width = len(fields)
        for index, (field, place) in enumerate(fields):
            name = field.lower().replace(" ", "_")
            time = TIME.fullmatch(name)
            what = next((key for key, names in COLUMNS.items() if name in names), None)
            if time or name in SPOKEN:
                what = "latency"
                self.unit = UNITS[time.group(1) if time else SPOKEN[name]]
            if what is None:
                self.ignored.append(field or f"column {index + 1}, which has no name")
            elif what in self.columns:
                self.fail(place, f"a second column of {what}: '{shorten(field)}'")
            else:
                self.columns[what] = index
        if "block" not in self.columns:
            self.fail(1, "no column is called block, layer or name")
        if "latency" not in self.columns:
            self.fail(1, "no column is a time with its unit, e.g. latency_ms, time_us or seconds")

    def take_row(self, line):
        """Read a measurement."""
        self.rows += 1
        if self.rows > ROWS_MAX:
            self.fail(1, f"a file has at most {ROWS_MAX} rows")
        fields = self.split(line)
        if len(fields) != self.width:
            count = f"{len(fields)} field" + ("" if len(fields) == 1 else "s")
            self.fail(fields[-1][1], f"the row has {count}, the columns are {self.width}")

        def get(what):
            return fields[self.columns[what]] if what in self.columns else ("", 1)

        names = []
        for what in ("block", "option"):
            text, place = get(what)
            if len(text) > NAME_MAX:
                self.fail(place, f"{what} has at most {NAME_MAX} characters")
            if "," in text:
                self.fail(place + text.index(","), f"{what} must have no comma")
            names.append(text)
        if not names[0]:
            self.fail(get("block")[1], "a block needs a name")
        batch = 1
        if "batch" in self.columns:
            text, place = get("batch")
            if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= BATCH_MAX:
                self.fail(place, f"batch must be a whole number in 1..{BATCH_MAX}, got '{shorten(text)}'")
            batch = int(text)
        text, place = get("latency")
        # In decimals: 6.5 ms are 0.0065 s.
        number = bool(NUMBER.fullmatch(text)) and 0 < float(text) < 1e300
        seconds = decimal.Decimal(text).scaleb(self.unit) if number else decimal.Decimal()
        if not SECONDS_MIN <= float(seconds) <= SECONDS_MAX:
            hint = "" if text else "; what was not measured has no row"
            hint = "; the decimal mark is a point" if re.fullmatch(r"[0-9]+,[0-9]+", text) else hint
            self.fail(place, f"the time must be a number from {SECONDS_MIN:g} to {SECONDS_MAX:g} s, "
                             f"got '{shorten(text)}'{hint}")
        self.blocks.setdefault(names[0], (self.line, get("block")[1]))
        kept = self.sums.setdefault((names[0], names[1], batch), [decimal.Decimal(), 0])
        kept[0] += seconds
        kept[1] += 1


def check_blocks(reader, program, network, fail):
    """Hold the names of network and blocks against what there is; return the network's own name."""
    done = subprocess.run([program, network], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or "it has no such network"
        own = "; a profile of your own is given by its file, --network=net.json"
        fail("network", said + (own if said.startswith("no network") else ""))
    name, *known = done.stdout.splitlines()
    for block, (line, column) in reader.blocks.items():
        if block not in known:
            close = difflib.get_close_matches(block, known, 1, 0.5)
            hint = f"; did you mean {close[0]}?" if close else f"; it has {shorten(', '.join(known))}"
            reader.fail(column, f"{name} has no block '{shorten(block)}'{hint}", line)
    return name


def mean(total, count):
    """The mean of measurements, without digits that none of them had."""
    if count == 1:
        return float(total)
    with decimal.localcontext() as context:
        context.prec = DIGITS
        return float(total / count)


def complete(reader, options):
    """What the table says of its origin; the command line goes before the file."""
    header = dict(reader.header)
    for key in KEYS:
        given = getattr(options, key)
        if key == "note":
            header[key] = reader.header.get(key, []) + given
        elif given:
            header[key] = given
    missing = [key for key in NEEDED if not header.get(key)]
    if missing:
        raise Refused(f"{reader.path}: what it says of its origin lacks " + ", ".join(missing) +
                      "; add '# key: value' lines or give --" + " --".join(missing))

    def fail(key, message):
        """Complain about a value, at its place if it is the file's."""
        if key in reader.places and not getattr(options, key):
            line, column = reader.places[key]
            reader.fail(column, message, line)
        raise Refused(f"{reader.path}: {message}")

    for key, most in (("clock_hz", 1e15), ("busy_power_w", 1e6)):
        text = header.get(key)
        if text and not (NUMBER.fullmatch(text) and 0 < float(text) <= most):
            fail(key, f"{key} must be a number > 0 and at most {most:g}, got '{shorten(text)}'")
    units = header.get("units")
    if units and not (re.fullmatch(r"[0-9]{1,7}", units) and 1 <= int(units) <= 1_000_000):
        fail("units", f"units must be a whole number in 1..1000000, got '{shorten(units)}'")
    for key in header:
        for value in header[key] if key == "note" else [header[key]]:
            if not value.isprintable() or '"' in value or len(value) > LINE_MAX - 100:
                fail(key, "what it says of its origin must be a line of text without quotes, "
                          f"got '{shorten(value)}'")
    for key, (line, column) in reader.places.items():
        if key != "note" and getattr(options, key) and getattr(options, key) != reader.header[key]:
            reader.told.append(f"{reader.path}:{line}:{column}: {key} is '{shorten(reader.header[key])}' here, "
                               f"'{shorten(header[key])}' of the command line stands")
    if options.blocks:
        header["network"] = check_blocks(reader, options.blocks, header["network"], fail)
    return header


def print_table(reader, header, out):
    """The table, in the order in which its blocks came."""
    for key in KEYS:
        for value in header.get(key, []) if key == "note" else [header.get(key)]:
            if value:
                out.write(f"# {key}: {value}\n")
    repeated = max(count for _, count in reader.sums.values())
    if repeated > 1:
        out.write(f"# note: means of up to {repeated} rows of the same block, option and batch\n")
    out.write("block,option,batch,latency_s\n")
    for (block, option, batch), (total, count) in reader.sums.items():
        out.write(f"{block},{option},{batch},{mean(total, count)!r}\n")


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("file", metavar="TABLE.csv")
    parser.add_argument("--network", help="catalogue name or profile file of what was measured")
    parser.add_argument("--device", help="what it was measured on")
    parser.add_argument("--source", help="who measured it, where it was published")
    parser.add_argument("--licence", help="of the figures")
    parser.add_argument("--clock", dest="clock_hz", help="of the device then [cycle/s]")
    parser.add_argument("--units", help="units of the processor that one job used (default: all)")
    parser.add_argument("--power", dest="busy_power_w", help="drawn by the processor meanwhile [W]")
    parser.add_argument("--note", action="append", default=[], help="anything else, a line")
    parser.add_argument("--blocks", metavar="PROGRAM", help=argparse.SUPPRESS)
    options = parser.parse_args()
    reader = Reader(options.file)
    try:
        if not os.path.isfile(options.file):
            raise Refused(f"{options.file}: there is no such file")
        reader.read()
        header = complete(reader, options)
    except Refused as refusal:
        print(f"latency-to-table: {refusal}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"latency-to-table: {options.file}: {error.strerror}", file=sys.stderr)
        return 2
    if reader.ignored:
        reader.told.append("left out: " + ", ".join(map(shorten, reader.ignored)))
    for told in reader.told:
        print(f"latency-to-table: {told}", file=sys.stderr)
    try:
        print_table(reader, header, sys.stdout)
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
