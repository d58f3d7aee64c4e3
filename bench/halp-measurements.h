/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_MEASUREMENTS_H
#define EDGE_AI_HALP_MEASUREMENTS_H

#include "allocation/pipeline/halp/halp-search.h"
#include "allocation/pipeline/halp/row-blocks.h"
#include "measure.h"

#include "ns3/network-catalogue.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iomanip>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace halpbench
{

/// @returns a network on three nodes of the given speeds [FLOP/s]
inline RowPartitionProblem
MakeProblem(const std::string& network, const std::vector<double>& speeds, RowMedium medium)
{
    RowPartitionProblem problem = MakeRowPartitionProblem(LoadNetworkProfile(network));
    for (const double speed : speeds)
    {
        problem.nodes.push_back({"", speed, 0, 0});
    }
    problem.linkRate = 100e6;
    problem.medium = medium;
    return problem;
}

/// @returns three 3x3 convolutions of one channel on eight rows, which can be enumerated
inline RowPartitionProblem
MakeSmallProblem()
{
    RowPartitionProblem problem;
    problem.imageRows = 8;
    problem.imageRowBytes = 24;
    problem.layers.assign(3, {"", {3, 1, 1, 0}, 8, 144, 32, false});
    problem.nodes.assign(3, {"", 144e3, 0, 0});
    problem.nodes[2].flops = 200e3;
    problem.linkRate = 512e3;
    return problem;
}

/// @returns the least T over the grid of zones and ratios, by a whole plan for each of its points
/// [s]
inline double
EnumerateGrid(const RowPartitionProblem& problem, const HalpSearchOptions& options)
{
    double least = std::numeric_limits<double>::infinity();
    const bool equal = problem.nodes[1].flops == problem.nodes[2].flops;
    const auto steps = [](double from, double to, double step) {
        return static_cast<uint32_t>(std::lround((to - from) / step));
    };
    const uint32_t ratios =
        equal ? 0 : steps(options.ratioMin, options.ratioMax, options.ratioStep);
    for (uint32_t z = 0; z <= steps(options.zoneMin, options.zoneMax, options.zoneStep); ++z)
    {
        for (uint32_t r = 0; r <= ratios; ++r)
        {
            const HalpShape shape{options.zoneMin + z * options.zoneStep,
                                  equal ? .5 : options.ratioMin + r * options.ratioStep,
                                  options.convolutionZone,
                                  options.poolingZone};
            std::vector<RowZone> zones;
            MakeHalpZones(problem, shape, zones);
            if (AreHalpZonesValid(problem, zones))
            {
                least = std::min(least, EvaluateHalp(problem, zones).time);
            }
        }
    }
    return least;
}

/// @returns the least T over all boundaries that keep the secondaries apart [s]
inline double
EnumerateZones(const RowPartitionProblem& problem)
{
    double least = std::numeric_limits<double>::infinity();
    std::vector<RowZone> zones(problem.layers.size());
    const std::function<void(std::size_t)> choose = [&](std::size_t layer) {
        if (layer == zones.size())
        {
            if (AreHalpZonesValid(problem, zones))
            {
                least = std::min(least, EvaluateHalp(problem, zones).time);
            }
            return;
        }
        const uint32_t rows = problem.layers[layer].outputRows;
        for (uint32_t first = 0; first <= rows; ++first)
        {
            for (uint32_t end = first; end <= rows; ++end)
            {
                zones[layer] = {first, end};
                choose(layer + 1);
            }
        }
    };
    choose(0);
    return least;
}

/// @returns the least sum of costs over all divisions into blocks, the dynamic programme's peer [s]
inline double
EnumerateBlocks(const RowPartitionProblem& problem, uint32_t workers)
{
    const uint32_t layers = problem.layers.size();
    std::vector<std::vector<double>> cost(layers + 1, std::vector<double>(layers + 1));
    for (uint32_t i = 1; i <= layers; ++i)
    {
        for (uint32_t j = i; j <= layers; ++j)
        {
            cost[i][j] = GetBlockTime(problem, workers, i, j);
        }
    }
    double least = std::numeric_limits<double>::infinity();
    for (uint64_t mask = 0; mask < (uint64_t{1} << (layers - 1)); ++mask)
    {
        double time = 0;
        uint32_t first = 1;
        for (uint32_t layer = 1; layer <= layers; ++layer)
        {
            if (layer == layers || ((mask >> (layer - 1)) & 1) != 0)
            {
                time += cost[first][layer];
                first = layer + 1;
            }
        }
        least = std::min(least, time);
    }
    return least;
}

/// Prints one line: what, its time, that of its peer (0: it has none), what either found.
inline void
PrintLine(std::ostream& out,
          const std::string& what,
          const std::pair<double, double>& measured,
          const std::pair<double, double>& peer)
{
    out << std::left << std::setw(46) << what << std::right << std::fixed << std::setprecision(3)
        << std::setw(12) << measured.first / 1000;
    if (peer.first > 0)
    {
        out << std::setw(18) << peer.first / 1000 << std::setprecision(1) << std::setw(12)
            << peer.first / measured.first;
    }
    else
    {
        out << std::setw(18) << "-" << std::setw(12) << "-";
    }
    out << std::setprecision(6) << std::setw(14) << measured.second;
    if (peer.first > 0)
    {
        out << std::setw(14) << peer.second;
    }
    out << "\n";
}

/**
 * How long it takes to plan HALP and DPFP for VGG-16, and small networks beside enumeration.
 * @param [in,out] out where lines go
 * @param [in] repeats measurements per line, of which the median is shown
 */
inline void
PrintHalpMeasurements(std::ostream& out, uint32_t repeats)
{
    out << std::left << std::setw(46) << "HALP" << std::right << std::setw(12) << "time [ms]"
        << std::setw(18) << "enumeration [ms]" << std::setw(12) << "ratio" << std::setw(14)
        << "T [s]" << std::setw(14) << "enumerated"
        << "\n";

    struct Line
    {
        std::string what;
        RowPartitionProblem problem;
        bool refine;
    };

    // Large networks beside whole plans of all points of the grid, small ones beside all
    // boundaries.
    const RowMedium pairs = RowMedium::POINT_TO_POINT;
    const std::vector<double> equal{10e9, 10e9, 10e9};
    const std::vector<double> uneven{10e9, 10e9, 5e9};
    for (const Line& line :
         {Line{"VGG-16, grid of 26 zones", MakeProblem("VGG-16", equal, pairs), false},
          Line{"VGG-16, the same, one shared medium",
               MakeProblem("VGG-16", equal, RowMedium::SHARED),
               false},
          Line{"VGG-16, grid of 26 zones x 56 ratios", MakeProblem("VGG-16", uneven, pairs), false},
          Line{"VGG-16, the same, refined", MakeProblem("VGG-16", uneven, pairs), true},
          Line{"MobileNetV1, 26 zones x 56 ratios",
               MakeProblem("MobileNetV1", uneven, pairs),
               false}})
    {
        HalpSearchOptions options;
        options.refine = line.refine;
        PrintLine(out,
                  line.what,
                  Measure([&] { return SearchHalp(line.problem, options).time; }, repeats),
                  line.refine ? std::pair<double, double>()
                              : Measure([&] { return EnumerateGrid(line.problem, options); },
                                        std::min(repeats, 3U)));
    }
    const RowPartitionProblem small = MakeSmallProblem();
    HalpSearchOptions options;
    options.convolutionZone = 1;
    options.refine = true;
    PrintLine(out,
              "3 layers of 8 rows, grid and refinement",
              Measure([&] { return SearchHalp(small, options).time; }, repeats),
              Measure([&] { return EnumerateZones(small); }, 1));
    for (const uint32_t workers : {2, 3})
    {
        const RowPartitionProblem vgg = MakeProblem("VGG-16", equal, pairs);
        const auto blocks = [&] {
            double time = 0;
            uint32_t first = 1;
            for (const uint32_t last : ChooseBlocks(vgg, workers))
            {
                time += GetBlockTime(vgg, workers, first, last);
                first = last + 1;
            }
            return time;
        };
        PrintLine(out,
                  "DPFP of VGG-16, " + std::to_string(workers) + " workers (blocks alone)",
                  Measure(blocks, repeats),
                  Measure([&] { return EnumerateBlocks(vgg, workers); }, std::min(repeats, 3U)));
    }
}

} // namespace halpbench
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_MEASUREMENTS_H
