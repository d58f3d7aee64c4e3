/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long it takes to find the best path through two services' blocks exactly, by labels and by
// looking at all paths in the same run, and to train stage by stage. Times are medians; every line
// reports what it found, so that a fast wrong answer shows.

#include "code-measurements.h"

#include "ns3/program-options.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t repeats = 5;
    uint32_t blocks = 12;
    ProgramOptions cmd("code-bench", "How long CoDE's planners take, beside enumeration.");
    cmd.AddValue("repeats",
                 "measurements per line, of which the median is shown",
                 repeats,
                 1,
                 1000);
    cmd.AddValue("blocks", "blocks of the longest models", blocks, 4, 12);
    cmd.Parse(argc, argv);
    codebench::PrintCodeMeasurements(std::cout, blocks, repeats);
    return 0;
}
