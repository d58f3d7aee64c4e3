#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests that suites' long cases are run by ./edge-ai test --slow, and by nothing else."""

import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))

from house import names  # noqa: E402
from house.build import ctest_names, long_runs  # noqa: E402


def long_suites():
    """Return the names of suites that have cases which are not quick."""
    found = set()
    for path in names.files(ROOT, "test"):
        with open(os.path.join(ROOT, path), encoding="utf-8") as source:
            text = source.read()
        if re.search(r"TEST_EXTENSIVE|\b(?:EXTENSIVE|TAKES_FOREVER)\b", text):
            found.update(re.findall(r': TestSuite\("([^"]+)"', text))
    return found


class SlowClass(unittest.TestCase):
    def test_long_cases_run_when_asked_for(self):
        suites = long_suites()
        self.assertIn("edge-ai-dp-sparse-learning", suites)
        quick = set(ctest_names(BUILD))
        slow = set(ctest_names(BUILD, "-C", "slow"))
        self.assertEqual({name + "-slow" for name in suites}, {name for name in slow - quick if "-doc-" not in name})
        self.assertLess(quick, slow)
        # By what the command leaves out the quick runs of those that have long ones.
        self.assertEqual({name: name + "-slow" for name in suites | {"edge-ai-doc-commands"}}, long_runs(BUILD))


if __name__ == "__main__":
    unittest.main()
