#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Are the manual's generated pages fresh, does every attribute say what it is, and every ending what to do about it?"""

import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))

from house import attribute_page, fit_page, tables  # noqa: E402

BUILD = os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))
PROGRAM = os.path.join(BUILD, "bin", "edge-ai-tables")
TROUBLE = "doc/use/troubleshooting.rst"


def committed(file):
    """Return the text of a file of the checkout."""
    with open(os.path.join(ROOT, file), encoding="utf-8") as text:
        return text.read()


def row(**what):
    """Return an attribute that is in order, or not."""
    said = dict(owner="ns3::edgeai::Toy", parent="Object", name="Width", kind="DoubleValue", default="2",
                range="double 0:1.79769e+308", flags="set", help="Width of a toy [m]")
    return attribute_page.Row(**{**said, **what})


class Words(unittest.TestCase):
    """What rows say, in the words of the page."""

    def test_units(self):
        for help_, unit in (("Width [m]", "m"), ("A share [1], in [0, 1]", ""), ("Noise [W/Hz], in [0, 1]", "W/Hz"),
                            ("Of the rows, in [0.001, 1]", ""), ("Cost [s^2]; none", "s^2")):
            self.assertEqual(attribute_page.unit(row(help=help_)), unit)
        self.assertEqual(attribute_page.unit(row(kind="TimeValue", help="How long")), "s")
        self.assertEqual(attribute_page.unit(row(kind="StringValue", help="As x [m]")), "")

    def test_allowed(self):
        for range_, words in (("double 0:1", "0 to 1"), ("double 2.22507e-308:1.79769e+308", "> 0"),
                              ("double 2.22507e-308:1", "> 0 to 1"), ("double -1.79769e+308:1.79769e+308", ""),
                              ("double 0:1.79769e+308", ">= 0"), ("uint32_t 1:4294967295", ">= 1")):
            kind = "UintegerValue" if range_[0] == "u" else "DoubleValue"
            self.assertEqual(attribute_page.allowed(row(kind=kind, range=range_)), words)
        self.assertEqual(attribute_page.allowed(row(kind="EnumValue", range="A|B")), "A, B")
        times = row(kind="TimeValue", range="Time +0.0ns:+9223372036854775807.0ns", default="+2e+07ns")
        self.assertEqual((attribute_page.allowed(times), attribute_page.default(times)), (">= 0", "20 ms"))

    def test_what_is_not_said_is_a_fault(self):
        self.assertEqual(attribute_page.faults([row(), row(help="A share [1]"), row(help="A share, no unit")]), [])
        for wrong, words in ((row(help="Width of a toy"), "says no unit"), (row(help="[m]"), "what it means"),
                             (row(default="inf"), "is no number"), (row(help="A share, in [0, 1]"), "says no unit")):
            found = attribute_page.faults([wrong])
            self.assertTrue(found and words in found[0], (wrong, found))

    def test_fits(self):
        def line(planner, access, ending, words=""):
            return "\t".join([planner, access, "Slice", ending, words])

        splits = [line("A", "cable", "completed"), line("A", "radio", "completed"), line("B", "cable", "completed"),
                  line("B", "radio", "REFUSED", "devices[0].linkRate is odd")]
        page = fit_page.page(splits, ["P\ta part\tform (who)\tyes"])
        self.assertIn('Over the links named "cable" every', page)
        self.assertIn('"B", "planned", "refused (1)"', page)
        self.assertIn("1. linkRate is odd", page)
        self.assertIn('"P", "a part"', page)


@unittest.skipUnless(os.access(PROGRAM, os.X_OK), "edge-ai-tables is not built")
class Pages(unittest.TestCase):
    def test_every_attribute_says_what_it_is(self):
        found = attribute_page.rows(tables.ask(PROGRAM, "attributes"))
        self.assertGreater(len(found), 400)
        self.assertEqual(attribute_page.faults(found), [])

    def test_pages_are_fresh(self):
        for file, content in tables.pages(ROOT, PROGRAM).items():
            self.assertTrue(content == committed(file), f"{file} is stale: ./edge-ai tables")

    def test_all_split_planners_run_on_one_set_up(self):
        rows = [fit_page.Split(*line.split("\t")) for line in tables.ask(PROGRAM, "splits")]
        self.assertGreaterEqual(set(fit_page.everywhere(rows)), {"ideal link", "broadband"})

    def test_every_ending_has_an_entry(self):
        dropped = {name for name, kind in (line.split("\t") for line in tables.ask(PROGRAM, "endings")) if kind}
        entries = re.findall(r"^([A-Z_]+)\n   \S", committed(TROUBLE), re.M)
        self.assertEqual(sorted(entries), sorted(dropped))

    def test_what_is_counted(self):
        words = {4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
        readme = committed("README.md")
        for what, count in (line.split("\t") for line in tables.ask(PROGRAM, "counts")):
            said = re.findall(r"(\w+) (?:DVFS )?" + what, readme)
            number = words.get(int(count), count)
            self.assertTrue(all(word in (number, count) for word in said if word.isdigit() or word in words.values()),
                            f"README.md says {said} {what}; there are {count}")

    def test_attributes_that_pages_name_are_there(self):
        known = {row.name for row in attribute_page.rows(tables.ask(PROGRAM, "attributes"))}
        known |= {row.owner.rsplit(":", 1)[1] for row in attribute_page.rows(tables.ask(PROGRAM, "attributes"))}
        text = committed(TROUBLE).split("A table of zeros")[0]
        named = set(re.findall(r"``([A-Z][A-Za-z]+)``", text)) - {"Drop", "BasicEnergySource", "SetBudget"}
        self.assertEqual(sorted(named - known - {"BasicEnergyLowBatteryThreshold"}), [])


if __name__ == "__main__":
    unittest.main()
