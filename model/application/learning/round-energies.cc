/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-energies.h"

#include "learning-figures.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

void
EnergyPair::Add(double planned, double realised)
{
    // Nothing on one side is as good as not known on the other.
    m_unlike =
        m_unlike || (std::isnan(planned) && realised > 0) || (std::isnan(realised) && planned > 0);
    AddKnown(m_planned, planned);
    AddKnown(m_realised, realised);
}

void
EnergyPair::Add(const StepRecord& step)
{
    if (std::isnan(step.started) && std::isnan(step.energy))
    {
        AddKnown(m_planned, step.planned.energy); // what did not begin spent nothing
        return;
    }
    Add(step.planned.energy, step.energy);
}

void
EnergyPair::Add(const EnergyPair& other)
{
    AddKnown(m_planned, other.m_planned);
    AddKnown(m_realised, other.m_realised);
    m_unlike = m_unlike || other.m_unlike;
}

double
EnergyPair::GetPlanned() const
{
    // Where nothing was measured there is nothing to mistake it for.
    return m_unlike && !std::isnan(m_realised) ? NOT_AVAILABLE : m_planned;
}

double
EnergyPair::GetRealised() const
{
    return m_realised;
}

EnergyPair
RoundEnergies::GetTotal() const
{
    EnergyPair total;
    for (const EnergyPair* cause : {&computing, &sending, &serving})
    {
        total.Add(*cause);
    }
    return total;
}

RoundEnergies
SumRoundEnergies(const TaskRecord& record)
{
    RoundEnergies energies;
    for (const StepRecord& step : record.steps)
    {
        (step.planned.kind == StepKind::COMPUTE    ? energies.computing
         : step.planned.kind == StepKind::TRANSFER ? energies.sending
                                                   : energies.serving)
            .Add(step);
    }
    return energies;
}

void
RecordEnergies(TaskRecord& record)
{
    const RoundEnergies energies = SumRoundEnergies(record);
    LearningFigures figures = record.Get<LearningFigures>();
    figures.computingPlanned = energies.computing.GetPlanned();
    figures.computingRealised = energies.computing.GetRealised();
    figures.sendingPlanned = energies.sending.GetPlanned();
    figures.sendingRealised = energies.sending.GetRealised();
    figures.servingPlanned = energies.serving.GetPlanned();
    figures.servingRealised = energies.serving.GetRealised();
    record.Set(figures);
    const EnergyPair total = energies.GetTotal();
    record.planned.energy = total.GetPlanned();
    record.realised.energy = total.GetRealised();
}

} // namespace edgeai
} // namespace ns3
