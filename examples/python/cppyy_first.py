#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Co-inference from Python without a line of bindings: cppyy reads the module's public headers.

In a tree of ns-3 3.38 or later with its Python bindings: ./ns3 run contrib/edge-ai/examples/python/cppyy_first.py
Against a build of this checkout: python3 examples/python/cppyy_first.py BUILD, where cppyy is installed.
"""

import sys


def bindings(build):
    """Return ns-3's namespace: its own bindings in a tree, else the installed libraries and a build of the module."""
    try:
        from ns import ns
        return ns
    except ImportError:
        import cppyy
    cppyy.cppdef("#define NS3_LOG_ENABLE")  # as the installed libraries were built; some classes change size with it
    for folder in ("/usr/include", f"{build}/include"):
        cppyy.add_include_path(folder)
    cppyy.load_library(f"{build}/lib/libns3-edge-ai.so")
    for module in ("core", "network", "internet", "edge-ai"):
        cppyy.include(f"ns3/{module}-module.h")
    return cppyy.gbl.ns3


def run(ns, planner, seconds=30.0):
    """Let two devices send tasks over ideal links; return the monitor's columns as Python sees them."""
    devices, server = ns.NodeContainer(2), ns.NodeContainer(1)
    links = ns.edgeai.IdealLinkHelper().Install(server.Get(0), devices)
    stack = ns.InternetStackHelper()
    stack.Install(devices)
    stack.Install(server)
    addresses = ns.Ipv4AddressHelper(ns.Ipv4Address("10.0.0.0"), ns.Ipv4Mask("255.255.255.0"))
    for i in range(0, links.GetN(), 2):
        addresses.Assign(ns.NetDeviceContainer(links.Get(i), links.Get(i + 1)))
        addresses.NewNetwork()
    ns.edgeai.ProcessorHelper("LaimDevice").Install(devices)
    ns.edgeai.ProcessorHelper("LaimServer").Install(server)
    inference = ns.edgeai.CoInferenceHelper("ViT-L/16@part=encoder", planner)
    inference.SetBudget(ns.Seconds(1.0), 0.1)
    inference.Install(server.Get(0), devices)
    ns.Simulator.Stop(ns.Seconds(seconds))
    ns.Simulator.Run()
    # Results are pulled as plain records; nothing of C++ calls back into Python.
    rows = [(task.id, task.planned.latency, task.realised.latency) for task in inference.GetMonitor().GetRecords()]
    ns.Simulator.Destroy()
    return rows


if __name__ == "__main__":
    for task, planned, realised in run(bindings(sys.argv[1] if len(sys.argv) > 1 else "build"), "LaimPlanner"):
        print(f"task {task}: {planned:.4f} s planned, {realised:.4f} s realised")
