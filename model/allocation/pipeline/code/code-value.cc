/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-value.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

double
GetHostOwnThroughput(const CodeProblem& problem)
{
    return std::min(problem.host.load, problem.host.flops / problem.host.GetFlop());
}

CodeThroughput
GetCodeThroughput(const CodeProblem& problem, const CodeLabel& label)
{
    const double own = GetHostOwnThroughput(problem);
    const double hostFlop = problem.host.GetFlop();
    double most = std::min(problem.local.load, problem.local.flops / label.localFlop);
    if (label.upBits > 0)
    {
        most = std::min(most, problem.uplinkRate / label.upBits);
    }
    if (label.downBits > 0)
    {
        most = std::min(most, problem.downlinkRate / label.downBits);
    }
    if (problem.sharedInput)
    {
        const double frame = label.hostFlop + hostFlop - label.commonFlop;
        const double both = std::min({most, problem.host.load, problem.host.flops / frame});
        return {both, both};
    }
    if (label.hostFlop == 0)
    {
        return {most, own};
    }
    const double kept = label.hostFlop <= hostFlop ? problem.protectedShare * own : own;
    const double left = std::max(0., problem.host.flops - hostFlop * kept);
    const double local = std::min(most, left / label.hostFlop);
    const double host =
        std::min(problem.host.load, (problem.host.flops - label.hostFlop * local) / hostFlop);
    // Rounding must not take from the host what is protected.
    return {local, std::max(host, kept)};
}

double
GetCodeAccuracy(const CodeProblem& problem, double loss)
{
    return problem.chanceAccuracy +
           (problem.local.accuracy - problem.chanceAccuracy) * std::exp(-loss);
}

double
GetInterference(double interferenceLoss, uint32_t connections)
{
    return interferenceLoss * connections * (connections - 1.) / 2;
}

CodeValue::CodeValue(const CodeProblem& problem)
    : m_problem(problem),
      m_own(CodeCosts(problem).GetLabel(problem.GetOwnPath())),
      m_ownThroughput(GetCodeThroughput(problem, m_own)),
      m_ownDelay(GetDelay(m_own))
{
}

double
CodeValue::GetReward(const CodeLabel& label, double accuracy) const
{
    const double average =
        (accuracy + m_problem.host.accuracy) / (m_problem.local.accuracy + m_problem.host.accuracy);
    const double throughput =
        GetCodeThroughput(m_problem, label).GetSum() / m_ownThroughput.GetSum();
    return std::pow(average, m_problem.accuracyExponent) *
           std::pow(throughput, m_problem.throughputExponent);
}

double
CodeValue::GetCost(const CodeLabel& label, double accuracy) const
{
    return m_problem.delayWeight * GetDelay(label) / m_ownDelay +
           m_problem.accuracyWeight * (1 - accuracy / m_problem.local.accuracy) +
           m_problem.workWeight * label.localFlop / m_own.localFlop;
}

double
CodeValue::Get(CodeObjective objective, const CodeLabel& label, double accuracy) const
{
    return objective == CodeObjective::REWARD ? GetReward(label, accuracy)
                                              : -GetCost(label, accuracy);
}

double
CodeValue::GetDelay(const CodeLabel& label) const
{
    const CodeService& local = m_problem.local;
    const CodeService& host = m_problem.host;
    return label.localFlop / local.flops / (1 - local.utilisation) +
           label.hostFlop / host.flops / (1 - host.utilisation) +
           label.upBits / m_problem.uplinkRate + label.downBits / m_problem.downlinkRate;
}

double
CodeValue::GetLatency(const CodeLabel& label) const
{
    return label.localFlop / m_problem.local.flops + label.hostFlop / m_problem.host.flops +
           label.upBits / m_problem.uplinkRate + label.downBits / m_problem.downlinkRate;
}

CodeTraining
GetCodeTraining(const CodeProblem& problem, const CodeLabel& label)
{
    if (label.connections == 0)
    {
        return {};
    }
    const double steps = problem.trainingSamples * problem.trainingEpochs;
    const double bits = label.upBits + label.downBits;
    return {steps *
                (2 * (label.localFlop / problem.local.flops + label.hostFlop / problem.host.flops) +
                 bits * (1 / problem.uplinkRate + 1 / problem.downlinkRate)),
            steps * 2 * bits};
}

const CodeTrainedPath*
FindTrained(const CodeProblem& problem, const CodePath& path)
{
    const auto found = std::find_if(problem.trained.rbegin(),
                                    problem.trained.rend(),
                                    [&](const CodeTrainedPath& one) { return one.path == path; });
    return found == problem.trained.rend() ? nullptr : &*found;
}

double
GetTrainedAccuracy(const CodeProblem& problem, const CodePath& path, const CodeLabel& label)
{
    if (const CodeTrainedPath* measured = FindTrained(problem, path))
    {
        return measured->accuracy;
    }
    return GetCodeAccuracy(problem,
                           label.loss +
                               GetInterference(problem.interferenceLoss, label.connections));
}

} // namespace edgeai
} // namespace ns3
