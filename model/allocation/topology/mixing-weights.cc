/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "mixing-weights.h"

#include "fastest-mixing.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns index of the group of joined servers that each is in
std::vector<std::size_t>
GetGroups(const MixingGraph& graph)
{
    std::vector<std::size_t> group(graph.servers);
    std::iota(group.begin(), group.end(), 0);
    for (const auto& [m, j] : graph.links)
    {
        const std::size_t from = std::max(group[m], group[j]);
        std::replace(group.begin(), group.end(), from, std::min(group[m], group[j]));
    }
    return group;
}

/// @returns w_e of the Metropolis rule
std::vector<double>
GetMetropolisWeights(const MixingGraph& graph)
{
    const std::vector<uint32_t> degrees = graph.GetDegrees();
    const double most = degrees.empty() ? 0 : *std::max_element(degrees.begin(), degrees.end());
    const auto servers = static_cast<double>(graph.servers);
    std::vector<double> weights;
    for (const auto& [m, j] : graph.links)
    {
        // pi_m P_mj M, the same from either side.
        weights.push_back(graph.shares.empty()
                              ? 1.0 / (1 + std::max(degrees[m], degrees[j]))
                              : servers * std::min(graph.shares[m], graph.shares[j]) / (1 + most));
    }
    return weights;
}

/// @returns w_e that are all the same
std::vector<double>
GetConstantWeights(const MixingGraph& graph)
{
    const std::vector<double> ones(graph.links.size(), 1);
    const Eigen::MatrixXd laplacian =
        Eigen::MatrixXd::Identity(graph.servers, graph.servers) - MakeSymmetricMixing(graph, ones);
    const Eigen::VectorXd l =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(laplacian, Eigen::EigenvaluesOnly)
            .eigenvalues();
    const double sum = l.size() > 1 ? l[1] + l[l.size() - 1] : 0;
    return std::vector<double>(graph.links.size(), sum > 0 ? 2 / sum : 0);
}

} // namespace

std::vector<uint32_t>
MixingGraph::GetDegrees() const
{
    std::vector<uint32_t> degrees(servers);
    for (const auto& [m, j] : links)
    {
        ++degrees[m];
        ++degrees[j];
    }
    return degrees;
}

bool
MixingGraph::IsConnected() const
{
    const std::vector<std::size_t> group = GetGroups(*this);
    return std::count(group.begin(), group.end(), 0) == static_cast<std::ptrdiff_t>(servers);
}

double
GetMixingFactor(const Eigen::MatrixXd& weights, const MixingGraph& graph)
{
    Eigen::VectorXd root(graph.servers);
    for (std::size_t m = 0; m < graph.servers; ++m)
    {
        root[m] = std::sqrt(graph.GetShare(m));
    }
    const Eigen::MatrixXd symmetric =
        root.asDiagonal() * weights * root.cwiseInverse().asDiagonal();
    // Both halves, as one alone is read: rounding of the products is not symmetric.
    const Eigen::MatrixXd rest = (symmetric + symmetric.transpose()) / 2 - root * root.transpose();
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(rest, Eigen::EigenvaluesOnly)
        .eigenvalues()
        .lpNorm<Eigen::Infinity>();
}

Eigen::MatrixXd
MakeMeanMatrix(const MixingGraph& graph)
{
    Eigen::MatrixXd mean(graph.servers, graph.servers);
    for (std::size_t j = 0; j < graph.servers; ++j)
    {
        mean.col(j).setConstant(graph.GetShare(j));
    }
    return mean;
}

bool
MeetsFactor(double factor, double factorMax)
{
    return factor <= factorMax * (1 + 1e-9) + 1e-12;
}

Mixing
MakeMixing(const MixingGraph& graph, MixingWeights kind, bool allowNegative, double target)
{
    const auto make = [&graph](const std::vector<double>& linkWeights) {
        Mixing mixing;
        mixing.linkWeights = linkWeights;
        mixing.weights = MakeMixingMatrix(graph, linkWeights);
        mixing.factor = GetMixingFactor(mixing.weights, graph);
        mixing.evaluations = 1;
        return mixing;
    };
    if (kind == MixingWeights::METROPOLIS || graph.links.empty())
    {
        return make(GetMetropolisWeights(graph));
    }
    if (kind == MixingWeights::BEST_CONSTANT)
    {
        return make(GetConstantWeights(graph));
    }
    std::vector<Mixing> candidates{make(GetMetropolisWeights(graph)),
                                   make(GetConstantWeights(graph))};
    if (!allowNegative && candidates.back().weights.minCoeff() < 0)
    {
        candidates.pop_back();
    }
    const auto slower = [](const Mixing& a, const Mixing& b) { return a.factor < b.factor; };
    Mixing best = *std::min_element(candidates.begin(), candidates.end(), slower);
    if (graph.IsConnected() && !(target > 0 && MeetsFactor(best.factor, target)))
    {
        const FastestMixing found = FindFastestMixing(graph,
                                                      best.linkWeights,
                                                      candidates.front().linkWeights,
                                                      allowNegative,
                                                      target);
        for (const std::vector<double>& linkWeights : found.stages)
        {
            const Mixing stage = make(linkWeights);
            best.evaluations += stage.evaluations;
            if (stage.factor < best.factor)
            {
                best.weights = stage.weights;
                best.factor = stage.factor;
                best.linkWeights = linkWeights;
            }
        }
        best.evaluations += found.evaluations;
        best.limited = found.limited;
    }
    return best;
}

} // namespace edgeai
} // namespace ns3
