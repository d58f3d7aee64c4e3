/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_TEST_SUPPORT_H
#define EDGE_AI_ECC_TEST_SUPPORT_H

#include "ecc-instances.h"
#include "laim-test-support.h"

#include "ns3/ecc-cost.h"

/// Expects a vector to hold the values that follow, each to a relative tolerance.
#define EXPECT_VALUES(actual, relative, what, ...)                                                 \
    do                                                                                             \
    {                                                                                              \
        const std::vector<double> wanted{__VA_ARGS__};                                             \
        NS_TEST_ASSERT_MSG_EQ((actual).size(), wanted.size(), what << ": size");                   \
        for (std::size_t index = 0; index < wanted.size(); ++index)                                \
        {                                                                                          \
            EXPECT_RELATIVE((actual)[index], wanted[index], relative, what << " " << index);       \
        }                                                                                          \
    } while (false)

namespace ns3
{
namespace edgeai
{

/// @returns a chain of 3 to 6 layers of random work and uploads
inline EccChain
MakeRandomChain(Draws& draws)
{
    const auto between = [&draws](double low, double high) {
        return std::exp(draws.Uniform(std::log(low), std::log(high)));
    };
    std::vector<double> flop;
    std::vector<double> bits = {between(5e5, 1e7)};
    for (std::size_t layers = draws.Integer(3, 6); layers > 0; --layers)
    {
        flop.push_back(between(1e8, 3e9));
        bits.push_back(between(1e5, 1e7));
    }
    bits.pop_back();
    return MakeEccChain(flop, bits);
}

/// @returns a problem with random chains and weights besides random gains
inline EccProblem
MakeRandomMix(std::size_t cells, std::size_t users, std::size_t subchannels, Draws& draws)
{
    auto problem = MakeRandomProblem(MakeToyChain(), cells, users, subchannels, draws);
    const bool alike = draws.Uniform() < 0.5;
    const auto common = MakeRandomChain(draws);
    for (auto& user : problem.users)
    {
        user.chain = alike ? common : MakeRandomChain(draws);
        user.weights.time = draws.Uniform(0.1, 0.9);
        user.weights.energy = 1 - user.weights.time;
    }
    return problem;
}

/// @returns a random interior decision: shares in the simplex, powers and units within their limits
inline EccPoint
MakeRandomPoint(const EccProblem& problem, const std::vector<uint32_t>& splits, Draws& draws)
{
    auto point = MakeEccStart(problem, splits);
    const std::size_t subchannels = problem.GetSubchannelCount();
    for (std::size_t i = 0; i < splits.size(); ++i)
    {
        for (auto* shares : {&point.uplinkShares, &point.downlinkShares})
        {
            double sum = 0;
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                sum += (*shares)[i * subchannels + m] = draws.Uniform(0.1, 1);
            }
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                (*shares)[i * subchannels + m] /= sum;
            }
        }
        point.uplinkPowers[i] = draws.Uniform(0.02, 0.2);
        point.downlinkPowers[i] *= draws.Uniform(0.2, 1);
        point.units[i] = draws.Uniform(1, 4);
    }
    return point;
}

/// @returns every user of a problem at one split
inline std::vector<uint32_t>
Everybody(const EccProblem& problem, uint32_t split)
{
    return std::vector<uint32_t>(problem.users.size(), split);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_TEST_SUPPORT_H
