#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the module run from Python through cppyy, which reads its public headers?"""

import importlib.util
import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))
SCRIPT = os.path.join(ROOT, "examples", "python", "cppyy_first.py")


class Cppyy(unittest.TestCase):
    def test_it_is_short(self):
        with open(SCRIPT, encoding="utf-8") as text:
            self.assertLess(len(text.read().splitlines()), 80)

    @unittest.skipUnless(importlib.util.find_spec("cppyy"), "cppyy is not installed")
    @unittest.skipUnless(os.path.isfile(os.path.join(BUILD, "lib", "libns3-edge-ai.so")), "the module is not built")
    def test_tasks_come_back_as_numbers(self):
        done = subprocess.run([sys.executable, SCRIPT, BUILD], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = re.findall(r"task \d+: (\S+) s planned, (\S+) s realised", done.stdout)
        self.assertGreater(len(found), 20, done.stdout)
        for planned, realised in found[4:]:
            self.assertAlmostEqual(float(realised) / float(planned), 1, delta=0.05)


if __name__ == "__main__":
    unittest.main()
