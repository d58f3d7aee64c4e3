#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Installs a stand-alone build, and runs a user's program against the installed module.

    install_test.py BUILD

The installed tables are given another device than those of the sources, so that a program shows which
it has read: those of the installation, wherever that was moved to, before those of the sources.
"""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLES = sorted(name[:-len(".csv")] for name in os.listdir(os.path.join(ROOT, "data", "latency")))
PROJECT = """cmake_minimum_required(VERSION 3.16)
project(mine CXX)
find_package(edge-ai REQUIRED)
add_executable(mine mine.cc)
target_link_libraries(mine edge-ai::edge-ai)
"""
PROGRAM = """#include "ns3/latency-table.h"

#include <exception>
#include <iostream>

int
main()
try
{
    for (const auto& name : ns3::edgeai::ListLatencyTables())
    {
        const auto table = ns3::edgeai::LoadLatencyTable(name);
        std::cout << name << ": " << table.GetSource().device << "\\n";
    }
}
catch (const std::exception& error)
{
    std::cerr << error.what() << "\\n";
    return 1;
}
"""
BUILD = ""


def call(*command, **settings):
    """Run a command; return what it printed, or fail with its words."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **settings)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def mark(folder, device):
    """Name another device in the tables of a folder of data."""
    place = os.path.join(folder, "latency")
    for name in os.listdir(place):
        path = os.path.join(place, name)
        with open(path, encoding="utf-8") as text:
            content = text.read()
        with open(path, "w", encoding="utf-8") as text:
            text.write(re.sub("(?m)^# device: .*$", f"# device: {device}", content))


def compare(source, copy):
    """Return the files of a folder that are not the same, byte by byte, in another."""
    paths = [os.path.relpath(os.path.join(folder, name), source)
             for folder, _, files in os.walk(source) for name in files]
    return sorted(path for path in paths
                  if not os.path.isfile(os.path.join(copy, path))
                  or not filecmp.cmp(os.path.join(source, path), os.path.join(copy, path), False))


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A blank in the name: users have such folders.
        place = tempfile.TemporaryDirectory(prefix="edge ai ")
        cls.addClassCleanup(place.cleanup)
        cls.place = place.name
        prefix = os.path.join(place.name, "first")
        call("cmake", "--install", BUILD, "--prefix", prefix,
             env={name: value for name, value in os.environ.items() if name != "DESTDIR"})
        # It is found where it went, not where it was put.
        cls.prefix = os.path.join(place.name, "second")
        os.rename(prefix, cls.prefix)
        cls.data = os.path.join(cls.prefix, "share", "edge-ai", "data")
        cls.differences = compare(os.path.join(ROOT, "data"), cls.data)
        source = os.path.join(place.name, "mine")
        os.mkdir(source)
        for name, content in (("CMakeLists.txt", PROJECT), ("mine.cc", PROGRAM)):
            with open(os.path.join(source, name), "w", encoding="utf-8") as text:
                text.write(content)
        build = os.path.join(place.name, "build")
        call("cmake", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        call("cmake", "--build", build)
        cls.program = os.path.join(build, "mine")

    def devices(self, data=None):
        """Return the devices that the program names, running somewhere with no data beside it."""
        settings = {name: value for name, value in os.environ.items() if name != "EDGE_AI_DATA"}
        if data is not None:
            settings["EDGE_AI_DATA"] = data
        lines = call(self.program, cwd=self.place, env=settings).splitlines()
        self.assertEqual([line.split(": ")[0] for line in lines], TABLES)
        return {line.split(": ")[1] for line in lines}

    def test_all_data_are_installed(self):
        self.assertEqual(self.differences, [])

    def test_installed_tables_are_read(self):
        mark(self.data, "the installed one")
        self.assertEqual(self.devices(), {"the installed one"})
        self.assertEqual(self.devices(""), {"the installed one"}, "nothing is chosen")

    def test_chosen_folder_comes_first(self):
        chosen = os.path.join(self.place, "chosen")
        shutil.copytree(self.data, chosen)
        mark(chosen, "the chosen one")
        self.assertEqual(self.devices(chosen), {"the chosen one"})

    def test_chosen_folder_without_tables_is_an_error(self):
        with self.assertRaises(AssertionError) as caught:
            self.devices(os.path.join(self.place, "nowhere"))
        self.assertIn("nowhere/latency/" + TABLES[0] + ".csv", str(caught.exception))
        self.assertNotIn(self.data, str(caught.exception))

    def test_without_installed_tables_those_of_the_sources_are_read(self):
        away = self.data + " away"
        os.rename(self.data, away)
        self.addCleanup(os.rename, away, self.data)
        self.assertIn("NVIDIA Jetson TX2", self.devices())


if __name__ == "__main__":
    BUILD = os.path.abspath(sys.argv.pop(1))
    unittest.main()
