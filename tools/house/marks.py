# SPDX-License-Identifier: GPL-2.0-only
"""Names of log components and marks of Doxygen comments: one scheme each."""

import os
import re

COMPONENT = re.compile(r'NS_LOG_COMPONENT_DEFINE\("([^"]*)"\)')
BACKSLASH = re.compile(r"^\s*(?:\*|//[/!])\s*.*\\(param|returns?|brief|ingroup|throws|see)\b", re.M)
PLAIN_PARAM = re.compile(r"@param (?!\[(?:in|out|in,out)\] )")


def check(path, text, components):
    """Return what is wrong in one file; components collects {name: path}."""
    found = []
    for name in COMPONENT.findall(text):
        if not name.startswith("EdgeAi"):
            found.append(f"{path}: the log component {name} should be called EdgeAi{name}: ns-3 has one list "
                         "of names for all modules")
        if name in components:
            found.append(f"{path}: the log component {name} is that of {components[name]}")
        components[name] = path
    if BACKSLASH.search(text):
        found.append(f"{path}: Doxygen marks begin with @, not with a backslash")
    if PLAIN_PARAM.search(text):
        found.append(f"{path}: @param says [in], [out] or [in,out] before the name")
    return found


def faults(root, house):
    """Return what is wrong with the names and marks of the module's own files."""
    found, components = [], {}
    for path in sorted(house.kinds):
        if path.startswith(("model/", "helper/")) and os.path.isfile(os.path.join(root, path)):
            with open(os.path.join(root, path), encoding="utf-8") as source:
                found += check(path, source.read(), components)
    return found
