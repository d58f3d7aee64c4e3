/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-cell.h"

#include "ns3/link-control.h"

#include <cstddef>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

void
CoInferenceCell::SetControl(Ptr<CellControl> control)
{
    m_control = control;
}

Ptr<CellControl>
CoInferenceCell::GetControl() const
{
    return m_control;
}

bool
CoInferenceCell::Contains(const CoInferenceDevice& device) const
{
    return m_control && device.request.link != LinkControl::NO_LINK;
}

void
CoInferenceCell::Measure(const CoInferenceGroup& group) const
{
    for (const auto& device : group)
    {
        device->inCell = Contains(*device);
        if (device->inCell && !m_control->Measure(device->request.link, device->pilot))
        {
            throw std::runtime_error("link " + std::to_string(device->request.link) +
                                     " is no device of the server's cell");
        }
    }
}

void
CoInferenceCell::Describe(SplitProblem& problem) const
{
    problem.noma = m_control->GetRadio();
    problem.subchannelWidth = 0; // what the cell's subchannels are, noma says
    problem.bandwidth = problem.noma.subchannels * problem.noma.width;
    problem.noiseDensity = m_control->GetNoiseDensity();
}

void
CoInferenceCell::Enforce(const CoInferenceGroup& group,
                         const SplitPlan& plan,
                         const std::string& planner) const
{
    std::vector<CellShare> shares;
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        const SplitDecision& decision = plan.decisions[i];
        if (GetStep(decision.steps, "uplink").bits > 0 &&
            decision.uplinkWay.subchannel == NO_SUBCHANNEL)
        {
            throw std::runtime_error(planner +
                                     " plans no subchannels, which this cell's scheduler needs");
        }
        shares.push_back({group[i]->request.link, decision.uplinkWay, decision.downlinkWay});
    }
    const std::string refusal = m_control->Apply(shares);
    if (!refusal.empty())
    {
        throw std::runtime_error("the radio refuses the plan: " + refusal);
    }
}

} // namespace edgeai
} // namespace ns3
