# SPDX-License-Identifier: GPL-2.0-only
"""Edge intelligence over simulated networks."""
