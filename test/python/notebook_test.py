#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the notebook run, cell by cell, as somebody who opens it would run it?"""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("EDGE_AI_BUILD") or os.path.join(ROOT, "build"))
NOTEBOOK = os.path.join(ROOT, "examples", "first-hour.ipynb")
JUPYTER = all(map(importlib.util.find_spec, ("nbclient", "nbformat", "ipykernel")))

# Without Jupyter: the cells in one namespace, the value of a last expression shown as plain text.
PLAIN = """
import ast, sys
from test_notebook_cells import cells
space = {"__name__": "__main__"}
for number, cell in enumerate(cells, 1):
    tree = ast.parse(cell)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, f"cell {number}", "exec"), space)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), space)
        print(f"[{number}]", type(value).__name__, "" if value is None else str(value)[:2000], flush=True)
"""


def read():
    """Return the notebook."""
    with open(NOTEBOOK, encoding="utf-8") as text:
        return json.load(text)


def codes(notebook):
    """Return the cells of code."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


class Notebook(unittest.TestCase):
    def test_form(self):
        notebook = read()
        self.assertEqual((notebook["nbformat"], notebook["nbformat_minor"]), (4, 5))
        self.assertEqual(len(codes(notebook)), 10)
        self.assertEqual(len({cell["id"] for cell in notebook["cells"]}), len(notebook["cells"]))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                self.assertEqual((cell["outputs"], cell["execution_count"]), ([], None), "outputs are not kept")
                ast.parse("".join(cell["source"]))


@unittest.skipUnless(os.access(os.path.join(BUILD, "bin", "co-inference-minimal"), os.X_OK), "the example is not built")
class Executed(unittest.TestCase):
    """The cells, in a folder that looks like the checkout, so that nothing is left in that."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="edge-ai-")
        self.addCleanup(place.cleanup)
        self.folder = place.name
        for name in ("edge-ai", "bindings", "tools", "packages.txt", "sources.txt"):
            os.symlink(os.path.join(ROOT, name), os.path.join(self.folder, name))
        os.mkdir(os.path.join(self.folder, "examples"))
        self.place = os.path.join(self.folder, "examples")
        self.environment = {**os.environ, "EDGE_AI_BUILD": BUILD, "MPLBACKEND": "agg"}

    def left(self):
        """Check what the cells leave."""
        results = os.path.join(self.folder, "results")
        drawn = shutil.which("gnuplot") is not None
        for name in ["mine.json", *(["notebook/energy.png", "notebook/energy.svg"] if drawn else [])]:
            self.assertTrue(os.path.getsize(os.path.join(results, name)) > 0, name)
        pages = [os.path.join(where, name) for where, _, names in os.walk(results) for name in names
                 if name == "report.html"]
        self.assertEqual(len(pages), 1)

    def test_cells_in_one_namespace(self):
        with open(os.path.join(self.place, "test_notebook_cells.py"), "w", encoding="utf-8") as out:
            out.write(f"cells = {codes(read())!r}\n")
        with open(os.path.join(self.place, "run.py"), "w", encoding="utf-8") as out:
            out.write(PLAIN)
        done = subprocess.run([sys.executable, "run.py"], cwd=self.place, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("co-inference-minimal: 3 runs, 0 failed", done.stdout)
        self.assertIn("[2] int 0", done.stdout)
        self.left()

    @unittest.skipUnless(JUPYTER, "nbclient and ipykernel are not installed")
    def test_cells_in_jupyter(self):
        import nbclient
        import nbformat
        os.environ.update(self.environment)
        notebook = nbformat.read(NOTEBOOK, 4)
        nbformat.validate(notebook)
        nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3",
                                resources={"metadata": {"path": self.place}}).execute()
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                self.assertNotEqual(output.output_type, "error", output)
        pictures = [output for cell in notebook.cells for output in cell.get("outputs", ())
                    if "image/png" in output.get("data", {})]
        self.assertTrue(pictures or not shutil.which("gnuplot"))
        self.left()


if __name__ == "__main__":
    unittest.main()
