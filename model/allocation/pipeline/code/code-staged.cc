/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-staged.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

double
FitInterference(const CodeProblem& problem)
{
    const CodeCosts costs(problem);
    double products = 0;
    double squares = 0;
    for (const CodeTrainedPath& one : problem.trained)
    {
        const CodeLabel label = costs.GetLabel(one.path);
        const double pairs = GetInterference(1, label.connections);
        const double kept = (one.accuracy - problem.chanceAccuracy) /
                            (problem.local.accuracy - problem.chanceAccuracy);
        if (pairs > 0 && kept > 0)
        {
            products += pairs * (-std::log(kept) - label.loss);
            squares += pairs * pairs;
        }
    }
    return squares > 0 ? std::max(0., products / squares) : 0;
}

CodeCandidate
SelectTrainedPath(const CodeProblem& problem, CodeObjective objective)
{
    const CodeCosts costs(problem);
    const CodeValue value(problem);
    const auto judge = [&](const CodePath& path, double accuracy) {
        CodeCandidate candidate{path, costs.GetLabel(path), accuracy, 0};
        candidate.value = value.Get(objective, candidate.label, accuracy);
        return candidate;
    };
    CodeCandidate best = judge(problem.GetOwnPath(), problem.local.accuracy);
    for (const CodeTrainedPath& one : problem.trained)
    {
        CodeCandidate tried = judge(one.path, FindTrained(problem, one.path)->accuracy);
        if (tried.label.crossings <= problem.modelChangesMax && tried.value > best.value)
        {
            best = std::move(tried);
        }
    }
    return best;
}

CodeStage
DecideCodeStage(const CodeProblem& problem, const CodeStagedOptions& options)
{
    CodeStage stage;
    stage.best = SelectTrainedPath(problem, options.objective);
    stage.interferenceLoss = options.fitPredictor ? FitInterference(problem) : 0;
    // Among this many at least one is neither trained nor the unchanged path.
    const auto wanted = static_cast<uint32_t>(problem.trained.size()) + 2;
    CodeSearchOptions search{options.objective, stage.interferenceLoss, wanted};
    search.floor = stage.best.value; // what promises less is not trained
    const CodeSearchResult ranked = SearchCodePaths(problem, search);
    stage.labels = ranked.labels;
    const CodePath own = problem.GetOwnPath();
    for (const CodeCandidate& candidate : ranked.best)
    {
        if (candidate.path == own || FindTrained(problem, candidate.path) != nullptr)
        {
            continue;
        }
        stage.next = candidate;
        stage.train = stage.best.value < candidate.value;
        break;
    }
    return stage;
}

CodeStagedResult
SearchStaged(CodeProblem problem,
             const CodeStagedOptions& options,
             const std::function<double(const CodeCandidate&)>& train)
{
    CodeStagedResult result;
    while (true)
    {
        const CodeStage stage = DecideCodeStage(problem, options);
        result.best = stage.best;
        result.labels = stage.labels;
        if (!stage.train)
        {
            return result;
        }
        if (result.trials.size() >= problem.trainingBudget)
        {
            result.limited = true;
            return result;
        }
        const double accuracy = train(stage.next);
        const double measured =
            CodeValue(problem).Get(options.objective, stage.next.label, accuracy);
        result.trials.push_back({stage.next.path, stage.next.value, measured, accuracy});
        problem.trained.push_back({stage.next.path, accuracy});
    }
}

} // namespace edgeai
} // namespace ns3
