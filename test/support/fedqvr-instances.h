/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_INSTANCES_H
#define EDGE_AI_FEDQVR_INSTANCES_H

// Problems of quantised updates over fading links that the tests and the figures of FedQVR share.

#include "allocation/round/fedqvr/fedqvr-case.h"
#include "allocation/round/round-planner.h"

#include "ns3/random-variable-stream.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fedqvrtest
{

/// @param [in] power of a device [W]  @param [in] kilometres to the server
/// @returns nu = p g / N0 of the definition's path loss and noise [Hz]
inline double
GetNu(double power, double kilometres)
{
    const double gain = std::pow(10, -(128.1 + 37.6 * std::log10(kilometres)) / 10);
    return power * gain / std::pow(10, -20.4);
}

/// @param [in] nu of each link [Hz]  @param [in] spread theta  @param [in] power D
/// @returns 1386 parameters, 150 kHz, 50 ms
inline RoundProblem
MakeFedQvrProblem(const std::vector<double>& nu,
                  const std::vector<double>& spread,
                  const std::vector<double>& power)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND_POWER;
    problem.uplink.bandwidth = 150e3;
    problem.outage.parameters = 1386;
    problem.outage.window = .05;
    problem.outage.flopPerStep = 6.4e6; // 2e5 cycles for each of 32 samples
    for (std::size_t k = 0; k < nu.size(); ++k)
    {
        RoundWorker worker;
        worker.flops = 1e9;
        worker.snrBand = nu[k];
        worker.powerMax = .1;
        problem.workers.push_back(worker);
        problem.outage.workers.push_back({spread[k], power[k], 5});
    }
    return problem;
}

/// @returns the four devices of checks F8 to F10
inline RoundProblem
MakeGivenFedQvr()
{
    return MakeFedQvrProblem({GetNu(.1, .2), GetNu(.1, .5), GetNu(.1, .8), GetNu(.1, 1)},
                             {2, 1, 3, 1.5},
                             {.5, .5, 1, 2});
}

/// @param [in] uniform draws  @param [in] count of devices  @returns a cell of check F14
inline RoundProblem
MakeRandomFedQvr(const Ptr<UniformRandomVariable>& uniform, std::size_t count)
{
    std::vector<double> nu;
    std::vector<double> spread;
    std::vector<double> power;
    for (std::size_t k = 0; k < count; ++k)
    {
        spread.push_back(uniform->GetValue(.5, 20));
        power.push_back(uniform->GetValue(.05, 2));
        nu.push_back(GetNu(.1, uniform->GetValue(.2, 1)));
    }
    return MakeFedQvrProblem(nu, spread, power);
}

/// An allocation and the name it has in tables.
struct FedQvrScheme
{
    std::string name;
    std::string planner;
    uint32_t bits; ///< of FedQvrEqualPlanner; 0: another

    /// @returns the planner
    Ptr<RoundPlanner> Make() const
    {
        const Ptr<RoundPlanner> made = CreateRoundPlanner(planner);
        if (bits > 0)
        {
            made->SetAttribute("Bits", UintegerValue(bits));
        }
        return made;
    }
};

/// @returns FedQVR-E and its baselines in the order of the definition's evaluation
inline std::vector<FedQvrScheme>
ListFedQvrSchemes()
{
    return {{"FedQVR-E", "FedQvrPlanner", 0},
            {"uniform outage", "FedQvrUniformOutagePlanner", 0},
            {"equal, B = 4", "FedQvrEqualPlanner", 4},
            {"equal, B = 6", "FedQvrEqualPlanner", 6},
            {"equal, B = 3", "FedQvrEqualPlanner", 3},
            {"equal, B = 2", "FedQvrEqualPlanner", 2}};
}

} // namespace fedqvrtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_INSTANCES_H
