#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of tools/latency-to-table.py and ./edge-ai profile --latency."""

import os
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORIGIN = ["--network=VGG-16", "--device=board", "--source=me", "--licence=mine"]


class Import(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge ai ")
        self.addCleanup(place.cleanup)
        self.path = os.path.join(place.name, "my table.csv")

    def convert(self, content, *arguments, origin=True):
        with open(self.path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        command = [sys.executable, os.path.join(ROOT, "edge-ai"), "profile", "--latency", self.path,
                   "--", *(ORIGIN if origin else []), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def refuse(self, content, expected, *arguments, origin=True):
        done = self.convert(content, *arguments, origin=origin)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(expected, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_table(self):
        done = self.convert("# any words\n# clock_hz: 1.3e9\r\nLayer;time_ms;batch_size;who\r\n"
                            "a;2;1;x\r\nb;4;1;y\r\na;3;1;x\r\na;6;4;x\r\n", "--power=7.5")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines(), [
            "# network: VGG-16", "# device: board", "# source: me", "# licence: mine",
            "# clock_hz: 1.3e9", "# busy_power_w: 7.5",
            "# note: means of up to 2 rows of the same block, option and batch",
            "block,option,batch,latency_s", "a,,1,0.0025", "b,,1,0.004", "a,,4,0.006"])
        self.assertIn("left out: who", done.stderr)

    def test_units_of_time(self):
        for column, value in (("latency_s", "0.5"), ("latency_us", "5e5"), ("seconds", ".5"),
                              ("mean_ms", "500"), ("time_ns", "5e8")):
            done = self.convert(f"block,{column}\na,{value}\n")
            self.assertEqual(done.stdout.splitlines()[-1], "a,,1,0.5", column)

    def test_own_output(self):
        first = self.convert("block,option,latency_ms\na,x,1.25\n").stdout
        self.assertEqual(self.convert(first, origin=False).stdout, first)

    def test_published_tables(self):
        place = os.path.join(ROOT, "data", "latency")
        for name in sorted(os.listdir(place)):
            with open(os.path.join(place, name), encoding="utf-8") as text:
                content = text.read()
            done = self.convert(content, origin=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(done.stdout.splitlines()), len(content.splitlines()), name)

    def test_errors_have_places(self):
        head = "block,latency_ms,batch\n"
        self.refuse("", "my table.csv:1:1: the file ends before")
        self.refuse(head, ": the file has no row")
        self.refuse("x,latency_ms\na,1\n", ":1:1: no column is called block")
        self.refuse("block,latency\na,1\n", ":1:1: no column is a time with its unit")
        self.refuse("block,layer,latency_ms\na,a,1\n", ":1:7: a second column of block: 'layer'")
        self.refuse(head + "a,1\n", ":2:3: the row has 2 fields, the columns are 3")
        self.refuse(head + " ,1,1\n", ":2:2: a block needs a name")
        for bad in ("", "-1", "0", "1e-300", "nan", "inf", "1e999", "0x1", "1_0", "1 ms", "\u0661"):
            self.refuse(head + f"abc, {bad},1\n", ":2:6: the time must be a number from 1e-09 to 1e+06 s")
        self.refuse("block;latency_ms\na;1,5\n", "the decimal mark is a point")
        for bad in ("0", "1.5", "", "-1", "99999", "9" * 400, "\u0661"):
            self.refuse(head + f"a,1,{bad}\n", ":2:5: batch must be a whole number in 1..65536")
        self.refuse(head + "a,\"1\",1\n", ":2:3: quotes are not supported")
        self.refuse(head.encode() + b"a\0,1,1\n", ":2:2: a control character")
        self.refuse(head.encode() + b"a\xff,1,1\n", ":2:2: the text is not UTF-8")
        self.refuse(head + "a" * 5000, ":2:4097: a line has at most 4096 characters")
        self.refuse(head + "a" * 201 + ",1,1\n", "block has at most 200 characters")

    def test_origin(self):
        self.refuse("block,latency_ms\na,1\n", "lacks network, device, source, licence; add",
                    origin=False)
        self.refuse("block,latency_ms\na,1\n", "clock_hz must be a number > 0", "--clock=fast")
        self.refuse("block,latency_ms\na,1\n", "units must be a whole number", "--units=0")
        self.refuse("block,latency_ms\na,1\n", "must be a line of text", "--note=a\nb")
        self.refuse("# device: a\n# device: b\n", ":2:3: device is there twice")

    def test_no_file(self):
        command = [sys.executable, os.path.join(ROOT, "edge-ai"), "profile", "--latency"]
        for path, words in (("/nowhere.csv", "there is no such file"), ("/", "there is no such file")):
            done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)

    def test_any_bytes(self):
        draw = random.Random(3)
        sound = b"# device: d\nblock,option,latency_ms,batch\na,x,1.5,1\nb,y,2,4\n"
        for _ in range(12):
            content = bytearray(sound)
            for _ in range(draw.randint(1, 4)):
                content[draw.randrange(len(content))] = draw.randrange(256)
            done = self.convert(bytes(content))
            self.assertNotIn("Traceback", done.stderr)
            self.assertIn(done.returncode, (0, 2))


if __name__ == "__main__":
    unittest.main()
