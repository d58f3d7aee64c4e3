/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long it takes to find the best path through two services' blocks exactly, by labels and by
// looking at all paths in the same run, and to train stage by stage. Times are medians; every line
// reports what it found, so that a fast wrong answer shows.

#include "code-measurements.h"

#include "ns3/command-line.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t repeats = 5;
    uint32_t blocks = 12;
    CommandLine cmd(__FILE__);
    cmd.AddValue("repeats", "measurements per line, of which the median is shown", repeats);
    cmd.AddValue("blocks", "blocks of the longest models, 4 to 12", blocks);
    cmd.Parse(argc, argv);
    if (repeats < 1 || blocks < 4 || blocks > 12)
    {
        std::cerr << "repeats is " << repeats << ", allowed is 1 and more; blocks is " << blocks
                  << ", allowed is 4 to 12\n";
        return 1;
    }
    codebench::PrintCodeMeasurements(std::cout, blocks, repeats);
    return 0;
}
