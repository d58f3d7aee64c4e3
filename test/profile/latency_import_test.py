#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of tools/latency-to-table.py and ./edge-ai profile --latency."""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = [sys.executable, os.path.join(ROOT, "tools", "latency-to-table.py")]
BLOCKS = os.environ.get("EDGE_AI_BLOCKS", "")  # the program that knows networks and their blocks
ORIGIN = ["--network=VGG-16", "--device=board", "--source=me", "--licence=mine"]


class Import(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge ai ")
        self.addCleanup(place.cleanup)
        self.path = os.path.join(place.name, "my table.csv")

    def convert(self, content, *arguments, origin=True):
        with open(self.path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        command = [*TOOL, self.path, *(ORIGIN if origin else []), *arguments]
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

    def test_decimals(self):
        for value, expected in (("6.5", "0.0065"), ("0.1", "0.0001"), ("4.43", "0.00443"),
                                ("1e-3", "1e-06"), ("0.12345678901234567", "0.00012345678901234567")):
            done = self.convert(f"block,latency_ms\na,{value}\n")
            self.assertEqual(done.stdout.splitlines()[-1], f"a,,1,{expected}")
        done = self.convert("block,latency_ms\na,0.1\na,0.2\na,0.3\nb,1\nb,1\nb,2\n")
        self.assertEqual(done.stdout.splitlines()[-2:], ["a,,1,0.0002", "b,,1,0.00133333333333"])

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
        self.refuse(head + "a\n", ":2:1: the row has 1 field, the columns are 3")
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
        self.refuse("# any\n#  clock_hz:  1 GHz\nblock,latency_ms\na,1\n",
                    ":2:15: clock_hz must be a number > 0")

    def test_what_stands(self):
        head = "# device: mine\n# note: of the file\nblock,latency_ms,\na,1,x\n"
        done = self.convert(head, "--note=given")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines()[:6],
                         ["# network: VGG-16", "# device: board", "# source: me", "# licence: mine",
                          "# note: of the file", "# note: given"])
        self.assertIn("my table.csv:1:11: device is 'mine' here, 'board' of the command line stands\n", done.stderr)
        self.assertIn("left out: column 3, which has no name\n", done.stderr)
        self.assertEqual(self.convert("# device: board\nblock,latency_ms\na,1\n").stderr, "")

    def test_no_file(self):
        for path, words in (("/nowhere.csv", "there is no such file"), ("/", "there is no such file")):
            done = subprocess.run([*TOOL, path], capture_output=True, text=True, check=False)
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

    @unittest.skipUnless(BLOCKS, "EDGE_AI_BLOCKS names no program")
    def test_names(self):
        head = "block,latency_ms\nconv1_1,1\n"
        known = f"--blocks={BLOCKS}"
        self.assertEqual(self.convert(head, known).returncode, 0)
        self.refuse(head + " conv1_l,2\n", ":3:2: VGG-16 has no block 'conv1_l'; did you mean conv1_", known)
        self.refuse(head + "something,2\n", ":3:1: VGG-16 has no block 'something'; it has conv1_1", known)
        self.refuse("# network: VGG-61\n" + head, ":1:12: no network is called 'VGG-61'; did you mean VGG-",
                    *ORIGIN[1:], known, origin=False)
        self.refuse(head, "my table.csv: no network is called 'VGG_16'; did you mean VGG-16", "--network=VGG_16", known)
        self.refuse(head, "has no option 'bit' (did you mean bits?)", "--network=VGG-16@bit=8", known)
        self.refuse(head, "/no/such.json", "--network=/no/such.json", known)
        # A profile of one's own: the table has its name.
        own = os.path.join(ROOT, "test", "profile", "data", "small-vgg.json")
        with open(own, encoding="utf-8") as text:
            profile = json.load(text)
        block = profile["blocks"][0]["name"]
        done = self.convert(f"block,latency_ms\n{block},1\n", f"--network={own}", known)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines()[0], f"# network: {profile['name']}")

    @unittest.skipUnless(BLOCKS, "EDGE_AI_BLOCKS names no program")
    def test_published_names(self):
        place = os.path.join(ROOT, "data", "latency")
        for name in sorted(os.listdir(place)):
            done = subprocess.run([*TOOL, os.path.join(place, name), f"--blocks={BLOCKS}"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_follows_the_dashes(self):
        command = [sys.executable, os.path.join(ROOT, "edge-ai"), "profile"]
        for words, expected in (
                (["--latency", "t.csv", "--network=VGG-16"], "--latency t.csv -- --network=VGG-16"),
                (["--latency", "t.csv", "--device", "my board"], "--latency t.csv -- --device 'my board'"),
                (["net.onnx", "--name=x"], "profile net.onnx -- --name=x"),
                ([], "needs FILE.onnx or --latency TABLE.csv")):
            done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(expected, done.stderr)
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
