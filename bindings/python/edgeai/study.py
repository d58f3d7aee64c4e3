# SPDX-License-Identifier: GPL-2.0-only
"""Studies: folders of the user's own with a script that is built against this checkout."""

import os
import re
import shutil

from .checkout import Build, Refused, build, build_folder, names, nearest
from .words import on_disk
from .words import path as as_path

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "study-templates")
KIND = "co-inference"  # of a study unless somebody says another
SENTENCE = re.compile(r"[^.?]*[.?]")
SCRIPT, ABOUT = "script.cc", "about.md"  # what a kind has of its own, beside its campaign.json
EXECUTABLE = re.compile(r"^\s*add_executable\(\s*([A-Za-z0-9_.+-]+)", re.M)
FOUND = re.compile(r"^\s*find_package\(\s*edge-ai\b", re.M)
# Targets that CMake or a generator of its has itself: policy CMP0037.
RESERVED = {"all", "ALL_BUILD", "clean", "edit_cache", "help", "install", "INSTALL", "package", "PACKAGE", "package_source",
            "preinstall", "rebuild_cache", "RUN_TESTS", "test", "ZERO_CHECK"}


def kinds():
    """Return {kind: what its study asks} of the studies that can be written: folders that say what they are about."""
    found = {}
    for entry in sorted(os.listdir(TEMPLATES)):
        path = os.path.join(TEMPLATES, entry, ABOUT)
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as text:
                found[entry] = SENTENCE.match(text.read())[0]
    return found


def template(kind):
    """Return {name: text} of the files of a kind: those of every study, then its own."""
    texts = {}
    for place in (TEMPLATES, os.path.join(TEMPLATES, kind)):
        for entry in sorted(os.listdir(place)):
            path = os.path.join(place, entry)
            if os.path.isfile(path):
                with open(path, encoding="utf-8") as text:
                    texts[entry] = text.read()
    about = texts.pop(ABOUT)
    return {entry: text.replace("@ABOUT@", about) for entry, text in texts.items()}


def new(folder, kind=KIND):
    """Write the folder of a study of a kind, whose name is that of the study; return the paths of its files."""
    folder = os.path.abspath(as_path(folder, "folder", "a folder to be written"))
    called = os.path.basename(folder)
    if called in RESERVED:
        raise Refused(f"'{called}' is no name of a study: CMake has a target of that name itself")
    if not names.STUDY.fullmatch(called):
        raise Refused(f"'{called}' is no name of a study: it begins with a letter; letters, digits, - and _ may follow")
    if kind not in kinds():
        raise nearest(kind, list(kinds()), "kind of study")
    if os.path.lexists(folder):
        raise Refused(f"There is a {folder} already; a new study needs a new folder")
    files = {entry.replace(SCRIPT, called + ".cc"): text.replace("@NAME@", called)
             for entry, text in sorted(template(kind).items())}
    with on_disk(folder, "made"):
        os.makedirs(folder)
        try:
            for entry, text in files.items():
                with open(os.path.join(folder, entry), "w", encoding="utf-8") as out:
                    out.write(text)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return [os.path.join(folder, entry) for entry in files]


def name(folder):
    """Return the name of the program that a study's CMakeLists.txt makes."""
    path = os.path.join(folder, "CMakeLists.txt")
    if not os.path.isfile(path):
        raise Refused(f"'{folder}' is no study: it has no CMakeLists.txt (./edge-ai new my-study writes one)")
    with open(path, encoding="utf-8", errors="replace") as text:
        lines = text.read()
    if not FOUND.search(lines):
        # Whatever else is in it would be built, too.
        raise Refused(f"'{folder}' is no study: its CMakeLists.txt has no find_package(edge-ai REQUIRED)")
    found = EXECUTABLE.findall(lines)
    if not found:
        raise Refused(f"{path} makes no program: it has no add_executable()")
    called = os.path.basename(os.path.abspath(folder))
    return called if called in found else found[0]


def build_of(folder):
    """Return the build of a study, beside its sources."""
    place = os.path.join(os.path.abspath(folder), "build")
    return Build(os.path.abspath(folder), place, [
        f"-Dedge-ai_DIR={os.path.join(build_folder(), 'cmake', 'edge-ai')}",
        "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_RUNTIME_OUTPUT_DIRECTORY={os.path.join(place, 'bin')}",
    ])


def build_study(folder, may_install=True):
    """Build the module, then the study; return where its program is."""
    target, made = name(folder), build_of(folder)
    build("edge-ai", may_install)
    made.build(target)
    return made.program(target)


def program(folder, may_build=True, may_install=True):
    """Return where the program of a study is, built unless that is not wanted."""
    if may_build:
        return build_study(folder, may_install)
    path = build_of(folder).program(name(folder))
    if not os.access(path, os.X_OK):
        raise Refused(f"The study has not been built: there is no {path}")
    return path
