/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter about DP-sparse: every schedule with its learning, fixed
// fractions, the tradeoff, what privacy costs, who takes part. In memory: updates are the bytes
// that would travel, but nothing is simulated.

#include "../test/support/dp-sparse-learning.h"

#include "ns3/double.h"
#include "ns3/program-options.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

/// A way to learn.
struct Scheme
{
    std::string name;
    std::string planner;
    std::function<void(DpSparseMethod::Settings&)> change;
    double fraction{1};       ///< of DpSparseFixedPlanner
    bool ignoresDelay{false}; ///< so that its delay says nothing
};

/// Courses of one scheme, one for each seed.
using Courses = std::vector<DpSparseCourse>;

/// @returns mean of a figure over seeds
double
GetMean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// @returns its standard error
double
GetError(const std::vector<double>& values)
{
    const double mean = GetMean(values);
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    const auto count = static_cast<double>(values.size());
    return count > 1 ? std::sqrt(squares / (count - 1) / count) : 0;
}

/// @returns a figure of each course
std::vector<double>
Collect(const Courses& courses, double DpSparseCourse::*figure)
{
    std::vector<double> values;
    for (const DpSparseCourse& course : courses)
    {
        values.push_back(course.*figure);
    }
    return values;
}

/// @returns the planner of a scheme
Ptr<RoundPlanner>
MakePlanner(const Scheme& scheme)
{
    const Ptr<RoundPlanner> planner = CreateRoundPlanner(scheme.planner);
    if (scheme.planner == "DpSparseFixedPlanner")
    {
        planner->SetAttribute("Fraction", DoubleValue(scheme.fraction));
    }
    return planner;
}

/// @returns its courses in all worlds
Courses
Run(const Scheme& scheme, const std::vector<DpSparseWorld>& worlds)
{
    Courses courses;
    for (const DpSparseWorld& world : worlds)
    {
        DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
        if (scheme.change)
        {
            scheme.change(settings);
        }
        courses.push_back(RunDpSparse(world, settings, MakePlanner(scheme)));
    }
    return courses;
}

/// A number, or a dash where it says nothing.
void
PrintNumber(double value, int width, int digits, bool known = true)
{
    std::cout << std::setw(width) << std::fixed << std::setprecision(digits);
    known ? std::cout << value : std::cout << "-";
}

/// Every schedule beside the proposed one. @returns courses of each scheme
std::vector<Courses>
PrintSchemes(const std::vector<Scheme>& schemes, const std::vector<DpSparseWorld>& worlds)
{
    std::cout << "schedules, " << worlds.size() << " seeds, last 15 of 150 rounds\n"
              << std::left << std::setw(32) << "scheme" << std::right << std::setw(9) << "accuracy"
              << std::setw(19) << "proposed minus it" << std::setw(8) << "error" << std::setw(9)
              << "errors" << std::setw(13) << "kbit/round" << std::setw(11) << "delay [s]"
              << std::setw(12) << "worst eps\n";
    std::vector<Courses> all;
    for (const Scheme& scheme : schemes)
    {
        all.push_back(Run(scheme, worlds));
        const Courses& courses = all.back();
        std::vector<double> margins;
        for (std::size_t i = 0; i < courses.size(); ++i)
        {
            margins.push_back(all.front()[i].accuracy - courses[i].accuracy);
        }
        const bool other = all.size() > 1;
        const double error = GetError(margins);
        const std::vector<double> epsilons = Collect(courses, &DpSparseCourse::epsilon);
        const double worst = *std::max_element(epsilons.begin(), epsilons.end());
        std::cout << std::left << std::setw(32) << scheme.name << std::right;
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::accuracy)), 9, 3);
        PrintNumber(GetMean(margins), 19, 3, other);
        PrintNumber(error, 8, 3, other);
        PrintNumber(GetMean(margins) / error, 9, 1, other && error > 0);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::bits)) / 1e3, 13, 1);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::delay)), 11, 3, !scheme.ignoresDelay);
        PrintNumber(worst, 11, 2, std::isfinite(worst));
        std::cout << std::endl;
    }
    std::cout << "\n";
    return all;
}

/// Accuracy against rounds, seconds and epsilon.
void
PrintCurves(const std::vector<Scheme>& schemes, const std::vector<Courses>& all, std::size_t count)
{
    std::cout << "accuracy after rounds (mean of seeds), and the seconds until then\n"
              << std::setw(8) << "round";
    for (std::size_t n = 0; n < count; ++n)
    {
        std::cout << std::setw(24) << schemes[n].name;
    }
    std::cout << "\n";
    for (const std::size_t round : {10, 30, 50, 75, 100, 125, 150})
    {
        std::cout << std::setw(8) << round;
        for (std::size_t n = 0; n < count; ++n)
        {
            double accuracy = 0;
            double seconds = 0;
            for (const DpSparseCourse& course : all[n])
            {
                accuracy += course.accuracies[round - 1] / static_cast<double>(all[n].size());
                seconds +=
                    std::accumulate(course.delays.begin(),
                                    course.delays.begin() + static_cast<std::ptrdiff_t>(round),
                                    0.0) /
                    static_cast<double>(all[n].size());
            }
            PrintNumber(accuracy, 14, 3);
            PrintNumber(seconds, 8, 2);
            std::cout << " s";
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// How often each client took part.
void
PrintParticipation(const std::vector<Scheme>& schemes,
                   const std::vector<Courses>& all,
                   std::size_t count)
{
    std::cout
        << "participations of a client in 150 rounds: least, quartiles, most, over all seeds\n";
    for (std::size_t n = 0; n < count; ++n)
    {
        std::vector<uint32_t> used;
        for (const DpSparseCourse& course : all[n])
        {
            used.insert(used.end(), course.used.begin(), course.used.end());
        }
        std::sort(used.begin(), used.end());
        std::cout << std::left << std::setw(32) << schemes[n].name << std::right;
        for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
        {
            const double place = share * static_cast<double>(used.size() - 1);
            std::cout << std::setw(6) << used[static_cast<std::size_t>(std::lround(place))];
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// Fixed fractions without a schedule.
void
PrintFractions(const std::vector<DpSparseWorld>& worlds)
{
    std::cout << "accuracy with a fixed fraction, random clients, no limit of delay, "
              << worlds.size() << " seeds (standard error)\n"
              << std::setw(8) << "eta";
    const std::vector<double> fractions{0.1, 0.4, 1.0};
    for (const double fraction : fractions)
    {
        std::cout << std::setw(12) << "s = " << std::setprecision(1) << std::fixed << fraction;
    }
    std::cout << "\n";
    for (const double rate : {0.25, 0.5, 1.0})
    {
        PrintNumber(rate, 8, 2);
        for (const double fraction : fractions)
        {
            const Courses courses =
                Run({"", "DpSparseFixedPlanner", [&](auto& s) { s.step.rate = rate; }, fraction},
                    worlds);
            const std::vector<double> values = Collect(courses, &DpSparseCourse::accuracy);
            PrintNumber(GetMean(values), 7, 3);
            std::cout << " (" << GetError(values) << ")";
        }
        std::cout << std::endl;
    }
    std::cout << "\n";
}

/// The weight of progress against the queue.
void
PrintTradeoff(const std::vector<DpSparseWorld>& worlds, uint32_t rounds)
{
    std::cout << "the tradeoff V over " << rounds << " rounds, mean of " << worlds.size()
              << " seeds; Dbar is 0.15 s\n"
              << std::setw(8) << "V" << std::setw(15) << "mean D [s]" << std::setw(13)
              << "Q_T/T [s]" << std::setw(13) << "most Q [s]" << std::setw(13) << "kbit/round"
              << std::setw(11) << "accuracy\n";
    for (const double tradeoff : {0.1, 0.3, 1.0, 3.0, 10.0})
    {
        const Ptr<RoundPlanner> planner = CreateRoundPlanner("DpSparsePlanner");
        planner->SetAttribute("Tradeoff", DoubleValue(tradeoff));
        Courses courses;
        for (const DpSparseWorld& world : worlds)
        {
            DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
            settings.limits.rounds = rounds;
            settings.limits.participations.assign(world.samples.size(), rounds * 2 / 5);
            courses.push_back(RunDpSparse(world, settings, planner, rounds));
        }
        PrintNumber(tradeoff, 8, 1);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::delay)), 15, 4);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::queueLast)) / rounds, 13, 4);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::queueMost)), 13, 3);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::bits)) / 1e3, 13, 1);
        PrintNumber(GetMean(Collect(courses, &DpSparseCourse::accuracy)), 10, 3);
        std::cout << std::endl;
    }
    std::cout << "\n";
}

/// @returns the schemes of the definition's evaluation, and the other references of learning
std::vector<Scheme>
ListSchemes()
{
    using Settings = DpSparseMethod::Settings;
    return {{"proposed", "DpSparsePlanner", {}},
            {"random", "DpSparseRandomPlanner", {}},
            {"round robin", "DpSparseRoundRobinPlanner", {}},
            {"delay minimisation", "DpSparseLeastDelayPlanner", {}},
            {"full-DP, no delay limit", "DpSparseFixedPlanner", {}, 1, true},
            {"no-DP, no delay limit",
             "DpSparseFixedPlanner",
             [](Settings& s) { s.step.noise = 0; },
             1,
             true},
            {"proposed, fixed clipping",
             "DpSparsePlanner",
             [](Settings& s) { s.step.adaptive = false; }},
            {"proposed, updates over s",
             "DpSparsePlanner",
             [](Settings& s) { s.aggregation = DpSparseAggregation::UNBIASED; }},
            {"proposed, mean per entry",
             "DpSparsePlanner",
             [](Settings& s) { s.aggregation = DpSparseAggregation::PER_COORDINATE; }},
            {"largest fifth, no-DP",
             "DpSparseFixedPlanner",
             [](Settings& s) {
                 s.step.noise = 0;
                 s.largest = true;
             },
             0.2,
             true}};
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t seeds = 8;
    uint32_t few = 4;
    uint32_t rounds = 400;
    bool brief = false;
    ProgramOptions cmd("dp-sparse-figures", "What sparse private updates learn, by schedule.");
    cmd.AddValue("seeds", "worlds of the first table: 1, 2, ...", seeds, 1, 1000);
    cmd.AddValue("few", "worlds of the sweeps", few, 1, 1000);
    cmd.AddValue("rounds", "of the table of tradeoffs", rounds, 15, 100000);
    cmd.AddValue("brief", "the first table alone", brief);
    cmd.Parse(argc, argv);
    std::vector<DpSparseWorld> worlds;
    for (uint32_t seed = 1; seed <= std::max(seeds, few); ++seed)
    {
        worlds.push_back(MakeDpSparseWorld(seed));
    }
    const std::vector<Scheme> schemes = ListSchemes();
    const std::vector<DpSparseWorld> all(worlds.begin(), worlds.begin() + seeds);
    const std::vector<Courses> courses = PrintSchemes(schemes, all);
    if (brief)
    {
        return 0;
    }
    PrintCurves(schemes, courses, 5);
    PrintParticipation(schemes, courses, 4);
    const std::vector<DpSparseWorld> some(worlds.begin(), worlds.begin() + few);
    PrintFractions(some);
    PrintTradeoff(some, rounds);
    return 0;
}
