/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long FoMo's planners take: the exact joint allocation, CRUNCH, the dual ascent and the
// alternation against the number of workers and blocks, beside enumeration where that can be done.
// Times are medians; every line reports what was found, so that a fast wrong answer shows.

#include "../test/support/fomo-instances.h"
#include "allocation/round/fomo/fomo-alternating.h"
#include "allocation/round/fomo/fomo-dual.h"
#include "allocation/round/fomo/fomo-enumeration.h"
#include "allocation/round/fomo/fomo-exact.h"
#include "measure.h"

#include "ns3/program-options.h"

#include <functional>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

/// @returns a random problem that has a matching
RoundProblem
MakeFeasible(std::size_t workers, uint32_t blocks)
{
    // One draw in a few has one where workers are not many more than blocks.
    for (uint64_t seed = 1; seed < 10000; ++seed)
    {
        Draws draws(seed);
        RoundProblem problem = MakeRandomFomo(draws, workers, blocks);
        if (MatchFomoBlocks(FomoCase(problem).compute).found)
        {
            return problem;
        }
    }
    throw std::runtime_error("no draw has a matching of " + std::to_string(workers) +
                             " workers and " + std::to_string(blocks) + " blocks");
}

/// A time, and what came out.
void
PrintCell(const std::function<double()>& work, uint32_t repeats)
{
    const auto [time, value] = Measure(work, repeats);
    std::cout << std::fixed << std::setprecision(3) << std::setw(14) << time / 1000 << std::setw(11)
              << std::setprecision(6) << value;
}

/// One line: all solvers of one size.
void
PrintSize(std::size_t workers, uint32_t blocks, uint32_t repeats, bool enumerate)
{
    const RoundProblem problem = MakeFeasible(workers, blocks);
    const FomoCase shrunk(problem);
    const std::vector<double> shares(workers, shrunk.GetEqualShare());
    std::cout << std::setw(5) << workers << std::setw(5) << blocks;
    PrintCell([&] { return MatchFomoBlocks(FomoCase(problem).MakeTable(shares)).time; }, repeats);
    PrintCell([&] { return SolveFomoExactly(FomoCase(problem)).division.time; }, repeats);
    std::cout << std::setw(7) << SolveFomoExactly(shrunk).iterations;
    PrintCell([&] { return AlternateFomo(FomoCase(problem)).division.time; }, repeats);
    if (static_cast<double>(workers) * blocks * blocks <= 1e6)
    {
        PrintCell([&] { return AscendFomoDual(FomoCase(problem)).division.time; }, repeats);
    }
    if (enumerate)
    {
        PrintCell([&] { return EnumerateFomo(FomoCase(problem)).division.time; }, repeats);
    }
    std::cout << "\n";
}

/// The names of the columns.
void
PrintHead(const std::string& title, bool enumerate)
{
    std::cout << title << "\n" << std::setw(5) << "K" << std::setw(5) << "J";
    for (const std::string name : {"CRUNCH", "exact"})
    {
        std::cout << std::setw(14) << name + " [ms]" << std::setw(11) << "T [s]";
    }
    std::cout << std::setw(7) << "steps" << std::setw(14) << "turns [ms]" << std::setw(11)
              << "T [s]" << std::setw(14) << "dual [ms]" << std::setw(11) << "T [s]";
    if (enumerate)
    {
        std::cout << std::setw(14) << "all [ms]" << std::setw(11) << "T [s]";
    }
    std::cout << "\n";
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t repeats = 5;
    uint32_t workers = 1000;
    ProgramOptions cmd("fomo-bench", "How long FoMo's planners take, beside enumeration.");
    cmd.AddValue("repeats",
                 "measurements per line, of which the median is shown",
                 repeats,
                 1,
                 1000);
    cmd.AddValue("workers", "of the largest problem", workers, 16, 4000);
    cmd.Parse(argc, argv);
    PrintHead("small sizes, beside all matchings (CRUNCH with equal shares)", true);
    for (const std::size_t count : {4U, 5U, 6U, 7U, 8U})
    {
        PrintSize(count, 4, repeats, true);
    }
    PrintSize(8, 6, repeats, true);
    PrintHead("\ngrowth with workers and blocks", false);
    for (const uint32_t blocks : {12U, 24U, 48U, 96U})
    {
        for (const uint32_t count : {16U, 64U, 250U, 1000U, 4000U})
        {
            if (count >= blocks && count <= workers)
            {
                PrintSize(count, blocks, repeats, false);
            }
        }
    }
    return 0;
}
