# SPDX-License-Identifier: GPL-2.0-only
"""What the ./edge-ai command is made of."""
