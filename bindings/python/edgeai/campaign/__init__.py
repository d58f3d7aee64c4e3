# SPDX-License-Identifier: GPL-2.0-only
"""Campaigns: one file says what is run; any engine runs it, and it can be interrupted at any time."""

from .driver import run

__all__ = ["run"]
