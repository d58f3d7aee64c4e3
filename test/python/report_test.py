#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Is the page of a run whole, sound HTML, and of itself enough?"""

import base64
import html.parser
import os
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT, InFolder  # noqa: E402

import edgeai  # noqa: E402
from edgeai import report  # noqa: E402

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"))), None)
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
TASKS = "id,node,family,network,planner,latency_realised_s\n" + "".join(f"{i},0,f,n<&>,A,{i}.5\n" for i in range(50))
SUMMARY = ("group,name,tasks_generated,tasks_completed,latency_planned_s,latency_realised_s,energy_planned_J,"
           "energy_realised_J\nall,,50,49,0.5,0.75,2,2\nnode,x,25,25,0.5,0.5,1,\n")
VOID = {"meta", "img", "br", "link", "hr"}


class Page(html.parser.HTMLParser):
    """Takes a page apart: whether elements are closed in order, what it refers to, and its words."""

    def __init__(self, text):
        super().__init__()
        self.open, self.faults, self.sources, self.links, self.words = [], [], [], [], []
        self.feed(text)
        self.close()
        self.faults += [f"{tag} is not closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.sources += [attributes[name] for name in ("src", "srcset", "data") if name in attributes]
        if tag == "link" or tag == "script":
            self.faults.append(f"{tag} is no part of such a page")
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "img" and not attributes.get("alt"):
            self.faults.append("a picture without words")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag} closes nothing")

    def handle_data(self, data):
        self.words.append(data)


class Report(InFolder):
    def setUp(self):
        super().setUp()
        self.place = os.path.join(self.folder, "co-inference-minimal")
        self.write("co-inference-minimal/params.json", '{"devices": 2, "planner": "A <b>", "deep": [1, 2]}')
        self.write("co-inference-minimal/version.txt", "edge-ai 0.1, seed 1, run 2\n")
        self.write("co-inference-minimal/results.csv", TASKS)
        self.write("co-inference-minimal/summary.csv", SUMMARY)
        self.write("co-inference-minimal/timeline.json", '{"displayTimeUnit": "ms", "traceEvents": []}')
        self.write("co-inference-minimal/empty.csv", "")
        with open(os.path.join(self.place, "figure.png"), "wb") as picture:
            picture.write(PIXEL)

    def read(self, *words):
        """Write the page through the command; return it, taken apart."""
        done = subprocess.run([sys.executable, os.path.join(ROOT, "edge-ai"), "report", self.place, *words],
                              stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("report.html", done.stderr)
        with open(os.path.join(self.place, "report.html"), encoding="utf-8") as text:
            return Page(text.read())

    def test_it_is_sound_and_needs_nothing_beside_it(self):
        page = self.read()
        self.assertEqual(page.faults, [])
        self.assertEqual([source[:22] for source in page.sources], ["data:image/png;base64,"])
        self.assertEqual(base64.b64decode(page.sources[0].partition(",")[2]), PIXEL)
        self.assertEqual(page.links, ["timeline.json", "https://ui.perfetto.dev"])

    def test_it_has_everything(self):
        words = " ".join(self.read().words)
        for said in ("The shortest co-inference script", "edge-ai 0.1, seed 1, run 2", "--planner", "A <b>", "[1, 2]",
                     "Plan and reality", "n<&>", "50 rows, the first 40 of them", "figure"):
            self.assertIn(said, words)
        self.assertEqual(report.compared({"latency_planned_s": [0.5], "latency_realised_s": [0.75],
                                          "energy_planned_J": [2.0], "energy_realised_J": [float("nan")]}),
                         [["latency", "s", 0.5, 0.75, 1.5]])

    def test_a_table_that_is_none_is_said_and_the_others_are_there(self):
        with open(os.path.join(self.place, "binary.csv"), "wb") as data:
            data.write(bytes(range(128, 256)))
        self.write("co-inference-minimal/short.csv", "a,b\n1\n")
        page = self.read()
        words = " ".join(page.words)
        self.assertEqual(page.faults, [])
        for said in ("binary.csv: no table: byte 0 is no text in UTF-8", "row 2 has 1 fields", "50 rows"):
            self.assertIn(said, words)
        for text, said in (("[1]", "an object with members"), ("{", "no settings of a run"), ("[" * 100000, "no settings")):
            self.write("co-inference-minimal/params.json", text)
            with self.assertRaisesRegex(edgeai.Refused, said):
                report.page(self.place)

    def test_the_same_bytes_again(self):
        self.read()
        with open(os.path.join(self.place, "report.html"), "rb") as page:
            before = page.read()
        self.read()
        with open(os.path.join(self.place, "report.html"), "rb") as page:
            self.assertEqual(page.read(), before)

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_runs_without_figures_get_some(self):
        os.remove(os.path.join(self.place, "figure.png"))
        page = self.read()
        self.assertEqual(len(page.sources), 1)
        self.assertTrue(base64.b64decode(page.sources[0].partition(",")[2]).startswith(b"\x89PNG"))

    def test_tables_without_numbers_are_said_where_figures_would_be(self):
        os.remove(os.path.join(self.place, "figure.png"))
        self.write("co-inference-minimal/results.csv", "id,node,family,network,planner,outcome,detail,latency_realised_s\n"
                                                       "0,0,f,n,A,DROPPED_REFUSED,no band,\n")
        page = self.read()
        self.assertEqual((page.faults, page.sources), ([], []))
        self.assertIn("results.csv: latency_realised_s has no number in any of 1 rows; they ended as DROPPED_REFUSED (1): no band",
                      " ".join(page.words))

    def test_what_is_no_run_is_told(self):
        for folder, words in ((os.path.join(self.folder, "nowhere"), "There is no folder"),
                              (os.path.dirname(self.write("other/file.txt", "x")), "is no folder of a run")):
            with self.assertRaisesRegex(edgeai.Refused, words):
                report.page(folder)

    @unittest.skipUnless(BROWSER, "chromium is not installed")
    def test_a_browser_shows_it(self):
        self.read()
        way = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
               f"--user-data-dir={self.folder}/profile", "--virtual-time-budget=2000"]
        path = "file://" + os.path.join(self.place, "report.html").replace(" ", "%20")
        shot = os.path.join(self.folder, "shot.png")
        subprocess.run([*way, f"--screenshot={shot}", "--window-size=1200,900", path], check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.assertGreater(os.path.getsize(shot), 10000)
        found = subprocess.run([*way, "--dump-dom", path], check=True, timeout=120, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True).stdout
        self.assertEqual(len(re.findall("<tr>", found)), len(re.findall("</tr>", found)))
        self.assertGreater(found.count("<tr>"), 40)


if __name__ == "__main__":
    unittest.main()
