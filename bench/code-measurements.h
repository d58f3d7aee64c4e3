/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_MEASUREMENTS_H
#define EDGE_AI_CODE_MEASUREMENTS_H

#include "allocation/pipeline/code/code-search.h"
#include "allocation/pipeline/code/code-staged.h"
#include "measure.h"

#include <iomanip>
#include <ostream>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{
namespace codebench
{

/// @returns a service of so many blocks, the given one's again and again; their work is divided so
/// that the model stays as large
inline CodeService
Stretch(const CodeService& service, uint32_t blocks)
{
    CodeService longer = service;
    longer.blocks.clear();
    for (uint32_t b = 0; b < blocks; ++b)
    {
        const std::size_t from = b * service.blocks.size() / blocks;
        CodeBlock block = service.blocks[from];
        block.flop *= double(service.blocks.size()) / blocks * (1 + .01 * (b % 3));
        longer.blocks.push_back(block);
    }
    return longer;
}

/// @returns the base case with models of so many blocks
inline CodeProblem
MakeProblem(uint32_t blocks, uint32_t changes)
{
    CodeProblem problem = MakeCodeBaseProblem();
    problem.local = Stretch(problem.local, blocks);
    problem.host = Stretch(problem.host, blocks);
    // Fewer layers are skipped with a block.
    problem.skipLoss *= 25. / (blocks * blocks);
    problem.modelChangesMax = changes;
    return problem;
}

/**
 * How long it takes to find the best path exactly, beside looking at all of them.
 * @param [in,out] out where lines go
 * @param [in] blocksMax longest models, 4 to 12
 * @param [in] repeats measurements per line, of which the median is shown
 */
inline void
PrintCodeMeasurements(std::ostream& out, uint32_t blocksMax, uint32_t repeats)
{
    out << std::right << std::setw(7) << "blocks" << std::setw(9) << "changes" << std::setw(10)
        << "paths" << std::setw(9) << "labels" << std::setw(14) << "labels [ms]" << std::setw(18)
        << "enumeration [ms]" << std::setw(10) << "ratio" << std::setw(12) << "F" << std::setw(12)
        << "enumerated" << std::setw(14) << "staged [ms]" << std::setw(11) << "trainings"
        << "\n";
    for (uint32_t blocks = 4; blocks <= blocksMax; blocks += 2)
    {
        for (const uint32_t changes : {2U, blocks})
        {
            const CodeProblem problem = MakeProblem(blocks, changes);
            const auto [time, value] =
                Measure([&] { return SearchCodePaths(problem, {}).best.front().value; }, repeats);
            const auto [reference, expected] =
                Measure([&] { return EnumerateCodePaths(problem, {}).best.front().value; },
                        std::min(repeats, 3U));
            const auto staged = [&] {
                return double(
                    SearchStaged(problem, {}, [&](const CodeCandidate& candidate) {
                        return GetTrainedAccuracy(problem, candidate.path, candidate.label);
                    }).trials.size());
            };
            const auto [stages, trainings] = Measure(staged, std::min(repeats, 3U));
            out << std::setw(7) << blocks << std::setw(9) << changes << std::setw(10)
                << EnumerateCodePaths(problem, {}).labels << std::setw(9)
                << SearchCodePaths(problem, {}).labels << std::fixed << std::setprecision(3)
                << std::setw(14) << time / 1000 << std::setw(18) << reference / 1000
                << std::setprecision(1) << std::setw(10) << reference / time << std::setprecision(6)
                << std::setw(12) << value << std::setw(12) << expected << std::setprecision(3)
                << std::setw(14) << stages / 1000 << std::setprecision(0) << std::setw(11)
                << trainings << "\n";
        }
    }
}

} // namespace codebench
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_MEASUREMENTS_H
