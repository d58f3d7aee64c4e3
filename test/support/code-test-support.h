/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_TEST_SUPPORT_H
#define EDGE_AI_CODE_TEST_SUPPORT_H

#include "allocation/pipeline/code/code-path-planner.h"
#include "allocation/pipeline/code/code-value.h"
#include "expectations.h"

#include "ns3/random-variable-stream.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace codetest
{

/// Relative tolerance of figures that are given with nine digits or more.
constexpr double GIVEN = 1e-9;
/// Of those that are given with nine places behind the point.
constexpr double PLACES = 6e-10;

/// @param [in] text as "l1 h2 h3"  @returns the path
inline CodePath
Path(const std::string& text)
{
    CodePath path;
    for (std::size_t i = 0; i < text.size(); i += 3)
    {
        path.push_back({text[i] == 'h', static_cast<uint32_t>(text[i + 1] - '0')});
    }
    return path;
}

/// @param [in] path a path  @returns it as text
inline std::string
ToText(const CodePath& path)
{
    std::string text;
    for (const CodeNode& node : path)
    {
        text += (text.empty() ? "" : " ") + std::string(node.host ? "h" : "l") +
                std::to_string(node.block);
    }
    return text;
}

/// @returns the base case with other rates of both links
inline CodeProblem
MakeBase(double rate = 200e6)
{
    CodeProblem problem = MakeCodeBaseProblem();
    problem.uplinkRate = rate;
    problem.downlinkRate = rate;
    return problem;
}

/// @returns the base case with the services' parts changed
inline CodeProblem
MakeSwapped()
{
    CodeProblem problem = MakeBase();
    std::swap(problem.local, problem.host);
    problem.local.load = 200;
    problem.host.load = 40;
    problem.local.flops = 40e9;
    problem.host.flops = 160e9;
    return problem;
}

/// @returns the plan of a planner by name
inline CodePlan
PlanBy(const std::string& name, const CodeProblem& problem)
{
    return CreateCodePathPlanner(name)->Plan(problem);
}

/// Random pairs of services; the same for a given stream.
class RandomServices
{
  public:
    explicit RandomServices(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    /// @returns a value between two others, uniform in the logarithm
    double Between(double low, double high)
    {
        return low * std::pow(high / low, m_uniform->GetValue(0, 1));
    }

    /// @returns a service of some blocks
    CodeService MakeService(uint32_t blocks)
    {
        CodeService service;
        uint32_t side = 128;
        for (uint32_t b = 0; b < blocks; ++b)
        {
            side = std::max(4U, side / (m_uniform->GetValue(0, 1) < .6 ? 2 : 1));
            service.blocks.push_back(
                {"", Between(2e7, 1e9), static_cast<uint32_t>(Between(16, 512)), side});
        }
        service.headFlop = Between(1e6, 1e8);
        service.parameters = 5e6;
        service.inputBits = Between(2e5, 4e6);
        service.resultBits = 8000;
        service.accuracy = m_uniform->GetValue(.5, .9);
        service.flops = Between(1e10, 2e11);
        service.load = Between(5, 300);
        return service;
    }

    /// @returns a sound problem
    CodeProblem Make(uint32_t blocks)
    {
        CodeProblem problem;
        problem.local = MakeService(blocks);
        problem.host = MakeService(blocks);
        problem.uplinkRate = Between(1e7, 2e9);
        problem.downlinkRate = Between(1e7, 2e9);
        problem.protectedShare = m_uniform->GetValue(0, 1) < .5 ? 1 : m_uniform->GetValue(0, 1);
        problem.crossLoss = Between(.005, .05);
        problem.skipLoss = Between(.01, .08);
        problem.interferenceLoss = Between(.001, .02);
        problem.accuracyExponent = m_uniform->GetValue(1, 14);
        problem.modelChangesMax = 1 + m_uniform->GetInteger(0, 3);
        return problem;
    }

  private:
    Ptr<UniformRandomVariable> m_uniform; ///< the draws
};

} // namespace codetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_TEST_SUPPORT_H
