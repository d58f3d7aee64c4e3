# SPDX-License-Identifier: GPL-2.0-only
"""Names of log components and marks of Doxygen comments: one scheme each. Calls that some release of ns-3 lacks."""

import os
import re

COMPONENT = re.compile(r'NS_LOG_COMPONENT_DEFINE\("([^"]*)"\)')
BACKSLASH = re.compile(r"^\s*(?:\*|//[/!])\s*.*\\(param|returns?|brief|ingroup|throws|see)\b", re.M)
PLAIN_PARAM = re.compile(r"@param (?!\[(?:in|out|in,out)\] )")
COMPATIBLE = "model/edge-ai-compat.h"
RELEASES = (
    (re.compile(r"[eE]vent\w*\.Is(?:Running|Pending)\(\)"),
     "EventId::IsRunning was renamed with 3.42: IsPending(event) of " + COMPATIBLE),
    (re.compile(r"TestCase::(?:QUICK|EXTENSIVE|TAKES_FOREVER)|TestSuite\(\"[^\"]+\", (?:UNIT|SYSTEM|PERFORMANCE)\)"),
     "kinds of tests were renamed with 3.42: TEST_UNIT, TEST_QUICK of " + COMPATIBLE),
    (re.compile(r"Simulator::Schedule\w*\([^;{]*?\[[^\]]*[=&\w]\]\s*[({]"),
     "3.35 schedules no lambda with captures: ScheduleCall() of " + COMPATIBLE),
    (re.compile(r"class \w+[^{;]* : public (?!Header|Tag|Trailer)\w+[^{;]*\{(?:(?!\n\};).)*?GetInstanceTypeId\(\) const override", re.S),
     "Object::GetInstanceTypeId is final since 3.45; CreateObject() sets it"),
)


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


def releases(path, text):
    """Return which calls of one file some release of ns-3 does not have."""
    if path == COMPATIBLE:
        return []
    return [f"{path}: {why}" for call, why in RELEASES if call.search(text)]


def faults(root, house):
    """Return what is wrong with the names and marks of the module's own files."""
    found, components = [], {}
    for path in sorted(house.kinds):
        if not path.endswith((".h", ".cc")) or not os.path.isfile(os.path.join(root, path)):
            continue
        with open(os.path.join(root, path), encoding="utf-8") as source:
            text = source.read()
        found += releases(path, text)
        if path.startswith(("model/", "helper/")):
            found += check(path, text, components)
    return found
