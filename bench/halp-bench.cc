/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long it takes to plan HALP for VGG-16 and MobileNetV1 on three nodes, and how that compares
// with looking at all boundaries, where that can be done. Times are medians; every line reports
// what it found, so that a fast wrong answer shows.

#include "halp-measurements.h"

#include "ns3/program-options.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t repeats = 7;
    ProgramOptions cmd("halp-bench", "How long HALP's planners take, beside enumeration.");
    cmd.AddValue("repeats",
                 "measurements per line, of which the median is shown",
                 repeats,
                 1,
                 1000);
    cmd.Parse(argc, argv);
    halpbench::PrintHalpMeasurements(std::cout, repeats);
    return 0;
}
