#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Can public headers be read by clang, alone, and without libraries that only the module's own files use?"""

import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True


def load(tool):
    """Return a tool, which has no name that Python would find, as a module."""
    loader = importlib.machinery.SourceFileLoader(tool.replace("-", "_"), os.path.join(ROOT, "tools", tool))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


check, doxygen, tidy = load("check-headers"), load("check-doxygen"), load("check-tidy")
BUILD = os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))
CLANG = check.find_clang()


@unittest.skipUnless(os.path.isfile(os.path.join(BUILD, "compile_commands.json")), "there is no configured build")
class Headers(unittest.TestCase):
    """Those of this build, and some that are wrong."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = place.name
        self.words = check.command(BUILD)

    def own(self, name, text):
        """Write a header that is found as ns3/NAME, and let the compiler find it."""
        path = os.path.join(self.folder, "include", "ns3", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        flag = "-I" + os.path.join(self.folder, "include")
        if flag not in self.words:
            self.words.append(flag)

    def test_no_library_is_needed(self):
        self.assertEqual(check.libraries(self.words, check.UMBRELLA, self.folder), {})

    def test_libraries_are_found_on_whatever_way(self):
        for library, header in (("Eigen", "Eigen/Core"), ("GSL", "gsl/gsl_math.h"),
                                ("nlohmann JSON", "nlohmann/json_fwd.hpp"), ("SQLite", "sqlite3.h")):
            self.own("below.h", f"#include <{header}>\n")
            self.own("above.h", '#include "ns3/below.h"\n')
            found = check.libraries(self.words, "above.h", self.folder)
            self.assertEqual(list(found), [library])
            self.assertEqual([os.path.basename(path) for path in found[library]][:2], ["above.h", "below.h"])
            self.assertTrue(found[library][-1].endswith(os.path.basename(header)), found)

    def test_headers_that_cannot_be_read_are_told(self):
        self.own("above.h", '#include "ns3/nowhere-at-all.h"\n')
        with self.assertRaisesRegex(check.say.Refused, "nowhere-at-all.h"):
            check.libraries(self.words, "above.h", self.folder)

    @unittest.skipUnless(CLANG, "clang++ is not installed")
    def test_clang_reads_all_of_them_alone(self):
        self.assertIsNone(check.compile_one(check.clang_job(self.words, self.folder)))

    @unittest.skipUnless(CLANG, "clang++ is not installed")
    def test_clang_says_what_it_does_not_take(self):
        # In a template that nobody needs.
        self.own("above.h", "template <class T> int f(T) { return undeclared_name; }\n")
        name, messages = check.compile_one(check.clang_job(self.words, self.folder, "above.h"))
        self.assertIn("above.h", name)
        self.assertIn("undeclared_name", messages)

    @unittest.skipUnless(CLANG, "clang++ is not installed")
    def test_command(self):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "check-headers"), "--quick", BUILD],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class Words(unittest.TestCase):
    """What Doxygen and clang-tidy say of headers."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = place.name

    def write(self, text):
        """Write a header; return its path."""
        path = os.path.join(self.folder, "some.h")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    @unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
    def test_doxygen_asks_for_words_but_of_what_overrides(self):
        sound = ("/// A base.\nstruct Base\n{\n    virtual void Go(int way); ///< goes  @param [in] way where\n"
                 "    int count; ///< so many\n};\n")
        self.assertEqual(doxygen.warnings([self.write(sound)]), [])
        derived = "/// Another.\nstruct Other : Base\n{\n    void Go(int way) override;\n};\n"
        self.assertEqual(doxygen.warnings([self.write(sound + derived)]), [])
        said = doxygen.warnings([self.write(sound.replace(" ///< so many", ""))])
        self.assertTrue(len(said) == 1 and "count" in said[0], said)
        said = doxygen.warnings([self.write(sound.replace("  @param [in] way where", ""))])
        self.assertTrue(len(said) == 1 and "Go" in said[0], said)

    @unittest.skipUnless(shutil.which("doxygen"), "doxygen is not installed")
    def test_doxygen_says_nothing_of_public_headers(self):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "check-doxygen")], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    @unittest.skipUnless(shutil.which("clang-tidy-14") and os.path.isfile(os.path.join(BUILD, "compile_commands.json")),
                         "clang-tidy or a configured build is missing")
    def test_tidy_finds_faults(self):
        path = self.write("inline int* f() { return 0; }\n")
        said = tidy.look([*next(iter(tidy.jobs(BUILD, [path])))])
        self.assertEqual(said, "")  # none of the module's own
        own = os.path.join(self.folder, "model")
        os.makedirs(own)
        os.rename(path, os.path.join(own, "some.h"))
        said = tidy.look([*next(iter(tidy.jobs(BUILD, [os.path.join(own, "some.h")])))])
        self.assertIn("use nullptr", said)


if __name__ == "__main__":
    unittest.main()
