/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_STAGED_H
#define EDGE_AI_CODE_STAGED_H

#include "code-search.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// How the staged search goes about.
struct CodeStagedOptions
{
    CodeObjective objective{CodeObjective::REWARD};
    /// Shift the predictor by what trained paths lost: c_i by least squares. The search may then
    /// stop before the best path, since predictions may be too low.
    bool fitPredictor{false};
};

/// What to do next: train another path, or use the best that is trained.
struct CodeStage
{
    bool train{false};  ///< whether `next` shall be trained
    CodeCandidate next; ///< the most promising path that is not trained, if any promises more
    CodeCandidate best; ///< the best trained path; the unchanged one counts as trained
    double interferenceLoss{0}; ///< c_i that was predicted with
    uint64_t labels{0};         ///< kept by the search
};

/**
 * One stage: paths in the order of their predicted values; the first that is not trained shall be,
 * unless the best trained one is at least as good as its prediction or the budget is used up. If
 * the predictor never under-estimates, the search ends with the best of all paths.
 * @param [in] problem a sound problem; `trained` holds what was measured so far
 * @param [in] options how
 * @returns what to do
 */
CodeStage DecideCodeStage(const CodeProblem& problem, const CodeStagedOptions& options);

/// A path that was trained, what had been predicted of it and what became of it.
struct CodeTrial
{
    CodePath path;
    double predicted{0}; ///< value before training
    double measured{0};  ///< value with the measured accuracy
    double accuracy{0};  ///< measured
};

/// Outcome of a staged search.
struct CodeStagedResult
{
    CodeCandidate best;            ///< the best trained path
    std::vector<CodeTrial> trials; ///< in their order
    bool limited{false};           ///< whether the budget ended it
    uint64_t labels{0};            ///< kept by the last search
};

/**
 * Trains paths stage by stage until DecideCodeStage is content.
 * @param [in] problem a sound problem
 * @param [in] options how
 * @param [in] train trains a path and returns its measured accuracy, in [0, 1]
 * @returns the outcome
 */
CodeStagedResult SearchStaged(CodeProblem problem,
                              const CodeStagedOptions& options,
                              const std::function<double(const CodeCandidate&)>& train);

/**
 * @param [in] problem a sound problem
 * @returns c_i >= 0 by least squares over the trained paths; 0 if none has two new connections
 */
double FitInterference(const CodeProblem& problem);

/**
 * The best of the paths that are trained already, as things are now: for re-selection at run time.
 * @param [in] problem a sound problem
 * @param [in] objective what counts
 * @returns the best of `trained` and the unchanged path
 */
CodeCandidate SelectTrainedPath(const CodeProblem& problem, CodeObjective objective);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_STAGED_H
