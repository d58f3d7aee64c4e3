/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long ECC plans, and how that grows with users and subchannels. First the steps that warm
// starts save on small instances, then a table over sizes with the exponent of a fitted power law.

#include "../test/support/ecc-instances.h"
#include "allocation/split/ecc/ecc-solver.h"

#include "ns3/program-options.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A result and the time it took.
struct Timed
{
    EccResult result;  ///< the last
    double seconds{0}; ///< least of the repeats
};

/// @returns result and time of a solver call
Timed
Measure(const EccProblem& problem, const EccOptions& options, uint32_t repeats)
{
    Timed timed;
    for (uint32_t k = 0; k < repeats; ++k)
    {
        const auto start = std::chrono::steady_clock::now();
        timed.result = SolveEcc(problem, options);
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        timed.seconds = k == 0 ? passed.count() : std::min(timed.seconds, passed.count());
    }
    return timed;
}

/// @returns options of the loop over splits, with rounding and descents but without what follows
EccOptions
MakeLoopOptions(bool warm)
{
    EccOptions options;
    options.warmStart = warm;
    options.coldCandidate = false;
    options.candidates = 1;
    options.search.enabled = false;
    return options;
}

/// Steps and times on the reference instances.
void
CompareStarts(uint32_t repeats)
{
    std::cout << std::left << std::setw(30) << "instance" << std::right << std::setw(14)
              << "Li-GD steps" << std::setw(12) << "cold steps" << std::setw(14) << "Li-GD [ms]"
              << std::setw(12) << "cold [ms]" << std::setw(16) << "search too [ms]" << std::setw(12)
              << "utility"
              << "\n";
    const std::vector<std::pair<std::string, EccProblem>> instances = {
        {"toy, 3 users", MakeToyProblem()},
        {"two cells, 4 users", MakeTwoCellProblem()},
        {"NiN, 6 users", MakeSixUserProblem(MakeNinChain())},
        {"tiny YOLOv2, 6 users", MakeSixUserProblem(MakeTinyYoloChain())},
        {"VGG-16, 6 users", MakeSixUserProblem(MakeVgg16Chain())}};
    for (const auto& [name, problem] : instances)
    {
        const auto warm = Measure(problem, MakeLoopOptions(true), repeats);
        const auto cold = Measure(problem, MakeLoopOptions(false), repeats);
        const auto full = Measure(problem, EccOptions(), repeats);
        std::cout << std::left << std::setw(30) << name << std::right << std::setw(14)
                  << warm.result.summary.loopSteps << std::setw(12) << cold.result.summary.loopSteps
                  << std::fixed << std::setprecision(2) << std::setw(14) << 1e3 * warm.seconds
                  << std::setw(12) << 1e3 * cold.seconds << std::setw(16) << 1e3 * full.seconds
                  << std::setprecision(6) << std::setw(12) << full.result.summary.utility << "\n";
    }
}

/// @returns exponent of y over x by least squares in logarithms
double
FitExponent(const std::vector<double>& x, const std::vector<double>& y)
{
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (std::size_t k = 0; k < x.size(); ++k)
    {
        const double a = std::log(x[k]);
        const double b = std::log(y[k]);
        sx += a;
        sy += b;
        sxx += a * a;
        sxy += a * b;
    }
    const double n = static_cast<double>(x.size());
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/// @param [in] value to print  @param [in] digits behind the point  @returns it as text
std::string
FormatFixed(double value, int digits)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << value;
    return text.str();
}

/// Two cells, five users per subchannel, growing together.
void
Scale(uint32_t maxUsers, uint32_t searchUsers, uint32_t repeats)
{
    std::cout << "\n"
              << std::setw(8) << "users" << std::setw(13) << "subchannels" << std::setw(8)
              << "steps" << std::setw(13) << "Li-GD [s]" << std::setw(15) << "per step [us]"
              << std::setw(17) << "search too [s]" << std::setw(12) << "utility"
              << "\n";
    std::vector<double> sizes;
    std::vector<double> times;
    std::vector<double> stepTimes;
    for (uint32_t users : {10, 25, 50, 100, 150, 250})
    {
        if (users > maxUsers)
        {
            break;
        }
        Draws draws(users);
        auto problem = MakeRandomProblem(MakeTinyYoloChain(), 2, users, users / 5, draws);
        for (auto& cell : problem.cells)
        {
            cell.unitTotal = 2 * users;
            cell.powerTotal = 0.5 * users;
        }
        const auto loop = Measure(problem, MakeLoopOptions(true), repeats);
        const bool search = users <= searchUsers;
        const auto full = search ? Measure(problem, EccOptions(), 1) : loop;
        sizes.push_back(users);
        times.push_back(loop.seconds);
        stepTimes.push_back(loop.seconds / loop.result.summary.steps);
        std::cout << std::setw(8) << users << std::setw(13) << users / 5 << std::setw(8)
                  << loop.result.summary.steps << std::fixed << std::setprecision(4)
                  << std::setw(13) << loop.seconds << std::setprecision(1) << std::setw(15)
                  << 1e6 * stepTimes.back() << std::setprecision(3) << std::setw(17)
                  << (search ? FormatFixed(full.seconds, 3) : "-") << std::setprecision(4)
                  << std::setw(12) << full.result.summary.utility << std::endl;
    }
    if (sizes.size() > 1)
    {
        std::cout << std::setprecision(2) << "time of Li-GD grows as users^"
                  << FitExponent(sizes, times) << ", of one step as users^"
                  << FitExponent(sizes, stepTimes)
                  << " (with subchannels = users / 5, so users * subchannels is users^2)\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t maxUsers = 250;
    uint32_t repeats = 3;
    uint32_t searchUsers = 50;
    ProgramOptions cmd("ecc-bench", "How long ECC takes, and how that grows.");
    cmd.AddValue("maxUsers", "largest number of users in the table", maxUsers, 1, 10000);
    cmd.AddValue("repeats", "runs of which the fastest counts", repeats, 1, 1e6);
    cmd.AddValue("searchUsers",
                 "largest number of users up to which the search of the neighbourhood is timed too "
                 "(250 users take minutes)",
                 searchUsers,
                 0,
                 10000);
    cmd.Parse(argc, argv);

    CompareStarts(repeats);
    Scale(maxUsers, searchUsers, repeats);
    return 0;
}
