/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-setup.h"

#include "allocation/pipeline/dto-ee/dto-ee-evaluation.h"
#include "allocation/pipeline/dto-ee/dto-ee-exits.h"
#include "allocation/pipeline/dto-ee/dto-ee-routing.h"
#include "compute/time-steps.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

std::string
DtoEePlace::Describe() const
{
    return stage == 0 ? "device " + std::to_string(index)
                      : "node " + std::to_string(index) + " of stage " + std::to_string(stage);
}

DtoEeSetup::DtoEeSetup(const DtoEeProblem& theProblem, const DtoEeSolverOptions& theOptions)
    : problem(theProblem),
      network(MakeDtoEeNetwork(theProblem)),
      shares(MakeDtoEeShares(theProblem, network)),
      options(theOptions),
      patience(MilliSeconds(50)),
      silence(MilliSeconds(500))
{
}

uint32_t
DtoEeSetup::GetStages() const
{
    return static_cast<uint32_t>(problem.stages.size());
}

bool
DtoEeSetup::Exists(const DtoEePlace& place) const
{
    return place.stage <= GetStages() && place.index < problem.GetSize(place.stage);
}

std::size_t
DtoEeSetup::FindExit(uint32_t stage) const
{
    std::size_t b = 0;
    while (b < problem.exits.size() && problem.exits[b].stage != stage)
    {
        ++b;
    }
    return b;
}

std::size_t
DtoEeSetup::CountExits(uint32_t stage) const
{
    return 1 + std::count_if(problem.exits.begin(),
                             problem.exits.end(),
                             [=](const DtoEeExit& exit) { return exit.stage >= stage; });
}

bool
DtoEeSetup::HasNodeThresholds() const
{
    return options.scope == DtoEeScope::NODE;
}

double
DtoEeSetup::GetThreshold(const DtoEePlace& place) const
{
    const std::size_t exit = FindExit(place.stage);
    if (exit == problem.exits.size())
    {
        return 1;
    }
    return HasNodeThresholds()
               ? StartDtoEeNodeThresholds(problem,
                                          options.thresholds)[problem.GetFirstIndex(place.stage) -
                                                              problem.GetSize(0) + place.index]
               : StartDtoEeThresholds(problem, options.thresholds)[exit];
}

DtoEePartSettings
DtoEeSetup::MakePart(const DtoEePlace& place) const
{
    const uint32_t h = place.stage;
    const bool last = h == GetStages();
    const DtoEeExitModel model(problem);
    const std::vector<double> sigma =
        GetDtoEeSigma(model.GetPassing(StartDtoEeThresholds(problem, options.thresholds)));
    DtoEePartSettings settings;
    settings.arrivals = h == 0 ? network.arrivals[place.index] : 0;
    settings.service = h == 0 ? 0 : network.layers[h - 1].service[place.index];
    settings.hostsExit = h > 0 && network.layers[h - 1].hostsExit;
    settings.passing = sigma[h];
    settings.movers = problem.GetSize(h);
    if (!last)
    {
        settings.links = network.layers[h].links[place.index];
        settings.shares = shares[h][place.index];
    }
    settings.law = MakeDtoEeQueueLaw(problem, options.kappa);
    settings.law.penalty = options.penalty;
    settings.step = options.step;
    settings.exit = MakeDtoEeNodeExit(problem, options, h, place.index);
    return settings;
}

std::vector<double>
DtoEeSetup::GetRow(const DtoEePlace& place) const
{
    const std::vector<DtoEeLink>& links = network.layers[place.stage].links[place.index];
    std::vector<double> row(problem.GetSize(place.stage + 1));
    for (std::size_t l = 0; l < links.size(); ++l)
    {
        row[links[l].target] = shares[place.stage][place.index][l];
    }
    return row;
}

uint64_t
DtoEeSetup::GetSlot() const
{
    const Time now = Simulator::Now();
    return now < first ? 0 : (now - first).GetTimeStep() / slot.GetTimeStep();
}

Time
DtoEeSetup::GetTimeTo(uint64_t number) const
{
    const Time begin = AddWait(first, RepeatWait(slot, number));
    return Max(Time(0), begin - Simulator::Now());
}

} // namespace edgeai
} // namespace ns3
