/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-leader.h"

#include "dto-ee-routing.h"

namespace ns3
{
namespace edgeai
{

DtoEeLeader::DtoEeLeader(const DtoEeExitModel& model,
                         std::size_t exit,
                         const std::vector<std::size_t>& sizes,
                         const DtoEeQueueLaw& law,
                         const DtoEeThresholdOptions& options,
                         const std::vector<double>& thresholds)
    : m_model(model),
      m_exit(exit),
      m_law(law),
      m_options(options),
      m_thresholds(thresholds)
{
    for (const std::size_t size : sizes)
    {
        m_reports.emplace_back(size);
    }
}

void
DtoEeLeader::HearReport(std::size_t stage, std::size_t node, const DtoEeExitReport& report)
{
    if (stage >= 1 && stage <= m_reports.size() && node < m_reports[stage - 1].size())
    {
        m_reports[stage - 1][node] = report;
    }
}

void
DtoEeLeader::HearUpdate(std::size_t exit, const DtoEeExitUpdate& update)
{
    if (exit < m_thresholds.size())
    {
        m_thresholds[exit] = update.threshold;
    }
}

void
DtoEeLeader::LoseNode(std::size_t stage, std::size_t node)
{
    // Any service will do for a node into which nothing goes.
    HearReport(stage, node, {0, 1, 0, 0});
}

void
DtoEeLeader::SetLaw(const DtoEeQueueLaw& law)
{
    m_law = law;
}

void
DtoEeLeader::RaisePenalty()
{
    bool violated = false;
    for (const std::vector<DtoEeExitReport>& stage : m_reports)
    {
        for (const DtoEeExitReport& report : stage)
        {
            violated = violated || (report.rate > 0 && report.rate >= report.service);
        }
    }
    m_law.penalty *= violated ? 2 : 1;
}

bool
DtoEeLeader::IsInformed() const
{
    for (const std::vector<DtoEeExitReport>& stage : m_reports)
    {
        for (const DtoEeExitReport& report : stage)
        {
            if (!(report.service > 0))
            {
                return false;
            }
        }
    }
    return true;
}

DtoEeExitUpdate
DtoEeLeader::Decide()
{
    if (IsInformed())
    {
        m_thresholds =
            ChooseDtoEeThresholds(m_model, DtoEeTail(m_reports, m_law), m_options, m_thresholds);
    }
    const std::vector<double> sigma = GetDtoEeSigma(m_model.GetPassing(m_thresholds));
    return {m_thresholds[m_exit], sigma[m_model.GetStage(m_exit)]};
}

} // namespace edgeai
} // namespace ns3
