/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-authors-scan.h"

#include "allocation/pipeline/chain/chain-segments.h"

#include <cstddef>
#include <limits>

namespace ns3
{
namespace edgeai
{

std::vector<AuthorsSplit>
ScanSplits(const ChainProblem& problem, const AuthorsScanTerms& terms)
{
    const ChainSegments segments(problem);
    const auto count = static_cast<uint32_t>(problem.layers.size());
    std::vector<AuthorsSplit> splits;
    for (uint32_t cut = 0; cut <= count; ++cut)
    {
        AuthorsSplit split;
        split.cut = cut;
        const std::array<uint32_t, 3> ends{0, cut, count};
        for (std::size_t part = 0; part < 2; ++part)
        {
            const uint32_t from = ends[part];
            const uint32_t to = ends[part + 1];
            double least = std::numeric_limits<double>::infinity();
            for (uint32_t v = 0; v < problem.GetOptionCount(); ++v)
            {
                const double time = segments.GetComputeTime(terms.order[part], from, to, v);
                const double value =
                    time / terms.timeUnit + terms.kappa * segments.GetLoss(from, to, v);
                if (value < least || v == 0)
                {
                    least = value;
                    split.options[part] = v;
                    split.times[part] = time;
                }
            }
            split.value += least;
        }
        if (cut < count)
        {
            split.linkTime = terms.linkTime + terms.streams * segments.GetLinkTime(1, cut);
        }
        split.value += split.linkTime / terms.timeUnit;
        split.total = split.times[0] + split.times[1] + split.linkTime;
        splits.push_back(split);
    }
    return splits;
}

} // namespace edgeai
} // namespace ns3
