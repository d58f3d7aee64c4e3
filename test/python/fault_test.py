#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Are faults of files, programs, tables and disks answered in words, and is nothing left behind or lost?"""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campaign_test import Campaigns  # noqa: E402
from fake import ROOT  # noqa: E402

import edgeai  # noqa: E402
from edgeai import child, columns, program, words  # noqa: E402
from edgeai.campaign import slurm, spec, store  # noqa: E402

PROGRAM = '''#!{python}
import os, signal, subprocess, sys, time
if "--PrintHelp" in sys.argv:
    print("prog\\n\\nProgram Options:\\n    --x:  a number [1]\\n    --m:  another [1]\\n    --output:  folder [.]\\n\\nGeneral Arguments:")
    sys.exit()
known = dict(word[2:].partition("=")[::2] for word in sys.argv[1:])
x, run = known.get("x", "1"), known["RngRun"]

def table(text):
    with open(os.path.join(known["output"], "summary.csv"), "w") as out:
        out.write(text)

{body}
'''
DEAF = '''
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
open(os.path.join({marks!r}, str(os.getpgid(0))), "w").close()
time.sleep(60)
'''


def alive(group):
    """Tell whether a process of a group runs still, one that nobody has waited for aside."""
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8") as text:
                state, _, its = text.read().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its) == group and state != "Z":
            return True
    return False


class Faults(Campaigns):
    """A case with a program that is written for it."""

    def program(self, body, name="prog"):
        """Write a program whose runs do something; return its path."""
        return self.executable(name, PROGRAM.format(python=sys.executable, body=body))

    def executable(self, name, text):
        """Write a file that may be run; return its path."""
        path = self.write(name, text)
        os.chmod(path, 0o755)
        return path

    def small(self, **members):
        """Write a campaign of that program; return its path."""
        return self.file(**{"program": "./prog", "runs": 2, "grid": {"x": [1, 2]}, "metrics": None, **members})

    def refused(self, said, path, **more):
        """Run a campaign that is refused in these words."""
        with self.assertRaisesRegex(edgeai.Refused, said):
            self.run_it(path, **more)

    def end_of(self, groups, within):
        """Wait until the processes of some groups have ended."""
        late = time.monotonic() + within
        while any(map(alive, groups)):
            self.assertLess(time.monotonic(), late, "a process lives on")
            time.sleep(0.05)


class Names(Faults):
    def test_labels_that_tables_have_for_themselves(self):
        self.program('table(f"m\\n{x}\\n")')
        for label in ("mean", "metric", "unit", "runs", "ci95_low", "ci95_high", "run", "failure", "last_words", "row"):
            self.refused(f"c.json: labels: x is '{label}'; tables have a column of that name", self.small(labels={"x": label}))
        self.refused("labels: x is 'median'", self.small(labels={"x": "median"}, statistic="median"))
        self.refused("grid: runs; tables have a column of that name.*labels can", self.small(grid={"runs": [1]}))
        for label in (3, "", None, ["a"]):
            self.refused("labels: x is .*; a name of a column is needed", self.small(labels={"x": label}))
        self.refused("labels: m is 'x'; x has that column", self.small(grid={"x": [1], "m": [2]}, labels={"m": "x"}))
        self.assertFalse(os.path.exists(os.path.join(self.folder, "results")))
        made = self.run_it(self.small(labels={"x": "median"}))
        self.assertEqual([list(row) for row in self.rows(made.folder, "points.csv")],
                         [["median", "metric", "unit", "runs", "mean", "ci95_low", "ci95_high"]] * 2)

    def test_what_a_program_measured_is_not_replaced(self):
        self.program('table(f"x,m\\n{x},{10 * float(x)}\\n")')
        self.refused("labels: x is 'm', and the program's table has a column of that name", self.small(labels={"x": "m"}))
        self.run_it(self.small())
        self.assertNotIn("is in no table", " ".join(self.notes))  # x is what was set
        self.run_it(self.small(grid={"m": [1, 2]}))
        self.assertIn("The program's column m is in no table, for a setting has that name and other values (m=1 run 1: '10')",
                      " ".join(self.notes))
        made = self.run_it(self.small(grid={"m": [1, 2]}, labels={"m": "set"}))
        self.assertEqual([(row["set"], row["m"]) for row in self.rows(made.folder, "runs.csv")],
                         [("1", "10")] * 2 + [("2", "10")] * 2)

    def test_columns_of_points_are_not_shifted(self):
        self.program('table(f"metric,unit,m\\na,b,{x}\\n")')
        self.refused("column of words 'metric', and points.csv one of that name for itself", self.small(metrics=["m"]))
        self.program('table(f"part,m\\na,{x}\\n")')
        made = self.run_it(self.small(by=["x", "part", "part"], metrics=["m"]))
        self.assertEqual([(row["x"], row["part"], row["mean"]) for row in self.rows(made.folder, "points.csv")],
                         [("1", "a", "1"), ("2", "a", "2")])

    def test_a_metric_is_there_once(self):
        self.program('table(f"m_s\\n{x}\\n")')
        self.refused("metrics has m twice; allowed is once", self.small(metrics=["m", "m"]))
        made = self.run_it(self.small(metrics=["m", "m_s"]))
        self.assertEqual([row["metric"] for row in self.rows(made.folder, "points.csv")], ["m_s"] * 2)

    def test_figures_have_files_of_their_own(self):
        self.program('table(f"m,n\\n{x},3\\n")')
        one = {"metric": "m", "x": "x"}
        made = self.run_it(self.small(figures=[one, {**one, "title": "again"}, {**one, "log": "x"}]))
        stems = {name.partition(".")[0] for name in os.listdir(os.path.join(made.folder, "figures"))}
        self.assertEqual(stems, {"m-against-x", "m-against-x-2", "m-against-x-3"})
        with open(os.path.join(made.folder, "figures", "m-against-x-2.gp"), encoding="utf-8") as text:
            self.assertIn("again", text.read())


class Numbers(Faults):
    def test_numbers_of_files_are_finite(self):
        for text, said in (('"grid": {"x": [1, 1e400]}', "grid: x: inf"), ('"settings": {"x": -1e400}', "settings: x: -inf"),
                           ('"where": {"m": NaN}', "where: m: nan"), ('"timeout": Infinity', "timeout: inf")):
            path = self.write("c.json", '{"program": "./prog", ' + text + "}")
            self.refused(f"^{path}: {said}; allowed are finite numbers$", path)
        huge = self.write("c.json", '{"program": "./prog", "grid": {"x": [1%s]}}' % ("0" * 400))
        self.refused(f"^{huge}: grid: x: a number of more than 300 digits; allowed is up to 1.8e.308", huge)
        if sys.version_info >= (3, 11):
            for text, said in (("[grid]\nx = [1, inf]", "grid: x: inf"), ("[settings]\nx = nan", "settings: x: nan"),
                               ("[grid]\nx = [[1.0, -inf]]", "grid: x: -inf")):
                path = self.write("c.toml", 'program = "./prog"\n' + text + "\n")
                self.refused(f"^{path}: {said}; allowed are finite numbers$", path)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "results")))

    def test_numbers_that_are_too_large_are_told(self):
        for value in (10**400, -10**5000):
            with self.assertRaisesRegex(edgeai.Refused, "x: a number of more than 300 digits"):
                words.word(value, "x")
        self.assertEqual(columns.typed(["9" * 400, "1"]), [float("inf"), 1])
        self.program('table("m\\n" + "9" * 400 + "\\n")')
        made = self.run_it(self.small(metrics=["m"]))
        self.assertEqual(self.rows(made.folder, "points.csv")[0]["mean"], "inf")

    def test_a_word_among_numbers_is_named(self):
        self.program('table("a,b\\n" + ("q" if x == "2" else x) + ",2\\n")')
        path = self.small()
        self.refused("""x=2 run 1: a is 'q', and a number in other runs, as 1. Where it tells rows apart, name it in "by"$""", path)
        self.refused("x=2 run 1: a is 'q', and a number in other runs, as 1$", self.small(metrics=["a"]))
        self.assertEqual({row["metric"] for row in self.rows(self.run_it(self.small(metrics=["b"])).folder, "points.csv")}, {"b"})
        made = self.run_it(self.small(by=["a"]))
        self.assertEqual([row["a"] for row in self.rows(made.folder, "points.csv")], ["1", "q"])
        with self.assertRaisesRegex(edgeai.Refused, "a is a column of words, such as 'q'"):
            columns.find_number({"a": ["1", "", "q"]}, "a")

    def test_no_success_without_a_number(self):
        self.program('table("a,b\\nq,\\n")')
        self.refused("no column with a number to sum up; columns: x, run, a, b", self.small())


class Programs(Faults):
    def test_what_cannot_be_started_is_told(self):
        missing = "#!/nowhere/python\n"
        for text, said in (("", "Exec format error.*neither a program of this machine nor a script"), ("echo\n", "Exec format"),
                           (missing, "No such file or directory.*behind #!")):
            path = self.executable("prog", text)
            said = f"program '{path}' cannot be started: {said}"
            self.refused(said, self.small())
            with self.assertRaisesRegex(edgeai.Refused, said):
                edgeai.run(path, x=1, build=False, progress=False)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "results")))

    def test_what_does_not_answer_is_told_and_ended(self):
        path = self.executable("prog", f"#!/bin/sh\necho $$ > '{self.marks}/group'\nsleep 60\n")
        with mock.patch.object(program, "ANSWER", 1.5), mock.patch.object(child, "GRACE", 0.5), \
                mock.patch.object(program, "note", self.notes.append):
            self.refused(f"program '{path}' has not answered --PrintHelp within 1.5 s and was ended", self.small())
        self.assertIn(f"Waiting for '{path}' to answer --PrintHelp, up to 1.5 s", self.notes)
        with open(os.path.join(self.marks, "group"), encoding="utf-8") as text:
            self.end_of([int(text.read())], 5)

    def test_what_is_ended_by_a_signal_at_that_is_told(self):
        path = self.executable("prog", "#!/bin/sh\necho last words\nkill -SEGV $$\n")
        said = rf"program '{path}' was ended by signal 11 \(SIGSEGV\) at --PrintHelp\n    last words"
        self.refused(said, self.small())
        with self.assertRaisesRegex(edgeai.Refused, said):
            edgeai.run(path, x=1, build=False, progress=False)
        path = self.executable("prog", "#!/bin/sh\n")
        self.refused(f"program '{path}' has no option --x: at --PrintHelp it names none", self.small())

    def test_a_run_that_cannot_be_started_failed(self):
        self.program('table("m\\n1\\n")')
        made = self.run_it(self.small(grid={"x": [1, "9" * 200000]}, runs=1))
        with open(os.path.join(made.folder, "failures.csv"), encoding="utf-8") as text:
            self.assertEqual((made.failed, text.read().partition("999,1,")[2]), (1, "cannot be started: Argument list too long,\n"))


class Ended(Faults):
    """Programs that do not want to end."""

    def setUp(self):
        super().setUp()
        self.program(DEAF.format(marks=self.marks))

    def groups(self, count=1):
        """Wait until so many runs have begun; return their groups."""
        late = time.monotonic() + 60
        while len(os.listdir(self.marks)) < count:
            self.assertLess(time.monotonic(), late)
            time.sleep(0.02)
        return list(map(int, os.listdir(self.marks)))

    def test_a_time_is_kept_even_so(self):
        with mock.patch.object(child, "GRACE", 0.5):
            start = time.monotonic()
            made = self.run_it(self.small(timeout=1, grid={"x": [1]}, runs=1))
            self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(self.rows(made.folder, "failures.csv")[0]["failure"], "took longer than 1 s and was ended")
        self.end_of(self.groups(), 5)

    def interrupt(self, number):
        """Interrupt the command by a signal, and once more: it ends, its children too, and nothing is left."""
        for name in os.listdir(self.marks):
            os.unlink(os.path.join(self.marks, name))
        place = os.path.join(self.folder, "out")
        command = [sys.executable, os.path.join(ROOT, "edge-ai"), "campaign", self.small(), "--no-build", "--no-install",
                   "--jobs=2", f"--output={place}"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        groups = self.groups(2)
        process.send_signal(number)
        time.sleep(0.3)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
        self.assertEqual((process.returncode, "Traceback" in said), (130, False), said)
        self.end_of(groups, 5)
        self.assertEqual(os.listdir(os.path.join(place, "work")), [])

    def test_interrupted_nothing_lives_on(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number):
                self.interrupt(number)

    def test_a_piece_elsewhere_ends_its_child(self):
        place = store.Store(os.path.join(self.folder, "there"))
        place.create()
        place.write_plan({"program": os.path.join(self.folder, "prog"), "options": ["x", "output"], "fingerprint": "", "table": "",
                          "timeout": 0, "keep": False, "folder": self.folder, "pieces": {"k": {"settings": {"x": 1}, "run": 1}}})
        place.close()
        process = subprocess.Popen([sys.executable, os.path.join(ROOT, "bindings/python/edgeai/campaign/piece.py"), place.folder, "k"])
        groups = self.groups()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 130)
        self.end_of(groups, 5)
        self.assertEqual((place.get("k"), os.listdir(place.path("work"))), (None, []))

    def test_what_is_ignored_stays_so(self):
        code = ("import signal, sys; sys.path.insert(0, sys.argv[1]); from edgeai import child\n"
                "signal.signal(signal.SIGHUP, signal.SIG_IGN); child.heed_interruptions()\n"
                "signal.raise_signal(signal.SIGHUP); print('on')\n"
                "try: signal.raise_signal(signal.SIGQUIT)\nexcept KeyboardInterrupt: print('interrupted')\n"
                "signal.raise_signal(signal.SIGINT); print('once')")
        done = subprocess.run([sys.executable, "-c", code, os.path.join(ROOT, "bindings", "python")], stdout=subprocess.PIPE,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, "on\ninterrupted\nonce\n"))


class Disks(Faults):
    def setUp(self):
        super().setUp()
        self.program('open(os.path.join(os.environ["FAKE_MARKS"], x + run), "w").close(); table(f"m\\n{x}\\n")')
        self.path = self.small()
        self.place = os.path.join(self.folder, "results", "c")

    def test_what_others_left_in_the_folder_of_runs_stays(self):
        work = os.path.join(self.place, "work")
        own = f"k.{socket.gethostname()}.{os.getpid()}.abc"
        for name in ("notes", "a.b", "k.host.many.abc", f"k.{socket.gethostname()}.{'9' * 30}.abc"):
            self.write(os.path.join(work, name), "x")
        os.makedirs(os.path.join(work, own))
        os.makedirs(os.path.join(self.place, "pieces"))
        self.run_it(self.path)
        self.assertEqual(len(os.listdir(work)), 4)
        self.assertNotIn(own, os.listdir(work))

    def test_folders_where_files_belong_are_named(self):
        made = self.run_it(self.path)
        piece = os.path.join(made.folder, "pieces", os.listdir(os.path.join(made.folder, "pieces"))[0])
        for name, what in (("lock", "held"), ("plan.json", "written"), ("runs.csv", "removed"), (piece, "removed")):
            path = os.path.join(made.folder, name)
            os.unlink(path)
            os.mkdir(path)
            self.refused(f"^{path} cannot be {what}: Is a directory$", self.path)
            os.rmdir(path)
            self.run_it(self.path)
        self.assertEqual(len(self.rows(made.folder, "runs.csv")), 4)

    def test_a_record_of_another_release_is_run_again(self):
        made = self.run_it(self.path)
        self.started()
        for number, name in enumerate(sorted(os.listdir(os.path.join(made.folder, "pieces")))[:3]):
            path = os.path.join(made.folder, "pieces", name)
            with open(path, "rb") as data:
                record = store.unpacked(data.read())
            record.pop(("fingerprint", "failure", "processor")[number])
            with open(path, "wb") as data:
                data.write(store.packed([record] if number == 1 else record))
        self.run_it(self.path)
        self.assertIn("3 results are not whole and are run again", self.notes)
        self.assertEqual(self.started(), 3)

    def test_a_disk_that_takes_nothing_is_named(self):
        def full():
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

        done = subprocess.run([sys.executable, os.path.join(ROOT, "edge-ai"), "campaign", self.path, "--no-build", "--no-install"],
                              stderr=subprocess.PIPE, text=True, check=False, preexec_fn=full)
        self.assertEqual((done.returncode, done.stderr), (1, f"{self.place}/plan.json cannot be written: File too large\n"))
        self.assertEqual([name for name in os.listdir(self.place) if name.startswith(".new")], [])

    def test_a_result_that_goes_while_it_runs_is_told(self):
        made = self.run_it(self.path)
        place = store.Store(made.folder)
        gone = os.listdir(place.path("pieces"))[0]
        real = store.Store.write_plan

        def lose(self, plan):
            real(self, plan)
            os.unlink(self.path("pieces", gone))

        with mock.patch.object(store.Store, "write_plan", lose):
            self.refused(f"{gone} is not whole any more; 1 results are like that", self.path)

    def test_what_a_killed_command_left_of_a_job_is_read(self):
        place = store.Store(self.place)
        for text in ("", "{", "[]", '{"job": "1"}'):
            self.write(place.path("slurm", "job.json"), text)
            with mock.patch.object(slurm, "note", self.notes.append):
                self.assertEqual(slurm.earlier(place), ("", []))
            self.assertIn("job.json is not whole", self.notes.pop())


if __name__ == "__main__":
    unittest.main()
