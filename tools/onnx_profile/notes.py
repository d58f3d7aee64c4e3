# SPDX-License-Identifier: GPL-2.0-only
"""What the tool says beside the profile: refusals and notes about guesses."""

import sys


class Refused(Exception):
    """Something in the file that a person has to change; the message says what."""


class Notes:
    """Notes on stderr; each is said once, however often the same guess is made."""

    def __init__(self):
        self._said = set()

    def say(self, text):
        """Says a note."""
        if text not in self._said:
            self._said.add(text)
            print(f"onnx-to-profile: {text}", file=sys.stderr)
