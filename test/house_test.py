#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does check-house see what is out of order?"""

import os
import sys
import tempfile
import unittest
from unittest import mock

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))

from house import arrows, listing, marks  # noqa: E402

HOUSE = {
    "model/profile/network.h": ("header", ""),
    "model/compute/clock.h": ("header", '#include "ns3/node.h"\n'),
    "model/radio/phy.h": ("private", ""),
    "model/allocation/plan/head.h": ("header", '#include "ns3/network.h"\n'),
    "model/allocation/numeric/root.h": ("private", '#include "ns3/head.h"\n'),
    "model/allocation/split/problem.h": ("header", '#include "ns3/head.h"\n'),
    "model/allocation/split/one/solver.h": ("private", '#include "allocation/numeric/root.h"\n'
                                                       '#include "ns3/problem.h"\n#include "ns3/object.h"\n'),
    "model/allocation/split/two/other.h": ("private", ""),
    "model/application/message/session.h": ("private", '#include "ns3/clock.h"\n'),
    "model/application/pipeline/camera.h": ("private", '#include "application/message/session.h"\n'),
    "model/application/co-inference/client.h": ("private", ""),
    "helper/install.h": ("private", '#include "radio/phy.h"\n'),
    "test/support/rig.h": (None, '#include "radio/phy.h"\n'),
    "examples/question.cc": ("example", '#include "ns3/network.h"\n'),
}


class HouseTest(unittest.TestCase):
    """A small house in order, and the same with one thing wrong."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.files = dict(HOUSE)
        exceptions = mock.patch.object(listing, "WITHOUT_HEADER", {})
        exceptions.start()
        self.addCleanup(exceptions.stop)

    def faults(self, replace=None, text=None):
        """Write the house and its list; return what is wrong with them."""
        top = self.folder.name
        for path, (_, content) in self.files.items():
            os.makedirs(os.path.join(top, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(top, path), "w", encoding="utf-8") as out:
                out.write(content)
        lines, folder = [], None
        for path in sorted(self.files, key=lambda path: listing.rank(os.path.dirname(path)) + (path,)):
            kind = self.files[path][0]
            if kind:
                if os.path.dirname(path) != folder:
                    folder = os.path.dirname(path)
                    lines.append(f"# {folder}: what is in it")
                lines.append(f"{kind} {path}")
        content = "\n".join(lines) + "\n"
        with open(os.path.join(top, "sources.txt"), "w", encoding="utf-8") as out:
            out.write(text or (content.replace(*replace) if replace else content))
        house = listing.read(top)
        return house.faults + arrows.faults(top, house) + marks.faults(top, house)

    def include(self, path, name):
        """Add an include to a file."""
        kind, content = self.files[path]
        self.files[path] = (kind, content + f'#include "{name}"\n')

    def refuses(self, path, name, reason):
        """Expect one fault that names file, include and reason."""
        self.include(path, name)
        found = self.faults()
        self.assertEqual(len(found), 1, found)
        self.assertIn(f"{path} must not include {name}: ", found[0])
        self.assertIn(reason, found[0])

    def test_in_order(self):
        self.assertEqual(self.faults(), [])

    def test_room_knows_another(self):
        self.refuses("model/compute/clock.h", "ns3/head.h", "serves any application")

    def test_application_knows_the_radio(self):
        self.refuses("model/application/pipeline/camera.h", "radio/phy.h", "any net device")

    def test_method_knows_another(self):
        self.refuses("model/allocation/split/one/solver.h", "allocation/split/two/other.h",
                     "methods never know each other")

    def test_families_sideways(self):
        self.refuses("model/application/pipeline/camera.h", "application/co-inference/client.h",
                     "never know each other")

    def test_kit_knows_a_family(self):
        self.refuses("model/application/message/session.h", "application/pipeline/camera.h", "below")

    def test_mathematics_knows_the_simulator(self):
        self.refuses("model/allocation/numeric/root.h", "ns3/simulator.h", "no Simulator")

    def test_model_knows_a_helper(self):
        self.refuses("model/radio/phy.h", "../../helper/install.h", "knows nothing of helper/")

    def test_example_knows_what_users_have_not(self):
        self.refuses("examples/question.cc", "radio/phy.h", "public headers")

    def test_public_knows_private(self):
        self.refuses("model/allocation/split/problem.h", "allocation/numeric/root.h", "public and installed")

    def test_public_knows_a_library(self):
        self.refuses("model/compute/clock.h", "Eigen/Core", "ns-3 alone")

    def test_list(self):
        for replace, words in (
            (("private model/radio/phy.h\n", ""), "model/radio/phy.h is not listed"),
            (("private model/radio/phy.h\n", "private model/radio/phy.h\n" * 2), "listed twice"),
            (("model/radio/phy.h", "model/radio/mac.h"), "there is no model/radio/mac.h"),
            (("private model/radio", "secret model/radio"), "cannot read"),
            (("# model/radio: what is in it\n", ""), "stands below the heading of"),
        ):
            found = self.faults(replace)
            self.assertTrue(any(words in fault for fault in found), (words, found))

    def test_order(self):
        self.files["model/radio/mac.h"] = ("private", "")
        found = self.faults(("private model/radio/mac.h\nprivate model/radio/phy.h\n",
                             "private model/radio/phy.h\nprivate model/radio/mac.h\n"))
        self.assertIn("sources.txt: model/radio/mac.h belongs before model/radio/phy.h", found)

    def test_same_name(self):
        self.files["model/compute/phy.h"] = ("private", "")
        self.assertTrue(any("same name" in fault for fault in self.faults()))

    def test_marks(self):
        self.files["model/radio/phy.h"] = (
            "private", '/// \\brief x\n/// @param y z\nNS_LOG_COMPONENT_DEFINE("Phy");\n')
        found = self.faults()
        self.assertEqual(len(found), 3, found)
        self.assertTrue(any("EdgeAiPhy" in fault for fault in found))

    def test_releases(self):
        self.files["model/radio/phy.h"] = (
            "private", "bool a = !m_sendEvent.IsRunning();\n"
                       "m_sendEvent = Simulator::Schedule(Seconds(1), [this, b] { Send(b); });\n"
                       "AddTestCase(new PhyCase, TestCase::QUICK);\n"
                       "class Own : public Planner\n{\n    int a;\n    TypeId GetInstanceTypeId() const override;\n};\n"
                       "class Mark : public Tag\n{\n    int a;\n    TypeId GetInstanceTypeId() const override;\n};\n")
        found = self.faults()
        self.assertEqual(len(found), 4, found)
        self.assertTrue(any("is final since" in fault for fault in found))
        self.assertTrue(any("IsPending(event)" in fault for fault in found))

    def test_this_checkout_sorts_to_itself(self):
        self.faults()
        path = os.path.join(self.folder.name, "sources.txt")
        with open(path, encoding="utf-8") as lines:
            before = lines.read()
        listing.sort(self.folder.name)
        with open(path, encoding="utf-8") as lines:
            self.assertEqual([line for line in lines.read().split("\n") if line],
                             [line for line in before.split("\n") if line])


if __name__ == "__main__":
    unittest.main()
