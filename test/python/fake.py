# SPDX-License-Identifier: GPL-2.0-only
"""A program that behaves as ns-3's do, for tests: options, a table, last words, aborts; it takes no time."""

import os
import stat
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "bindings", "python"))

PROGRAM = '''#!{python}
"""--load: a number; --mode: text; --fail, --sleep, --exit: number of a run that aborts, hangs, ends with 3."""
import os, random, sys, time
known = {{
    "load": "1", "mode": "plain",
    "fail": "", "sleep": "", "exit": "", "output": "out", "RngRun": "1", "pause": "0"}}
if "--PrintHelp" in sys.argv:
    print("fake [Program Options] [General Arguments]\\n\\nProgram Options:")
    for name in known:
        if name != "RngRun":
            print(f"    --{{name}}:  something [{{known[name]}}]")
    print("\\nGeneral Arguments:\\n    --PrintHelp:  this")
    sys.exit()
if "--PrintGlobals" in sys.argv:
    print("Global values:\\n    --RngSeed=[1]\\n        seed")
    sys.exit()
for word in sys.argv[1:]:
    name, _, value = word[2:].partition("=")
    if name not in known and name != "RngSeed" and "::" not in name:
        sys.exit(f"fake: there is no option --{{name}}; did you mean load?")
    known[name] = value
run, load = int(known["RngRun"]), float(known["load"])
marks = os.environ.get("FAKE_MARKS")
if marks:
    with open(os.path.join(marks, f"{{run}}-{{load}}-{{os.getpid()}}"), "w"):
        pass
time.sleep(float(known["pause"]))
if known["fail"] in (str(run), "all"):
    print("12 %: 1 of 8 done in 1 s", file=sys.stderr)
    print(f"fake: run {{run}} cannot go on in {{known['output']}}", file=sys.stderr, flush=True)
    os.abort()
if known["exit"] == str(run):
    sys.exit(3)
if known["sleep"] == str(run):
    time.sleep(60)
draw = random.Random(1000 * run + load)
with open(os.path.join(known["output"], "summary.csv"), "w") as out:
    out.write("group,name,rng_run,latency_realised_s,energy_realised_J\\n")
    if known["mode"] != "head":
        out.write(f"all,,{{run}},{{'inf' if known['mode'] == 'endless' else load + draw.random()}},\\n")
        out.write(f"node,camera,{{run}},{{load}},2\\n")
with open(os.path.join(known["output"], "tasks.csv"), "w") as out:
    out.write("id,node,family,network,planner,latency_realised_s\\n")
    for task in range(3):
        out.write(f"{{task}},0,toy,net,plan,{{load + task}}\\n")
print(f"run {{run}} in mode {{known['mode']}}")
'''


class InFolder(unittest.TestCase):
    """A case with a folder of its own, whose name has a blank, and the program in it."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge ai ")
        self.addCleanup(place.cleanup)
        self.folder = place.name
        self.fake = self.write("fake", PROGRAM.format(python=sys.executable))
        os.chmod(self.fake, os.stat(self.fake).st_mode | stat.S_IXUSR)

    def write(self, name, text):
        """Write a file of the folder; return its path."""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path
