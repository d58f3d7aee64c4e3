/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What planning costs where work is spread over several nodes, each method beside a general one in
// the same run: rounds of DTO-EE against the number of devices, nodes and stages and beside a
// convex solver, the best paths of CoDE beside all paths, HALP's rows beside enumeration. Times are
// medians; every line reports what it found, so that a fast wrong answer shows.

#include "code-measurements.h"
#include "dto-ee-cost.h"
#include "halp-measurements.h"

#include "ns3/program-options.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t repeats = 5;
    uint32_t blocks = 12;
    std::string part = "all";
    ProgramOptions cmd("pipelines-bench",
                       "How long planners of several nodes' work take, beside general methods.");
    cmd.AddChoice("part", "Methods", part, {"all", "dto-ee", "code", "halp"});
    cmd.AddValue("repeats",
                 "measurements per line, of which the median is shown",
                 repeats,
                 1,
                 1000);
    cmd.AddValue("blocks", "CoDE: blocks of the longest models", blocks, 4, 12);
    cmd.Parse(argc, argv);
    const auto wants = [&part](const std::string& one) { return part == "all" || part == one; };
    if (wants("dto-ee"))
    {
        PrintDtoEeGrowth(repeats);
        PrintDtoEeReference(repeats);
    }
    if (wants("code"))
    {
        std::cout << "\nCoDE: the best path by labels, by looking at all paths, and in stages\n";
        codebench::PrintCodeMeasurements(std::cout, blocks, repeats);
    }
    if (wants("halp"))
    {
        std::cout << "\n";
        halpbench::PrintHalpMeasurements(std::cout, repeats);
    }
    return 0;
}
