#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Walks through the tutorial as a newcomer does, in this checkout, and prints what each command took.

    test/doc/hour.py

In a fresh clone on a fresh machine the first command's time holds the install and the build. Commands that another
program runs (a notebook's server) are left out. The exit code is 1 if one fails or prints something else than the
page says.
"""

import subprocess
import sys
import time

sys.dont_write_bytecode = True

from commands_test import ROOT, TUTORIAL, kind, missing, text_of, tutorial_commands  # noqa: E402


def main():
    """Run the commands in their order."""
    good = True
    begin = time.monotonic()
    print("seconds  since start  command", flush=True)
    for command, said in tutorial_commands(text_of(TUTORIAL)):
        if kind(command) not in ("quick", "slow"):
            continue
        start = time.monotonic()
        done = subprocess.run(command, shell=True, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
        now = time.monotonic()
        print(f"{now - start:7.1f}  {now - begin:11.1f}  {command}", flush=True)
        wrong = f"exit code {done.returncode}" if done.returncode else missing(said, done.stdout)
        if wrong:
            good = False
            print(f"         {wrong!r}: it printed\n{done.stdout[-4000:]}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
