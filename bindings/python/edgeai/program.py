# SPDX-License-Identifier: GPL-2.0-only
"""A program that can be run many times: an example of this module, or the user's own."""

import os
import re
import subprocess

from . import child, study
from .checkout import ROOT, Refused, build, build_folder, names, nearest, note
from .words import path as as_path
from .words import word

OPTION = re.compile(r"^\s+--([A-Za-z0-9_-]+)[:=](.*)", re.M)
DEFAULT = re.compile(r"\s*\[([^][]*(?:\[[^][]*\])*[^][]*)\]$")
ATTRIBUTE = re.compile(r"^\s+--(\S+?)=\[(.*)\]\n\s+(.*)", re.M)
# A unit in what is said of a setting: not a range, as [0, 1], nor a default, which ends an option's line.
IN_WORDS = re.compile(r"(?<!\S)\[([^][,]*[A-Za-z%°][^][,]*)\](?![^\s;,.:)])")
GLOBAL = re.compile(r"^\s+--([A-Za-z0-9_]+)=\[", re.M)

ANSWER = 60  # most seconds for what simulates nothing


class Program:
    """A built program, and what it says about itself."""

    def __init__(self, name, path):
        self.name = name
        self.path = path
        self.known = None  # {option: what it says of it}

    def ask(self, *words):
        """Return exit code and what the program prints for a command line that simulates nothing."""
        asked = " ".join(words)
        try:
            return child.ask([self.path, *words], ANSWER, lambda: note(
                f"Waiting for '{self.path}' to answer {asked}, up to {ANSWER} s"))
        except OSError as fault:
            raise Refused(f"program '{self.path}' {child.unstarted(fault)}") from None
        except subprocess.TimeoutExpired:
            raise Refused(f"program '{self.path}' has not answered {asked} within {ANSWER} s and was ended") from None

    def tell(self, word):
        """Return what the program says of itself; refuse one that is ended by a signal at that."""
        code, said = self.ask(word)
        if code < 0:
            raise Refused(f"program '{self.path}' {child.explain(code)} at {word}{child.quoted(said)}")
        return said

    def options(self):
        """Return the names of its options."""
        if self.known is None:
            text = self.tell("--PrintHelp")
            # Behind the general arguments come none of its own.
            self.known = dict(OPTION.findall(text.partition("\nGeneral Arguments:")[0]))
        return list(self.known)

    def unit(self, setting):
        """Return the unit of an option or attribute, as its help has it in brackets, or ''."""
        if "::" in setting:
            words = self.attribute(setting)[1]
        else:
            # What ends the line is the default, which any text may be.
            words = DEFAULT.sub("", self.known[setting]) if self.has(setting) else ""
        found = IN_WORDS.search(words)
        return found[1] if found else ""

    def attribute(self, name):
        """Return default and help of an attribute of ns-3's, or two empty texts."""
        said = self.ask("--PrintAttributes=" + name.rpartition("::")[0])[1]
        return next(((default, words) for found, default, words in ATTRIBUTE.findall(said) if found == name), ("", ""))

    def default(self, option):
        """Return the default of an option as its help has it, or ''."""
        found = DEFAULT.search(self.known[option]) if self.has(option) else None
        return found[1] if found else ""

    def has(self, option):
        """Tell whether it has an option."""
        return option in self.options()

    def check(self, settings):
        """Refuse options that the program does not have, in its own words."""
        for name, value in settings.items():
            if "::" in name or name in self.options():
                continue
            if name in GLOBAL.findall(self.tell("--PrintGlobals")):
                continue
            # It cannot start with this one, and says why.
            code, said = self.ask(f"--{name}={word(value, name)}")
            if code < 0:
                raise Refused(f"program '{self.path}' {child.explain(code)} at --{name}{child.quoted(said)}")
            if (code == 0 or not said.strip()) and not self.options():
                raise Refused(f"program '{self.path}' has no option --{name}: at --PrintHelp it names none")
            if code == 0 or not said.strip():
                raise nearest(name, self.options(), f"option of {self.name}")
            raise Refused(said.strip())


def find(what, may_build=True, may_install=True):
    """Return the program of a name: an example, a folder with a study of one's own, or a file that can be run.

    Examples and studies are built, unless may_build is false: then what was built before is taken.
    """
    what = as_path(what, "name", "an example, a study's folder or a program")
    examples = names.programs(ROOT, "example")
    if what in examples:
        path = build(what, may_install) if may_build else os.path.join(build_folder(), "bin", what)
        if not os.access(path, os.X_OK):
            raise Refused(f"{what} has not been built: there is no {path}")
        return Program(what, path)
    if os.path.isdir(what):
        return Program(study.name(what), study.program(what, may_build, may_install))
    if os.path.isfile(what):
        if not os.access(what, os.X_OK):
            raise Refused(f"'{what}' is a file, and none that can be run")
        return Program(os.path.basename(what), os.path.abspath(what))
    if os.sep in what:
        raise Refused(names.missing(what))
    raise nearest(what, sorted(examples), "example")
