/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_FIGURES_H
#define EDGE_AI_PARTEL_FIGURES_H

// The instances of PARTEL's chapter whose T an independent implementation found, beside what is
// found here: what the chapter's table of validation is made of.

#include "../test/support/partel-fixture.h"
#include "allocation/round/partel/partel-band.h"
#include "allocation/round/partel/partel-enumeration.h"
#include "allocation/round/partel/partel-schemes.h"

#include <cmath>
#include <iomanip>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace parteltest
{

/// A line of the table; what is not a number is not shown.
struct PartelFigures
{
    static constexpr double NONE = std::numeric_limits<double>::quiet_NaN(); ///< not there

    std::string name;       ///< of the instance
    double elsewhere{NONE}; ///< T of SUPPORT by the independent implementation [s]
    double bound{NONE};     ///< certified [s]
    double support{NONE};   ///< [s]
    double exact{NONE};     ///< of all divisions [s]
    double equal{NONE};     ///< [s]
    double bestGain{NONE};  ///< [s]
    double compute{NONE};   ///< COMPUTE-PROP [s]
};

/// @param [in] problem over subchannels  @param [in] enumerate whether all divisions are few
/// @param [in] baselines whether they take it  @returns its figures, of real loads
inline PartelFigures
FindPartelFigures(const RoundProblem& problem, bool enumerate, bool baselines)
{
    const PartelRadio radio(problem);
    const SupportResult result = SolveSupport(radio);
    PartelFigures figures;
    figures.bound = result.bound.lowerBound;
    figures.support = result.time;
    if (enumerate)
    {
        figures.exact = EnumerateOwners(radio).time;
    }
    if (baselines)
    {
        const auto end = [&radio](const PartelScheme& scheme) {
            return GetLatestEnd(radio.workers, radio.bits, scheme.rates, scheme.loads);
        };
        figures.equal = end(ChooseEqual(radio));
        figures.bestGain = end(ChooseBestGain(radio));
        figures.compute = end(ChooseComputeProportional(radio));
    }
    return figures;
}

/// @returns a band of 5 MHz and three workers, of whom one is too slow on the air
inline RoundProblem
MakeBandInstance()
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND;
    problem.uplink.bandwidth = 5e6;
    problem.division.parameters = 1e6;
    problem.division.flopPerParameter = 1;
    for (const auto& [efficiency, time] :
         std::vector<std::pair<double, double>>{{2, 1e-6}, {4, 2e-6}, {1, 5e-7}})
    {
        RoundWorker worker;
        worker.flops = 1 / time;
        worker.efficiency = efficiency;
        problem.workers.push_back(worker);
    }
    return problem;
}

/// @returns figures of all instances
inline std::vector<PartelFigures>
ListPartelFigures()
{
    std::vector<PartelFigures> list;
    const auto add = [&list](const std::string& name, double elsewhere, PartelFigures figures) {
        figures.name = name;
        figures.elsewhere = elsewhere;
        list.push_back(figures);
    };
    add("2 workers, 4 subchannels", .824836, FindPartelFigures(MakeC3(), true, true));
    add("3 workers, 6 subchannels", .889074, FindPartelFigures(MakeC4(), true, true));
    add("the same, offsets 0.1, 0.4, 0.9 s",
        1.425673,
        FindPartelFigures(MakeC4({.1, .4, .9}), true, false));
    add("8 workers, 32 subchannels", 1.87482, FindPartelFigures(MakeC12(), false, true));
    RoundProblem units = MakeC4();
    units.division.units = {{10, 6000}, {16, 2500}};
    PartelFigures whole;
    whole.support = PlanBy("PartelPlanner", units).time;
    add("3 workers, units of 6000 and 2500", .922695, whole);
    RoundProblem frugal = MakeC3();
    for (RoundWorker& worker : frugal.workers)
    {
        worker.energyMax = .05;
        worker.energyPerFlop = 4e-7;
    }
    PartelFigures budget;
    budget.exact = EnumerateOwners(PartelRadio(frugal)).time;
    budget.support = PlanBy("PartelPlanner", frugal).time; // of whole parameters
    add("2 workers, 0.05 J each", 1.726590, budget);
    PartelFigures band;
    band.support = band.exact = DivideBandJointly(PartelBand(MakeBandInstance())).time;
    add("band of 5 MHz, 3 workers", 3.053886, band);
    return list;
}

/// Print them.
inline void
PrintPartelFigures()
{
    std::cout << std::left << std::setw(36) << "T [s]" << std::right;
    for (const char* head :
         {"elsewhere", "SUPPORT", "bound", "exact", "EQUAL", "BEST-GAIN", "COMPUTE-PROP"})
    {
        std::cout << std::setw(14) << head;
    }
    std::cout << "\n" << std::fixed << std::setprecision(6);
    for (const PartelFigures& figures : ListPartelFigures())
    {
        std::cout << std::left << std::setw(36) << figures.name << std::right;
        for (const double value : {figures.elsewhere,
                                   figures.support,
                                   figures.bound,
                                   figures.exact,
                                   figures.equal,
                                   figures.bestGain,
                                   figures.compute})
        {
            std::cout << std::setw(14);
            std::isnan(value) ? std::cout << "-" : std::cout << value;
        }
        std::cout << "\n";
    }
}

} // namespace parteltest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_FIGURES_H
