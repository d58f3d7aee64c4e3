# SPDX-License-Identifier: GPL-2.0-only
"""What there is in this checkout: examples, suites and benches, read from sources.txt."""

import os
import re

SUITE = re.compile(r": TestSuite\(\"([^\"]+)\"")
STUDY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")  # name of a study

# Suites in Python, which cmake/standalone.cmake gives to ctest.
SCRIPTS = {
    "edge-ai-command": "test/command-test.py",
    "edge-ai-doc-commands": "test/doc/commands_test.py",
    "edge-ai-doc-links": "test/doc/link_test.py",
    "edge-ai-doc-pages": "test/doc/page_test.py",
    "edge-ai-headers": "test/header_test.py",
    "edge-ai-house": "test/house_test.py",
    "edge-ai-python-campaign": "test/python/campaign_test.py",
    "edge-ai-python-cppyy": "test/python/cppyy_test.py",
    "edge-ai-python-engine": "test/python/engine_test.py",
    "edge-ai-python-environment": "test/python/environment_test.py",
    "edge-ai-python-fault": "test/python/fault_test.py",
    "edge-ai-python-notebook": "test/python/notebook_test.py",
    "edge-ai-python-picture": "test/python/picture_test.py",
    "edge-ai-python-planning": "test/python/planning_test.py",
    "edge-ai-python-remark": "test/python/remark_test.py",
    "edge-ai-python-report": "test/python/report_test.py",
    "edge-ai-python-running": "test/python/running_test.py",
    "edge-ai-python-serving": "test/python/serving_test.py",
    "edge-ai-python-study": "test/python/study_test.py",
    "edge-ai-profile-onnx": "test/profile/onnx_profile_test.py",
    "edge-ai-profile-onnx-cases": "test/profile/onnx_cases_test.py",
    "edge-ai-profile-onnx-notes": "test/profile/onnx_notes_test.py",
    "edge-ai-profile-onnx-operator": "test/profile/onnx_operator_test.py",
}
# Run once per example.
GOLDEN = "test/golden/golden_test.py"


def files(root, kind):
    """Return the paths that sources.txt lists under a kind."""
    with open(os.path.join(root, "sources.txt"), encoding="utf-8") as lines:
        words = [line.split("#")[0].split() for line in lines]
    return [pair[1] for pair in words if len(pair) == 2 and pair[0] == kind]


def programs(root, kind):
    """Return {name: path} of the examples or benches."""
    return {os.path.splitext(os.path.basename(path))[0]: path for path in files(root, kind)}


def missing(path):
    """Return in words that a path is nothing that can be run, and how it becomes that."""
    if os.path.isfile(path):
        return f"'{path}' is a file; the name of an example or the folder of a study is needed"
    words = f"There is no folder '{path}'"
    return words + (f"; ./edge-ai new {path} writes a study there" if STUDY.fullmatch(os.path.basename(os.path.abspath(path)))
                    else "")


def suites(root):
    """Return {name: path} of the test suites, by the names the sources give them."""
    found = {}
    for path in files(root, "test"):
        with open(os.path.join(root, path), encoding="utf-8") as source:
            for name in SUITE.findall(source.read()):
                found[name] = path
    golden = {f"edge-ai-golden-{name}": GOLDEN for name in programs(root, "example")}
    return {**found, **SCRIPTS, **golden}


def describe(path):
    """Return the first sentence of the comment that says what a file is for, or ''.

    Such a comment stands by itself; one that touches the code below it is about that code.
    """
    with open(path, encoding="utf-8") as source:
        text = source.read(4000)
    if path.endswith(".py"):
        return re.search(r'^"""(.*?)\.?(?:\n|""")', text, re.M)[1]
    alone = r"(?=\n\n|\n#|\s*\Z)"
    for comment in re.finditer(
        r"/\*(.*?)\*/" + alone + r"|((?:^//[^\n]*\n)*^//[^\n]*)" + alone, text, re.S | re.M
    ):
        body = comment[1] if comment[1] is not None else comment[2]
        words = []
        for line in body.splitlines():
            line = re.sub(r"^\s*(?:\*+|//[/!]?)\s?", "", line).strip()
            line = re.sub(r"^[@\\](?:file|brief)\b\s*", "", line)
            if line.startswith(("SPDX-License-Identifier", "Copyright", "@", "\\", "Author")):
                continue
            if not line and words:
                break
            if line:
                words.append(line)
        sentence = " ".join(words)
        if sentence:
            return re.split(r"(?<=[.?!])\s", sentence)[0].rstrip(".:")
    return ""
