# SPDX-License-Identifier: GPL-2.0-only
"""Profiles from ONNX files: parts of tools/onnx-to-profile.py."""
