/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_RANDOM_PROBLEMS_H
#define EDGE_AI_LAIM_RANDOM_PROBLEMS_H

#include "laim-test-support.h"

#include "ns3/random-variable-stream.h"

#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laimtest
{

/// Random problems with one device; the same for a given stream.
class RandomProblems
{
  public:
    explicit RandomProblems(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    /// @returns a value between two others, uniform in the logarithm
    double Between(double low, double high)
    {
        return low * std::pow(high / low, m_uniform->GetValue(0, 1));
    }

    SplitProblem Make()
    {
        std::vector<double> flop;
        std::vector<double> outputs;
        const int blocks = m_uniform->GetInteger(1, 8);
        for (int i = 0; i < blocks; ++i)
        {
            flop.push_back(Between(1e8, 2e10));
            outputs.push_back(Between(1e4, 2e7));
        }
        SplitProblem problem = MakeReferenceProblem(MakeOptions(flop, outputs, Between(1e5, 3e7)),
                                                    Between(0.05, 3),
                                                    Between(0.003, 3));
        problem.bandwidth = Between(5e5, 5e7);
        problem.devices[0].gain = Between(1e-13, 1e-7);
        problem.devices[0].txPowerMax = Between(0.02, 1);
        problem.devices[0].processor.clockMax = Between(5e8, 4e9);
        problem.devices[0].processor.powerCoefficient = Between(5e-30, 1e-28);
        problem.server.clockMax = Between(2e9, 3e10);
        problem.server.powerCoefficient = Between(1e-29, 3e-28);
        problem.payloadFollowsKeepRatio = m_uniform->GetValue(0, 1) < 0.3;
        problem.countServerEnergy = m_uniform->GetValue(0, 1) < 0.8;
        for (int i = 0; i < 400; ++i)
        {
            problem.uniformDraws.push_back(m_uniform->GetValue(0, 1));
        }
        return problem;
    }

  private:
    Ptr<UniformRandomVariable> m_uniform;
};

} // namespace laimtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_RANDOM_PROBLEMS_H
