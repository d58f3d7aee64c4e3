# SPDX-License-Identifier: GPL-2.0-only
"""Settings as words of a command line, and back in a table."""

import collections.abc
import contextlib
import math
import numbers
import os
import sys

from .checkout import Refused


def word(value, name="a setting"):
    """Return a value as ns-3's command lines read it: true, 0.5, Wifi, 0.25,0.5."""
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        value = value.item()  # a number of numpy
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(fits(int(value), name))
    if isinstance(value, numbers.Real):
        fits(value, name)
        if math.isnan(value):
            raise Refused(f"{name}: not a number")
        return repr(float(value)) if value != int_or_none(value) else str(int(value))
    if isinstance(value, (str, os.PathLike)):
        return writable(os.fspath(value), name)
    if hasattr(value, "__iter__") and not isinstance(value, (bytes, dict, set, frozenset)):
        return ",".join(word(part, name) for part in value)
    raise Refused(f"{name}: {value!r} is neither a number, a text, true, false nor a list of these")


def fits(value, name):
    """Return a number; refuse one that is larger than any that programs and figures calculate with."""
    try:
        float(value)
    except OverflowError:
        raise Refused(f"{name}: a number of more than 300 digits; allowed is up to {sys.float_info.max:.2g}") from None
    return value


def writable(text, name):
    """Return a text; refuse what no command line and no file can have: not in UTF-8, or with a NUL."""
    if not isinstance(text, str) or "\0" in text:
        raise Refused(f"{name}: {text!r} is no text that a command line can have")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused(f"{name}: {text!r} is no text in UTF-8") from None
    return text


@contextlib.contextmanager
def on_disk(place, what="written"):
    """Refuse in words what a file system does not do."""
    try:
        yield
    except OSError as fault:
        raise Refused(f"{place} cannot be {what}: {fault.strerror or fault}", 1) from None


def path(value, name, what):
    """Return a path as text; refuse what is none."""
    if not isinstance(value, (str, os.PathLike)):
        raise Refused(f"{name} is {value!r}; {what} is needed")
    return writable(os.fspath(value), name)


def members(given, name, what="{option: value}"):
    """Return {option: value} of what is given, without members if that is None; refuse what is no such thing."""
    if given is None:
        return {}
    if not isinstance(given, collections.abc.Mapping):
        raise Refused(f"{name} is {given!r}; {what} is needed")
    for option in given:
        if not isinstance(option, str):
            raise Refused(f"{name}: {option!r} is no name of an option; {what} is needed")
        writable(option, f"{name}: an option's name")
    return dict(given)


def within(value, name, least, most, whole=False):
    """Return a number of a range; refuse what is none, or not whole where that is needed."""
    kinds = numbers.Integral if whole else numbers.Real
    if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
        kind = "a whole number" if whole else "a number"
        ends = [f"{end:g}" if isinstance(end, float) else str(end) for end in (least, most)]
        raise Refused(f"{name} is {value!r}; allowed is {kind} from {ends[0]} to {ends[1]}")
    return value


def int_or_none(value):
    """Return a finite number that is whole and small enough to be written out, or None."""
    return int(value) if math.isfinite(value) and value == int(value) and abs(value) < 1e15 else None


def options(settings):
    """Return {name: value} as options, in the order given."""
    return [f"--{name}={word(value, name)}" for name, value in settings.items()]
