/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What planning costs where work is spread over several nodes: rounds of DTO-EE against the number
// of devices, nodes and stages, and beside a general convex solver in the same run. Times are
// medians; every line reports what it found, so that a fast wrong answer shows.

#include "dto-ee-cost.h"

#include "ns3/command-line.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t repeats = 5;
    CommandLine cmd(__FILE__);
    cmd.AddValue("repeats", "measurements per line, of which the median is shown", repeats);
    cmd.Parse(argc, argv);
    if (repeats < 1)
    {
        std::cerr << "repeats is " << repeats << ", allowed is 1 and more\n";
        return 1;
    }
    PrintDtoEeGrowth(repeats);
    PrintDtoEeReference(repeats);
    return 0;
}
