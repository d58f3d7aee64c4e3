/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_TEST_SUPPORT_H
#define EDGE_AI_HALP_TEST_SUPPORT_H

#include "allocation/pipeline/halp/halp-search.h"
#include "allocation/pipeline/halp/row-partition-planner.h"
#include "expectations.h"

#include "ns3/network-catalogue.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace halptest
{

/// Relative tolerance of times that are given with ten digits.
constexpr double GIVEN = 1e-9;
/// Of those that are given with nine places behind the point.
constexpr double PLACES = 6e-10;
/// A rate at which no row takes any time.
constexpr double ENDLESS = 1e40;

/// @returns a network shared by nodes of the given speeds [FLOP/s]
inline RowPartitionProblem
MakeShared(const std::string& network,
           const std::vector<double>& speeds,
           double rate,
           RowMedium medium = RowMedium::POINT_TO_POINT)
{
    RowPartitionProblem problem = MakeRowPartitionProblem(LoadNetworkProfile(network));
    for (const double speed : speeds)
    {
        problem.nodes.push_back({"", speed, 0, 0});
    }
    problem.linkRate = rate;
    problem.medium = medium;
    return problem;
}

/// @returns VGG-16 on three equal nodes of 10 GFLOP/s
inline RowPartitionProblem
MakeVgg(double rate, RowMedium medium = RowMedium::POINT_TO_POINT)
{
    return MakeShared("VGG-16", {10e9, 10e9, 10e9}, rate, medium);
}

/// @returns two 3x3 convolutions of one channel on 8 rows: 1 ms a row, 0.5 ms to send one
inline RowPartitionProblem
MakeToy(RowMedium medium = RowMedium::POINT_TO_POINT)
{
    RowPartitionProblem problem;
    problem.imageRows = 8;
    problem.imageRowBytes = 24;
    problem.layers.assign(2, {"", {3, 1, 1, 0}, 8, 144, 32, false});
    problem.nodes.assign(3, {"", 144e3, 0, 0});
    problem.linkRate = 512e3;
    problem.medium = medium;
    return problem;
}

/// @returns boundaries of a shape
inline std::vector<RowZone>
ZonesOf(const RowPartitionProblem& problem, const HalpShape& shape = {})
{
    std::vector<RowZone> zones;
    MakeHalpZones(problem, shape, zones);
    return zones;
}

/// @returns HALP with the least zone and half of the rest for each secondary
inline RowPartitionPlan
PlanDefault(const RowPartitionProblem& problem, HalpOrder order = HalpOrder::EDGE_FIRST)
{
    return EvaluateHalp(problem, ZonesOf(problem), order);
}

} // namespace halptest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_TEST_SUPPORT_H
